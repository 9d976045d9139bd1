// Every upload this phone knows of: in memory, in the ledger, and told to whoever listens.
const { createLedger, shown } = require('./ledger')
const { secondsLeft } = require('./progress')
const words = require('../words').upload

/** @type {Ports.Upload['state'][]} */
const UNDER_WAY = ['queued', 'sending', 'waiting_network', 'confirming']

class Records {
  /**
   * @param {Ports.Storage} storage
   * @param {ReturnType<typeof import('./progress').createSpeed>} speed
   */
  constructor(storage, speed) {
    this.ledger = createLedger(storage)
    this.speed = speed
    /** @type {import('./ledger').UploadRecord[]} in the order they were added */
    this.all = []
    /** @type {Set<(upload: Ports.Upload) => void>} */
    this.listeners = new Set()
  }

  /** Adds what the ledger knows from before. @returns {import('./ledger').UploadRecord[]} what was added */
  recall() {
    const known = this.all.map(record => record.id)
    const found = this.ledger.read().filter(record => !known.includes(record.id))
    found.filter(record => UNDER_WAY.includes(record.state)).forEach(record => { record.state = 'queued' })
    this.all = found.concat(this.all).sort((a, b) => a.order - b.order)
    return found
  }

  nextOrder() { return this.all.concat(this.ledger.read()).reduce((most, record) => Math.max(most, record.order), 0) + 1 }

  /** @param {import('./ledger').UploadRecord} record */
  add(record) {
    this.all = this.all.concat(record)
    this.changed(record)
  }

  /** @param {string} id */
  find(id) {
    const record = this.all.find(one => one.id === id && !one.cancelled)
    if (!record) throw new RangeError('no upload ' + id)
    return record
  }

  /** Change, keep and show. @param {import('./ledger').UploadRecord} record @param {Partial<import('./ledger').UploadRecord>} facts */
  set(record, facts) {
    Object.assign(record, facts)
    this.changed(record)
  }

  /** Keep and show. A storage that is full is no reason to stop. @param {import('./ledger').UploadRecord} record */
  changed(record) {
    if (!this.all.includes(record)) return
    if (!this.ledger.save(record) && !record.warnings.includes(words.not_remembered)) record.warnings = record.warnings.concat(words.not_remembered)
    this.progressed(record)
  }

  /** Show. @param {import('./ledger').UploadRecord} record */
  progressed(record) {
    const going = record.state === 'sending'
    record.speed = going ? this.speed.now() : null
    record.left_s = going ? secondsLeft(record.size - record.sent, record.speed) : null
    if (!record.cancelled) this.listeners.forEach(listener => listener(shown(record)))
  }

  /**
   * Nothing is kept any more; `show` leaves it on the screens until the app ends.
   * @param {import('./ledger').UploadRecord} record
   * @param {boolean} [show]
   */
  forget(record, show) {
    this.ledger.forget(record.id)
    if (!show) this.all = this.all.filter(one => one !== record)
  }
}

/**
 * @param {Ports.Storage} storage
 * @param {ReturnType<typeof import('./progress').createSpeed>} speed
 */
const createRecords = (storage, speed) => new Records(storage, speed)

module.exports = { UNDER_WAY, createRecords }
