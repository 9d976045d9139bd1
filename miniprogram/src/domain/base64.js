// base64url without padding (RFC 4648 §5): secrets and codes. A phone's JavaScript has neither atob nor Buffer.

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** @param {ArrayBuffer | ArrayLike<number>} given bytes @returns {string} */
function written(given) {
  const bytes = given instanceof ArrayBuffer ? new Uint8Array(given) : given
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const three = (bytes[i] << 16) | ((bytes[i + 1] || 0) << 8) | (bytes[i + 2] || 0)
    const letters = [18, 12, 6, 0].map(shift => LETTERS[(three >> shift) & 63])
    text += letters.slice(0, Math.min(bytes.length - i, 3) + 1).join('')
  }
  return text
}

/** The bytes of a text; null when it is not what `written` writes. @param {string} text @returns {number[] | null} */
function read(text) {
  const bytes = []
  for (let i = 0; i < text.length; i += 4) {
    const four = text.slice(i, i + 4)
    const bits = Array.from(four.padEnd(4, 'A')).reduce((sum, letter) => sum * 64 + LETTERS.indexOf(letter), 0)
    bytes.push(...[16, 8, 0].map(shift => (bits >> shift) & 255).slice(0, four.length - 1))
  }
  return written(bytes) === text ? bytes : null
}

module.exports = { written, read }
