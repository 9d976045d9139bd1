// Notices an organiser writes, as documents of offline/documents.js: kept on this phone at every change, with the service after a
// short quiet time. Steps (提交复核, 发布 …) are not kept here: they are taken with the service at hand.

const { Documents } = require('./documents')
const { KEYS } = require('./keys')
const words = require('../words').notices_offline

/** What PUT /api/notices/<id> takes, but for the revision. @param {Offline.WrittenNotice} written */
function bodyOf({ campaign, title, words: says, page, template, values, audience, forward, due_at, expires_at, working_time, once_a_day }) {
  return { campaign, title, words: says, page, template, values, audience: audience || {}, forward, due_at, expires_at, working_time, once_a_day }
}

/** @param {Wire.Notice} notice */
function writingOf({ campaign, title, words: says, page, template, values, audience, forward, due_at, expires_at, working_time, once_a_day, revision }) {
  const terms = Object.keys(audience).length ? audience : null
  return { campaign, title, words: says, page, template, values, audience: terms, forward, due_at, expires_at, working_time, once_a_day, revision }
}

/** @param {Wire.Notice} notice */
function heardOf({ state, state_label, audience_words }) {
  return { state, state_label, audience_words }
}

/** Without these the service has no place for it. @param {Offline.WrittenNotice} written @returns {Wire.Problem | null} */
function lacking({ title }) {
  if (title.trim()) return null
  return { type: 'about:blank', title: words.unfinished_title, status: 0, code: 'notice.unfinished', detail: words.unfinished, context: {}, instance: '' }
}

/** @type {import('./documents').Kind<Offline.WrittenNotice>} */
const NOTICE = {
  path: '/api/notices/', key: KEYS.notice, bodyOf, writingOf, heardOf, lacking,
  patched: (written, patch) => Object.assign({}, written, patch), fresh: () => ({ audience_words: '' }), moved: written => written
}

/** @augments {Documents<Offline.WrittenNotice>} */
class Notices extends Documents {
  /** A new one, kept when this returns. Fault storage_full. @param {Omit<Offline.WrittenNotice, keyof Offline.Standing>} begun */
  begin(begun) {
    const { mint, account, clock } = this.ports
    return this.kept(Object.assign({}, begun, { id: mint(), account: account(), revision: 0, changed_at: clock.now(), touched: false, synced: false }))
  }
}

/** @param {import('./documents').Ports_} ports */
const createNotices = ports => new Notices(ports, NOTICE)

module.exports = { createNotices, Notices }
