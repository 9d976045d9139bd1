// Whether one answer fits one kind of field: what is wrong in words, or null. The twin of models/campaign/answers.py.
const words = require('../words').domain.answers
const { length, hasSpace, isUnprintable, isBlank } = require('./text')

const LINE_AT_MOST = 200
const TEXT_AT_MOST = 5000
const LINK_AT_MOST = 500
const NUMBER_AT_MOST = 1e12
const PEOPLE_AT_MOST = 50
const PERSON_AT_MOST = 50
const FIRST_YEAR = 1900
const LAST_YEAR = 2100

/**
 * A text of at most so many characters, without control characters except those in `keeps`.
 * @param {any} answer @param {number} at_most @param {string} [keeps] @returns {string | null}
 */
function textFault(answer, at_most, keeps) {
  if (typeof answer !== 'string') return words.not_text
  if (isUnprintable(answer, keeps)) return words.unprintable
  const written = length(answer)
  return written > at_most ? words.too_long(at_most, written) : null
}

/** How long an answer may be for a type; undefined when the form does not say. @param {Wire.Field} field @param {string | null} type */
function longest(field, type) {
  const own = field.at_most_for && type !== null ? field.at_most_for[type] : undefined
  return own === undefined ? field.at_most : own
}

/** @type {Record<string, (field: Wire.Field, answer: any, type: string | null) => string | null>} */
const SHAPES = {
  line: (field, answer, type) => textFault(answer, longest(field, type) || LINE_AT_MOST),
  text: (field, answer, type) => textFault(answer, longest(field, type) || TEXT_AT_MOST, '\n\r\t'),
  choice: (field, answer) => typeof answer === 'string' && options(field).indexOf(answer) >= 0 ? null : words.one_of(options(field)),
  choices: choicesFault,
  date: dateFault,
  number: numberFault,
  link: (field, answer) => textFault(answer, field.at_most || LINK_AT_MOST) || (isLink(answer) ? null : words.link),
  people: listFault
}

/** @param {Wire.Field} field */
function options(field) {
  return field.options || []
}

/** @param {Wire.Field} field @param {any} answer */
function choicesFault(field, answer) {
  if (!Array.isArray(answer) || answer.some(one => options(field).indexOf(one) < 0)) return words.some_of(options(field))
  if (answer.some((one, i) => answer.indexOf(one) !== i)) return words.twice
  return field.at_most !== undefined && answer.length > field.at_most ? words.too_many(field.at_most) : null
}

/** @param {Wire.Field} field @param {any} answer */
function dateFault(field, answer) {
  const to_month = field.precision === 'month'
  const found = typeof answer === 'string' && (to_month ? /^(\d{4})-(\d\d)(?:-(\d\d))?$/ : /^(\d{4})-(\d\d)-(\d\d)$/).exec(answer)
  if (!found) return to_month ? words.month : words.day
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3] || 1)]
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return words.no_day
  return year < FIRST_YEAR || year > LAST_YEAR ? words.year : null
}

/** @param {number} year @param {number} month */
function daysOf(year, month) {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].indexOf(month) >= 0 ? 30 : 31
}

/** @param {Wire.Field} field @param {any} answer */
function numberFault(field, answer) {
  if (typeof answer !== 'number' || !isFinite(answer)) return words.not_number
  const least = field.at_least || 0
  const most = field.at_most === undefined ? NUMBER_AT_MOST : field.at_most
  if (answer < least || answer > most) return words.between(least, most)
  const allowed = field.decimals || 0
  if (decimals(answer) > allowed) return allowed ? words.decimals(allowed) : words.whole
  return null
}

/** @param {number} answer */
function decimals(answer) {
  const [digits, exponent] = String(answer).split('e')
  return Math.max(0, (digits.split('.')[1] || '').length - Number(exponent || 0))
}

/** What Python's urlsplit takes for http or https with a host. @param {string} text */
function isLink(text) {
  const found = /^https?:\/\/([^/?#]*)/i.exec(text)
  if (!found || hasSpace(text) || /[/?#@:]/.test(found[1].replace(/[@:]/g, '').normalize('NFKC'))) return false
  const host = found[1].slice(found[1].lastIndexOf('@') + 1)
  if (/[[\]]/.test(found[1])) return /^\[[0-9a-f:.]*:[0-9a-f:.]*\](:.*)?$/i.test(host)
  return host.split(':')[0] !== ''
}

/** Further people of a form; an entry's own authors are judged in people.js. @param {Wire.Field} field @param {any} answer */
function listFault(field, answer) {
  const most = field.at_most || PEOPLE_AT_MOST
  if (!Array.isArray(answer) || answer.length > most) return words.list(most)
  return answer.every(isPerson) ? null : words.list_line
}

/** @param {any} one */
function isPerson(one) {
  return one !== null && typeof one === 'object' && !Array.isArray(one) && Boolean(one.name)
    && Object.keys(one).every(key => ['name', 'role', 'unit'].indexOf(key) >= 0 && !textFault(one[key], PERSON_AT_MOST))
}

module.exports = { SHAPES, textFault, longest, isBlank }
