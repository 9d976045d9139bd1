// My data as a text that a person can read: every field the service gives, those it has no word for under their own names.
const words = require('../../words').my_data

const STEP = '  '

/** @param {Record<string, any>} found what GET /api/me/export answers @param {{ day: string, campaign: string }} about @returns {string} */
function exportText(found, { day, campaign }) {
  const rooms = Object.keys(found).map(name => titled(name) + '\n' + linesOf(found[name], STEP).join('\n'))
  return [words.head(day, campaign)].concat(rooms).join('\n\n') + '\n'
}

/** @param {any} value @param {string} indent @returns {string[]} */
function linesOf(value, indent) {
  if (Array.isArray(value)) return value.length ? flat(value.map((one, i) => itemOf(one, i, indent))) : [indent + words.none]
  return flat(Object.keys(value).map(name => fieldOf(name, value[name], indent)))
}

/** @param {any} one @param {number} i @param {string} indent */
function itemOf(one, i, indent) {
  return isWhole(one) ? [indent + plain(one)] : [indent + words.nth(i + 1)].concat(linesOf(one, indent + STEP))
}

/** @param {string} name @param {any} value @param {string} indent */
function fieldOf(name, value, indent) {
  if (isWhole(value)) return [indent + titled(name) + words.colon + plain(value)]
  return [indent + titled(name)].concat(linesOf(value, indent + STEP))
}

/** @param {any} value */
const isWhole = value => value === null || typeof value !== 'object'

/** @param {any} value */
function plain(value) {
  if (value === null || value === '') return words.none
  return typeof value === 'boolean' ? (value ? words.yes : words.no) : String(value)
}

/** @param {string} name */
const titled = name => /** @type {Record<string, string>} */ (words.labels)[name] || name

/** @param {string[][]} lists @returns {string[]} */
const flat = lists => lists.reduce((all, list) => all.concat(list), [])

module.exports = { exportText }
