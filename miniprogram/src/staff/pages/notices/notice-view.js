// One notice as its page shows it. Pure.
const { spoken } = require('../../../domain/dates')
const { grouped } = require('../../../domain/event_numbers')
const { barsOf, chipOf, isOpen, reachOf } = require('../../../domain/notices')
const words = require('../../../words').notice_page

const QUIET = ['pause', 'cancel']
const MOST_UNITS = 8

/** @param {Wire.Notice} notice @param {number} now */
function noticeView(notice, now) {
  const { title, state, why_words, forward, reachable, counts, faults, acts, moves, told, read } = notice
  const reach = reachOf(Object.assign({}, reachable, { warnings: notice.warnings }))
  const sent = !isOpen(notice)
  return {
    title, says: notice.words, template: notice.template_title, chip: chipOf(notice), forward, reach, sent,
    why: why_words && (state === 'paused' || state === 'cancelled') ? words.why(why_words) : '', notes: notesOf(notice),
    lacks: reach !== null && reach.lacks, bars: barsOf(counts),
    counted: told ? words.told(grouped(told)) : '', read: told ? words.labels.opened(grouped(read)) : '',
    facts: factsOf(notice, now),
    buttons: acts.map(buttonOf).filter(one => one.klass), bar: acts.map(buttonOf).filter(one => !one.klass), may_change: isOpen(notice), faults: isOpen(notice) ? faults : [],
    timeline: moves.map(one => ({ id: one.at + one.act, tone: 'info', words: words.by(one.label, one.by || ''), soft: [spoken(one.at, now), one.comment].filter(Boolean).join(words.then) }))
  }
}

/** @param {Wire.Notice} notice */
function notesOf({ origin, acts, state, faults }) {
  const only_submit = state === 'draft' && !faults.length && acts.some(one => one.act === 'submit') && !acts.some(one => one.act === 'send')
  return [origin === 'line' ? words.line : '', only_submit ? words.approval : ''].filter(Boolean)
}

/** @param {Wire.Notice} notice @param {number} now */
function factsOf(notice, now) {
  const { audience_words, due_at, goes_out_at, expires_at, template_title, state } = notice
  const goes = goes_out_at && (isOpen(notice) || state === 'scheduled') ? goes_out_at : due_at
  return [
    [words.labels.to, audience_words], [words.labels.due, goes ? spoken(goes, now) : ''], [words.labels.expires, expires_at ? spoken(expires_at, now) : ''],
    [words.labels.template, template_title || words.labels.inbox]
  ].filter(([, says]) => says).map(([label, says]) => ({ label, says }))
}

/** @param {{ act: string, label: string }} way */
function buttonOf({ act, label }) {
  const klass = act === 'cancel' ? 'bad' : QUIET.indexOf(act) >= 0 ? 'quiet' : ''
  const tint = klass === 'bad' ? 'bad' : klass ? 'ink' : 'white'
  return { act, label: act === 'cancel' ? words.cancel : label, klass, icon: words.icons[/** @type {'send'} */ (act)] + '-' + tint }
}

/** @param {Wire.NoticePerson} person */
function personOf({ name, unit, channel, title, words: says, keywords }) {
  return {
    who: words.person(name, unit), channel: words.channels[/** @type {'inbox'} */ (channel)] || channel, title, says,
    keywords: channel === 'official' || channel === 'mini' ? keywords : []
  }
}

/** One channel's line: how many it reached and how many tapped through. @param {{ channel: string, label: string, counts: Partial<Wire.NoticeCounts>, opened: number }} told */
function channelOf({ channel, label, counts, opened }) {
  const { planned = 0, sent = 0, delivered = 0 } = counts
  return { channel, label, says: planned ? words.of_channel(grouped(sent + delivered), grouped(planned), grouped(opened)) : '' }
}

/** Where it arrived: the largest units, and for whom nobody can say. @param {Wire.NoticeStatistics} told @param {number} now */
function placesOf({ by_unit, unknown }, now) {
  const largest = by_unit.slice().sort((one, other) => other.inbox - one.inbox).slice(0, MOST_UNITS)
  return {
    units: largest.map(({ unit, name, inbox, read, counts: { sent = 0, delivered = 0 } }) => ({
      id: unit || '', label: name || words.labels.no_unit, says: words.of_unit(grouped(inbox), grouped(read), grouped(sent + delivered))
    })),
    more_units: by_unit.length > MOST_UNITS ? words.more_units(by_unit.length - MOST_UNITS) : '',
    lost: unknown.map((one, at) => ({ id: at, label: words.person(one.name, one.unit), says: words.person(one.label, spoken(one.at, now)) }))
  }
}

module.exports = { channelOf, noticeView, personOf, placesOf }
