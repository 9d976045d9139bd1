// A notice as its organisers see it: where it stands, whom it reaches, how it goes. Pure.
const words = require('../words').domain.noticing
const { grouped } = require('./event_numbers')
const { instant, shanghai, spoken } = require('./dates')
const { fieldsOf } = require('./keywords')
const { isBlank, length, strip } = require('./text')

const TITLE_AT_MOST = 100
const WORDS_AT_MOST = 1000
const FORWARD_AT_MOST = 200
const QUIET_FROM = 22
const QUIET_UNTIL = 8

/** @type {Record<string, ['ok' | 'warn' | 'bad' | 'info', string]>} */
const LOOKS = {
  draft: ['info', 'edit'], awaiting_approval: ['warn', 'clock'], scheduled: ['info', 'clock'], sending: ['info', 'hourglass'], paused: ['warn', 'alert-triangle'],
  done: ['ok', 'circle-check'], cancelled: ['info', 'circle-minus']
}

/** The states in the order an organiser looks through them. */
const STATES = ['awaiting_approval', 'draft', 'scheduled', 'sending', 'paused', 'done', 'cancelled']

/** @param {{ state: string, state_label: string }} notice */
function chipOf({ state, state_label }) {
  const [tone, icon] = LOOKS[state] || ['info', 'info-circle']
  return { tone, icon: icon + '-' + tone, word: state_label }
}

/** Still to be written or changed. @param {{ state: string }} notice */
const isOpen = ({ state }) => state === 'draft' || state === 'awaiting_approval'

/** One line of the list. @param {Wire.NoticeLine} notice @param {number} now */
function rowOf(notice, now) {
  const { id, title, origin, plan, due_at, saved_at, state } = notice
  const goes = state === 'scheduled' && due_at ? words.goes(spoken(due_at, now)) : words.saved(spoken(saved_at, now))
  const from = origin === 'organiser' ? '' : words.by_plan(plan || '')
  return { id, title: title || words.untitled, chip: chipOf(notice), when: [goes, from].filter(Boolean).join(' · '), counts: sentWords(notice) }
}

/** @param {Wire.NoticeLine} notice */
function sentWords({ counts, state }) {
  const whole = totalOf(counts)
  return whole && !isOpen({ state }) ? words.sent_of(grouped(counts.sent + counts.delivered), grouped(whole)) : ''
}

/** @param {Wire.NoticeCounts} counts */
const endedOf = ({ sent, delivered, refused, no_credit, failed, unknown }) => sent + delivered + refused + no_credit + failed + unknown

/** How many were to be reminded. @param {Wire.NoticeCounts} counts */
const totalOf = counts => Math.max(counts.planned, endedOf(counts))

/** A bar a state, those with somebody in them. @param {Wire.NoticeCounts} counts */
function barsOf(counts) {
  const whole = totalOf(counts)
  /** @type {[string, number][]} */
  const all = [
    ['sent', counts.sent + counts.delivered], ['waiting', Math.max(0, whole - endedOf(counts))], ['no_credit', counts.no_credit], ['refused', counts.refused], ['failed', counts.failed],
    ['unknown', counts.unknown]
  ]
  return all.filter(([, count]) => count > 0).map(([id, count]) => ({
    id, label: words.bars[/** @type {'sent'} */ (id)].label, says: words.bars[/** @type {'sent'} */ (id)].says, tone: words.bars[/** @type {'sent'} */ (id)].tone, count: grouped(count),
    percent: whole ? Math.max(1, Math.round(count / whole * 100)) : 0
  }))
}

/** “现在能提醒到 312 / 480 人，其余 168 人只有站内消息”. @param {Wire.Reach | null} reach */
function reachOf(reach) {
  if (!reach) return null
  const { people, now, inbox_only, official, mini } = reach
  return {
    words: people ? words.reach(grouped(now), grouped(people), grouped(inbox_only)) : words.nobody, percent: people ? Math.round(now / people * 100) : 0,
    ways: now ? words.ways(grouped(official), grouped(mini)) : '', warnings: reach.warnings || [], inbox_only, people, now, lacks: people > 0 && inbox_only > 0
  }
}

/** Whether the notice is still on its way to somebody, so that its counts are to be looked at again. @param {Wire.Notice} notice */
function isMoving({ state, origin }) {
  return origin !== 'line' && (state === 'sending' || state === 'scheduled')
}

/** When it goes out, with the quiet hours. @param {string | null} due_at @param {boolean} working_time @param {number} now */
function dueOf(due_at, working_time, now) {
  const at = due_at ? instant(due_at) : now
  const { hour } = shanghai(at)
  return {
    says: due_at ? spoken(due_at, now) : words.at_once, past: Boolean(due_at) && at < now,
    quiet: working_time ? words.working : hour >= QUIET_FROM || hour < QUIET_UNTIL ? words.quiet : ''
  }
}

/**
 * What a notice lacks before it may go out, a field each.
 * @param {Pick<Offline.WrittenNotice, 'title' | 'words' | 'template' | 'values' | 'audience' | 'forward' | 'due_at' | 'expires_at'>} notice
 * @param {Wire.ReminderTemplate | undefined} known @param {number} now @returns {Record<string, string>}
 */
function faultsOf({ title, words: says, template, values, audience, forward, due_at, expires_at }, known, now) {
  const value = fieldsOf(template, values, known, true).find(one => one.fault)
  const start = due_at ? instant(due_at) : now
  const faults = {
    title: textFault(title, TITLE_AT_MOST, words.lacking.title), words: textFault(says, WORDS_AT_MOST, words.lacking.words), audience: audience ? '' : words.lacking.audience,
    values: value ? value.label + words.then + value.fault : '', forward: length(strip(forward)) > FORWARD_AT_MOST ? words.lacking.long(FORWARD_AT_MOST) : '',
    due_at: due_at && start < now - 60000 ? words.lacking.past : '', expires_at: expires_at && instant(expires_at) <= start ? words.lacking.expires : ''
  }
  return Object.entries(faults).filter(([, fault]) => fault).reduce((all, [field, fault]) => Object.assign(all, { [field]: fault }), {})
}

/** @param {string} text @param {number} most @param {string} empty */
function textFault(text, most, empty) {
  if (isBlank(text)) return empty
  return length(strip(text)) > most ? words.lacking.long(most) : ''
}

/** @param {string} text @param {number} most */
const countOf = (text, most) => words.count(length(strip(text)), most)

/** The forms' limits. */
const LIMITS = { title: TITLE_AT_MOST, words: WORDS_AT_MOST, forward: FORWARD_AT_MOST }

module.exports = { LIMITS, STATES, barsOf, chipOf, countOf, dueOf, faultsOf, isMoving, isOpen, reachOf, rowOf, totalOf }
