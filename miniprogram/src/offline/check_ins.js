// Check-ins made on this phone. Each lies in the outbox from the moment of the scan, under the id it keeps for good, and that
// one write is all there is to lose; what the service said of my own is kept when it comes. Of other people nothing stays
// here once it was sent.

const codes = require('../domain/codes')
const { instant, toWire } = require('../domain/dates')
const { KEYS } = require('./keys')
const { createShelf } = require('./shelf')

const PATH = /^\/api\/events\/(evt_\w+)\/checkins\/(chk_\w+)$/
const MOST_ANSWERS = 40
const SAME_SCAN_MS = 60000

/**
 * @typedef {object} Ports_
 * @property {Ports.Storage} storage
 * @property {Offline.Outbox} outbox
 * @property {Ports.Clock} clock the phone's own, right or wrong: the service measures it
 * @property {() => string} account '' while nobody ever signed in here
 * @property {() => string} mint a new chk_…
 */

class CheckIns {
  /** @param {Ports_} ports */
  constructor(ports) {
    this.ports = ports
    /** @type {Offline.Shelf<Offline.Answered>} */
    this.answers = createShelf(ports.storage, KEYS.check_in)
    ports.outbox.on_sent((item, answer) => this.sent(item, answer))
  }

  /**
   * A code I scanned, kept when this returns. The same code again within a minute, or once it has counted, is the same
   * check-in: a page is opened anew with the code it was opened with. Fault storage_full.
   * @param {string} text as scanned, of an event (domain/codes.read) @param {number} [at] when, by the phone's own clock
   * @returns {Offline.Own}
   */
  scan(text, at = this.ports.clock.now()) {
    const code = codes.bareOf(text)
    const found = codes.read(code)
    if (!found) throw new RangeError('not a code of an event')
    const known = this.own().find(one => one.code === code && (counts(one) || Math.abs(instant(one.scanned_at) - at) < SAME_SCAN_MS))
    return known || this.ownOf(this.put(found.event, { code, scanned_at: toWire(at) }))
  }

  /** Somebody whose own code I scanned; a second scan before the first was sent adds nothing. Fault storage_full. @param {string} event @param {string} personal_code */
  bring(event, personal_code) {
    const known = this.unsent().find(item => item.body.personal_code === personal_code && partsOf(item).event === event)
    return known || this.put(event, { personal_code, scanned_at: toWire(this.ports.clock.now()) })
  }

  /** Somebody I write down. Fault storage_full. @param {string} event @param {{ name: string, phone: string }} who */
  write(event, { name, phone }) {
    return this.put(event, Object.assign({ name, scanned_at: toWire(this.ports.clock.now()) }, phone ? { phone } : {}))
  }

  /** @param {string} event @param {any} body */
  put(event, body) {
    return this.ports.outbox.put('/api/events/' + event + '/checkins/' + this.ports.mint(), body, { timed: true })
  }

  /** What of mine and others' has still to go, or was turned away. */
  unsent() {
    return this.ports.outbox.items().filter(item => PATH.test(item.path))
  }

  /** My own, the last scanned here first. @returns {Offline.Own[]} */
  own() {
    const account = this.ports.account()
    const waiting = this.unsent().filter(item => item.body.code).map(item => this.ownOf(item))
    const answered = this.answers.all().filter(one => one.account === account && !waiting.some(other => other.id === one.id)).map(answeredOf)
    return waiting.concat(answered).sort((one, other) => one.scanned_at < other.scanned_at ? 1 : -1)
  }

  /** Those I brought to an event that the service has not yet, the first first. @param {string} event @returns {Offline.Brought[]} */
  brought(event) {
    return this.unsent().filter(item => !item.body.code && partsOf(item).event === event).map(broughtOf)
  }

  /** @param {Ports.OutboxItem} item @returns {Offline.Own} */
  ownOf(item) {
    const { code, scanned_at } = item.body
    const refused = item.state === 'refused'
    return Object.assign(partsOf(item), { code, scanned_at, standing: refused ? /** @type {const} */ ('refused') : /** @type {const} */ ('waiting'), problem: item.problem, answer: null })
  }

  /** One that was turned away, off this phone. @param {string} id */
  discard(id) {
    this.unsent().filter(item => partsOf(item).id === id).forEach(item => this.ports.outbox.discard(item.id))
  }

  /** @param {string} id */
  retry(id) {
    return Promise.all(this.unsent().filter(item => partsOf(item).id === id).map(item => this.ports.outbox.retry(item.id)))
  }

  /** The newer word of the service on some of mine, as it lists them. @param {Wire.CheckIn[]} told */
  learn(told) {
    told.forEach(answer => {
      const known = this.answers.get(answer.id)
      if (known) this.answers.hold(Object.assign({}, known, { answer }))
    })
  }

  /** @param {Ports.OutboxItem} item @param {any} answer */
  sent(item, answer) {
    if (!PATH.test(item.path) || !item.body.code) return
    const { id, event } = partsOf(item)
    const { code, scanned_at } = item.body
    // Without room the answer is read from the service again; the check-in itself is there.
    this.answers.hold({ id, account: item.account, event, code, scanned_at, answer })
    this.prune(item.account)
  }

  /** @param {string} account */
  prune(account) {
    const aged = this.answers.all().filter(one => one.account === account).sort((one, other) => one.scanned_at < other.scanned_at ? 1 : -1)
    aged.slice(MOST_ANSWERS).forEach(one => this.answers.drop(one.id))
  }
}

/** @param {{ path: string }} item @returns {{ id: string, event: string }} */
function partsOf({ path }) {
  const [, event, id] = /** @type {RegExpExecArray} */ (PATH.exec(path))
  return { id, event }
}

/** @param {Offline.Answered} one @returns {Offline.Own} */
function answeredOf({ id, event, code, scanned_at, answer }) {
  return { id, event, code, scanned_at, standing: 'answered', problem: null, answer }
}

/** @param {Offline.Own} one */
const counts = ({ answer }) => answer !== null && answer.state === 'accepted'

/** @param {Ports.OutboxItem} item @returns {Offline.Brought} */
function broughtOf(item) {
  const { name = '', phone = '', scanned_at, personal_code } = item.body
  const how = personal_code ? /** @type {const} */ ('personal') : /** @type {const} */ ('walk_in')
  return Object.assign(partsOf(item), { how, name, phone, scanned_at, refused: item.state === 'refused', problem: item.problem })
}

/** @param {Ports_} ports */
const createCheckIns = ports => new CheckIns(ports)

module.exports = { createCheckIns, CheckIns }
