// One event as its coordinators see it, from the service or from this phone. Pure.
const { chipOf, endsAt, isAhead, isOpen, returnOf, taskView, timeline, titleOf, whenOf } = require('../../../domain/events')
const { spoken } = require('../../../domain/dates')
const { groupsOf } = require('../../../domain/event_files')
const words = require('../../../words').event_page
const { keep, marks } = require('../../../words').events

const COUNTS = /** @type {('live' | 'late' | 'by_hand' | 'suspicious' | 'waiting')[]} */ (['live', 'late', 'by_hand', 'suspicious', 'waiting'])
const AFTER_MS = 3600000
const TOLD = ['reported', 'confirmed']

/**
 * @typedef {object} Known
 * @property {Api.Copied<Wire.Event> | null} event null: only this phone knows it, or the service was never asked
 * @property {Ports.EventDraft | null} draft this phone's own words of it
 * @property {Ports.OutboxItem | null} reporting the report in the outbox
 * @property {Ports.Upload[]} uploads
 * @property {boolean} online
 * @property {number} now
 */

/** @param {Known} known */
function eventView(known) {
  const { event, draft, uploads, now } = known
  const one = newest(event, draft)
  const mine = event ? event.may_look_after : draft !== null
  const notes = notesOf(known)
  const returned = event ? returnOf(event) : null
  return {
    title: titleOf(one), chip: chipOf(one), when: whenOf(one, now), place: one.title ? one.place : '', unit: one.unit_name, notes, returned: returned ? words.returned(returned.by) : '',
    reason: returned ? returned.reason : '', counts: countsOf(event, one), info: infoOf(one), mine, on_site: mine && one.state !== 'cancelled', code_first: isNear(one, now),
    groups: groupsOf(event && event.files ? event.files : [], uploads, false).filter(group => group.count), timeline: timeline(event && event.history || [], now),
    task: event && event.task ? taskView(event.task) : null, keep: notes.some(one => one.unsent) || (draft && draft.report) ? keep : '', pending: pendingOf(known),
    buttons: mine && !(draft && draft.report) ? buttonsOf(known, one).map(button => quieter(button, isNear(one, now))) : [], forward: mine && TOLD.indexOf(one.state) >= 0,
    may_print: mine && event !== null && one.state !== 'cancelled', may_drop: Boolean(draft && draft.revision === 0)
  }
}

/** While people come, the code is what the screen is for. @param {any} one @param {number} now */
const isNear = (one, now) => one.state === 'draft' && now < endsAt(one) + AFTER_MS

/** One loud button a screen. @param {ReturnType<typeof buttonsOf>[number]} button @param {boolean} other whether another is loud already */
function quieter(button, other) {
  return other && button.klass === '' ? Object.assign({}, button, { klass: 'quiet' }) : button
}

/** The words written last, wherever they stand. @param {Wire.Event | null} event @param {Ports.EventDraft | null} draft @returns {any} */
function newest(event, draft) {
  if (!event || (draft && draft.saved !== 'server')) return Object.assign({}, event, draft)
  return event
}

/** @param {Wire.Event | null} event @param {any} one */
function countsOf(event, one) {
  const counts = event ? event.counts : { attended: 0, live: 0, late: 0, by_hand: 0, suspicious: 0, waiting: 0 }
  return {
    attended: counts.attended, claimed: typeof one.claimed === 'number' ? one.claimed : '—',
    parts: COUNTS.map(name => ({ name, label: words.labels[name], count: counts[name], warn: name === 'suspicious' && counts[name] > 0 }))
      .filter(part => part.count > 0 || COUNTS.indexOf(/** @type {any} */ (part.name)) < 3)
  }
}

/** What was written down besides, where there is anything. @param {any} one */
function infoOf({ enterprise, promoters_present, online_reach, links, note, reporting_unit_name }) {
  /** @type {[string, string][]} */
  const rows = [
    [words.labels.reporting, reporting_unit_name || ''], [words.labels.enterprise, enterprise || ''],
    [words.labels.promoters, typeof promoters_present === 'number' ? words.people(promoters_present) : ''],
    [words.labels.reach, typeof online_reach === 'number' ? words.times(online_reach) : ''],
    [words.labels.links, (links || []).map((/** @type {{ url: string }} */ link) => link.url).join('\n')], [words.labels.note, note || '']
  ]
  return rows.filter(([, says]) => says).map(([label, says]) => ({ label, says }))
}

/** What is worth knowing before anything else. `unsent`: something of it is only on this phone. @param {Known} known */
function notesOf({ event, draft, uploads, online, now }) {
  const under_way = uploads.filter(upload => upload.state !== 'done').length
  return [
    event && event.stale ? note('warn', 'wifi-off-warn', words.stale(spoken(event.read_at, now)), false) : null,
    !event && !online ? note('warn', 'wifi-off-warn', words.on_phone, false) : null,
    draft ? savedNote(draft) : null,
    under_way && !(draft && draft.report) ? note('info', 'cloud-upload-info', marks.files(under_way), true) : null
  ].filter(one => one !== null)
}

/** @param {Ports.EventDraft} draft */
function savedNote({ saved, problem, kind, unit }) {
  if (saved === 'server') return null
  if (saved === 'conflict') return note('warn', 'alert-triangle-warn', marks.conflict, true)
  if (saved === 'refused') return note('bad', 'alert-triangle-bad', marks.refused(problem ? problem.detail : ''), true)
  return note('info', 'device-mobile-soft', kind && unit ? marks.phone : marks.unfinished, true)
}

/** @param {string} tone @param {string} icon @param {string} says @param {boolean} unsent */
function note(tone, icon, says, unsent) {
  return { tone, icon, words: says, unsent }
}

/** A report that is to go out by itself: what it waits for. @param {Known} known */
function pendingOf({ draft, reporting, uploads }) {
  if (!draft || !draft.report) return null
  const files = uploads.filter(upload => upload.state !== 'done' && upload.state !== 'refused').length
  const waits = !reporting && files > 0
  const why = reporting && reporting.problem ? reporting.problem.detail : ''
  return { words: waits ? marks.report_files(files) : marks.report_why(why), waits }
}

/**
 * What can be done, the likeliest first. Reporting is judged by the words on this phone; every other step is the service's to offer.
 * @param {Known} known @param {any} one
 */
function buttonsOf({ event, draft, now }, one) {
  const open = isOpen(one)
  const offered = event && !event.stale && event.moves ? event.moves.filter(way => way.act !== 'report') : []
  const steps = offered.map(({ act, label, problem }) => ({
    act, label, klass: act === 'confirm' ? '' : act === 'cancel' ? 'bad' : 'quiet', open: !problem, closed: problem ? words.closed(label, problem.detail) : ''
  }))
  const edits = open ? [{ act: 'edit', label: one.state === 'returned' ? words.labels.change : words.labels.edit, klass: 'quiet', open: true, closed: '' }] : []
  const reports = open && draft && !isAhead(one, now) ? [{ act: 'report', label: words.report, klass: '', open: true, closed: '' }] : []
  return reports.concat(steps.filter(step => step.act === 'confirm'), edits, steps.filter(step => step.act !== 'confirm'))
}

module.exports = { eventView }
