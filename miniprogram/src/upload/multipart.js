// A file in parts: ask which arrived, send those that are missing, compare what was sent before with a file picked again, complete.
// A part whose answer was lost is asked for before it is sent again, so that no finished part is sent twice.
const { AtRest, isAway, problemOf } = require('./endings')
const { partHash } = require('./fingerprint')
const { bodyOf } = require('./kodo')
const { lanes, partTimeout } = require('./pace')
const words = require('../words').upload

/**
 * What one upload is carried with. `gate` throws AtRest when a person must be asked first; `changed` keeps
 * and shows the record, `progressed` only shows it.
 * @typedef {{
 *   record: import('./ledger').UploadRecord, turn: ReturnType<typeof import('./turn').createTurn>, permit: ReturnType<typeof import('./permit').createPermit>,
 *   kodo: ReturnType<typeof import('./kodo').createKodo>, files: Ports.Files, clock: Ports.Clock, timers: Ports.Timers,
 *   speed: ReturnType<typeof import('./progress').createSpeed>, stale: Map<number, string>, gate: () => void, changed: () => void, progressed: () => void
 * }} Load
 * `stale`: parts the store has, whose bytes are not this file's or not known to be: number → etag.
 * Finished parts in the store: number → etag.
 * @typedef {Map<number, string>} Finished
 */

/**
 * Throws KodoRefusal (612 when the store does not know the upload), AtRest, Stopped, Fault file_gone.
 * @param {Load} load
 */
async function sendByParts(load) {
  const finished = await findFinished(load)
  await sendMissing(load, finished)
  if (load.record.unverified) {
    await compare(load, finished)
    await sendMissing(load, finished)
  }
  await complete(load, finished)
}

/** @param {Load} load @returns {Promise<Finished>} */
async function findFinished(load) {
  const { record, permit } = load
  const ticket = await permit.current()
  if (!record.upload_id) return begin(load, ticket)
  const finished = new Map()
  for (const { partNumber, etag, size } of await listed(load)) {
    const known = record.hashes[partNumber - 1] && size === lengthOf(record, partNumber)
    ;(known ? finished : load.stale).set(partNumber, etag)
  }
  tellSent(load, finished)
  return finished
}

/** @param {Load} load @param {Wire.Ticket} ticket @returns {Promise<Finished>} */
async function begin(load, ticket) {
  const { record, turn, kodo, permit } = load
  const begun = await turn.patiently(() => permit.using(held => turn.answer(kodo.initiate(held)).then(bodyOf)))
  Object.assign(record, { upload_id: begun.uploadId, part_size: ticket.part_size })
  const finished = new Map()
  tellSent(load, finished)
  return finished
}

/** @param {Load} load @returns {Promise<{ partNumber: number, etag: string, size: number }[]>} */
async function listed({ record, turn, kodo, permit }) {
  /** @type {any[]} */
  let parts = []
  for (let after = 0; ;) {
    const page = await turn.patiently(() => permit.using(held => turn.answer(kodo.list(held, record.upload_id, after)).then(bodyOf)))
    parts = parts.concat(page.parts || [])
    if (!page.partNumberMarker) return parts
    after = page.partNumberMarker
  }
}

/** @param {Load} load @param {Finished} finished */
async function sendMissing(load, finished) {
  const missing = numbersOf(load.record).filter(number => !finished.has(number))
  /** @type {{ broken: any }} */
  const run = { broken: null }
  /** @type {Set<Promise<void>>} */
  const going = new Set()
  while ((missing.length && !run.broken) || going.size) {
    while (!run.broken && missing.length && going.size < lanes(load.speed.now())) {
      const sending = sendPart(load, /** @type {number} */ (missing.shift()), finished, run)
        .catch(error => { run.broken = run.broken || error })
        .then(() => { going.delete(sending) })
      going.add(sending)
    }
    await Promise.race(going)
  }
  if (run.broken) throw run.broken
}

/**
 * One part until it has arrived. When the other lane is broken for good, the part under way is finished, not begun again.
 * @param {Load} load
 * @param {number} number
 * @param {Finished} finished
 * @param {{ broken: any }} run
 */
async function sendPart(load, number, finished, run) {
  let unsure = false
  let timeouts = 0
  while (!run.broken) {
    await load.turn.open()
    load.gate()
    try {
      const etag = (unsure && await found(load, number)) || await put(load, number, timeouts)
      finished.set(number, etag)
      load.turn.went_well()
      return tellSent(load, finished)
    } catch (/** @type {any} */ error) {
      unsure = unsure || isAway(error)
      timeouts += error.kind === 'timeout' ? 1 : 0
      await load.turn.rest(error)
    }
  }
}

/**
 * @param {Load} load
 * @param {number} number
 * @param {number} timeouts
 * @returns {Promise<string>} its etag
 */
async function put(load, number, timeouts) {
  const { record, turn, kodo, permit, speed, clock } = load
  const bytes = await readPart(load, number)
  const from = clock.now()
  const remembered = remember(load, number, bytes)
  try {
    const timeout_ms = partTimeout(bytes.byteLength, speed.now(), timeouts)
    const body = await permit.using(held => turn.answer(kodo.put(held, record.upload_id, number, bytes, timeout_ms)).then(bodyOf))
    speed.add(bytes.byteLength, from, clock.now())
    return body.etag
  } finally {
    await remembered
  }
}

/**
 * Whether the store has a part whose answer was lost. What it had before that is not the part.
 * @param {Load} load
 * @param {number} number
 * @returns {Promise<string | null>}
 */
async function found({ record, turn, kodo, permit, stale }, number) {
  const page = await permit.using(held => turn.answer(kodo.list(held, record.upload_id, number - 1, 1)).then(bodyOf))
  const part = (page.parts || [])[0]
  const arrived = part && part.partNumber === number && part.size === lengthOf(record, number) && part.etag !== stale.get(number)
  return arrived ? part.etag : null
}

/** Summed while the part is on its way. @param {Load} load @param {number} number @param {ArrayBuffer} bytes */
async function remember(load, number, bytes) {
  const { record } = load
  const hash = await partHash(bytes, load.timers)
  while (record.hashes.length < number) record.hashes.push('')
  if (record.unverified && !record.fresh.includes(number)) record.fresh.push(number)
  record.hashes[number - 1] = hash
  load.changed()
}

/**
 * The file was picked again: every part finished before is compared with it. One that differs is sent again; more, and it is
 * another file, whose parts sent meanwhile do not count.
 * @param {Load} load
 * @param {Finished} finished
 */
async function compare(load, finished) {
  const { record } = load
  const different = []
  for (const number of Array.from(finished.keys()).filter(one => !record.fresh.includes(one))) {
    load.turn.check()
    const hash = await partHash(await readPart(load, number), load.timers)
    if (hash !== record.hashes[number - 1]) different.push(number)
    if (different.length > 1) throw another(load, finished)
  }
  for (const number of different) {
    load.stale.set(number, /** @type {string} */ (finished.get(number)))
    finished.delete(number)
  }
  Object.assign(record, { unverified: false, fresh: [] })
  tellSent(load, finished)
}

/** @param {Load} load @param {Finished} finished */
function another(load, finished) {
  const { record } = load
  for (const number of record.fresh) {
    record.hashes[number - 1] = ''
    finished.delete(number)
  }
  record.fresh = []
  tellSent(load, finished)
  return new AtRest('needs_file', problemOf('file.other', words.other_file))
}

/** @param {Load} load @param {Finished} finished */
async function complete({ record, turn, kodo, permit }, finished) {
  const parts = numbersOf(record).map(partNumber => ({ partNumber, etag: /** @type {string} */ (finished.get(partNumber)) }))
  await turn.patiently(() => permit.using(held => turn.answer(kodo.complete(held, record.upload_id, parts, record.name)).then(bodyOf)))
}

/** @param {Load} load @param {number} number */
async function readPart({ record, files }, number) {
  const length = lengthOf(record, number)
  const bytes = await files.read(record.path, (number - 1) * record.part_size, length)
  if (bytes.byteLength !== length) throw new AtRest('needs_file', problemOf('file.changed', words.file_changed))
  return bytes
}

/** @param {Load} load @param {Finished} finished */
function tellSent({ record, changed }, finished) {
  record.sent = Array.from(finished.keys()).reduce((sum, number) => sum + lengthOf(record, number), 0)
  changed()
}

/** @param {import('./ledger').UploadRecord} record */
function numbersOf(record) {
  return Array.from({ length: Math.ceil(record.size / record.part_size) }, (_, index) => index + 1)
}

/** @param {import('./ledger').UploadRecord} record @param {number} number */
function lengthOf({ size, part_size }, number) {
  return Math.min(part_size, size - (number - 1) * part_size)
}

module.exports = { sendByParts }
