const { test } = require('node:test')
const assert = require('node:assert/strict')
const { execFileSync } = require('node:child_process')
const { join } = require('node:path')
const { src, track } = require('./plan')
const { mint, isId } = src('ids')
const { fileSize, speed, waiting, sending, percent } = src('sizes')
const { advice, verdicts, mediaOf, counts, later, room } = src('specification')

const MB = 1024 * 1024

test('an id holds 48 bits of milliseconds and 32 of chance, as the service mints them', () => {
  const chance = Uint8Array.of(0xde, 0xad, 0xbe, 0xef)
  const number = (BigInt(1661400000123) << 32n) | 0xdeadbeefn
  const letters = Array.from({ length: 16 }, (_, i) => '0123456789abcdefghjkmnpqrstvwxyz'[Number((number >> BigInt(75 - 5 * i)) & 31n)]).join('')
  assert.equal(mint('ent', 1661400000123, chance), 'ent_' + letters)
  assert.equal(mint('ent', 1661400000123, chance.buffer), 'ent_' + letters)
  assert.equal(mint('mov', 0, [0, 0, 0, 0]), 'mov_0000000000000000')
  assert.equal(mint('mov', 2 ** 48 - 1, [255, 255, 255, 255]), 'mov_zzzzzzzzzzzzzzzz')
  assert.throws(() => mint('ent', 1, [1, 2, 3]), RangeError)
})

test('what is an id is an id for the service too', () => {
  const texts = [mint('ent', 1661400000123, [1, 2, 3, 4]), 'ent_06h0dns8c7qpjy4z', 'ent_06h0dns8c7qpjy4i', 'ent_06h0dns8c7qpjy4', 'mov_06h0dns8c7qpjy4z', 'ENT_06h0dns8c7qpjy4z', '']
  const asked = 'import json, sys; from models.ids import is_id; print(json.dumps([is_id(t, "ent") for t in json.loads(sys.argv[1])]))'
  const home = join(__dirname, '../../..')
  const python = process.env.PYTHON || join(home, '.venv/bin/python')
  assert.deepEqual(texts.map(text => isId(text, 'ent')), JSON.parse(execFileSync(python, ['-c', asked, JSON.stringify(texts)], { cwd: home })))
  assert.deepEqual([isId(null, 'ent'), isId(7, 'ent')], [false, false])
})

test('sizes, speeds and waits are short', () => {
  assert.deepEqual([0, 15, 1536, MB, 1468006, 2097151, 50 * MB, 1024 * MB].map(fileSize), ['0 字节', '15 字节', '2 KB', '1 MB', '1.4 MB', '2 MB', '50 MB', '1 GB'])
  assert.deepEqual([300.4, 512 * 1024, 1.25 * MB].map(speed), ['300 字节/s', '512 KB/s', '1.3 MB/s'])
  assert.deepEqual([3, 12, 50, 58, 61, 240, 3600, 5430].map(waiting), ['10 秒', '20 秒', '50 秒', '1 分钟', '2 分钟', '4 分钟', '1 小时', '1 小时 31 分钟'])
})

test('progress is told in the unit of the whole and never claims more than was sent', () => {
  assert.equal(sending(143.9 * MB, 230 * MB, 230), '143/230 MB · 还要 4 分钟')
  assert.equal(sending(0, 700 * 1024, null), '0/700 KB')
  assert.equal(sending(230 * MB, 230 * MB, 0), '230/230 MB · 马上传完')
  assert.deepEqual([percent(0, 10), percent(9.99, 10), percent(10, 10), percent(11, 10), percent(0, 0)], [0, 99, 100, 100, 0])
})

test('a photograph WeChat has shrunk is told to be picked again as the original', () => {
  const hint = '可能被微信压缩过，请选原图'
  const photo = changes => ({ name: 'a.jpg', size: 3 * MB, width: 4000, height: 3000, ...changes })
  const cases = [photo({}), photo({ compressed: true }), photo({ size: 300000, width: 1280, height: 960 }), photo({ size: 300000, width: 1080, height: 1440 }),
    photo({ size: 300000 }), photo({ size: 300000, width: 0, height: 0 }), photo({ width: 1280, height: 960 })]
  assert.deepEqual(cases.map(one => advice('photo', one)), [null, hint, hint, hint, null, null, null])
  assert.equal(advice('video', photo({ compressed: true })), null)
  const [media] = mediaOf(track('photo'), 'single')
  assert.deepEqual(verdicts('photo', cases[2], media).map(one => [one.rule, one.advice]), [['bytes_at_least', hint], ['long_side_at_least_px', hint]])
  assert.deepEqual(verdicts('photo', photo({ size: MB }), media).map(one => 'advice' in one), [false])
})

test('a type names itself only where its files are its own', () => {
  assert.equal(mediaOf(track('micro_video'), 'drama')[0].called, '故事情景剧')
  assert.equal('called' in mediaOf(track('micro_video'), 'unsure')[0], false)
  assert.equal(mediaOf(track('photo'), null)[0].counts.length, 2)
})

test('what to do about the number of files is said in figures', () => {
  const files = (kind, count) => Array.from({ length: count }, () => ({ kind }))
  const todo = (id, type, list) => counts(track(id), type, list).map(gap => gap.todo)
  assert.deepEqual([2, 9].map(count => todo('photo', 'group', files('photo', count))), [['还差 2 个'], ['多了 1 个，请删去']])
  assert.deepEqual(todo('recitation', 'classic', []), ['还差 1 个'])
  assert.deepEqual(later(track('song'), 'original', files('song', 1)), ['提示：推荐全国前要有文档 1 个，现在可以先提交'])
  assert.deepEqual(later(track('song'), 'original', files('document', 1)), [])
  assert.deepEqual([room(track('photo'), 'group', files('photo', 3), 'photo'), room(track('photo'), 'single', files('photo', 2), 'photo'), room(track('photo'), 'single', [], 'video')], [5, 0, 0])
})
