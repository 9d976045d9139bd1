// Characters as the service counts them: code points of the composed form. Its notion of a space is Python's.

const SPACES = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const ENDS = new RegExp('^[' + SPACES + ']+|[' + SPACES + ']+$', 'g')
const SPACE = new RegExp('[' + SPACES + ']')
const BANNED = /[\0-\x1f\x7f-\x9f]/
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/

/** @param {string} text */
function strip(text) {
  return text.replace(ENDS, '')
}

/** @param {string} text */
function length(text) {
  return Array.from(text.normalize('NFC')).length
}

/** @param {string} text */
function hasSpace(text) {
  return SPACE.test(text)
}

/** Whether it holds control characters other than those in `keeps`, or halves of characters. @param {string} text @param {string} [keeps] */
function isUnprintable(text, keeps = '') {
  return LONE.test(text) || Array.from(text).some(one => BANNED.test(one) && keeps.indexOf(one) < 0)
}

/** Nothing, only spaces, or an empty list. @param {any} answer */
function isBlank(answer) {
  return answer === null || answer === undefined || (Array.isArray(answer) && !answer.length) || (typeof answer === 'string' && !strip(answer))
}

/** A telephone as the service takes one. @param {string} text */
function isPhone(text) {
  return /^[0-9+ -]{5,20}$/.test(text)
}

module.exports = { SPACES, strip, length, hasSpace, isUnprintable, isBlank, isPhone }
