// One work as its author (or another reader) sees it. Pure.
const { chip, timeline, nextThing, ways } = require('../../domain/entries')
const { fileSize, percent, sending } = require('../../domain/sizes')
const { toWire, instant } = require('../../domain/dates')
const { credits } = require('../../domain/people')
const { checkView } = require('../../domain/checks')
const { dateOf } = require('../../domain/reminders')
const words = require('../../words').entry
const files = require('../../words').files
const { date } = require('../../words').question
const { and } = require('../../words').domain

/** @typedef {Wire.Entry & { local?: boolean }} Shown */
/**
 * @typedef {object} Known
 * @property {Shown} entry
 * @property {Ports.Draft | null} draft this phone's own text of it
 * @property {Wire.Campaign} campaign
 * @property {{ id: string, liaison: Wire.Liaison | null } | null} me
 * @property {Ports.Upload[]} uploads
 * @property {Ports.OutboxItem | null} pending a step on its way
 * @property {'' | 'phone' | 'read'} stale what is shown instead of the service's newest
 * @property {number} now
 */

const EDITOR = '/pages/entry-edit/entry-edit?id='
const WAITS = ['submitted', 'in_review']
const EDITS = /** @type {Record<string, string>} */ ({ draft: words.labels.write, returned: words.labels.change, supplement: words.labels.supplement })
const SAFETY = /** @type {Record<string, [string, string]>} */ ({
  pending: ['info', 'hourglass-info'], passed: ['ok', 'circle-check-ok'], human: ['warn', 'alert-triangle-warn'], blocked: ['bad', 'circle-x-bad']
})
const ICONS = { photo: 'photo', song: 'music', video: 'video', document: 'file-text' }

/** A draft the service does not know, or cannot be asked about. @param {Ports.Draft} draft @param {string} me @returns {Shown} */
function localEntry(draft, me) {
  const { id, campaign, plan_version, track, type, title, fields, authors, consents, revision, changed_at } = draft
  return {
    id, campaign, plan_version, track, type, title, fields, authors, consents, revision, state: 'draft', shown_state: 'draft',
    state_label: revision ? words.changing : words.draft, unit: null, unit_typed: null, reporting_unit: null, saved_at: toWire(changed_at),
    submitted_at: null, editable_until: null, exhibited: false, entered_by: me, author: draft.on_behalf_of ? null : me, claimed: !draft.on_behalf_of,
    unit_confirmed: true, files: [], moves: [], history: [], local: true
  }
}

/** @param {Known} known */
function entryView(known) {
  const { campaign, draft, me, now } = known
  const entry = newest(known.entry, draft)
  const track = campaign.tracks.find(one => one.id === entry.track) || null
  const mine = isMine(entry, me)
  return {
    title: entry.title || words.untitled, track: trackWords(track, entry), chip: chip(entry), mine,
    next: mine ? nextOf(entry, now) : null, notes: notesOf(known, entry, mine), timeline: timeline(entry, now),
    answers: track ? answersOf(track, entry.fields) : [], people: credits(entry.authors), units: unitsOf(entry.authors),
    files: entry.files, checks: entry.files.map(file => checkOf(file, mine)), safety: entry.content ? safetyOf(entry.content) : null,
    uploads: known.uploads.filter(one => one.state !== 'done').map(uploadRow), buttons: mine ? buttonsOf(entry) : [],
    due: mine && editing(entry, now) ? dateOf(words.due(entry.title || words.untitled), String(entry.editable_until)) : null, waits: mine && WAITS.indexOf(entry.shown_state) >= 0,
    exhibited: entry.exhibited && campaign.gallery !== false ? '/pages/work/work?id=' + entry.id : '', may_drop: mine && entry.shown_state === 'draft',
    liaison: mine && me ? me.liaison : null, contact: mine ? campaign.contacts[0] || null : null
  }
}

/** Returned, with a day until which it may be handed in again. @param {Shown} entry @param {number} now */
function editing({ shown_state, editable_until }, now) {
  return (shown_state === 'returned' || shown_state === 'supplement') && editable_until !== null && instant(editable_until) > now
}

/** The words that were written last, wherever they stand. @param {Shown} entry @param {Ports.Draft | null} draft @returns {Shown} */
function newest(entry, draft) {
  if (!draft || draft.saved === 'server') return entry
  const { title, type, fields, authors } = draft
  return Object.assign({}, entry, { title, type, fields, authors })
}

/** @param {Wire.Entry} entry @param {{ id: string } | null} me */
function isMine(entry, me) {
  return me !== null && (entry.author === me.id || entry.entered_by === me.id)
}

/** @param {Wire.Track | null} track @param {Wire.Entry} entry */
function trackWords(track, entry) {
  const type = track && track.types.length > 1 ? track.types.find(one => one.id === entry.type) : undefined
  return track ? track.label + (type ? ' · ' + type.label : '') : ''
}

/** Each unit credited, once. @param {Wire.Author[]} authors */
function unitsOf(authors) {
  const units = authors.map(one => one.unit || '')
  return and(units.filter((unit, i) => unit && units.indexOf(unit) === i))
}

/** @param {Wire.Entry} entry @param {number} now */
function nextOf(entry, now) {
  const next = nextThing(entry, now)
  return { words: next.words, tone: next.todo ? 'warn' : next.id === 'closed' ? 'bad' : 'info', icon: next.todo ? 'edit-ink' : 'clock-info', todo: next.todo }
}

/** What is worth knowing before anything else. @param {Known} known @param {Wire.Entry} entry @param {boolean} mine */
function notesOf({ draft, stale, pending, me }, entry, mine) {
  const behalf = mine && me !== null && entry.author !== me.id
  return [
    stale ? note('warn', 'wifi-off-warn', stale === 'phone' ? words.on_phone : words.stale) : null,
    pending ? note('warn', 'clock-warn', words.pending[pending.body.act](pending.problem ? pending.problem.detail : '')) : null,
    mine && draft && !stale ? draftNote(draft) : null,
    behalf ? note('info', 'user-plus-soft', words.behalf(and(entry.authors.map(one => one.name).filter(Boolean)))) : null,
    behalf && !entry.claimed && entry.shown_state !== 'draft' ? note('info', 'info-circle-info', words.unclaimed) : null,
    mine && !behalf && !entry.unit_confirmed ? note('warn', 'alert-triangle-warn', words.unit_not_confirmed) : null
  ].filter(Boolean)
}

/** @param {Ports.Draft} draft */
function draftNote({ saved, problem }) {
  if (saved === 'server') return null
  if (saved === 'conflict') return note('warn', 'alert-triangle-warn', words.marks.conflict)
  return saved === 'refused' ? note('bad', 'alert-triangle-bad', words.marks.refused(problem ? problem.detail : '')) : note('info', 'device-mobile-soft', words.marks.phone)
}

/** @param {string} tone @param {string} icon @param {string} says */
function note(tone, icon, says) {
  return { tone, icon, words: says }
}

/** What was filled in, in the form's order. @param {Wire.Track} track @param {Record<string, any>} fields */
function answersOf(track, fields) {
  return track.form.fields.map(field => ({ id: field.id, label: field.label, words: answerWords(fields[field.id], field) })).filter(one => one.words)
}

/** @param {any} answer @param {Wire.Field} field */
function answerWords(answer, field) {
  if (answer === undefined || answer === null || answer === '') return ''
  if (field.kind === 'people') return words.people_joined(answer)
  if (Array.isArray(answer)) return and(answer)
  if (field.kind === 'date') return date(String(answer))
  return field.unit ? words.of_unit(answer, field.unit) : String(answer)
}

/** One line a file: what it is, and its 文件检查. @param {Wire.File} file @param {boolean} mine */
function checkOf(file, mine) {
  return Object.assign({ id: file.id, name: file.name, size: fileSize(file.size), kind: ICONS[file.kind] }, checkView(file, mine))
}

/** 内容安全, for those who work on the entry. @param {{ state: string, label: string }} content */
function safetyOf({ state, label }) {
  const [tone, icon] = SAFETY[state] || SAFETY.pending
  return { tone, icon, says: label }
}

/** One file on its way, as <file-row> shows it; what can be done with it is done on the page of uploads. @param {Ports.Upload} upload */
function uploadRow({ id, kind, name, size, state, sent, left_s, warnings, problem }) {
  const says = problem && problem.detail ? problem.detail : files.states[state]
  const tone = state === 'refused' || state === 'failed' ? 'bad' : state === 'sending' || state === 'queued' || state === 'confirming' ? 'info' : 'warn'
  return {
    id, name, size: fileSize(size), icon: ICONS[kind], thumb: '', percent: state === 'refused' || state === 'failed' ? null : percent(sent, size),
    line: sending(sent, size, state === 'sending' ? left_s : null), tone, sign: files.signs[tone], says, more: '', acts: [],
    found: warnings.map(one => ({ tone: 'warn', icon: files.signs.warn, words: one }))
  }
}

/** What its author can do, the likeliest first; a closed step says why. @param {Wire.Entry} entry */
function buttonsOf(entry) {
  const offered = ways(entry)
  const submit = offered.find(way => way.act === 'submit')
  const withdraw = offered.find(way => way.act === 'withdraw')
  const first = submit && submit.open && isMended(entry) ? 'submit' : 'edit'
  const writes = entry.shown_state in EDITS && !isClosed(submit) ? [editButton(entry, first === 'edit' ? '' : 'quiet')] : []
  const submits = submit ? [wayButton(submit, first === 'submit' ? '' : 'quiet')] : []
  return [...first === 'submit' ? submits.concat(writes) : writes.concat(submits), ...withdraw ? [wayButton(withdraw, 'bad')] : []]
}

/** Whether anything was changed since it was last sent back. @param {Wire.Entry} entry */
function isMended({ history, saved_at }) {
  const returned = history.filter(told => told.act === 'return').pop()
  return !returned || instant(saved_at) > instant(returned.at)
}

/** @typedef {{ act: string, label: string, klass: string, url: string, open: boolean, lacking: { field: string, label: string, says: string }[], closed: string, says: string }} Button */

/** @param {Wire.Entry} entry @param {string} klass @returns {Button} */
function editButton({ id, shown_state }, klass) {
  return { act: 'edit', label: EDITS[shown_state], klass, url: EDITOR + id, open: true, lacking: [], closed: '', says: '' }
}

/** @param {ReturnType<typeof ways>[number]} way @param {string} klass @returns {Button} */
function wayButton({ act, label, open, says, lacking }, klass) {
  return { act, label, klass, url: '', open, lacking, closed: says ? words.closed(label, says) : '', says }
}

/** A return whose time is over: its author may write, but to no end. @param {{ open: boolean, code: string } | undefined} submit */
function isClosed(submit) {
  return submit !== undefined && submit.code === 'entry.wrong_state'
}

module.exports = { entryView, localEntry, isMine }
