// What this phone still holds, as the page 待上传 shows it. Pure.
const { spoken } = require('../../domain/dates')
const { fileSize } = require('../../domain/sizes')
const { uploadRow } = require('../../domain/files')
const { kindLabel, titleOf } = require('../../domain/events')
const words = require('../../words').outbox_page

const ICONS = /** @type {Record<string, string>} */ ({ phone: 'device-mobile-soft', refused: 'alert-triangle-bad', conflict: 'alert-triangle-warn', server: 'circle-check-ok' })
const CHECK_IN = /^\/api\/events\/[^/]+\/checkins\//
const ENTRY = /^\/api\/entries\/([^/]+)(\/moves\/)?/
const EVENT_MOVE = /^\/api\/events\/[^/]+\/moves\//
const OTHERS = /** @type {Record<string, string>} */ ({ complaints: words.what.complaint, promoters: words.what.promoter, publicity: words.what.publicity })
const SAVED_MB = 200

/**
 * @param {{ drafts: Ports.Draft[], events: Ports.EventDraft[], items: Ports.OutboxItem[], uploads: Ports.Upload[], usage: Offline.Usage, tracks: Wire.Track[], now: number }} held
 */
function outboxView({ drafts, events, items, uploads, usage, tracks, now }) {
  const open = drafts.filter(draft => draft.saved !== 'server')
  const logged = events.filter(event => event.saved !== 'server')
  const titled = (/** @type {string} */ id) => (drafts.find(draft => draft.id === id) || { title: '' }).title || words.what.entry
  const shown = open.map(draft => '/api/entries/' + draft.id).concat(logged.map(event => '/api/events/' + event.id))
  const writes = items.filter(item => shown.indexOf(item.path) < 0)
  const going = uploads.filter(upload => upload.state !== 'done')
  return {
    drafts: open.map(draft => draftRow(draft, tracks, now)).concat(logged.map(event => eventRow(event, now))), writes: writes.map(item => writeRow(item, titled, now)),
    uploads: going.map(uploadRow), empty: shown.length + writes.length + going.length === 0, count: shown.length + writes.length + going.length,
    used: words.used(fileSize(usage.bytes), fileSize(usage.limit)), percent: Math.max(1, Math.ceil(usage.bytes / usage.limit * 100)),
    parts: usage.parts.filter(part => part.bytes > 0).map(part => ({ what: part.what, label: part.label, size: fileSize(part.bytes) })),
    kept: words.used(fileSize(going.filter(upload => upload.kept).reduce((sum, upload) => sum + upload.size, 0)), SAVED_MB + ' MB'),
    others: usage.of_others.count ? words.others(usage.of_others.count) : ''
  }
}

/** @param {Ports.Draft} draft @param {Wire.Track[]} tracks @param {number} now */
function draftRow({ id, title, track, saved, problem, changed_at }, tracks, now) {
  const known = tracks.find(one => one.id === track)
  return {
    id, title: title || words.what.entry, track: known ? known.label : '', when: spoken(changed_at, now), icon: ICONS[saved], state: words.draft_states[saved],
    says: saved === 'refused' && problem ? problem.detail : '', tone: saved === 'refused' ? 'bad' : 'info', url: '/pages/entry-edit/entry-edit?id=' + id
  }
}

/** @param {Ports.EventDraft} event @param {number} now */
function eventRow(event, now) {
  const { id, kind, saved, problem, changed_at } = event
  return {
    id, title: titleOf(event), track: kindLabel(kind), when: spoken(changed_at, now), icon: ICONS[saved], state: words.draft_states[saved],
    says: saved === 'refused' && problem ? problem.detail : '', tone: saved === 'refused' ? 'bad' : 'info', url: '/staff/pages/event-edit/event-edit?id=' + id
  }
}

/** @param {Ports.OutboxItem} item @param {(id: string) => string} titled @param {number} now */
function writeRow({ id, path, body, state, problem, made_at, tries }, titled, now) {
  const entry = ENTRY.exec(path)
  const what = entry && entry[2] ? (body.act === 'submit' ? words.what.submit : words.what.move)
    : entry ? words.what.entry : CHECK_IN.test(path) ? (body.code ? words.what.check_in : words.what.walk_in) : EVENT_MOVE.test(path) ? words.what.report : otherOf(path)
  const refused = state === 'refused'
  return {
    id, title: entry && entry[2] ? what + ' · ' + titled(entry[1]) : what, when: spoken(made_at, now), refused, tone: refused ? 'bad' : 'info',
    icon: refused ? 'alert-triangle-bad' : 'clock-info', state: words.states[state === 'waiting' && tries > 0 ? 'due' : state], says: refused && problem ? problem.detail : ''
  }
}

/** @param {string} path */
function otherOf(path) {
  const [, room] = /^\/api\/(\w+)\//.exec(path) || []
  return OTHERS[room] || words.what.other
}

module.exports = { outboxView }
