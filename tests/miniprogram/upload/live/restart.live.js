// The app is killed with a film half-way: it is picked again, recognised, and only what is missing is sent.
const assert = require('node:assert/strict')
const test = require('node:test')
const { MIB, film, photo, sha256, told } = require('../network/story')

const SLOW = { proxy: { rate: 8 * MIB } }

/** Kill the app when `count` parts have arrived; which they were. */
async function killedAfter(story, id, count) {
  await story.until(() => story.upload(id).sent >= count * MIB)
  const finished = acknowledged(story)
  await story.restart()
  return finished
}

/** Parts the store has acknowledged so far, in that order. */
function acknowledged(story) {
  return story.proxy.crossings.filter(one => one.method === 'PUT' && one.part && one.status === 200).map(one => one.part)
}

/** Those acknowledged more than once, among `parts`. */
function acknowledgedTwice(story, parts = acknowledged(story)) {
  return parts.filter(part => acknowledged(story).filter(one => one === part).length > 1)
}

told(test, 'the same film picked again after a restart is recognised, and only the missing parts are sent', SLOW, async story => {
  const bytes = film(12 * MIB + 77)
  const { id } = await story.add('草原.mp4', bytes)
  const finished = await killedAfter(story, id, 5)
  const waiting = story.upload(id)
  assert.equal(waiting.state, 'needs_file')
  assert.match(waiting.problem.detail, /请重新选择同一个文件/)
  assert.ok(finished.length >= 5 && finished.length < 12, String(finished))
  const again = await story.pocket.pick('again.mp4', bytes)
  assert.equal(await story.uploads.repick(id, { path: again, name: 'tmp_0815.mp4', size: bytes.length, kind: 'video' }), 'same')
  await story.uploads.idle()
  const { state, file, name } = story.upload(id)
  assert.deepEqual({ state, name, sha256: file && file.sha256 }, { state: 'done', name: '草原.mp4', sha256: sha256(bytes) })
  assert.deepEqual(acknowledgedTwice(story, finished), [])
  assert.equal(Object.keys(story.proxy.puts()).length, 13)
})

told(test, 'another film of equal size is told apart at once, by its ends', SLOW, async story => {
  const bytes = film(9 * MIB)
  const { id } = await story.add('草原.mp4', bytes)
  await killedAfter(story, id, 3)
  const other = await story.pocket.pick('other.mp4', film(9 * MIB))
  const before = story.proxy.crossings.length
  assert.equal(await story.uploads.repick(id, { path: other, name: 'x.mp4', size: bytes.length, kind: 'video' }), 'other')
  const { state, problem } = story.upload(id)
  assert.equal(state, 'needs_file')
  assert.match(problem.detail, /不是原来的那个文件/)
  assert.equal(story.proxy.crossings.length, before)
})

told(test, 'another film with the same ends is told apart before completing, and nothing of it stays in the object', SLOW, async story => {
  const bytes = film(12 * MIB)
  const { id } = await story.add('草原.mp4', bytes)
  await killedAfter(story, id, 4)
  const before = acknowledged(story)
  const other = Buffer.concat([bytes.subarray(0, MIB), film(10 * MIB), bytes.subarray(11 * MIB)])
  const path = await story.pocket.pick('other.mp4', other)
  assert.equal(await story.uploads.repick(id, { path, name: 'x.mp4', size: bytes.length, kind: 'video' }), 'same')
  const told_ = await story.untilState(id, 'needs_file')
  assert.match(told_.problem.detail, /不是原来的那个文件/)
  // Two parts under way when the app was killed may have arrived all the same.
  assert.ok(told_.sent >= 4 * MIB && told_.sent <= (before.length + 2) * MIB, String(told_.sent))
  assert.equal(told_.file, null)
  // A part of the other film is in the store still: it must not pass for the one that breaks.
  story.proxy.fate = one => one.part === 8 && !story.proxy.broke ? { break_at: story.proxy.broke = 1000 } : undefined
  const right = await story.pocket.pick('right.mp4', bytes)
  assert.equal(await story.uploads.repick(id, { path: right, name: 'y.mp4', size: bytes.length, kind: 'video' }), 'same')
  await story.uploads.idle()
  assert.equal(story.upload(id).file.sha256, sha256(bytes))
})

told(test, 'one part that reads otherwise than before is sent again', SLOW, async story => {
  const bytes = film(11 * MIB)
  const { id } = await story.add('草原.mp4', bytes)
  const finished = await killedAfter(story, id, 4)
  const mended = Buffer.from(bytes)
  mended[1.5 * MIB] ^= 1
  const path = await story.pocket.pick('mended.mp4', mended)
  assert.equal(await story.uploads.repick(id, { path, name: 'x.mp4', size: bytes.length, kind: 'video' }), 'same')
  await story.uploads.idle()
  assert.equal(story.upload(id).file.sha256, sha256(mended))
  assert.deepEqual(acknowledgedTwice(story, finished), [2])
})

told(test, 'a small file is kept, so that a restart needs nobody', { track: 'photo', proxy: { fate: one => one.path === '/kodo/' ? { answer: { status: 503, headers: { 'retry-after': '1' } } } : undefined } }, async story => {
  const bytes = photo(2 * MIB)
  const { id } = await story.add('车间.jpg', bytes, {}, 'photo')
  await story.until(() => story.proxy.crossings.some(one => one.path === '/kodo/'))
  story.proxy.fate = () => undefined
  await story.restart()
  await story.uploads.idle()
  const { state, kept, file } = story.upload(id)
  assert.deepEqual({ state, kept, sha256: file && file.sha256 }, { state: 'done', kept: false, sha256: sha256(bytes) })
})

told(test, 'killed after the last part, the film needs no file any more', {}, async story => {
  let tried = 0
  story.proxy.fate = one => one.method === 'POST' && /\/objects\/.*\/uploads\/\w+$/.test(one.path) ? { break_at: ++tried } : undefined
  const bytes = film(9 * MIB)
  const { id } = await story.add('草原.mp4', bytes)
  await story.until(() => tried > 1)
  story.proxy.fate = () => undefined
  await story.restart()
  await story.uploads.idle()
  assert.equal(story.upload(id).file.sha256, sha256(bytes))
  assert.deepEqual(acknowledgedTwice(story), [])
})

told(test, 'a restart without a network asks for the film all the same, and says nothing is lost', SLOW, async story => {
  const { id } = await story.add('草原.mp4', film(9 * MIB))
  await story.until(() => story.upload(id).sent >= 2 * MIB)
  story.phone.kill()
  await story.pocket.forgetPicked()
  story.launch()
  story.phone.setNetwork(false)
  await story.uploads.start()
  assert.equal(story.upload(id).state, 'needs_file')
  assert.ok(story.upload(id).sent >= 2 * MIB)
})
