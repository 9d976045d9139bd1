// The speed of late, and how long the rest will take.

const REMEMBERED = 6

/**
 * Speed over the last transfers that succeeded. Time in which two ran together counts once; time between them, and time
 * lost in broken ones, does not count: this is how fast the line is, not how lucky.
 */
function createSpeed() {
  /** @type {{ bytes: number, from: number, to: number }[]} */
  let seen = []
  /** @returns {number | null} bytes per second */
  function now() {
    const busy = busyTime(seen)
    return busy > 0 ? 1000 * seen.reduce((sum, one) => sum + one.bytes, 0) / busy : null
  }
  return {
    now,
    /**
     * @param {number} bytes
     * @param {number} from milliseconds
     * @param {number} to a clock that was set back meanwhile is not believed
     */
    add(bytes, from, to) {
      if (to > from) seen = seen.concat({ bytes, from, to }).slice(-REMEMBERED)
    },
    /** Another network: what was measured says nothing any more. */
    forget() { seen = [] }
  }
}

/** @param {{ from: number, to: number }[]} spans */
function busyTime(spans) {
  let busy = 0
  let until = -Infinity
  for (const { from, to } of spans.slice().sort((a, b) => a.from - b.from)) {
    busy += Math.max(0, to - Math.max(from, until))
    until = Math.max(until, to)
  }
  return busy
}

/**
 * @param {number} bytes still to go
 * @param {number | null} speed bytes per second
 * @returns {number | null} whole seconds
 */
function secondsLeft(bytes, speed) {
  return speed ? Math.ceil(bytes / speed) : null
}

module.exports = { createSpeed, secondsLeft }
