// What is written in a draft: as it goes to the service, as it comes back, and whether two say the same.

/** What PUT /api/entries/<id> takes, but for the revision, which the outbox adds. @param {Offline.Written} written */
function bodyOf({ campaign, track, type, title, fields, authors, consents, on_behalf_of }) {
  return { campaign, track, type, title, fields, authors, consents: consents.map(({ id, version }) => ({ id, version })), on_behalf_of }
}

/** The writing in an entry of the service. @param {Wire.Entry} entry */
function writingOf({ campaign, plan_version, track, type, title, fields, authors, consents, revision }) {
  return {
    campaign, plan_version, track, type, title, fields, authors, revision, consents: consents.map(({ id, version }) => ({ id, version }))
  }
}

/** @param {Offline.Written} written @param {Offline.Patch} patch @returns {Offline.Written} */
function patched(written, patch) {
  const fields = Object.assign({}, written.fields, patch.fields)
  Object.keys(fields).filter(name => fields[name] === undefined).forEach(name => { delete fields[name] })
  return Object.assign({}, written, patch, { fields })
}

/** Equal whatever the order of their keys. @param {any} one @param {any} other */
function same(one, other) {
  return canonical(one) === canonical(other)
}

/** @param {any} value @returns {string} */
function canonical(value) {
  return JSON.stringify(value, (_, part) => part && typeof part === 'object' && !Array.isArray(part) ? sorted(part) : part)
}

/** @param {Record<string, any>} record */
function sorted(record) {
  return Object.keys(record).sort().reduce((all, name) => Object.assign(all, { [name]: record[name] }), {})
}

module.exports = { bodyOf, patched, same, writingOf }
