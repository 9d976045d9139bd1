// Ids that say what they name, minted where the thing is first imagined. The twin of models/ids.py.

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const SHAPE = new RegExp('^[a-z]{3}_[' + ALPHABET + ']{16}$')
const CHANCE_BYTES = 4
const CLOCK_BYTES = 6

/**
 * A new id, e.g. mint('ent', clock.now(), bytes): 48 bits of milliseconds, 32 bits of chance, in Crockford's base32.
 * @param {string} prefix three small letters
 * @param {number} now_ms
 * @param {ArrayBuffer | ArrayLike<number>} random at least four bytes of chance
 */
function mint(prefix, now_ms, random) {
  const chance = random instanceof ArrayBuffer ? new Uint8Array(random) : random
  if (chance.length < CHANCE_BYTES) throw new RangeError('an id needs four bytes of chance')
  const bytes = [clockBytes(now_ms), Array.from(chance).slice(0, CHANCE_BYTES)].reduce((all, some) => all.concat(some))
  const bits = bytes.map(byte => (byte & 255).toString(2).padStart(8, '0')).join('')
  const letters = (bits.match(/.{5}/g) || []).map(five => ALPHABET[parseInt(five, 2)])
  return prefix + '_' + letters.join('')
}

/** @param {number} now_ms @returns {number[]} */
function clockBytes(now_ms) {
  const bytes = []
  for (let i = CLOCK_BYTES - 1; i >= 0; i -= 1) bytes.push(Math.floor(now_ms / Math.pow(256, i)) % 256)
  return bytes
}

/** Whether a text is a well-formed id of this kind. @param {any} text @param {string} prefix */
function isId(text, prefix) {
  return typeof text === 'string' && text.indexOf(prefix + '_') === 0 && SHAPE.test(text)
}

module.exports = { mint, isId }
