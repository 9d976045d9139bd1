// Bytes, speeds and waiting in words: “143/230 MB · 还要 4 分钟”.
const words = require('../words').domain.sizes

const KB = 1024
const MB = 1024 * KB
const GB = 1024 * MB
const NEARLY_S = 5
const SCALES = /** @type {[number, string][]} */ ([[GB, 'GB'], [MB, 'MB'], [KB, 'KB']])

/** @param {number} bytes @returns {[number, string] | null} null below one KB */
function scaleOf(bytes) {
  return SCALES.find(([unit]) => bytes >= unit) || null
}

/** One decimal, rounded half up in whole numbers as the service does; none when it is .0. @param {number} bytes @param {number} unit */
function tenths(bytes, unit) {
  const rounded = Math.floor((bytes * 20 + unit) / (2 * unit))
  return rounded % 10 ? (rounded / 10).toFixed(1) : String(rounded / 10)
}

/** “2 MB”, “1.4 MB”, “812 KB”, “15 字节”. @param {number} bytes */
function fileSize(bytes) {
  const scale = scaleOf(bytes)
  if (!scale) return words.bytes(bytes)
  return (scale[1] === 'KB' ? String(Math.floor((bytes * 2 + scale[0]) / (2 * scale[0]))) : tenths(bytes, scale[0])) + ' ' + scale[1]
}

/** “1.2 MB/s”. @param {number} per_s bytes a second */
function speed(per_s) {
  return fileSize(Math.round(per_s)) + '/s'
}

/** “4 分钟”: whole minutes from a minute on, tens of seconds below, always rounded up. @param {number} seconds */
function waiting(seconds) {
  if (seconds < 55) return words.seconds(Math.ceil(seconds / 10) * 10)
  const minutes = Math.max(1, Math.ceil(seconds / 60))
  return minutes < 60 ? words.minutes(minutes) : words.hours(Math.floor(minutes / 60), minutes % 60)
}

/** “143/230 MB · 还要 4 分钟”, in the unit of the whole. @param {number} sent @param {number} whole bytes @param {number | null} left_s */
function sending(sent, whole, left_s) {
  const [unit, name] = scaleOf(whole) || [1, 'B']
  const parts = [Math.min(Math.floor(sent / unit), Math.ceil(whole / unit)), Math.ceil(whole / unit)]
  return parts.join('/') + ' ' + name + (left_s === null ? '' : words.join + (left_s < NEARLY_S ? words.nearly : words.still(waiting(left_s))))
}

/** Whole percents, 100 only when all of it is there. @param {number} sent @param {number} whole */
function percent(sent, whole) {
  return whole > 0 ? Math.min(100, Math.floor(sent / whole * 100)) : 0
}

module.exports = { fileSize, speed, waiting, sending, percent }
