// Whether there are as many files of each kind as a track and type ask for: the service's gaps, word for word
// (models/entries/completeness.py), with what to do about each.
const words = require('../words').domain.counts
const { kinds } = require('../words').domain
const { mediaOf } = require('./media')

/**
 * @typedef {{ field: string, label: string, says: string, have: number, todo: string }} Gap
 *   `todo`: “还差 1 个”, “多了 2 个，请删去”, or ''
 */

/**
 * @param {Wire.Track} track @param {string | null} type
 * @param {{ kind: Wire.FileKind }[]} files what is there or on its way
 * @returns {Gap[]}
 */
function counts(track, type, files) {
  const media = mediaOf(track, type)
  const have = (/** @type {Wire.FileKind} */ kind) => files.filter(file => file.kind === kind).length
  const gaps = media.filter(one => !fits(one.counts, have(one.kind)))
    .map(one => gap('files.' + one.kind, kinds[one.kind], words.wanted(one.counts.map(said)), have(one.kind), todo(one.counts, have(one.kind))))
  const strays = Array.from(new Set(files.map(file => file.kind))).filter(kind => !media.some(one => one.kind === kind)).sort()
    .map(kind => gap('files.' + kind, kinds[kind], words.stray, have(kind), ''))
  return gaps.concat(strays, eitherGap(track, media, have))
}

/** One of several kinds, whichever. @param {Wire.Track} track @param {Wire.Media[]} media @param {(kind: Wire.FileKind) => number} have @returns {Gap[]} */
function eitherGap({ media_any_of }, media, have) {
  const taken = media_any_of.filter(kind => media.some(one => one.kind === kind))
  if (!media_any_of.length || taken.some(have)) return []
  return [gap('files', words.either(media_any_of.map(kind => kinds[kind])), words.any_of, 0, words.lacking(1))]
}

/** What is not asked yet but will be before the work can be recommended. @param {Wire.Track} track @param {string | null} type @param {{ kind: Wire.FileKind }[]} files @returns {string[]} */
function later(track, type, files) {
  return mediaOf(track, type).reduce((said, media) => said.concat(media.rules
    .filter(rule => rule.rule === 'count_at_least' && files.filter(file => file.kind === media.kind).length < Number(rule.limit))
    .map(rule => words.later(kinds[media.kind], Number(rule.limit)))), /** @type {string[]} */ ([]))
}

/** How many more files of a kind may be added. @param {Wire.Track} track @param {string | null} type @param {{ kind: Wire.FileKind }[]} files @param {Wire.FileKind} kind */
function room(track, type, files, kind) {
  const media = mediaOf(track, type).find(one => one.kind === kind)
  const most = media ? Math.max.apply(null, media.counts.map(pair => pair[1])) : 0
  return Math.max(0, most - files.filter(file => file.kind === kind).length)
}

/** @param {[number, number][]} pairs @param {number} count */
function fits(pairs, count) {
  return pairs.some(([fewest, most]) => fewest <= count && count <= most)
}

/** @param {[number, number]} pair */
function said([fewest, most]) {
  return fewest === most ? words.exactly(fewest) : words.from_to(fewest, most)
}

/** To the nearest number that fits; adding before taking away. @param {[number, number][]} pairs @param {number} count */
function todo(pairs, count) {
  const up = pairs.map(([fewest]) => fewest).filter(fewest => fewest > count)
  if (up.length) return words.lacking(Math.min.apply(null, up) - count)
  return words.over(count - Math.max.apply(null, pairs.map(([, most]) => most)))
}

/** @param {string} field @param {string} label @param {string} says @param {number} have @param {string} what @returns {Gap} */
function gap(field, label, says, have, what) {
  return { field, label, says, have, todo: what }
}

module.exports = { counts, later, room }
