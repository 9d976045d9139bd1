// One upload from the phone to “the service has it”: look at the file, ask for a place, send by form or in parts, confirm.
// Whatever the store answers, what became of the file is what the service finds when it looks (`confirm`).
const { Arrived, AtRest, isAway, problemOf } = require('./endings')
const { endsOf } = require('./fingerprint')
const { KodoRefusal, bodyOf } = require('./kodo')
const { forgetParts } = require('./ledger')
const { sendByParts } = require('./multipart')
const words = require('../words').upload

const KEPT_UP_TO = 8 * 1024 * 1024
const ASKED_ABOVE = 20 * 1000 * 1000
const ROUNDS = 3
const LOOKS = 4
const SENT_ALREADY = [579, 614]
const NO_UPLOAD = 612

/**
 * @typedef {import('./multipart').Load & { api: UploadApi }} Delivery
 * @typedef {{
 *   place(id: string, asked: { about: string, name: string, size: number, kind: Wire.FileKind, replaces?: string }): Promise<Wire.Ticket>,
 *   confirm(id: string): Promise<Wire.File>, remove(id: string): Promise<any>
 * }} UploadApi
 */

/**
 * Measure a file once; after that, see that it is still the same; keep a small one. One that is gone is no fault as long as the
 * store may have all of it.
 * @param {import('./ledger').UploadRecord} record
 * @param {Ports.Files} files
 */
async function lookAt(record, files) {
  try {
    const size = await files.size(record.path)
    if (!record.head) Object.assign(record, { size }, await endsOf(files, record.path, size))
    else if (size !== record.size || !await isSame(record, record.path, files)) throw changedFile()
    if (size <= KEPT_UP_TO && !record.kept && !record.warnings.includes(words.not_kept)) await keep(record, files)
  } catch (/** @type {any} */ fault) {
    if (fault.kind !== 'file_gone' || !record.upload_id) throw fault
  }
}

function changedFile() {
  return new AtRest('needs_file', problemOf('file.changed', words.file_changed))
}

/** @param {import('./ledger').UploadRecord} record @param {Ports.Files} files */
async function keep(record, files) {
  try {
    record.path = await files.keep(record.path)
    record.kept = true
  } catch (/** @type {any} */ fault) {
    if (fault.kind !== 'storage_full') throw fault
    record.warnings = record.warnings.concat(words.not_kept)
  }
}

/**
 * Whether a file of the right size has the ends we knew.
 * @param {import('./ledger').UploadRecord} record
 * @param {string} path
 * @param {Ports.Files} files
 */
async function isSame(record, path, files) {
  const { head, tail } = await endsOf(files, path, record.size)
  return head === record.head && tail === record.tail
}

/**
 * Must a person be asked before this much goes over mobile data?
 * @param {import('./ledger').UploadRecord} record
 * @param {Ports.Network} network
 */
function mustAsk(record, network) {
  return record.size > ASKED_ABOVE && !record.mobile_ok && network.online() && network.type() !== 'wifi'
}

/**
 * Deliver the file; the File as the service has it. Throws AtRest, Stopped, or what the service or the store refused.
 * @param {Delivery} delivery
 * @returns {Promise<Wire.File>}
 */
async function deliver(delivery) {
  let sure = delivery.record.confirming
  for (let round = 0; round < ROUNDS; round += 1) {
    sure = sure || await sent(delivery)
    const file = await confirmed(delivery, sure ? LOOKS : 1)
    if (file.state !== 'waiting') return file
    // The store knows neither the upload nor the object: its half uploads live seven days.
    forgetParts(delivery.record)
    sure = false
    delivery.changed()
  }
  throw new AtRest('failed', problemOf('store.not_found', words.not_found_after))
}

/** Whether the store has surely got everything. @param {Delivery} delivery */
async function sent(delivery) {
  try {
    const ticket = await delivery.permit.current()
    await (ticket.mode === 'form' ? sendByForm(delivery) : sendByParts(delivery))
    return true
  } catch (error) {
    if (error instanceof Arrived) return true
    if (!(error instanceof KodoRefusal)) throw error
    if (error.status === NO_UPLOAD) return false
    if (SENT_ALREADY.includes(error.status)) return true
    throw new AtRest(error.status === 413 || isWrongKind(error) ? 'refused' : 'failed', refusalOf(error, delivery.record))
  }
}

/** @param {KodoRefusal} error */
function isWrongKind(error) {
  return error.status === 403 && error.said.indexOf('mime') >= 0
}

/** @param {KodoRefusal} error @param {import('./ledger').UploadRecord} record */
function refusalOf(error, record) {
  const context = { status: error.status, said: error.said }
  if (error.status === 413) return problemOf('file.too_large', words.too_large, context)
  if (isWrongKind(error)) return problemOf('file.wrong_kind', words.wrong_kind, context)
  if (error.status === 507 || error.said.indexOf('quota') >= 0) return problemOf('store.full', words.store_full, context)
  if (error.status === 400) forgetParts(record)
  return problemOf('store.refused', words.store_refused, context)
}

/** One request with the whole file. After a lost answer the service is asked first. @param {Delivery} delivery */
async function sendByForm(delivery) {
  const { record, turn, permit, api } = delivery
  for (let unsure = false; ;) {
    await turn.open()
    delivery.gate()
    try {
      if (unsure && (await api.confirm(record.id)).state !== 'waiting') return
      await permit.using(ticket => postForm(delivery, ticket))
      record.sent = record.size
      return delivery.changed()
    } catch (error) {
      unsure = unsure || isAway(error)
      await turn.rest(error)
    }
  }
}

/** @param {Delivery} delivery @param {Wire.Ticket} ticket */
async function postForm({ record, turn, kodo, speed, clock, progressed }, ticket) {
  let [from, before] = [clock.now(), 0]
  /** @type {(bytes: number, whole: number) => void} */
  const on_progress = (bytes, whole) => {
    if (turn.stopped || bytes <= before || whole <= 0) return
    speed.add(bytes - before, from, clock.now())
    ;[from, before] = [clock.now(), bytes]
    // The form's frame counts as the file: a few hundred bytes.
    record.sent = Math.floor(record.size * Math.min(1, bytes / whole))
    progressed()
  }
  record.sent = 0
  return bodyOf(await turn.answer(kodo.form(ticket, record.path, on_progress)))
}

/**
 * What the service finds when it looks; looked for `looks` times while it finds nothing.
 * @param {Delivery} delivery
 * @param {number} looks
 */
async function confirmed({ record, turn, api, timers, changed }, looks) {
  record.confirming = true
  record.state = 'confirming'
  changed()
  for (let left = looks; ; left -= 1) {
    const file = await turn.patiently(() => api.confirm(record.id))
    if (file.state !== 'waiting' || left <= 1) return file
    await timers.wait(1000)
  }
}

module.exports = { deliver, isSame, lookAt, mustAsk }
