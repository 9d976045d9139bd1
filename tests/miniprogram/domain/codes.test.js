// The phone's half of the codes: the same texts as the service, byte for byte, and squares a scanner can read.
const assert = require('node:assert/strict')
const crypto = require('node:crypto')
const fs = require('node:fs')
const path = require('node:path')
const test = require('node:test')
const SRC = path.join(__dirname, '../../../miniprogram/src')
const codes = require(path.join(SRC, 'domain/codes'))
const base64 = require(path.join(SRC, 'domain/base64'))
const qr = require(path.join(SRC, 'domain/qr'))
const jsQR = require(path.join(SRC, '../node_modules/jsqr'))
const vectors = JSON.parse(fs.readFileSync(path.join(__dirname, '../../vectors/codes.json'), 'utf8'))

const EVENT = 'evt_06c0abcdefghjkmn'

test('steps, macs and texts are those of the service', () => {
  assert.ok(vectors.steps.length && vectors.codes.length)
  for (const { now_ms, step } of vectors.steps) assert.equal(codes.stepAt(now_ms), step)
  for (const { secret, event, step, mac, public_url, text } of vectors.codes) {
    assert.equal(codes.mac(secret, event, step), mac)
    assert.equal(codes.textOf(public_url, secret, event, step), text)
    assert.deepEqual(codes.read(text), { event, step, mac })
  }
})

test('of every text, however strange, the phone says what the service says', () => {
  assert.ok(vectors.texts.some(({ says }) => says) && vectors.texts.some(({ says }) => !says))
  for (const { text, says } of vectors.texts) assert.deepEqual(codes.read(text), says, JSON.stringify(text))
})

test('a mac is the first letters of an HMAC that Node makes too', () => {
  for (let round = 0; round < 50; round += 1) {
    const secret = crypto.randomBytes(32)
    const made = crypto.createHmac('sha256', secret).update(EVENT + '.' + round).digest('base64url').slice(0, 16)
    assert.equal(codes.mac(secret.toString('base64url'), EVENT, round), made)
  }
})

test('bytes are written as Node writes them, and nothing else is read', () => {
  for (let length = 0; length < 40; length += 1) {
    const bytes = crypto.randomBytes(length)
    const text = bytes.toString('base64url')
    assert.equal(base64.written(bytes), text)
    assert.equal(base64.written(new Uint8Array(bytes).buffer), text)
    assert.deepEqual(base64.read(text), [...bytes])
  }
  for (const text of ['A', 'AB=', 'AB', 'A+', 'AA AA', '七七七七', 'AAA\n']) assert.equal(base64.read(text), null, text)
  for (const secret of ['', 'A'.repeat(42), 'A'.repeat(44), 'A'.repeat(42) + 'B']) assert.throws(() => codes.mac(secret, EVENT, 1), RangeError)
})

test('a step is ten seconds of the phone, and its end is told', () => {
  assert.deepEqual([0, 9999, 10000, 1790000005123].map(codes.stepAt), [0, 0, 1, 179000000])
  assert.deepEqual([0, 1, 9999, 10000].map(codes.leftOf), [10000, 9999, 1, 10000])
})

test('of a scan the code goes up: bare, and of a mini program code as printed', () => {
  const bare = 'v1.' + EVENT + '.179000000.AbCdEfGhIjKlMnOp'
  assert.equal(codes.bareOf('https://wangju.example.org/c/' + bare), bare)
  assert.equal(codes.bareOf(codes.ofLink(encodeURIComponent('https://wangju.example.org/c/' + bare))), bare)
  assert.equal(codes.bareOf('pages/check-in/check-in?scene=' + EVENT + '.abcdefgh'), 'm1.' + EVENT + '.abcdefgh')
  assert.deepEqual(codes.read(codes.ofScene(encodeURIComponent(EVENT + '.abcdefgh'))), { event: EVENT, key: 'abcdefgh' })
  assert.equal(codes.ofLink('%zz'), '%zz')
  assert.equal(codes.bareOf('你好'), '你好')
})

/** A picture of squares as the component draws them, RGBA. */
function drawn(text, dots) {
  const { count, isDark } = qr.squaresOf(text)
  const { cell, from } = qr.placed(dots, count)
  const data = new Uint8ClampedArray(dots * dots * 4).fill(255)
  for (let y = 0; y < dots; y += 1) {
    for (let x = 0; x < dots; x += 1) {
      const [row, column] = [y, x].map(one => Math.floor((one - from) / cell))
      const inside = row >= 0 && column >= 0 && row < count && column < count
      if (inside && isDark(row, column)) data.fill(0, (y * dots + x) * 4, (y * dots + x) * 4 + 3)
    }
  }
  return { data, cell, from, count }
}

test('a code of ninety characters is read again from its squares, and so is Chinese', () => {
  const long = codes.textOf('https://wangju.qhghw.example', 'A'.repeat(43), EVENT, 179000000).padEnd(90, 'x')
  assert.equal(long.length, 90)
  for (const text of [long, '现场签到 ༄༅', 'p1.acc_06c0abcdefghjkmn.' + 'a'.repeat(22)]) {
    const { data } = drawn(text, 300)
    const found = jsQR(data, 300, 300)
    assert.equal(found && found.data, text)
  }
})

test('at every size the squares are whole dots with four of them quiet around', () => {
  for (const dots of [180, 240, 301, 520, 780, 1170]) {
    const { cell, from, count } = drawn('https://wangju.example.org/c/v1.' + EVENT + '.179000000.AbCdEfGhIjKlMnOp', dots)
    assert.ok(Number.isInteger(cell) && cell >= 1)
    assert.ok(from >= 4 * cell, 'quiet zone at ' + dots)
    assert.ok(from + cell * count <= dots - 4 * cell)
  }
})
