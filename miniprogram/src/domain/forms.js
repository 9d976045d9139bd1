// All of a form, for those who show it: its questions and faults, how a person meets them, and the consents with it.
const { questions, prefill, required, shapeFaults, faults, PEOPLE } = require('./questions')
const { grouped, progress, stepsOf } = require('./steps')
const { consents, tick, tickTogether, lacking } = require('./consents')

module.exports = { questions, prefill, required, shapeFaults, faults, grouped, progress, stepsOf, consents, tick, tickTogether, lacking, PEOPLE }
