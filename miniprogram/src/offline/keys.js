// Every key of the phone's storage, in one place, with its budget. WeChat keeps 1 MB a key and 10 MB in all.

const words = require('../words').offline

const KB = 1024
const MB = 1024 * KB
const WHOLE = 10 * MB

/** Those that end in ':' stand before an id, one key a record. Settings names its own. */
const KEYS = {
  session: 'session', campaign: 'campaign', me: 'me', server_clock: 'server_clock', settings: 'settings', device: 'device', visitor: 'visitor',
  check_in: 'checkin:', draft: 'draft:', event: 'event:', outbox: 'outbox:', upload: 'upload:', read: 'read:',
  nomination: 'nomination:', article: 'article:', notice: 'notice:', telling: 'telling:', declined: 'declined:'
}

/** Bytes one key may take. A write carries its refusal, which quotes the service's text, beside its own. */
const BUDGETS = {
  session: 8 * KB, campaign: 900 * KB, me: 16 * KB, server_clock: KB, settings: KB, device: KB, visitor: KB, check_in: 2 * KB, nomination: 8 * KB, article: 8 * KB,
  draft: 900 * KB, event: 32 * KB, outbox: 900 * KB, upload: 64 * KB, read: 256 * KB,
  notice: 32 * KB, telling: KB, declined: KB
}

/** @type {[string, keyof typeof words.usage][]} */
const ROOMS = [
  [KEYS.draft, 'drafts'], [KEYS.event, 'drafts'], [KEYS.nomination, 'drafts'], [KEYS.article, 'drafts'], [KEYS.notice, 'drafts'], [KEYS.telling, 'writes'],
  [KEYS.read, 'copies'], [KEYS.outbox, 'writes'], [KEYS.upload, 'uploads'],
  [KEYS.campaign, 'copies'], [KEYS.me, 'copies'], [KEYS.check_in, 'copies']
]

/** Bytes a value takes as JSON in UTF-8. @param {any} value @returns {number} */
function bytesOf(value) {
  const text = JSON.stringify(value)
  return text === undefined ? 0 : encodeURIComponent(wellFormed(text)).replace(/%[0-9A-F]{2}/g, '.').length
}

/** Half of a surrogate pair (a torn emoji) counts as the mark that takes its place. @param {string} text */
function wellFormed(text) {
  return text.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, found => found.length === 2 ? found : '\uFFFD')
}

/**
 * How full the phone is, for the page 待上传. What belongs to another account is counted, and left alone.
 * @param {Ports.Storage} storage
 * @param {string} account
 * @returns {Offline.Usage}
 */
function usage(storage, account) {
  const lines = storage.keys().map(key => ({ key, value: storage.get(key) })).map(({ key, value }) => ({
    what: roomOf(key), bytes: bytesOf(value), others: Boolean(value && typeof value.account === 'string' && value.account && value.account !== account)
  }))
  const whats = lines.map(line => line.what).filter((what, i, all) => all.indexOf(what) === i)
  return {
    bytes: sum(lines), limit: WHOLE, of_others: counted(lines.filter(line => line.others)),
    parts: whats.map(what => Object.assign({ what, label: words.usage[what] }, counted(lines.filter(line => line.what === what && !line.others))))
  }
}

/** @param {string} key @returns {keyof typeof words.usage} */
function roomOf(key) {
  const found = ROOMS.find(([prefix]) => key.indexOf(prefix) === 0)
  return found ? found[1] : 'others'
}

/** @param {{ bytes: number }[]} lines */
const sum = lines => lines.reduce((whole, line) => whole + line.bytes, 0)

/** @param {{ bytes: number }[]} lines */
const counted = lines => ({ count: lines.length, bytes: sum(lines) })

module.exports = { KEYS, BUDGETS, WHOLE, bytesOf, usage }
