// 宣传台账: what units published on other channels, and what a line of it lacks. Pure.
const words = require('../words').publicity
const { isBlank, isUnprintable, length } = require('./text')
const { today } = require('./dates')
const { grouped } = require('./event_numbers')

const TITLE_AT_MOST = 100
const NOTE_AT_MOST = 500
const READS_AT_MOST = 1000000000
const LINK = /^https?:\/\/[^\s/]+\S*$/
const DAY = /^\d{4}-\d\d-\d\d$/

/** The channels, in the order they are offered. */
const CHANNELS = Object.keys(words.channels)

/** @param {string} channel */
function channelLabel(channel) {
  return /** @type {Record<string, string>} */ (words.channels)[channel] || words.channels.other
}

/** A number as it is typed; null for nothing or no number. @param {string} text */
function numberOf(text) {
  const digits = text.replace(/[\s,，]/g, '')
  return /^\d+$/.test(digits) ? Math.min(READS_AT_MOST, Number(digits)) : null
}

/**
 * What a line lacks, a field each; {} when it may go.
 * @param {Pick<Offline.Article, 'unit' | 'channel' | 'title' | 'link' | 'reads' | 'day' | 'note'>} article @param {number} now
 * @returns {Record<string, string>}
 */
function faultsOf({ unit, channel, title, link, reads, day, note }, now) {
  /** @type {[string, string][]} */
  const asked = [
    ['unit', unit ? '' : words.lacking.unit], ['channel', channel ? '' : words.lacking.channel], ['title', titleFault(title)],
    ['day', dayFault(day, now)], ['reads', reads === null ? words.lacking.reads : ''], ['link', link && !LINK.test(link) ? words.lacking.link : ''],
    ['note', length(note) > NOTE_AT_MOST ? words.lacking.long(NOTE_AT_MOST) : '']
  ]
  return asked.filter(([, says]) => says).reduce((all, [field, says]) => Object.assign(all, { [field]: says }), {})
}

/** @param {string} title */
function titleFault(title) {
  if (isBlank(title)) return words.lacking.title
  return isUnprintable(title) || length(title) > TITLE_AT_MOST ? words.lacking.long(TITLE_AT_MOST) : ''
}

/** @param {string} day @param {number} now */
function dayFault(day, now) {
  if (!DAY.test(day)) return words.lacking.day
  return day > today(now) ? words.lacking.ahead : ''
}

/** “2022 年 8 月 25 日”, without the year when it is this one. @param {string} day @param {number} now */
function dayWords(day, now) {
  if (!DAY.test(day)) return ''
  const [year, month, date] = day.split('-').map(Number)
  return words.day(today(now).slice(0, 4) === String(year) ? 0 : year, month, date)
}

/** @param {Wire.Article} article @param {number} now */
function lineView({ id, title, channel, channel_label, reads, day, unit_name, link }, now) {
  return { id, title, channel: channel_label || channelLabel(channel), reads: words.reads(grouped(reads)), when: dayWords(day, now), unit_name, has_link: Boolean(link) }
}

module.exports = { CHANNELS, READS_AT_MOST, channelLabel, dayWords, faultsOf, lineView, numberOf }
