// Dates as the phone's own calendar takes them. Pure.
const words = require('../words').domain.reminding
const { instant } = require('./dates')

const HOUR_S = 3600
const EVENING_BEFORE_S = 28 * HOUR_S      // a deadline at 24:00 rings at 20:00 of the day before its last
const DAY_S = 24 * HOUR_S

/**
 * A deadline, on the calendar for its last minute.
 * @param {string} title @param {string} closes @returns {{ title: string, at: number, before_s: number }}
 */
function dateOf(title, closes) {
  return { title, at: instant(closes) - 60000, before_s: EVENING_BEFORE_S }
}

/** An event that has not begun, with its place; rings a day before, and an hour before when it is sooner. @param {Wire.EventLine} event @param {number} now */
function eventDate({ title, kind_label, place, unit_name, starts_at, ends_at }, now) {
  const at = instant(starts_at)
  if (at <= now) return null
  return { title: title || kind_label || words.event, at, until: instant(ends_at), place, says: unit_name || '', before_s: at - now > DAY_S * 1000 ? DAY_S : HOUR_S }
}

/** What one may do about a template, in the order the settings show them. */
const WORDS = ['T1', 'T2', 'T3', 'T4']

/**
 * The rows of 提醒: what each is for, how often one can be reminded yet, and whether WeChat was told to refuse for good.
 * @param {Wire.Credits} known @param {{ on: boolean, always: Record<string, string> }} settled @param {boolean} staff
 */
function rowsOf({ credits, asked, templates }, settled, staff) {
  return WORDS.filter(word => templates[word] && (staff || word !== 'T4')).map(word => {
    const count = credits[word] || 0
    const blocked = !settled.on || settled.always[templates[word].id] === 'reject'
    return {
      word, label: words.kinds[/** @type {'T1'} */ (word)].label, soft: words.kinds[/** @type {'T1'} */ (word)].soft, count, counted: words.at_hand(count), official: asked.indexOf(word) >= 0, blocked
    }
  })
}

module.exports = { dateOf, eventDate, rowsOf }
