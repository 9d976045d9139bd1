// What this phone tells the service once and does not wait for: what was answered in WeChat's dialog, that a reminder was
// opened. Kept before it is sent, under a name that makes a second telling the same as the first; sent when there is a network.

const { KEYS } = require('./keys')
const { createShelf } = require('./shelf')

/**
 * @typedef {object} Ports_
 * @property {Ports.Storage} storage
 * @property {(path: string, body: any, account: string) => Promise<any>} send a POST; throws Api.Thrown
 * @property {() => string} account '' while nobody ever signed in here
 */

class Tellings {
  /** @param {Ports_} ports */
  constructor(ports) {
    this.ports = ports
    /** @type {Offline.Shelf<Offline.Telling>} */
    this.shelf = createShelf(ports.storage, KEYS.telling)
    this.flown = Promise.resolve()
  }

  /** Of the account signed in now. @returns {Offline.Telling[]} */
  mine() {
    return this.shelf.all().filter(({ account }) => account === '' || account === this.ports.account())
  }

  /** Kept when this returns, and on its way. @param {string} id @param {string} path @param {any} body */
  tell(id, path, body) {
    if (!this.shelf.get(id)) this.shelf.hold({ id, account: this.ports.account(), path, body })
    return this.hurry()
  }

  /** One after the other, so that none is sent twice at one time. */
  hurry() {
    this.flown = this.flown.then(() => this.drain())
    return this.flown
  }

  /** What the service refuses for good is given up; the first failure of the network ends the round. */
  async drain() {
    for (const one of this.mine()) {
      try {
        await this.ports.send(one.path, one.body, one.account)
        this.shelf.drop(one.id)
      } catch (/** @type {any} */ problem) {
        if (problem.retryable !== false) return
        if (problem.code !== 'account.changed') this.shelf.drop(one.id)
      }
    }
  }
}

/** @param {Ports_} ports */
const createTellings = ports => new Tellings(ports)

module.exports = { createTellings, Tellings }
