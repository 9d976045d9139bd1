// The permit for one object: asked of the service, and asked again for the same key when the store says it has run out.
// Its expiry is never compared with the phone's clock, which may be an hour wrong.
const { Arrived, AtRest, problemOf } = require('./endings')
const { KodoRefusal } = require('./kodo')
const words = require('../words').upload

const MOST_REFUSED = 2

class Permit {
  /**
   * @param {ReturnType<typeof import('./turn').createTurn>} turn
   * @param {() => Promise<Wire.Ticket>} place
   */
  constructor(turn, place) {
    this.turn = turn
    this.place = place
    /** @type {Promise<Wire.Ticket> | null} */
    this.asked = null
    this.refused = 0
  }

  /** The ticket that counts now. Throws Arrived when the service knows already what became of the file. */
  async current() {
    const mine = this.asked = this.asked || this.turn.patiently(this.place)
    try {
      const ticket = await mine
      if (ticket.state && ticket.state !== 'waiting') throw new Arrived()
      return ticket
    } catch (error) {
      if (this.asked === mine) this.asked = null
      throw error
    }
  }

  /**
   * Call the store; a permit refused with 401 is replaced, two in a row at most.
   * @template T
   * @param {(ticket: Wire.Ticket) => Promise<T>} ask
   * @returns {Promise<T>}
   */
  async using(ask) {
    for (;;) {
      const ticket = await this.current()
      const held = this.asked
      try {
        const found = await ask(ticket)
        this.refused = 0
        return found
      } catch (error) {
        if (!(error instanceof KodoRefusal) || error.status !== 401) throw error
        this.renew(held)
      }
    }
  }

  /** Of two calls refused together, the first asks for another. @param {Promise<Wire.Ticket> | null} held what the refused call had used */
  renew(held) {
    if (this.asked !== held) return
    this.refused += 1
    if (this.refused > MOST_REFUSED) throw new AtRest('failed', problemOf('store.refused', words.store_refused))
    this.asked = null
  }
}

/**
 * @param {ReturnType<typeof import('./turn').createTurn>} turn
 * @param {() => Promise<Wire.Ticket>} place
 */
const createPermit = (turn, place) => new Permit(turn, place)

module.exports = { createPermit }
