// What is durable about each upload: one small record under one key, so that a phone that was killed goes on where it was.

const PREFIX = 'upload:'

/**
 * An upload and what only the uploader needs to go on with it.
 * @typedef {Ports.Upload & {
 *   order: number, mobile_ok: boolean, cancelled: boolean, placed: boolean, confirming: boolean, head: string, tail: string,
 *   store_key: string, upload_id: string, part_size: number, hashes: string[], unverified: boolean, fresh: number[]
 * }} UploadRecord
 * `order`: uploads go in it · `placed`: the service may know the file · `confirming`: the store said it has everything ·
 * `hashes`: of each part whose sending began, '' for the others; which of them arrived, the store tells · `unverified`: the file
 * was picked again, and parts finished before are not yet compared with it · `fresh`: parts sent since then
 */

/** @param {Ports.Storage} storage */
function createLedger(storage) {
  return {
    /** @returns {UploadRecord[]} in their order */
    read() {
      const records = storage.keys().filter(key => key.indexOf(PREFIX) === 0).map(key => storage.get(key))
      return records.filter(record => record && record.id).sort((a, b) => a.order - b.order)
    },
    /** @param {UploadRecord} record @returns {boolean} whether it could be kept; a full storage is no reason to stop */
    save(record) {
      try {
        storage.set(PREFIX + record.id, record)
        return true
      } catch (fault) {
        if (/** @type {any} */ (fault).kind !== 'storage_full') throw fault
        return false
      }
    },
    /** @param {string} id */
    forget(id) { storage.remove(PREFIX + id) }
  }
}

/**
 * The record of an upload that has just been asked for.
 * @param {Pick<Ports.Upload, 'id' | 'account' | 'about' | 'replaces' | 'warnings'> & { order: number, mobile_ok: boolean }} asked
 * @param {Ports.Picked} picked
 * @returns {UploadRecord}
 */
function newRecord(asked, picked) {
  return Object.assign({
    kind: picked.kind, name: picked.name, size: picked.size, path: picked.path, kept: false,
    state: /** @type {const} */ ('queued'), sent: 0, speed: null, left_s: null, problem: null, file: null,
    cancelled: false, placed: false, confirming: false, head: '', tail: '',
    store_key: '', upload_id: '', part_size: 0, hashes: [], unverified: false, fresh: []
  }, asked)
}

/**
 * The store knows nothing of this upload any more: every part is to be sent.
 * @param {UploadRecord} record
 */
function forgetParts(record) {
  Object.assign(record, { upload_id: '', hashes: [], fresh: [], unverified: false, confirming: false, sent: 0 })
}

/**
 * What a screen is shown.
 * @param {UploadRecord} record
 * @returns {Ports.Upload}
 */
function shown(record) {
  const { id, account, about, kind, name, size, path, kept, replaces, state, sent, speed, left_s, warnings, problem, file } = record
  return { id, account, about, kind, name, size, path, kept, replaces, state, sent, speed, left_s, warnings: warnings.slice(), problem, file }
}

module.exports = { createLedger, forgetParts, newRecord, shown }
