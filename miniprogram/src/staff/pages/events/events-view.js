// My events as the list shows them: those of the service and those of this phone, each once. Pure.
const { chipOf, heaps, isAhead, isOpen, sumOf, taskView, titleOf, whenOf } = require('../../../domain/events')
const { spoken } = require('../../../domain/dates')
const words = require('../../../words').events_page
const { marks } = require('../../../words').events

const EDITOR = '/staff/pages/event-edit/event-edit?id='
const PAGE = '/staff/pages/event/event?id='
const FEW = 3

/** @typedef {Wire.EventLine & { draft: Ports.EventDraft | null }} Standing */
/**
 * @typedef {object} Known
 * @property {Wire.EventLine[]} lines as far as they were read
 * @property {boolean} fresh the service has just said them
 * @property {Wire.EventTask[]} progress
 * @property {Ports.EventDraft[]} drafts those of this phone, read from the service or not
 * @property {Ports.Upload[]} uploads
 * @property {number} now
 */

/** Each event once, with its newest words. What this phone holds of the service's own is left to the service, when it was asked just now. @param {Known} known */
function merged({ lines, drafts, fresh }) {
  const own = drafts.filter(draft => (!fresh || draft.saved !== 'server') && !lines.some(line => line.id === draft.id)).map(draft => standing(lineOf(draft), draft))
  return own.concat(lines.map(line => standing(line, drafts.find(draft => draft.id === line.id) || null)))
}

/** @param {Wire.EventLine} line @param {Ports.EventDraft | null} draft @returns {Standing} */
function standing(line, draft) {
  const newer = draft && draft.saved !== 'server' ? lineOf(draft) : {}
  return Object.assign({}, line, newer, { draft })
}

/** @param {Ports.EventDraft} draft @returns {Wire.EventLine} */
function lineOf(draft) {
  const { id, campaign, unit, unit_name, kind, title, place, starts_at, ends_at, state, state_label, revision, claimed } = draft
  return {
    id, campaign, unit, unit_name, reporting_unit: null, reporting_unit_name: null, kind, kind_label: '', title, place, starts_at, ends_at: ends_at || '',
    state: /** @type {Wire.EventLine['state']} */ (state), state_label, revision, may_look_after: true,
    counts: { attended: 0, claimed, live: 0, late: 0, by_hand: 0, suspicious: 0, waiting: 0 }
  }
}

/** @param {Standing} one @param {Known} known */
function cardOf(one, { uploads, now }) {
  const ahead = isAhead(one, now)
  const todo = isOpen(one) && (!ahead || !one.kind)
  return {
    id: one.id, title: titleOf(one), unit: one.unit_name, chip: chipOf(one), when: whenOf(one, now) + (ahead && one.state === 'draft' ? ' · ' + words.ahead : ''),
    people: peopleOf(one.counts), marks: marksOf(one.draft, uploads.filter(upload => upload.about === one.id)),
    button: todo ? { label: one.state === 'returned' ? words.labels.change : words.labels.write, url: EDITOR + one.id } : null, url: PAGE + one.id
  }
}

/** @param {Wire.EventCounts} counts */
function peopleOf({ attended, claimed }) {
  const told = [attended ? words.attended(attended) : '', claimed !== null ? words.claimed(claimed) : ''].filter(Boolean)
  return told.length ? words.people(told) : ''
}

/** What of it is only on this phone. @param {Ports.EventDraft | null} draft @param {Ports.Upload[]} uploads */
function marksOf(draft, uploads) {
  const under_way = uploads.filter(upload => upload.state !== 'done').length
  const report = draft && draft.report
  return [
    draft ? savedMark(draft) : null,
    report ? { tone: 'warn', icon: 'clock-warn', words: under_way && !draft.files_later ? marks.report_files(under_way) : marks.report } : null,
    under_way && !report ? { tone: 'info', icon: 'cloud-upload-soft', words: marks.files(under_way) } : null
  ].filter(Boolean)
}

/** @param {Ports.EventDraft} draft */
function savedMark({ saved, problem, kind, unit }) {
  if (saved === 'server') return null
  if (saved === 'conflict') return { tone: 'warn', icon: 'alert-triangle-warn', words: marks.conflict }
  if (saved === 'refused') return { tone: 'bad', icon: 'alert-triangle-bad', words: marks.refused(problem ? problem.detail : '') }
  return { tone: 'info', icon: 'device-mobile-soft', words: kind && unit ? marks.phone : marks.unfinished }
}

/** @param {Known} known */
function eventsView(known) {
  const all = merged(known)
  const cards = heaps(all).map(heap => ({ id: heap.id, label: heap.label, cards: heap.items.map(one => cardOf(one, known)) }))
  const unsent = all.some(one => marksOf(one.draft, known.uploads.filter(upload => upload.about === one.id)).length > 0)
  return Object.assign({ heaps: cards, unsent }, tasksOf(known.progress))
}

/** One bar a unit; of many, their sum with the others below it. @param {Wire.EventTask[]} progress */
function tasksOf(progress) {
  if (progress.length <= FEW) return { tasks: progress.map(taskView), units: [] }
  return { tasks: [taskView(sumOf(progress))], units: progress.map(taskView) }
}

/** What is said above the list when the service cannot be asked. @param {{ stale: boolean, read_at: number } | null} read @param {number} now */
function staleWords(read, now) {
  if (!read) return words.never_read
  return read.stale ? words.read_at(spoken(read.read_at, now)) : ''
}

module.exports = { eventsView, marksOf, savedMark, staleWords, tasksOf }
