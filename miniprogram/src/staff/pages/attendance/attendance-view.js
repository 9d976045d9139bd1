// Who was at an event, as its coordinator sees it: those in doubt first, those undone struck through. Pure.
const { spoken } = require('../../../domain/dates')
const words = require('../../../words').attendance
const labels = require('../../../words').check_ins

const SIGNS = /** @type {Record<string, [string, string]>} */ ({ live: ['ok', 'circle-check-ok'], late: ['info', 'clock-info'], by_hand: ['info', 'edit-info'] })
const LAG_SHOWN_S = 90

/** @typedef {'suspicious' | 'accepted' | 'undone' | 'refused'} Heap */

/** @param {Wire.AttendanceLine} one @returns {Heap} */
function heapOf({ decision, state }) {
  if (decision === 'undo') return 'undone'
  return state === 'accepted' ? 'accepted' : state === 'refused' ? 'refused' : 'suspicious'
}

/** @param {Wire.AttendanceLine[]} lines @param {number} now */
function heaps(lines, now) {
  const order = /** @type {Heap[]} */ (['suspicious', 'accepted', 'undone', 'refused'])
  return order.map(id => ({ id, label: words[id], rows: lines.filter(one => heapOf(one) === id).map(one => rowOf(one, now)) })).filter(heap => heap.rows.length)
}

/** @param {Wire.AttendanceLine} one @param {number} now */
function rowOf(one, now) {
  const heap = heapOf(one)
  const [tone, icon] = heap === 'suspicious' ? ['warn', 'clock-warn'] : SIGNS[one.evidence]
  return {
    id: one.id, name: one.name || words.nameless, tail: one.phone_tail ? words.phone(one.phone_tail) : '', undone: heap === 'undone', tone, icon,
    chip: heap === 'suspicious' ? words.suspicious : labels.evidence[one.evidence], when: spoken(one.scanned_at, now),
    note: [one.how === 'personal' ? words.personal : '', lagOf(one), heap === 'accepted' && !one.counted ? words.repeated : ''].filter(Boolean).join(' · '),
    says: heap === 'accepted' && one.counted ? '' : one.words, moves: one.moves, history: one.history.map(told => toldOf(told, now))
  }
}

/** How long after the scan it reached the service, when that says something. @param {Wire.AttendanceLine} one */
function lagOf({ evidence, lag_s }) {
  return evidence === 'late' && lag_s !== null && lag_s >= LAG_SHOWN_S ? words.lag(Math.round(lag_s / 60)) : ''
}

/** @param {Wire.AttendanceLine['history'][0]} told @param {number} now */
function toldOf({ act, at, actor, comment }, now) {
  const done = /** @type {Record<string, string>} */ (words.done)[act] || ''
  return words.history(done, spoken(at, now), actor.unit || '', comment)
}

/** Those this phone has still to send. @param {Offline.Brought[]} brought @param {number} now */
function unsentRows(brought, now) {
  return brought.map(one => ({
    id: one.id, name: one.name || words.personal, when: spoken(one.scanned_at, now), refused: one.refused, says: one.refused && one.problem ? one.problem.detail : ''
  }))
}

/** @param {Pick<Wire.Board, 'attended' | 'claimed' | 'live' | 'late' | 'by_hand' | 'suspicious'>} counts */
function figuresOf(counts) {
  const parts = /** @type {('live' | 'late' | 'by_hand' | 'suspicious')[]} */ (['live', 'late', 'by_hand', 'suspicious'])
  return {
    attended: counts.attended, claimed: counts.claimed === null ? '' : words.counts.claimed + ' ' + counts.claimed,
    parts: parts.map(id => ({ id, label: words.counts[id], count: counts[id] }))
  }
}

module.exports = { figuresOf, heapOf, heaps, unsentRows }
