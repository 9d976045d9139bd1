// Instants in words, always Asia/Shanghai (fixed +8 since 1991), never the phone's zone. Instants are milliseconds or RFC 3339 texts.
const words = require('../words').domain.dates

const MINUTE = 60000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const AHEAD = 8 * HOUR
const WIRE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/i

/** @typedef {string | number} Instant */

/** Milliseconds of an instant; NaN for a text that is none. @param {Instant} at */
function instant(at) {
  if (typeof at === 'number') return at
  const found = WIRE.exec(at)
  if (!found) return NaN
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number)
  const zone = found[8].length === 1 ? 0 : Number(found[8].slice(0, 3)) * 60 + Number(found[8][0] + found[8].slice(4))
  return Date.UTC(year, month - 1, day, hour, minute, second) + Math.floor(Number('0' + (found[7] || '')) * 1000) - zone * MINUTE
}

/** As the wire has it. @param {number} at */
function toWire(at) {
  return new Date(at).toISOString()
}

/** The wall in Shanghai. `weekday` counts from Sunday; `day_number` counts days, for differences. @param {Instant} at */
function shanghai(at) {
  const wall = instant(at) + AHEAD
  const date = new Date(wall)
  return {
    year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), weekday: date.getUTCDay(),
    hour: date.getUTCHours(), minute: date.getUTCMinutes(), day_number: Math.floor(wall / DAY)
  }
}

/** Today as a form has it: YYYY-MM-DD. @param {Instant} now */
function today(now) {
  return toWire(instant(now) + AHEAD).slice(0, 10)
}

/** The instant that is named when a day ends: 00:00 is said as 24:00 of the day before. @param {Instant} at */
function ending(at) {
  const wall = shanghai(at)
  return wall.hour + wall.minute === 0 ? Object.assign(shanghai(instant(at) - 1), { hour: 24, minute: 0 }) : wall
}

/** @param {{ hour: number, minute: number }} wall */
function clock({ hour, minute }) {
  return two(hour) + ':' + two(minute)
}

/** @param {number} count */
function two(count) {
  return (count < 10 ? '0' : '') + count
}

/** “8 月 31 日”, with the year when it is not this one. @param {{ year: number, month: number, day: number }} wall @param {Instant} now */
function dateOf(wall, now) {
  return (wall.year === shanghai(now).year ? '' : words.year(wall.year)) + words.date(wall.month, wall.day)
}

/** “8 月 31 日（周三）”. @param {Instant} at @param {Instant} now */
function dayOf(at, now) {
  const wall = shanghai(at)
  return dateOf(wall, now) + words.weekday(words.weekdays[wall.weekday])
}

/** When something was or will be: “今天 14:30”, “昨天 09:05”, “8 月 3 日 14:30”. @param {Instant} at @param {Instant} now */
function spoken(at, now) {
  const wall = shanghai(at)
  const near = /** @type {Record<number, string>} */ ({ 0: words.today, '-1': words.yesterday, 1: words.tomorrow })
  return (near[wall.day_number - shanghai(now).day_number] || dateOf(wall, now)) + ' ' + clock(wall)
}

/** When something begins: “7 月 25 日（周一）00:00”. @param {Instant} at @param {Instant} now */
function beginning(at, now) {
  return dayOf(at, now) + clock(shanghai(at))
}

/** When something ends, without the weekday unless asked: “8 月 31 日 24:00”. @param {Instant} at @param {Instant} now @param {boolean} [weekday] */
function endOf(at, now, weekday) {
  const wall = ending(at)
  return dateOf(wall, now) + (weekday ? words.weekday(words.weekdays[wall.weekday]) : ' ') + clock(wall)
}

/** “8 月 31 日（周三）24:00 截止，还有 3 天”; only the first half once it is over. @param {Instant} closes @param {Instant} now */
function deadline(closes, now) {
  const left = leftUntil(closes, now)
  return words.closes(endOf(closes, now, true)) + (left ? words.comma + left : '')
}

/** Midnights between now and the last moment before an instant: 0 on the last day. @param {Instant} closes @param {Instant} now */
function daysLeft(closes, now) {
  return shanghai(instant(closes) - 1).day_number - shanghai(now).day_number
}

/** “还有 3 天”, on the last day in hours or minutes, '' when over. @param {Instant} closes @param {Instant} now */
function leftUntil(closes, now) {
  const left = instant(closes) - instant(now)
  if (!(left > 0)) return ''
  const days = daysLeft(closes, now)
  if (days > 0) return words.left.days(days)
  return left >= HOUR ? words.left.hours(Math.floor(left / HOUR)) : words.left.minutes(Math.max(1, Math.floor(left / MINUTE)))
}

module.exports = { instant, toWire, shanghai, today, dayOf, spoken, beginning, endOf, deadline, daysLeft, leftUntil }
