const { test } = require('node:test')
const assert = require('node:assert/strict')
const { contractServer } = require('./contract_server')
const { Disk, until } = require('./phone')
const { launch, newId } = require('./running')

const entry = title => ({ track: 'photo', title })
const titles = service => service.saves().map(({ body }) => [body.revision, body.title])

test('what was being sent when the program was killed is waiting after it', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  service.weather = () => { phone.program.kill(); return 'fine' }
  phone.outbox.put('/api/entries/ent_1', entry('一'), { revision: 0 })
  phone.outbox.flush()
  await phone.program.died
  await until(() => service.entries.has('ent_1'), 'the service')
  service.weather = () => 'fine'
  assert.equal(phone.disk.open().get(phone.disk.open().keys().find(key => key.startsWith('outbox:'))).state, 'sending')
  const after = launch(service, { disk: phone.disk })
  assert.deepEqual(after.outbox.items().map(item => [item.state, item.tries]), [['waiting', 1]])
  await after.outbox.flush()
  assert.deepEqual(titles(service), [[0, '一'], [0, '一']])
  assert.equal(service.entries.get('ent_1').revision, 1)
})

test('a body too large for a key is refused with words, and the queue stays as it was', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  phone.outbox.put('/api/entries/ent_1', entry('一'), { revision: 0 })
  const before = phone.outbox.items()
  const words = fault => fault.kind === 'storage_full' && /太大/.test(fault.detail)
  assert.throws(() => phone.outbox.put('/api/entries/ent_1', entry('长'.repeat(310000)), { revision: 0 }), words)
  assert.throws(() => phone.outbox.put('/api/entries/ent_2', entry('长'.repeat(310000)), { revision: 0 }), words)
  assert.deepEqual(phone.outbox.items(), before)
  phone.outbox.put('/api/entries/ent_2', entry('长'.repeat(290000)), { revision: 0 })
  assert.equal(phone.outbox.waiting(), 2)
})

test('a full phone refuses new words, sends the old ones, and has room again', async t => {
  const service = await contractServer(t)
  const phone = launch(service, { disk: new Disk({ whole_bytes: 5000 }) })
  await phone.session.signIn()
  phone.outbox.put('/api/entries/ent_1', entry('一'.repeat(1200)), { revision: 0 })
  assert.throws(() => phone.outbox.put('/api/entries/ent_2', entry('二'.repeat(1200)), { revision: 0 }), { kind: 'storage_full' })
  assert.equal(phone.outbox.waiting(), 1)
  assert.deepEqual(launch(service, { disk: phone.disk }).outbox.items(), phone.outbox.items())
  await phone.outbox.flush()
  assert.equal(service.entries.get('ent_1').revision, 1)
  phone.outbox.put('/api/entries/ent_2', entry('二'.repeat(1200)), { revision: 0 })
  await phone.outbox.flush()
  assert.equal(service.entries.get('ent_2').revision, 1)
})

test('what one account wrote is not sent by another, and goes out when the first signs in again', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  phone.network.turn(false)
  phone.outbox.put('/api/entries/ent_1', entry('林措的'), { revision: 0 })
  phone.session.forget()
  phone.user = 'acc_ma'
  phone.network.turn(true)
  await phone.session.signIn()
  await phone.outbox.hurry()
  assert.deepEqual([phone.outbox.items(), titles(service)], [[], []])
  phone.session.forget()
  phone.user = 'acc_lin'
  await phone.session.signIn()
  await phone.outbox.hurry()
  assert.equal(service.entries.get('ent_1').owner, 'acc_lin')
})

test('a session that ends in another account while sending does not send the words under its name', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  phone.outbox.put('/api/entries/ent_1', entry('林措的'), { revision: 0 })
  service.tokens.clear()
  phone.user = 'acc_ma'
  await phone.outbox.flush()
  assert.equal(service.entries.size, 0)
  assert.equal(phone.session.account_id(), 'acc_ma')
  assert.deepEqual(phone.outbox.items(), [])
  service.tokens.clear()
  phone.user = 'acc_lin'
  phone.session.forget()
  await phone.session.signIn()
  await phone.outbox.hurry()
  assert.equal(service.entries.get('ent_1').owner, 'acc_lin')
})

test('what was written before anybody signed in belongs to the first who does', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  phone.outbox.put('/api/entries/ent_1', entry('一'), { revision: 0 })
  assert.equal(phone.outbox.items()[0].account, '')
  await phone.outbox.flush()
  assert.equal(service.entries.get('ent_1').owner, 'acc_lin')
  assert.deepEqual(phone.outbox.items(), [])
})

test('a phone whose clock was set back an hour does not wait an hour', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  service.weather = () => 'lost there'
  phone.outbox.put('/api/entries/ent_1', entry('一'), { revision: 0 })
  await phone.outbox.flush()
  service.weather = () => 'fine'
  phone.clock.forward(-3600000)
  await phone.outbox.flush()
  assert.deepEqual(titles(service), [[0, '一']])
})

test('a listener that could not keep what it learnt gets the answer once more', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  let turn = 0
  const heard = []
  phone.outbox.on_sent((item, answer) => {
    turn += 1
    if (turn === 1) throw Object.assign(new Error('full'), { kind: 'storage_full', detail: '满' })
    heard.push(answer.revision)
  })
  phone.outbox.put('/api/entries/' + newId('ent'), entry('一'), { revision: 0 })
  await phone.outbox.flush()
  assert.equal(phone.outbox.waiting(), 1)
  await phone.outbox.hurry()
  assert.deepEqual(heard, [1])
  assert.equal(phone.outbox.waiting(), 0)
})
