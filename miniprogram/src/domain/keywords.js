// What WeChat takes as the values of a reminder's keywords, told while they are typed; the service judges (models/notices/plans/keywords).
const words = require('../words').domain.keywords
const { shanghai } = require('./dates')

const HAN = '\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff'
const TIME = /^(?:\d{4}年\d{1,2}月\d{1,2}日 |\d{4}[-/.]\d{1,2}[-/.]\d{1,2} |\d{1,2}月\d{1,2}日 )?(?:[01]?\d|2[0-3]):[0-5]\d$/
const GAP = /\{[^{}]*\}/

/** By the letters a keyword begins with. `cut`: what is too long is shortened when it is sent. @type {Record<string, { most: number, cut?: true, like?: RegExp }>} */
const KINDS = {
  thing: { most: 20, cut: true }, phrase: { most: 5, like: new RegExp('^[' + HAN + ']+$') }, time: { most: 64, like: TIME }, date: { most: 64 }, number: { most: 32, like: /^\d+(\.\d+)?$/ },
  character_string: { most: 32, like: /^[\x21-\x7e]+$/ }, name: { most: 10 }
}

/** Keywords of the four usual templates, in WeChat's order. @type {Record<string, string[]>} */
const USUAL = {
  T1: ['thing1', 'thing2', 'time3', 'thing4'], T2: ['thing1', 'phrase2', 'time3', 'thing4'], T3: ['thing1', 'time2', 'thing3', 'thing4'], T4: ['thing1', 'time2', 'thing3', 'thing4']
}

/** @param {string} key thing1, time3 … */
const kindOf = key => key.replace(/\d+$/, '')

/** As WeChat counts: a rare character is two. @param {string} text */
const lengthOf = text => text.length

/**
 * Why a value cannot be sent; '' when it can, and for what is filled in from person to person.
 * @param {string} key @param {string} value
 */
function faultOf(key, value) {
  const text = value.trim()
  const kind = KINDS[kindOf(key)]
  if (!text) return words.empty
  if (!kind || GAP.test(text)) return ''
  if (lengthOf(text) > kind.most && !kind.cut) return words.too_long(kind.most, lengthOf(text))
  return kind.like && !kind.like.test(text) ? words.like[/** @type {'phrase'} */ (kindOf(key))] || words.odd : ''
}

/** What will be shortened, said beforehand. @param {string} key @param {string} value */
function hintOf(key, value) {
  const kind = KINDS[kindOf(key)]
  return kind && kind.cut && !GAP.test(value) && lengthOf(value.trim()) > kind.most ? words.cut(kind.most) : ''
}

/**
 * The fields of a template with what was written in them.
 * @param {string | null} word T1 … @param {string[]} values @param {Wire.ReminderTemplate | undefined} known @param {boolean} tried say what is still empty
 */
function fieldsOf(word, values, known, tried) {
  const keys = keysOf(word, known)
  return keys.map((key, at) => {
    const value = values[at] || ''
    const kind = KINDS[kindOf(key)]
    return {
      at, key, label: labelOf(word, at), value, is_time: kindOf(key) === 'time', most: kind ? kind.most : 0, count: words.count(lengthOf(value.trim()), kind ? kind.most : 0),
      fault: value || tried ? faultOf(key, value) : '', hint: hintOf(key, value)
    }
  })
}

/** @param {string | null} word @param {Wire.ReminderTemplate | undefined} known */
function keysOf(word, known) {
  if (!word) return []
  return known && known.keywords && known.keywords.length ? known.keywords : USUAL[word] || []
}

/** @param {string | null} word @param {number} at */
function labelOf(word, at) {
  const labels = word ? words.labels[/** @type {'T1'} */ (word)] : []
  return labels && labels[at] ? labels[at] : words.nth(at + 1)
}

/** “2026年8月31日 23:59”: midnight is the last minute of the day before, since WeChat refuses 24:00. @param {number} at */
function timeValue(at) {
  const wall = shanghai(at)
  if (wall.hour + wall.minute === 0) return timeValue(at - 60000)
  return words.time(wall.year, wall.month, wall.day, two(wall.hour) + ':' + two(wall.minute))
}

/** @param {number} count */
const two = count => (count < 10 ? '0' : '') + count

module.exports = { faultOf, fieldsOf, keysOf, timeValue }
