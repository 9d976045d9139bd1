// The ways an upload's turn ends before the file has arrived, as exceptions; and the Problems the phone itself makes.

/** Somebody stopped the turn: paused, cancelled, picked again. Whoever stopped it has set the state. */
class Stopped extends Error {}

/** The turn cannot go on by itself: the upload comes to rest in `state` with these words. */
class AtRest extends Error {
  /**
   * @param {Ports.Upload['state']} state
   * @param {Wire.Problem | null} problem
   */
  constructor(state, problem) {
    super(problem ? problem.detail : state)
    this.state = state
    this.problem = problem
  }
}

/** The service has its answer about this file already, or the store has all of it: confirming tells. */
class Arrived extends Error {}

/**
 * A Problem of the phone's own making: nothing the service said.
 * @param {string} code
 * @param {string} detail Chinese, ready to show
 * @param {any} [context]
 * @returns {Wire.Problem}
 */
function problemOf(code, detail, context) {
  return { type: '/problems/' + code, title: '', status: 0, code, detail, context: context || {}, instance: '' }
}

const AWAY = ['offline', 'timeout', 'interrupted', 'aborted', 'not_our_server']

/**
 * Whether no answer came, by a Fault's kind or the code an api gave it.
 * @param {any} error
 */
function isAway(error) {
  return AWAY.includes(error.kind) || AWAY.includes(error.code)
}

/** Whether WeChat broke it off because the app was hidden. @param {any} error */
function isInterrupted(error) {
  return error.kind === 'interrupted' || error.code === 'interrupted'
}

module.exports = { Arrived, AtRest, Stopped, isAway, isInterrupted, problemOf }
