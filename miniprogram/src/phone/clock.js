// The time as the phone believes it, and waiting.

/** @type {Ports.Clock} */
const clock = { now: () => Date.now() }

/** @type {Ports.Timers} */
const timers = { wait: ms => new Promise(resolve => { setTimeout(resolve, ms) }) }

module.exports = { clock, timers }
