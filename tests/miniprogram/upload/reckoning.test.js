// The uploader's arithmetic, without a network: keys in addresses, waits, speed, time left, which hash belongs to what.
const assert = require('node:assert/strict')
const { createHash, randomBytes } = require('node:crypto')
const test = require('node:test')
const { endsOf, partHash } = require('../../../miniprogram/src/upload/fingerprint')
const { KodoRefusal, toBase64 } = require('../../../miniprogram/src/upload/kodo')
const { createLedger } = require('../../../miniprogram/src/upload/ledger')
const { createPatience, lanes, partTimeout } = require('../../../miniprogram/src/upload/pace')
const { createSpeed, secondsLeft } = require('../../../miniprogram/src/upload/progress')

const timers = { wait: () => Promise.resolve() }
const sha256 = bytes => createHash('sha256').update(bytes).digest('hex')
const refusal = (status, headers = {}) => new KodoRefusal({ status, headers, body: { error: 'x' } })

test('keys travel as URL-safe base64 of UTF-8, with its padding', () => {
  for (const key of ['', 'e', 'en', 'ent', 'ent/9f3a/作品', '😀?>~', 'a'.repeat(100)]) {
    assert.equal(toBase64(key), Buffer.from(key).toString('base64').replace(/\+/g, '-').replace(/\//g, '_'))
  }
})

test('waits double from half a second to thirty, a quarter more or less', () => {
  const patience = createPatience(() => 0.5)
  assert.deepEqual(Array.from({ length: 8 }, () => patience.next()), [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000])
  patience.reset()
  assert.equal(patience.next(), 500)
  assert.equal(patience.next(7000), 7000)
  assert.equal(createPatience(() => 0).next(), 375)
  assert.equal(createPatience(() => 1).next(), 625)
})

test('two parts go together from 0.6 MB a second on, one when nothing is known', () => {
  assert.deepEqual([null, 1, 599999, 600000, 5e6].map(lanes), [1, 1, 1, 2, 2])
})

test('a part on a slow line is given time enough, more after each timeout', () => {
  assert.equal(partTimeout(1e6, null, 0), 120000)
  assert.equal(partTimeout(1e6, 20000, 0), 200000)
  assert.equal(partTimeout(1e6, 20000, 1), 400000)
  assert.equal(partTimeout(1e6, 20000, 9), 600000)
})

test('speed counts time in which two parts ran together once, and time between them not at all', () => {
  const speed = createSpeed()
  assert.equal(speed.now(), null)
  speed.add(1000, 0, 1000)
  assert.equal(speed.now(), 1000)
  speed.add(1000, 5000, 6000)
  speed.add(1000, 5000, 6000)
  assert.equal(speed.now(), 1500)
  speed.add(1000, 9000, 8000)
  assert.equal(speed.now(), 1500)
  speed.forget()
  assert.equal(speed.now(), null)
})

test('speed is that of the last six transfers', () => {
  const speed = createSpeed()
  for (let at = 0; at < 20; at += 1) speed.add(at < 10 ? 10 : 1000, at * 1000, at * 1000 + 1000)
  assert.equal(speed.now(), 1000)
})

test('seconds left are whole, and unknown without a speed', () => {
  assert.deepEqual([secondsLeft(1001, 100), secondsLeft(0, 100), secondsLeft(5, null)], [11, 0, null])
})

test('ends are the first and last 256 KiB, and a part hash is the beginning of its SHA-256', async () => {
  const bytes = randomBytes(700000)
  const files = { read: async (path, position, length) => bytes.buffer.slice(bytes.byteOffset + position, bytes.byteOffset + position + length) }
  assert.deepEqual(await endsOf(files, 'x', bytes.length), { head: sha256(bytes.subarray(0, 262144)), tail: sha256(bytes.subarray(-262144)) })
  const part = await files.read('x', 0, bytes.length)
  assert.equal(await partHash(part, timers), sha256(bytes).slice(0, 16))
  assert.equal(await partHash(new ArrayBuffer(0), timers), sha256('').slice(0, 16))
})

test('what the store says passes by itself or not', () => {
  assert.deepEqual([429, 406, 500, 503, 573, 599].map(status => refusal(status).passes), Array(6).fill(true))
  assert.deepEqual([400, 401, 403, 413, 507, 579, 612, 614].map(status => refusal(status).passes), Array(8).fill(false))
  assert.equal(refusal(503, { 'retry-after': '3' }).retry_after_ms, 3000)
})

test('a ledger gives its records in their order, and says when one could not be kept', () => {
  const values = new Map([['other', 1]])
  let full = false
  const ledger = createLedger({
    get: key => values.get(key), remove: key => { values.delete(key) }, keys: () => [...values.keys()],
    set(key, value) {
      if (full) throw Object.assign(new Error(), { kind: 'storage_full' })
      values.set(key, value)
    }
  })
  assert.equal(ledger.save({ id: 'fil_b', order: 2 }), true)
  assert.equal(ledger.save({ id: 'fil_a', order: 1 }), true)
  full = true
  assert.equal(ledger.save({ id: 'fil_c', order: 3 }), false)
  assert.deepEqual(ledger.read().map(record => record.id), ['fil_a', 'fil_b'])
  ledger.forget('fil_a')
  assert.deepEqual([...values.keys()], ['other', 'upload:fil_b'])
})
