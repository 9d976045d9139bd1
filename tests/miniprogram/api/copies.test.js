const { test } = require('node:test')
const assert = require('node:assert/strict')
const { createCopies } = require('../../../miniprogram/src/api/copies')
const { Disk, stillClock } = require('../offline/phone')

const away = Object.assign(new Error('away'), { retryable: true })
const refused = Object.assign(new Error('refused'), { retryable: false, status: 404 })
const fails = problem => async () => { throw problem }

function withCopies() {
  const storage = new Disk().open()
  const clock = stillClock(1000)
  const session = { id: 'acc_lin', account_id: () => session.id }
  return { storage, clock, session, ...createCopies({ storage, clock, session, prefix: 'read:' }) }
}

test('what was read last answers while the service is away, and says when it was read', async () => {
  const { copied, clock } = withCopies()
  assert.deepEqual(await copied('events', async () => ({ items: [1] })), { items: [1], stale: false, read_at: 1000 })
  clock.forward(500)
  assert.deepEqual(await copied('events', fails(away)), { items: [1], stale: true, read_at: 1000 })
})

test('a refusal is told, copy or not, and so is being away without a copy', async () => {
  const { copied } = withCopies()
  await copied('events', async () => ({ items: [] }))
  await assert.rejects(copied('events', fails(refused)), { status: 404 })
  await assert.rejects(copied('progress', fails(away)), { message: 'away' })
})

test('another account is shown nothing of it', async () => {
  const { copied, kept, session } = withCopies()
  await copied('events', async () => ({ items: [1] }))
  session.id = 'acc_ma'
  assert.equal(kept('events'), null)
  await assert.rejects(copied('events', fails(away)), { message: 'away' })
})

test('the oldest copies make room for the newest', async () => {
  const { copied, kept, clock, storage } = withCopies()
  for (let i = 0; i < 70; i += 1) {
    clock.forward(1)
    await copied('event:' + i, async () => ({ i }))
  }
  assert.deepEqual([storage.keys().length, kept('event:9'), kept('event:10').i, kept('event:69').i], [60, null, 10, 69])
})
