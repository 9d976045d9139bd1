// What a screen asks of the uploader. Small files are kept on the phone; large ones are picked again after a restart and recognised,
// and the store is asked what it has already.
const { isSame, mustAsk } = require('./delivery')
const { problemOf } = require('./endings')
const { mint } = require('../domain/ids')
const { createKodo } = require('./kodo')
const { newRecord, shown } = require('./ledger')
const { createLine } = require('./line')
const { createSpeed } = require('./progress')
const { createQueue } = require('./queue')
const { UNDER_WAY, createRecords } = require('./records')
const words = require('../words').upload

/**
 * @typedef {import('./ledger').UploadRecord} UploadRecord
 * @typedef {object} UploadPorts
 * @property {Ports.Storage} storage
 * @property {Ports.Files} files
 * @property {Ports.Request} request
 * @property {Ports.SendForm} sendForm
 * @property {Ports.Network} network
 * @property {Ports.Visible} visible
 * @property {Ports.Clock} clock
 * @property {Ports.Timers} timers
 * @property {import('./delivery').UploadApi} api
 * @property {() => string | null} account the id of whoever is signed in; uploads of others wait for them, unseen
 * @property {() => number} [random] as Math.random
 */

class Uploads {
  /** @param {UploadPorts} ports */
  constructor(ports) {
    const random = ports.random || Math.random
    const speed = createSpeed()
    const line = createLine(ports)
    this.ports = ports
    this.random = random
    this.records = createRecords(ports.storage, speed)
    this.queue = createQueue(Object.assign({}, ports, { records: this.records, line, speed, random, kodo: createKodo(ports) }))
    ports.network.on_change(() => {
      speed.forget()
      this.lookAround()
    })
    ports.visible.on_show(() => this.lookAround())
  }

  /** @param {string} [about] only those of this work @returns {Ports.Upload[]} in the order they were added */
  list(about) {
    const mine = this.records.all.filter(record => !record.cancelled && record.account === this.ports.account())
    return mine.filter(record => !about || record.about === about).map(shown)
  }

  /**
   * One more file, on its way at once. Its id is the file's.
   * @param {string} about
   * @param {Ports.Picked} picked
   * @param {{ replaces?: string, mobile_ok?: boolean, warnings?: string[] }} [more] `warnings`: advice given before sending
   * @returns {Ports.Upload}
   */
  add(about, picked, more) {
    const { replaces = null, mobile_ok = false, warnings = [] } = more || {}
    const chance = Array.from({ length: 4 }, () => Math.floor(256 * this.random()))
    const id = mint('fil', this.ports.clock.now(), chance)
    const account = this.ports.account() || ''
    const record = newRecord({ id, account, about, replaces, warnings, mobile_ok, order: this.records.nextOrder() }, picked)
    this.records.add(record)
    this.queue.run()
    return shown(record)
  }

  /** @param {string} id */
  pause(id) {
    const record = this.records.find(id)
    if (!UNDER_WAY.includes(record.state) && record.state !== 'asks_mobile_data') return
    this.records.set(record, { state: 'paused', problem: null })
    this.queue.halt(record)
  }

  /** @param {string} id */
  resume(id) {
    const record = this.records.find(id)
    if (record.state === 'paused') this.goOn(record)
  }

  /** After a refusal or failure. @param {string} id */
  retry(id) {
    const record = this.records.find(id)
    if (record.state === 'failed' || record.state === 'refused') this.goOn(record)
  }

  /** @param {string} id */
  allowMobileData(id) {
    const record = this.records.find(id)
    const asks = record.state === 'asks_mobile_data'
    this.records.set(record, { mobile_ok: true })
    if (asks) this.goOn(record)
  }

  /** Takes the file back, from the service too. One that is done is only no longer shown: it belongs to the work now. @param {string} id */
  cancel(id) {
    const record = this.records.find(id)
    if (record.state === 'done') return this.records.forget(record)
    this.records.set(record, { cancelled: true })
    this.queue.halt(record)
    this.queue.run()
  }

  /**
   * Whether a file picked again is the one that was on its way: by its size and both ends now, by every finished part before it is
   * completed. The same goes on; another changes nothing but the words.
   * @param {string} id
   * @param {Ports.Picked} picked
   * @returns {Promise<'same' | 'other'>} rejects with Fault file_gone
   */
  async repick(id, picked) {
    const record = this.records.find(id)
    const size = await this.ports.files.size(picked.path)
    const same = size === record.size && (!record.head || await isSame(record, picked.path, this.ports.files))
    if (!same) {
      if (record.state === 'needs_file') this.records.set(record, { problem: problemOf('file.other', words.other_file) })
      return 'other'
    }
    this.records.set(record, { state: 'paused' })
    await this.queue.halt(record)
    this.goOn(record, { path: picked.path, kept: false, unverified: record.hashes.some(Boolean) })
    return 'same'
  }

  /** @param {(upload: Ports.Upload) => void} listener hears every change of every upload @returns {() => void} off */
  on_change(listener) {
    this.records.listeners.add(listener)
    return () => { this.records.listeners.delete(listener) }
  }

  /** After launch, and when somebody else has signed in: takes up what was under way. */
  async start() {
    const found = this.records.recall().filter(record => !record.cancelled)
    this.claim()
    await Promise.all(found.map(record => this.lookAfterRestart(record)))
    this.queue.run()
  }

  /** What was added before anybody ever signed in here belongs to who does. */
  claim() {
    const account = this.ports.account()
    if (account) this.records.all.filter(record => !record.account).forEach(record => this.records.set(record, { account }))
  }

  /** When nothing goes on by itself any more. */
  async idle() {
    while (this.queue.running) await this.queue.running
  }

  /** @param {UploadRecord} record @param {Partial<UploadRecord>} [facts] */
  goOn(record, facts) {
    this.records.set(record, Object.assign({ state: 'queued', problem: null }, facts))
    this.queue.run()
  }

  /** Another network, or the app is back: nobody needs to be asked on wireless. */
  lookAround() {
    const asking = this.records.all.filter(record => record.state === 'asks_mobile_data' && !mustAsk(record, this.ports.network))
    asking.forEach(record => this.goOn(record))
    this.queue.run()
  }

  /** A picked file's path dies with the app. Asking for it needs no network, unless the store may have all of it. @param {UploadRecord} record */
  async lookAfterRestart(record) {
    const begun = record.hashes.filter(Boolean).length
    const gone = await this.ports.files.size(record.path).then(() => false, fault => fault.kind === 'file_gone')
    const needed = !record.confirming && !(begun > 0 && begun * record.part_size >= record.size && !record.unverified)
    if (!gone || !needed || !UNDER_WAY.includes(record.state)) return
    this.records.set(record, { state: 'needs_file', problem: problemOf('file.gone', words.pick_again) })
  }
}

/** @param {UploadPorts} ports */
const createUploads = ports => new Uploads(ports)

module.exports = { createUploads }
