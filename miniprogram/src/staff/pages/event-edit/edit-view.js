// The form of an event, from the event itself. Pure.
const { KINDS, isAhead, isOpen, kindLabel, lacking, placesOf, returnOf, titleOf, wallOf, whenOf } = require('../../../domain/events')
const { dayOf, spoken } = require('../../../domain/dates')
const { groupsOf } = require('../../../domain/event_files')
const words = require('../../../words').event_edit
const { keep } = require('../../../words').events

const MORE = /** @type {(keyof Ports.EventDraft)[]} */ (['title', 'enterprise', 'promoters_present', 'online_reach', 'note'])
const PLACES = 3

/**
 * @typedef {object} Known
 * @property {Ports.EventDraft} draft
 * @property {Wire.Event | null} event as the service told it
 * @property {Ports.Upload[]} uploads
 * @property {Ports.EventDraft[]} others events of this phone, whose places are offered
 * @property {boolean} tried whether 上报 was tapped: only then is said what is lacking
 * @property {string} unsaved why the phone itself did not keep the last change
 * @property {boolean} blank nothing was written yet
 * @property {boolean} online
 * @property {number} now
 */

/** @param {Known} known */
function editView(known) {
  const { draft, event, uploads, tried, now, others } = known
  const gaps = tried ? lacking(draft, now) : []
  const wall = wallOf(draft.starts_at)
  const places = draft.place ? [] : placesOf(others.filter(one => one.id !== draft.id), PLACES)
  return {
    kinds: KINDS.map(id => ({ id, label: kindLabel(id), on: id === draft.kind })), day: wall.day, day_says: dayOf(draft.starts_at, now), time: wall.time,
    place: draft.place, places, claimed: numberWords(draft.claimed), unit_name: draft.unit_name, gaps, faults: faultsOf(gaps),
    title: draft.title, ends: draft.ends_at ? wallOf(draft.ends_at).time : '', enterprise: draft.enterprise, promoters: numberWords(draft.promoters_present),
    reach: numberWords(draft.online_reach), link: draft.links.length ? draft.links[0].url : '', note: draft.note, filled: filledOf(draft), ahead: isAhead(draft, now),
    no_secret: !draft.secret && draft.revision === 0, groups: groupsOf(event && event.files ? event.files : [], uploads, isOpen(draft)),
    mark: markOf(known), keep: draft.saved !== 'server' && !known.blank || uploads.some(one => one.state !== 'done') ? keep : '', returned: returnedOf(event)
  }
}

/** Why it came back, on top. @param {Wire.Event | null} event */
function returnedOf(event) {
  const told = event ? returnOf(event) : null
  return told ? { title: words.returned(told.by), reason: words.reason(told.reason) } : null
}

/** @param {number | null} count */
const numberWords = count => count === null ? '' : String(count)

/** @param {{ field: string, says: string }[]} gaps @returns {Record<string, string>} the first of each field */
function faultsOf(gaps) {
  return gaps.slice().reverse().reduce((all, { field, says }) => Object.assign(all, { [field]: says }), {})
}

/** How much stands in the folded part. @param {Ports.EventDraft} draft */
function filledOf(draft) {
  return MORE.filter(name => draft[name] !== '' && draft[name] !== null).length + (draft.links.length ? 1 : 0)
}

/** Where the newest words stand; it never says more than is so. @param {Known} known */
function markOf({ draft, unsaved, blank, online }) {
  const { saved, problem, kind, unit } = draft
  const told = (/** @type {string} */ tone, /** @type {string} */ icon, /** @type {string} */ says) => ({ tone, icon, words: says })
  if (unsaved) return told('bad', 'circle-x-bad', words.mark.unsaved(unsaved))
  if (blank) return told('info', 'info-circle-soft', words.mark.blank)
  if (saved === 'conflict') return told('warn', 'alert-triangle-warn', words.mark.conflict)
  if (saved === 'refused') return told('bad', 'alert-triangle-bad', words.mark.refused(problem ? problem.detail : ''))
  if (saved === 'server') return told('ok', 'circle-check-ok', words.mark.server)
  if (!kind || !unit) return told('info', 'device-mobile-soft', words.mark.unfinished)
  if (!online) return told('warn', 'wifi-off-warn', words.mark.offline)
  return problem && problem.detail ? told('warn', 'device-mobile-soft', words.mark.phone_only(problem.detail)) : told('info', 'device-mobile-soft', words.mark.phone)
}

/** Which part of the page is shown. @param {Ports.EventDraft} draft @param {number} now */
function stageOf(draft, now) {
  if (draft.saved === 'conflict') return { stage: 'conflict', conflict: conflictOf(draft, now) }
  if (!isOpen(draft)) return { stage: 'locked', locked: words.locked(draft.state_label) }
  return draft.report ? { stage: 'locked', locked: words.pending } : { stage: 'form' }
}

/** Both texts of a conflict, each in a few lines. @param {Ports.EventDraft} draft @param {number} now */
function conflictOf(draft, now) {
  const theirs = draft.problem && draft.problem.context ? draft.problem.context.current : null
  return { mine: sideOf(draft, now, spoken(draft.changed_at, now)), theirs: theirs ? sideOf(theirs, now, '') : null }
}

/** @param {Ports.EventDraft | Wire.Event} one @param {number} now @param {string} saved */
function sideOf(one, now, saved) {
  return { title: titleOf(one), saved, when: whenOf(one, now), says: words.summary([one.place, words.claimed(one.claimed === undefined ? null : one.claimed)]) }
}

module.exports = { editView, stageOf }
