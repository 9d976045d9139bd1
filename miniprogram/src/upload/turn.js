// One upload's turn: it can be stopped at any moment, it waits for the line, and it is patient with what passes by itself.
const { AtRest, Stopped, isAway, isInterrupted, problemOf } = require('./endings')
const { KodoRefusal } = require('./kodo')
const { createPatience } = require('./pace')
const words = require('../words').upload

const MOST_REFUSALS = 10
const SHOWN_AS_AWAY = 3
const BREATH_MS = 500

/**
 * @typedef {object} TurnPorts
 * @property {import('./line').Line} line
 * @property {Ports.Timers} timers
 * @property {() => number} random as Math.random
 * @property {(state: 'sending' | 'waiting_network') => void} tell what a screen should show
 */

class Turn {
  /** @param {TurnPorts} ports */
  constructor(ports) {
    this.ports = ports
    this.stopped = false
    this.refusals = 0
    this.patience = createPatience(ports.random)
    /** @type {Set<Ports.Call>} */
    this.calls = new Set()
    /** @type {() => void} */
    this.give_up = () => {}
    /** @type {Promise<void>} */
    this.given_up = new Promise(resolve => { this.give_up = resolve })
  }

  stop() {
    this.stopped = true
    this.calls.forEach(call => call.abort())
    this.give_up()
  }

  /** Throws Stopped when somebody stopped this turn. */
  check() {
    if (this.stopped) throw new Stopped()
  }

  /** Until there is a network and the app is in front. */
  async open() {
    const { line, tell } = this.ports
    this.check()
    while (!line.open()) {
      if (line.in_front()) tell('waiting_network')
      await Promise.race([line.change(), this.given_up])
      this.check()
    }
    if (this.patience.tries() < SHOWN_AS_AWAY) tell('sending')
  }

  /** @param {number} ms a change of the line ends it early */
  async wait(ms) {
    await Promise.race([this.ports.timers.wait(ms), this.ports.line.change(), this.given_up])
    this.check()
  }

  /**
   * After a failure, until it makes sense to try again: without limit while nobody answers, ten times when somebody says “later”.
   * Throws what does not pass by itself.
   * @param {any} error
   */
  async rest(error) {
    this.check()
    if (isAway(error)) return this.restAway(error)
    if (!passes(error)) throw error
    this.refusals += 1
    if (this.refusals > MOST_REFUSALS) throw new AtRest('failed', givenUp(error))
    await this.wait(this.patience.next(askedFor(error)))
  }

  /** What a hidden app or a lost network broke off is no failed try. @param {any} error */
  async restAway(error) {
    if (!this.ports.line.open()) return this.open()
    if (isInterrupted(error)) return this.wait(BREATH_MS)
    if (this.patience.tries() >= SHOWN_AS_AWAY) this.ports.tell('waiting_network')
    await this.wait(this.patience.next())
  }

  went_well() {
    this.patience.reset()
    this.refusals = 0
    if (!this.stopped) this.ports.tell('sending')
  }

  /** A call that is broken off when the turn is stopped. @param {Ports.Call} call */
  async answer(call) {
    this.calls.add(call)
    try {
      return await call
    } finally {
      this.calls.delete(call)
    }
  }

  /**
   * Ask until there is an answer.
   * @template T
   * @param {() => Promise<T>} ask
   * @returns {Promise<T>}
   */
  async patiently(ask) {
    for (;;) {
      await this.open()
      try {
        const found = await ask()
        this.check()
        this.went_well()
        return found
      } catch (error) {
        await this.rest(error)
      }
    }
  }
}

/** @param {any} error */
function passes(error) {
  if (error instanceof KodoRefusal) return error.passes
  return error.status !== 401 && (error.status === 429 || error.status >= 500 || error.retryable === true)
}

/** @param {any} error */
function askedFor(error) {
  if (error instanceof KodoRefusal) return error.retry_after_ms
  return 1000 * Number(error.retry_after_s || (error.context && error.context.retry_after_s) || 0)
}

/** @param {any} error */
function givenUp(error) {
  return error instanceof KodoRefusal ? problemOf('store.away', words.store_away) : problemOf(error.code, error.detail || words.service_away)
}

/** @param {TurnPorts} ports */
const createTurn = ports => new Turn(ports)

module.exports = { createTurn }
