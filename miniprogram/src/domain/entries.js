// A work as its author meets it later: what happened, what to do now, which buttons. What a state or an act is called,
// and which acts are open, the service says; here is only how it looks and what is worth saying about it.
const words = require('../words').domain.entries
const { instant, spoken, endOf } = require('./dates')

/** @typedef {{ tone: 'ok' | 'warn' | 'bad' | 'info', icon: string, word: string }} Chip */

/** @type {Record<string, ['ok' | 'warn' | 'bad' | 'info', string]>} */
const LOOKS = {
  draft: ['info', 'edit'], submitted: ['info', 'clock'], returned: ['warn', 'alert-triangle'], supplement: ['warn', 'alert-triangle'],
  in_review: ['info', 'hourglass'], selected: ['ok', 'circle-check'], recommended: ['ok', 'award'], not_selected: ['info', 'circle-minus'],
  withdrawn: ['info', 'arrow-back-up'], disqualified: ['bad', 'ban']
}
const UNKNOWN_LOOK = /** @type {['info', string]} */ (['info', 'info-circle'])
const TODO = ['draft', 'returned', 'supplement']
const JUDGED = ['submitted', 'in_review']
const GROUPS = /** @type {[('todo' | 'review' | 'results' | 'ended'), string[]][]} */ ([
  ['todo', TODO], ['review', JUDGED], ['results', ['recommended', 'selected', 'not_selected']],
  ['ended', ['withdrawn', 'disqualified']]])
const OFFERED = ['submit', 'withdraw']
const ACT_ICONS = /** @type {Record<string, string>} */ ({
  submit: 'send', withdraw: 'arrow-back-up', return: 'alert-triangle', disqualify: 'ban', exhibit: 'photo-check', unexhibit: 'photo-off' })

/** Colour, icon and word of a state; the word is the service's. @param {Wire.EntryLine} entry @returns {Chip} */
function chip(entry) {
  const [tone, icon] = LOOKS[entry.shown_state] || UNKNOWN_LOOK
  return { tone, icon, word: entry.state_label }
}

/**
 * What happened, newest last, each with its day; a return carries its reason and until when.
 * @param {Wire.Entry} entry @param {number} now
 * @returns {{ id: string, when: string, title: string, by: string, reason: string, due: string, tone: string, icon: string }[]}
 */
function timeline(entry, now) {
  return entry.history.map(told => ({
    id: told.id, when: spoken(told.at, now), title: words.acts[told.act] || told.to_label,
    by: told.actor.role === 'author' ? words.me : words.by(told.actor.unit, told.actor.role_label),
    reason: told.comment ? words.reason(told.comment) : '', due: dueOf(told, now),
    tone: toneOf(told), icon: ACT_ICONS[told.act] || (LOOKS[told.to] || UNKNOWN_LOOK)[1]
  }))
}

/** @param {Wire.Told} told @param {number} now */
function dueOf(told, now) {
  if (told.act !== 'return' || !told.due_at) return ''
  const when = endOf(told.due_at, now, true)
  return told.to === 'supplement' ? words.supplement_by(when) : words.change_by(when)
}

/** @param {Wire.Told} told */
function toneOf(told) {
  return told.act === 'return' ? 'warn' : (LOOKS[told.to] || UNKNOWN_LOOK)[0]
}

/**
 * The one thing to do now, or to wait for. `closed`: the service's words why it cannot be done any more.
 * @param {Wire.Entry} entry @param {number} now
 * @returns {{ id: 'write' | 'change' | 'supplement' | 'files' | 'wait' | 'closed', words: string, due: string | null, todo: boolean }}
 */
function nextThing(entry, now) {
  const todo = TODO.indexOf(entry.shown_state) >= 0
  const due = entry.shown_state === 'draft' ? null : todo ? entry.editable_until : null
  const closed = todo ? closedWords(entry) : ''
  if (closed) return { id: 'closed', words: closed, due, todo: false }
  const files = filesWords(entry, todo)
  if (files) return { id: 'files', words: files, due, todo }
  return { id: nextId(entry.shown_state), words: nextWords(entry, now), due, todo }
}

/** @param {string} state */
function nextId(state) {
  return state === 'draft' ? 'write' : state === 'returned' ? 'change' : state === 'supplement' ? 'supplement' : 'wait'
}

/** @param {Wire.Entry} entry @param {number} now */
function nextWords(entry, now) {
  const by = entry.editable_until ? endOf(entry.editable_until, now, true) : ''
  const says = words.next[entry.shown_state]
  return typeof says === 'function' ? says(by) : says || words.next.update
}

/** A window that is over; a work that only lacks something may still be submitted. @param {Wire.Entry} entry */
function closedWords(entry) {
  const way = entry.moves.find(one => one.act === 'submit')
  return way && way.problem && way.problem.status === 409 && way.problem.code === 'phase.closed' ? way.problem.detail : ''
}

/** What keeps a work from being submitted, or was found in it since. @param {Wire.Entry} entry @param {boolean} todo */
function filesWords(entry, todo) {
  const count = (/** @type {string} */ state) => entry.files.filter(file => file.state === state).length
  if (count('refused') && todo) return words.next.refused(count('refused'))
  if (count('refused') && JUDGED.indexOf(entry.shown_state) >= 0) return words.next.refused_after(count('refused'))
  return todo && count('waiting') ? words.next.waiting(count('waiting')) : ''
}

/**
 * The buttons a phone offers its author, in the service's words; a closed one says why.
 * @param {Wire.Entry} entry
 * @returns {{ act: string, label: string, open: boolean, primary: boolean, says: string, code: string, lacking: { field: string, label: string, says: string }[] }[]}
 */
function ways(entry) {
  return entry.moves.filter(way => OFFERED.indexOf(way.act) >= 0).map(({ act, label, problem }) => ({
    act, label, open: !problem, primary: act === 'submit', says: problem ? problem.detail : '', code: problem ? problem.code : '',
    lacking: (problem && problem.context && problem.context.fields) || []
  }))
}

/** My works in heaps, what waits for me first; within a heap the one with the nearest date, then the latest. @param {Wire.EntryLine[]} entries */
function groups(entries) {
  const known = GROUPS.map(([, states]) => states).reduce((all, some) => all.concat(some))
  return GROUPS.map(([id, states]) => ({
    id, label: words.groups[id],
    items: entries.filter(one => states.indexOf(one.shown_state) >= 0 || (id === 'review' && known.indexOf(one.shown_state) < 0)).sort(byUrgency)
  })).filter(group => group.items.length)
}

/** @param {Wire.EntryLine} one @param {Wire.EntryLine} other */
function byUrgency(one, other) {
  return until(one) - until(other) || instant(other.saved_at) - instant(one.saved_at)
}

/** @param {Wire.EntryLine} entry */
function until(entry) {
  return TODO.indexOf(entry.shown_state) >= 0 && entry.editable_until ? instant(entry.editable_until) : Number.MAX_SAFE_INTEGER
}

/** Whether its author may still write in it. @param {Wire.Entry | null} entry */
function isOpen(entry) {
  return entry === null || TODO.indexOf(entry.shown_state) >= 0
}

module.exports = { chip, timeline, nextThing, ways, groups, isOpen }
