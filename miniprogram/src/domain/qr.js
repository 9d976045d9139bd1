// The squares of a QR code.

const qrcode = require('../miniprogram_npm/qrcode-generator/index')

// A screen in a bright hall: a seventh of the squares may be misread.
const LEVEL = 'M'

/**
 * @param {string} text up to 2,000 bytes of UTF-8
 * @returns {{ count: number, isDark: (row: number, column: number) => boolean }} `count` squares each way, without the quiet zone
 */
function squaresOf(text) {
  // Set at each use: the library keeps one for all, and its own takes Chinese for Latin.
  qrcode.stringToBytes = qrcode.stringToBytesFuncs['UTF-8']
  const code = qrcode(0, LEVEL)
  code.addData(text)
  code.make()
  return { count: code.getModuleCount(), isDark: (row, column) => code.isDark(row, column) }
}

/**
 * Where a code stands on a square picture: every square is the same whole number of dots, with at least four of them around (ISO 18004).
 * @param {number} dots the picture's side, in dots of the screen
 * @param {number} count squares each way
 * @returns {{ cell: number, from: number }} a square's side, and where the first begins
 */
function placed(dots, count) {
  const cell = Math.max(1, Math.floor(dots / (count + 8)))
  return { cell, from: Math.floor((dots - cell * count) / 2) }
}

module.exports = { squaresOf, placed }
