// Who has the line: one upload after another in the order they were added, so that never more than two requests are on their way.
const { deliver, lookAt, mustAsk } = require('./delivery')
const { AtRest, Stopped, problemOf } = require('./endings')
const { forgetParts } = require('./ledger')
const { createPermit } = require('./permit')
const { UNDER_WAY } = require('./records')
const { createTurn } = require('./turn')
const words = require('../words').upload

/**
 * @typedef {import('./ledger').UploadRecord} UploadRecord
 * @typedef {ReturnType<typeof createTurn>} OneTurn
 * @typedef {object} QueuePorts
 * @property {ReturnType<typeof import('./records').createRecords>} records
 * @property {import('./line').Line} line
 * @property {ReturnType<typeof import('./kodo').createKodo>} kodo
 * @property {ReturnType<typeof import('./progress').createSpeed>} speed
 * @property {Ports.Files} files
 * @property {Ports.Network} network
 * @property {Ports.Clock} clock
 * @property {Ports.Timers} timers
 * @property {import('./delivery').UploadApi} api
 * @property {() => string | null} account
 * @property {() => number} random
 */

class Queue {
  /** @param {QueuePorts} ports */
  constructor(ports) {
    this.ports = ports
    /** @type {{ record: UploadRecord, turn: OneTurn, ended: Promise<void> } | null} */
    this.active = null
    /** @type {Promise<void> | null} */
    this.running = null
    /** @type {Set<UploadRecord>} cancelled ones the service could not be told of; asked again after the next launch */
    this.put_off = new Set()
  }

  /** Goes to work unless it is at it, or has nothing to do. */
  run() {
    if (this.running || !this.next()) return
    this.running = this.work().then(() => {
      this.running = null
      this.run()
    })
  }

  async work() {
    for (let record = this.next(); record; record = this.next()) await this.carry(record)
  }

  /** Cancelled ones first: a file the service still waits for keeps a work from being submitted. */
  next() {
    const mine = this.ports.records.all.filter(record => record.account === this.ports.account())
    return mine.find(record => record.cancelled && !this.put_off.has(record)) ||
      mine.find(record => !record.cancelled && UNDER_WAY.includes(record.state))
  }

  /** @param {UploadRecord} record */
  async carry(record) {
    const { records, line, timers, random } = this.ports
    /** @param {'sending' | 'waiting_network'} state */
    const tell = state => {
      const now = state === 'sending' && record.confirming ? 'confirming' : state
      if (record.state !== now) records.set(record, { state: now })
    }
    const turn = createTurn({ line, timers, random, tell })
    const ended = (record.cancelled ? this.takeBack(record, turn) : this.send(record, turn)).catch(error => this.settle(record, error))
    this.active = { record, turn, ended }
    await ended
    this.active = null
  }

  /** Ends the turn of an upload, if it has it. Whoever calls has set another state. @param {UploadRecord} record */
  async halt(record) {
    if (!this.active || this.active.record !== record) return
    this.active.turn.stop()
    await this.active.ended
  }

  /** @param {UploadRecord} record @param {OneTurn} turn */
  async send(record, turn) {
    const { records, network, kodo, files, clock, timers, speed } = this.ports
    const api = this.asOwner(record)
    await lookAt(record, files)
    turn.check()
    records.changed(record)
    const file = await deliver({
      record, turn, permit: createPermit(turn, () => this.place(record, api)), kodo, files, clock, timers, speed, api, stale: new Map(),
      gate: () => { if (mustAsk(record, network)) throw new AtRest('asks_mobile_data', problemOf('mobile_data', words.asks_mobile_data)) },
      changed: () => records.changed(record), progressed: () => records.progressed(record)
    })
    turn.check()
    await this.finish(record, file)
  }

  /**
   * The service, asked for the one who added the file. When somebody else has signed in, it waits for its owner.
   * @param {UploadRecord} record
   * @returns {import('./delivery').UploadApi}
   */
  asOwner(record) {
    const { api, account } = this.ports
    const check = () => { if (account() !== record.account) throw new AtRest('queued', null) }
    return {
      place: async (id, asked) => { check(); return api.place(id, asked) },
      confirm: async id => { check(); return api.confirm(id) },
      remove: async id => { check(); return api.remove(id) }
    }
  }

  /** @param {UploadRecord} record @param {import('./delivery').UploadApi} api */
  async place(record, api) {
    const { about, name, size, kind, replaces } = record
    if (!record.placed) this.ports.records.set(record, { placed: true })
    const ticket = await api.place(record.id, Object.assign({ about, name, size, kind }, replaces ? { replaces } : {}))
    if (record.store_key && record.store_key !== ticket.key) forgetParts(record)
    record.store_key = ticket.key
    return ticket
  }

  /** The service has its answer: the file counts, or its check refused it. @param {UploadRecord} record @param {Wire.File} file */
  async finish(record, file) {
    const { records } = this.ports
    const refusal = file.verdicts.find(verdict => verdict.outcome === 'refuse')
    const problem = file.state === 'refused' ? problemOf('file.refused', refusal ? refusal.words : words.refused_by_check) : null
    await this.dropCopy(record)
    records.set(record, { file, problem, sent: record.size, state: problem ? 'refused' : 'done' })
    if (!problem) records.forget(record, true)
  }

  /** A cancelled upload: the service forgets its file, now or when it can be reached. @param {UploadRecord} record @param {OneTurn} turn */
  async takeBack(record, turn) {
    await this.dropCopy(record)
    if (record.placed) await turn.patiently(() => this.asOwner(record).remove(record.id))
    this.ports.records.forget(record)
  }

  /** @param {UploadRecord} record */
  async dropCopy(record) {
    if (!record.kept) return
    record.kept = false
    // A copy that cannot be removed is in nobody's way.
    await this.ports.files.remove(record.path).catch(() => {})
  }

  /** @param {UploadRecord} record @param {any} error */
  settle(record, error) {
    const { records } = this.ports
    if (error instanceof Stopped) return
    if (!record.cancelled) return records.set(record, restingState(record, error))
    // Gone already, or not to be removed any more: either way there is nothing left to do here.
    if (error.status >= 400 && error.status < 500 && error.status !== 401) records.forget(record)
    else if (error.state !== 'queued') this.put_off.add(record)
  }
}

/**
 * Where an upload comes to rest after what does not pass by itself.
 * @param {UploadRecord} record
 * @param {any} error
 * @returns {Pick<Ports.Upload, 'state' | 'problem'>}
 */
function restingState(record, error) {
  if (error instanceof AtRest) return { state: error.state, problem: error.problem }
  if (error.kind === 'file_gone') return { state: 'needs_file', problem: problemOf('file.gone', words.file_gone) }
  if (error.status === 404 && record.store_key) return { state: 'failed', problem: problemOf('file.removed', words.removed) }
  if (error.status === 401) return { state: 'failed', problem: plain(error) }
  if (error.status >= 400) return { state: 'refused', problem: plain(error) }
  if (!error.detail) console.error(error)
  return { state: 'failed', problem: problemOf(error.code || error.kind || 'upload.broken', error.detail || words.broken) }
}

/** A Problem as it can be stored. @param {Wire.Problem} problem @returns {Wire.Problem} */
function plain({ type, title, status, code, detail, context, instance }) {
  return { type, title, status, code, detail, context, instance }
}

/** @param {QueuePorts} ports */
const createQueue = ports => new Queue(ports)

module.exports = { createQueue }
