// Works, the steps they take, and places for their files.

const { createVerbs, withQuery } = require('./verbs')

/** @param {{ ask: Api.Ask }} ports */
function createEntries({ ask }) {
  const { get, put, remove } = createVerbs(ask)
  return {
    /** @param {{ scope?: string, campaign?: string, state?: string, track?: string, unit?: string, q?: string, cursor?: string | null }} [asked]
     *  @returns {Promise<Wire.Page<Wire.EntryLine>>} */
    entries: asked => get(withQuery('/api/entries', asked)),
    /** @param {string} id @returns {Promise<Wire.Entry>} */
    entry: id => get('/api/entries/' + id),
    /** @param {string} id */
    discardEntry: id => remove('/api/entries/' + id),
    /** @param {string} id @returns {Promise<Wire.Entry>} */
    claimEntry: id => put('/api/entries/' + id + '/claim'),
    /** One step of the law. Sent again with the same `mov_…`, it answers what it became. @param {string} id @param {string} mov @param {string} act
     *  @param {{ comment?: string, late_code?: string, due_at?: string }} [more] @returns {Promise<Wire.Told & { entry: Wire.Entry | null }>} */
    move: (id, mov, act, more) => put('/api/entries/' + id + '/moves/' + mov, Object.assign({ act }, more)),
    /** @param {string} id @param {string[]} order file ids, first first @returns {Promise<Wire.Entry>} */
    order: (id, order) => put('/api/entries/' + id + '/files', { order })
  }
}

/** @param {{ ask: Api.Ask }} ports */
function createPlaces({ ask }) {
  const { get, put, post, remove } = createVerbs(ask)
  return {
    /** @param {string} id @param {{ about: string, name: string, size: number, kind: Wire.FileKind, sha256?: string, replaces?: string }} asked
     *  @returns {Promise<Wire.Ticket>} */
    place: (id, asked) => put('/api/uploads/' + id, asked),
    /** @param {string} id @returns {Promise<Wire.File>} */
    confirm: id => post('/api/uploads/' + id + '/confirm'),
    /** @param {string} id */
    removeFile: id => remove('/api/files/' + id),
    /** @param {string} id @param {{ about: string, kind: Wire.FileKind }} asked @returns {Promise<{ short_code: string, expires_at: string, page: string }>} */
    computer: (id, asked) => post('/api/uploads/' + id + '/computer', asked),
    /** A file on its way: a Wire.File, or before a computer has chosen one only how far it is. @param {string} id
     *  @returns {Promise<Wire.File | { id: string, about: string, kind: Wire.FileKind, state: 'computer_waiting' | 'computer_open', expires_at: string }>} */
    upload: id => get('/api/uploads/' + id)
  }
}

module.exports = { createEntries, createPlaces }
