// An offline event as its coordinator meets it: what it is called, where it stands, what is lacking before 上报. Pure.
const words = require('../words').events
const { instant, spoken, shanghai, toWire } = require('./dates')

const HOUR_MS = 3600000
const USUAL_MS = 2 * HOUR_MS
const AHEAD_MS = 8 * HOUR_MS

/** @type {Record<string, ['ok' | 'warn' | 'bad' | 'info', string]>} */
const LOOKS = {
  draft: ['info', 'edit'], returned: ['warn', 'alert-triangle'], reported: ['info', 'hourglass'], confirmed: ['ok', 'circle-check'], cancelled: ['bad', 'ban']
}
const ACT_ICONS = /** @type {Record<string, string>} */ ({ report: 'send', confirm: 'check', return: 'alert-triangle', cancel: 'ban' })
const GROUPS = /** @type {[keyof typeof words.groups, string[]][]} */ ([
  ['returned', ['returned']], ['draft', ['draft']], ['reported', ['reported']], ['confirmed', ['confirmed']], ['cancelled', ['cancelled']]])

/** The kinds, in the order they are offered. */
const KINDS = Object.keys(words.kinds)

/** @param {string} kind */
function kindLabel(kind) {
  return /** @type {Record<string, string>} */ (words.kinds)[kind] || words.kindless
}

/** What stands for it in lists. @param {{ title: string, kind: string, place: string }} event */
function titleOf({ title, kind, place }) {
  return title || [kindLabel(kind), place].filter(Boolean).join(' · ')
}

/** @param {{ state: string, state_label: string }} event */
function chipOf({ state, state_label }) {
  const [tone, icon] = LOOKS[state] || ['info', 'info-circle']
  return { tone, icon, word: state_label }
}

/** Whether its words may still be changed. @param {{ state: string }} event */
const isOpen = ({ state }) => state === 'draft' || state === 'returned'

/** When it ends, said or not. @param {{ starts_at: string, ends_at: string | null }} event */
const endsAt = ({ starts_at, ends_at }) => ends_at ? instant(ends_at) : instant(starts_at) + USUAL_MS

/**
 * What is lacking before 上报, a field each. The head-count may be nobody, but it is to be said.
 * @param {Pick<Offline.Logged, 'unit' | 'kind' | 'place' | 'claimed' | 'starts_at'>} event @param {number} now
 * @returns {{ field: string, label: string, says: string }[]}
 */
function lacking({ unit, kind, place, claimed, starts_at }, now) {
  /** @type {[keyof typeof words.fields, boolean, string][]} */
  const asked = [
    ['kind', !kind, words.lacking.kind], ['starts_at', !(instant(starts_at) > 0), words.lacking.starts_at],
    ['starts_at', instant(starts_at) > now, words.lacking.begun], ['place', !place.trim(), words.lacking.place],
    ['claimed', claimed === null, words.lacking.claimed], ['unit', !unit, words.lacking.unit]
  ]
  return asked.filter(([, lacks]) => lacks).map(([field, , says]) => ({ field, label: words.fields[field], says }))
}

/** A day and a time of Shanghai's wall as an instant. @param {string} day YYYY-MM-DD @param {string} time HH:MM */
function atWall(day, time) {
  const [year, month, date] = day.split('-').map(Number)
  const [hour, minute] = time.split(':').map(Number)
  return toWire(Date.UTC(year, month - 1, date, hour, minute) - AHEAD_MS)
}

/** The wall of an instant as pickers have it. @param {string | number} at */
function wallOf(at) {
  const text = toWire(instant(at) + AHEAD_MS)
  return { day: text.slice(0, 10), time: text.slice(11, 16) }
}

/** Now, to five minutes, as the beginning of something that is logged on the spot. @param {number} now */
function startNow(now) {
  return toWire(Math.floor(now / 300000) * 300000)
}

/**
 * What a key of the number pad makes of a number. @param {number | null} count @param {string} key a digit, 'back' or 'clear' @param {number} most
 * @returns {number | null} null when nothing is left
 */
function typed(count, key, most) {
  if (key === 'clear') return null
  const text = count === null ? '' : String(count)
  const next = key === 'back' ? text.slice(0, -1) : text + key
  return next === '' ? null : Math.min(most, Number(next))
}

/** In heaps, what waits for me first; the latest day first. @template {{ state: string, starts_at: string }} T @param {T[]} events */
function heaps(events) {
  return GROUPS.map(([id, states]) => ({
    id, label: words.groups[id], items: events.filter(one => states.indexOf(one.state) >= 0).sort((one, other) => instant(other.starts_at) - instant(one.starts_at))
  })).filter(heap => heap.items.length)
}

/** “3 / 5 场”. @param {Wire.EventTask} task */
function taskView({ unit, unit_name, done, reported, task }) {
  const full = task !== null && done >= task
  return {
    unit, unit_name, full, words: task === null ? words.task.done(done) : words.task.of(done, task), task,
    soft: [reported > done ? words.task.waiting(reported - done) : '', full ? words.task.full : task === null ? words.task.none : words.task.left(task - done)].filter(Boolean).join(words.then),
    percent: task ? Math.min(100, Math.round(done / task * 100)) : 0
  }
}

/** Many units as one. @param {Wire.EventTask[]} tasks @returns {Wire.EventTask} */
function sumOf(tasks) {
  const sum = (/** @type {'done' | 'reported'} */ name) => tasks.reduce((all, one) => all + one[name], 0)
  const tasked = tasks.filter(one => one.task !== null)
  return {
    unit: '', unit_name: words.task.all(tasks.length), done: sum('done'), reported: sum('reported'),
    task: tasked.length ? tasked.reduce((all, one) => all + Number(one.task), 0) : null
  }
}

/** “今天 14:30 – 16:30”, with both days when they differ. @param {{ starts_at: string, ends_at: string | null }} event @param {number} now */
function whenOf(event, now) {
  const begins = spoken(event.starts_at, now)
  if (!event.ends_at) return begins
  const same = shanghai(event.starts_at).day_number === shanghai(event.ends_at).day_number
  return begins + ' – ' + (same ? wallOf(event.ends_at).time : spoken(event.ends_at, now))
}

/** What happened, newest last. @param {Wire.EventTold[]} history @param {number} now */
function timeline(history, now) {
  return history.map((told, i) => ({
    id: told.id || String(i), when: spoken(told.at, now), title: told.label, by: byOf(told), due: '',
    reason: told.comment ? words.reason(told.comment) : '', tone: told.act === 'return' ? 'warn' : told.act === 'cancel' ? 'bad' : told.act === 'confirm' ? 'ok' : 'info',
    icon: ACT_ICONS[told.act] || 'clock'
  }))
}

/** Why it came back, newest first; null unless it is back. @param {{ state: string, history?: Wire.EventTold[] }} event */
function returnOf({ state, history }) {
  const told = state === 'returned' && history ? history.filter(one => one.act === 'return').pop() : undefined
  return told ? { by: byOf(told), reason: told.comment } : null
}

/** @param {Wire.EventTold} told */
const byOf = ({ actor }) => actor.unit || actor.role_label || ''

/** Not begun yet: nothing of it waits for a report. @param {{ starts_at: string }} event @param {number} now */
const isAhead = (event, now) => instant(event.starts_at) > now

/** The places events were logged at, the last first, each once. @param {{ place: string, changed_at: number }[]} events @param {number} most */
function placesOf(events, most) {
  const places = events.slice().sort((one, other) => other.changed_at - one.changed_at).map(one => one.place.trim()).filter(Boolean)
  return places.filter((place, i) => places.indexOf(place) === i).slice(0, most)
}

module.exports = {
  KINDS, atWall, chipOf, endsAt, heaps, isAhead, isOpen, kindLabel, lacking, placesOf, returnOf, startNow, sumOf, taskView, timeline, titleOf, typed, wallOf, whenOf
}
