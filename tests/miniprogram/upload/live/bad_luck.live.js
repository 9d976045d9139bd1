// Each thing that goes wrong between the phone and the store, once; and the file arrives, or the words say why not.
const assert = require('node:assert/strict')
const test = require('node:test')
const { MIB, film, photo, sha256, told } = require('../network/story')

const isPart = one => one.method === 'PUT' && one.part !== null
const isComplete = one => one.method === 'POST' && /\/uploads\/\w+$/.test(one.path) && one.path.startsWith('/kodo/')
const isConfirm = one => one.path.endsWith('/confirm')

/** The fate of the first request that is so. */
function once(isSo, fate) {
  let done = false
  return one => {
    if (done || !isSo(one)) return undefined
    done = true
    return fate
  }
}

async function arrives(story, bytes, name = '草原.mp4') {
  const { id } = await story.add(name, bytes)
  await story.uploads.idle()
  const upload = story.upload(id)
  assert.deepEqual([upload.state, upload.problem, upload.file && upload.file.sha256], ['done', null, sha256(bytes)])
  return upload
}

const twice = story => Object.entries(story.proxy.puts()).filter(([, times]) => times > 1)

told(test, 'every third part breaks half-way, and each arrives once', {}, async story => {
  let count = 0
  story.proxy.fate = one => isPart(one) && ++count % 3 === 0 ? { break_at: one.size / 2 } : undefined
  await arrives(story, film(10 * MIB))
  const whole = story.proxy.crossings.filter(one => isPart(one) && one.status === 200).map(one => one.part)
  assert.deepEqual(whole.sort((a, b) => a - b), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
})

told(test, 'a part whose answer was lost is found in the list and not sent again', {}, async story => {
  story.proxy.fate = once(one => one.part === 3, { lose_answer: true })
  await arrives(story, film(9 * MIB))
  assert.deepEqual(twice(story), [])
})

told(test, 'a permit that ran out is renewed for the same key, and finished parts stay', {}, async story => {
  story.proxy.fate = once(one => one.part === 4, { answer: { status: 401, body: { error: 'expired token' } } })
  await arrives(story, film(9 * MIB))
  assert.deepEqual(twice(story), [['4', 2]])
  assert.equal(story.proxy.crossings.filter(one => one.path.startsWith('/api/uploads/') && one.method === 'PUT').length, 2)
})

told(test, 'a store that refuses every permit is given up with words, not asked for ever', {}, async story => {
  story.proxy.fate = one => isPart(one) ? { answer: { status: 401, body: { error: 'expired token' } } } : undefined
  const { id } = await story.add('草原.mp4', film(9 * MIB))
  await story.uploads.idle()
  assert.deepEqual([story.upload(id).state, story.upload(id).problem.code], ['failed', 'store.refused'])
  assert.deepEqual(story.proxy.puts(), { 1: 3 })
})

told(test, 'a store that forgot the upload gets all of it anew', {}, async story => {
  story.proxy.fate = once(one => one.part === 5, { answer: { status: 612, body: { error: 'no such uploadId' } } })
  await arrives(story, film(9 * MIB))
  assert.equal(story.proxy.crossings.filter(one => one.method === 'POST' && one.path.endsWith('/uploads')).length, 2)
})

told(test, 'the answer of complete is lost, and the service finds the film', {}, async story => {
  story.proxy.fate = once(isComplete, { lose_answer: true })
  await arrives(story, film(9 * MIB))
  assert.deepEqual(twice(story), [])
})

told(test, 'the answer of confirm is lost and asked for again', {}, async story => {
  story.proxy.fate = once(isConfirm, { lose_answer: true })
  await arrives(story, film(9 * MIB))
  assert.equal(story.proxy.crossings.filter(isConfirm).length, 2)
})

told(test, 'the answer of a form is lost, and the photo is not sent twice', { track: 'photo' }, async story => {
  story.proxy.fate = once(one => one.path === '/kodo/', { lose_answer: true })
  const bytes = photo(2 * MIB)
  const { id } = await story.add('车间.jpg', bytes, {}, 'photo')
  await story.uploads.idle()
  assert.equal(story.upload(id).file.sha256, sha256(bytes))
  assert.equal(story.proxy.crossings.filter(one => one.path === '/kodo/').length, 1)
})

told(test, 'a store that is busy is waited for as long as it asks', { phone: { speed_up: 10 } }, async story => {
  const waits = []
  let refused_at = 0
  story.proxy.fate = one => {
    if (one.part !== 2) return undefined
    if (refused_at) waits.push(Date.now() - refused_at)
    refused_at = Date.now()
    return waits.length < 2 ? { answer: { status: 503, headers: { 'retry-after': '3' } } } : undefined
  }
  await arrives(story, film(9 * MIB))
  assert.equal(waits.length, 2)
  assert.ok(waits.every(wait => wait >= 300), String(waits))
})

told(test, 'stored although its callback failed counts as stored', {}, async story => {
  story.proxy.fate = once(isComplete, { lose_answer: true })
  const bytes = film(9 * MIB)
  const { id } = await story.add('草原.mp4', bytes)
  await story.until(() => story.proxy.crossings.some(one => isComplete(one) && one.status === 200))
  story.proxy.fate = one => isComplete(one) ? { answer: { status: 579, body: { error: '{}' } } } : undefined
  await story.uploads.idle()
  assert.equal(story.upload(id).file.sha256, sha256(bytes))
})

told(test, 'a full store is told in words, the parts stay, and trying again goes on', {}, async story => {
  story.proxy.fate = once(one => one.part === 6, { answer: { status: 403, body: { error: 'storage quota exceeded' } } })
  const bytes = film(9 * MIB)
  const { id } = await story.add('草原.mp4', bytes)
  await story.uploads.idle()
  const { state, problem, sent } = story.upload(id)
  assert.deepEqual([state, problem.code], ['failed', 'store.full'])
  assert.match(problem.detail, /文件存储已满/)
  assert.ok(sent >= 5 * MIB)
  story.uploads.retry(id)
  await story.uploads.idle()
  assert.equal(story.upload(id).file.sha256, sha256(bytes))
  assert.deepEqual(twice(story), [['6', 2]])
})

told(test, 'a file of the wrong kind is refused in words', { track: 'photo' }, async story => {
  const { id } = await story.add('车间.jpg', Buffer.concat([Buffer.from('%PDF-1.4'), photo(MIB)]), {}, 'photo')
  await story.uploads.idle()
  assert.deepEqual([story.upload(id).state, story.upload(id).problem.code], ['refused', 'file.wrong_kind'])
})

told(test, 'the session ends in mid-upload: signing in again, no part is lost', {}, async story => {
  story.proxy.fate = one => {
    if (one.part === 5) story.session.become({ ...story.session.mine, token: 'gone' })
    return undefined
  }
  await arrives(story, film(9 * MIB))
  assert.deepEqual(twice(story), [])
})

told(test, 'the file is removed on the service in mid-upload', {}, async story => {
  const bytes = film(9 * MIB)
  const { id } = await story.add('草原.mp4', bytes)
  await story.until(() => story.upload(id).sent >= 2 * MIB)
  await story.ask('DELETE', '/api/files/' + id)
  await story.uploads.idle()
  assert.deepEqual([story.upload(id).state, story.upload(id).problem.code], ['failed', 'file.removed'])
})

told(test, 'the service refuses the place: its own words are shown', {}, async story => {
  await arrives(story, film(9 * MIB))
  const { id } = await story.add('再一个.mp4', film(9 * MIB))
  await story.uploads.idle()
  assert.deepEqual([story.upload(id).state, story.upload(id).problem.code, story.upload(id).problem.status], ['refused', 'file.too_many', 409])
})

told(test, 'a clock an hour wrong changes nothing', { phone: { ahead_ms: 3600000 } }, async story => {
  await arrives(story, film(9 * MIB))
  assert.deepEqual(twice(story), [])
})
