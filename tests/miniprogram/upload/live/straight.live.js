// Files that arrive as nothing goes wrong: by form, in parts, in order, two at a time, with speed and time left.
const assert = require('node:assert/strict')
const test = require('node:test')
const { MIB, film, photo, sha256, told } = require('../network/story')

told(test, 'a small file goes in one form and nothing of it stays on the phone', { track: 'photo' }, async story => {
  const bytes = photo(3 * MIB)
  const { id } = await story.add('车间.jpg', bytes, {}, 'photo')
  await story.uploads.idle()
  const { state, sent, file, problem } = story.upload(id)
  assert.deepEqual({ state, sent, problem, size: file.size, sha256: file.sha256, name: file.name },
    { state: 'done', sent: bytes.length, problem: null, size: bytes.length, sha256: sha256(bytes), name: '车间.jpg' })
  assert.equal(story.proxy.crossings.filter(one => one.path === '/kodo/').length, 1)
  assert.deepEqual([...story.pocket.values.keys()].filter(key => key.startsWith('upload:')), [])
})

told(test, 'a large file goes in parts, each of them once', {}, async story => {
  const bytes = film(10 * MIB + 12345)
  const { id } = await story.add('青海的草.mp4', bytes)
  await story.uploads.idle()
  assert.equal(story.upload(id).state, 'done', JSON.stringify(story.upload(id).problem))
  assert.equal(story.upload(id).file.sha256, sha256(bytes))
  assert.deepEqual(story.proxy.puts(), Object.fromEntries(Array.from({ length: 11 }, (_, i) => [i + 1, 1])))
})

told(test, 'two files go in the order they were added and never more than two requests are on their way', { track: 'micro_video' }, async story => {
  const [one, two] = [photo(MIB), film(9 * MIB)]
  const order = []
  story.uploads.on_change(({ id, state }) => { if (state === 'done') order.push(id) })
  const film_ = await story.add('片.mp4', two)
  const cover = await story.add('封面.jpg', one, {}, 'photo')
  await story.uploads.idle()
  assert.deepEqual(story.uploads.list(story.about).map(({ id, state }) => [id, state]), [[film_.id, 'done'], [cover.id, 'done']])
  assert.deepEqual(order, [film_.id, cover.id])
  assert.equal(story.phone.most_calls, 2)
})

told(test, 'the screen is told how fast it goes and how long it still takes', { proxy: { rate: 4 * MIB }, phone: { speed_up: 1 } }, async story => {
  const bytes = film(9 * MIB)
  const seen = []
  story.uploads.on_change(upload => { if (upload.left_s !== null) seen.push(upload) })
  await story.add('片.mp4', bytes)
  await story.uploads.idle()
  assert.ok(seen.length >= 8, String(seen.length))
  for (const { speed, left_s, sent } of seen.slice(2)) {
    assert.ok(speed > MIB / 2 && speed < 6 * MIB, 'speed ' + speed)
    assert.equal(left_s, Math.ceil((bytes.length - sent) / speed))
  }
  assert.deepEqual(seen.map(({ sent }) => sent), seen.map(({ sent }) => sent).sort((a, b) => a - b))
})

told(test, 'below 0.6 MB a second only one part is on its way', { proxy: { rate: 4000000 }, phone: { speed_up: 10 } }, async story => {
  const { id } = await story.add('片.mp4', film(9 * MIB))
  await story.uploads.idle()
  assert.equal(story.upload(id).state, 'done')
  assert.equal(story.phone.most_calls, 1)
})
