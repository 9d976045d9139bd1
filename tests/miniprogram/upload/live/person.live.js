// What the person does, and what the phone does to the person: pause, cancel, hide, mobile data, a file that is gone, storage full.
const assert = require('node:assert/strict')
const fs = require('node:fs/promises')
const test = require('node:test')
const { MIB, film, photo, sha256, told } = require('../network/story')

const SLOW = { proxy: { rate: 8 * MIB } }
const whole = story => story.proxy.crossings.filter(one => one.part && one.status === 200).map(one => one.part)

async function arrived(story, id, bytes) {
  await story.untilState(id, 'done')
  assert.equal(story.upload(id).file.sha256, sha256(bytes))
  assert.equal(new Set(whole(story)).size, whole(story).length)
}

told(test, 'paused it rests, resumed it goes on with the missing parts', SLOW, async story => {
  const bytes = film(10 * MIB)
  const { id } = await story.add('草原.mp4', bytes)
  await story.until(() => story.upload(id).sent >= 3 * MIB)
  story.uploads.pause(id)
  assert.equal(story.upload(id).state, 'paused')
  await story.uploads.idle()
  await story.until(() => story.proxy.under_way === 0)
  const before = story.proxy.crossings.length
  assert.deepEqual([story.upload(id).state, story.upload(id).speed, story.upload(id).left_s], ['paused', null, null])
  story.uploads.resume(id)
  await arrived(story, id, bytes)
  assert.ok(story.proxy.crossings.length > before)
})

told(test, 'a paused file does not hold up the next', { track: 'micro_video' }, async story => {
  const first = await story.add('片.mp4', film(9 * MIB))
  story.uploads.pause(first.id)
  const second = await story.add('封面.jpg', photo(MIB), {}, 'photo')
  await story.uploads.idle()
  assert.deepEqual(story.uploads.list().map(one => one.state), ['paused', 'done'])
  assert.equal(story.upload(second.id).name, '封面.jpg')
})

told(test, 'cancelled it is gone from the phone and from the service, as soon as there is a network', SLOW, async story => {
  const { id } = await story.add('草原.mp4', film(9 * MIB))
  await story.until(() => story.upload(id).sent >= MIB)
  story.phone.setNetwork(false)
  story.uploads.cancel(id)
  assert.deepEqual(story.uploads.list(), [])
  await story.restart()
  assert.deepEqual(story.uploads.list(), [])
  await story.uploads.idle()
  const { body: entry } = await story.ask('GET', '/api/entries/' + story.about)
  assert.deepEqual(entry.files, [])
  assert.deepEqual([...story.pocket.values.keys()].filter(key => key.startsWith('upload:')), [])
})

told(test, 'without a network it waits and says so, and goes on by itself', SLOW, async story => {
  const bytes = film(9 * MIB)
  const { id } = await story.add('草原.mp4', bytes)
  await story.until(() => story.upload(id).sent >= 2 * MIB)
  story.phone.setNetwork(false)
  await story.untilState(id, 'waiting_network')
  await story.until(() => story.proxy.under_way === 0)
  const before = story.proxy.crossings.length
  story.phone.setNetwork(true)
  await arrived(story, id, bytes)
  assert.ok(story.proxy.crossings.length > before)
})

told(test, 'hidden for longer than 5 s it is broken off, and goes on when it is back, however often', { proxy: { rate: 8 * MIB }, phone: { speed_up: 100 } }, async story => {
  const bytes = film(10 * MIB)
  const { id } = await story.add('草原.mp4', bytes)
  for (const reached of [1, 3, 5]) {
    await story.until(() => story.upload(id).sent >= reached * MIB)
    story.phone.hide()
    await story.until(() => story.phone.calls.size === 0 && story.proxy.under_way === 0)
    assert.notEqual(story.upload(id).state, 'failed')
    story.phone.show()
  }
  await arrived(story, id, bytes)
})

told(test, 'above 20 MB on mobile data the person is asked, and nothing is sent before the answer', {}, async story => {
  story.phone.setNetwork(true, '4g')
  const bytes = film(21 * MIB)
  const { id } = await story.add('草原.mp4', bytes)
  await story.untilState(id, 'asks_mobile_data')
  assert.match(story.upload(id).problem.detail, /移动数据/)
  assert.deepEqual(whole(story), [])
  story.uploads.allowMobileData(id)
  await arrived(story, id, bytes)
})

told(test, 'on wireless again the question answers itself', {}, async story => {
  story.phone.setNetwork(true, '4g')
  const bytes = film(21 * MIB)
  const { id } = await story.add('草原.mp4', bytes)
  await story.untilState(id, 'asks_mobile_data')
  story.phone.setNetwork(true, 'wifi')
  await arrived(story, id, bytes)
})

told(test, 'leaving wireless in mid-upload asks too, and the parts stay', SLOW, async story => {
  const bytes = film(21 * MIB)
  const { id } = await story.add('草原.mp4', bytes)
  await story.until(() => story.upload(id).sent >= 2 * MIB)
  story.phone.setNetwork(true, '5g')
  await story.untilState(id, 'asks_mobile_data')
  story.uploads.allowMobileData(id)
  await arrived(story, id, bytes)
})

told(test, 'a file deleted between picking and sending is asked for again', {}, async story => {
  story.phone.setNetwork(false)
  const bytes = film(9 * MIB)
  const { id, path } = await story.add('草原.mp4', bytes)
  await fs.unlink(path)
  story.phone.setNetwork(true)
  const { problem } = await story.untilState(id, 'needs_file')
  assert.match(problem.detail, /找不到这个文件/)
  const again = await story.pocket.pick('again.mp4', bytes)
  assert.equal(await story.uploads.repick(id, { path: again, name: 'again.mp4', size: bytes.length, kind: 'video' }), 'same')
  await arrived(story, id, bytes)
})

told(test, 'a full phone keeps no copy, says so, and sends all the same', { track: 'photo' }, async story => {
  story.pocket.files_full = true
  story.pocket.storage_full = true
  const bytes = photo(2 * MIB)
  const { id } = await story.add('车间.jpg', bytes, {}, 'photo')
  await story.untilState(id, 'done')
  const { file, kept, warnings } = story.upload(id)
  assert.deepEqual([file.sha256, kept, warnings.length], [sha256(bytes), false, 2])
  assert.match(warnings.join(), /存储空间不足，没有留下备份/)
})

told(test, 'the person who signs in next neither sees nor sends what another began', SLOW, async story => {
  const bytes = film(9 * MIB)
  const { id } = await story.add('草原.mp4', bytes)
  await story.until(() => story.upload(id).sent >= MIB)
  const mine = story.session.mine
  story.uploads.pause(id)
  await story.uploads.idle()
  story.session.become({ token: 'x', account: { ...mine.account, id: 'acc_0000000000000000' } })
  assert.deepEqual(story.uploads.list(), [])
  assert.throws(() => story.uploads.resume('fil_nobody'), RangeError)
  story.session.become(mine)
  story.uploads.resume(id)
  await arrived(story, id, bytes)
})

told(test, 'what was picked before anybody had signed in on this phone is theirs who does', { track: 'micro_video' }, async story => {
  const bytes = photo(MIB)
  story.phone.setNetwork(false)
  story.signed_out = true
  const { id } = await story.add('封面.jpg', bytes, {}, 'photo')
  story.signed_out = false
  assert.deepEqual(story.uploads.list(), [])
  story.phone.setNetwork(true)
  await story.uploads.start()
  await arrived(story, id, bytes)
})
