const { test } = require('node:test')
const assert = require('node:assert/strict')
const { contractServer, problem } = require('./contract_server')
const { until } = require('./phone')
const { launch } = require('./running')

const entry = title => ({ track: 'photo', title })
const titles = service => service.saves().map(({ body }) => [body.revision, body.title])

/** The person writes once more at the moment the first request is on its way. */
function editedWhileSent(service, phone, title) {
  let edited = false
  service.weather = () => {
    if (!edited) phone.outbox.put('/api/entries/ent_1', entry(title), { revision: 0 })
    edited = true
    return 'fine'
  }
}

test('a write made without a network is kept, and sent when the network is back', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  phone.network.turn(false)
  phone.outbox.put('/api/entries/ent_1', entry('高原'), { revision: 0 })
  await phone.outbox.flush()
  assert.deepEqual(titles(service), [])
  assert.equal(phone.outbox.waiting(), 1)
  assert.equal(phone.outbox.items()[0].tries, 0)
  phone.network.turn(true)
  await phone.outbox.hurry()
  assert.deepEqual(titles(service), [[0, '高原']])
  assert.deepEqual(phone.outbox.items(), [])
})

test('words that were never sent are replaced in place', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  for (const title of ['一', '二', '三']) phone.outbox.put('/api/entries/ent_1', entry(title), { revision: 0 })
  assert.equal(phone.outbox.items().length, 1)
  await phone.outbox.flush()
  assert.deepEqual(titles(service), [[0, '三']])
})

test('an edit made while the former is being sent goes out after it with the revision the service answered', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  editedWhileSent(service, phone, '改过')
  phone.outbox.put('/api/entries/ent_1', entry('原来'), { revision: 0 })
  await phone.outbox.flush()
  assert.deepEqual(titles(service), [[0, '原来'], [1, '改过']])
  assert.deepEqual(phone.outbox.items(), [])
})

test('a write whose answer was lost is sent again as it was, before newer words', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  service.weather = () => 'lost back'
  phone.outbox.put('/api/entries/ent_1', entry('一'), { revision: 0 })
  await phone.outbox.flush()
  service.weather = () => 'fine'
  phone.outbox.put('/api/entries/ent_1', entry('二'), { revision: 0 })
  await phone.outbox.hurry()
  assert.deepEqual(titles(service), [[0, '一'], [0, '一'], [1, '二']])
  assert.equal(service.entries.get('ent_1').revision, 2)
})

test('when another phone saved after a lost answer, newer words are refused as stale rather than laid over its text', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  service.weather = () => 'lost back'
  phone.outbox.put('/api/entries/ent_1', entry('一'), { revision: 0 })
  await phone.outbox.flush()
  service.elsewhere('ent_1', { title: '另一部手机' })
  service.weather = () => 'fine'
  phone.outbox.put('/api/entries/ent_1', entry('二'), { revision: 0 })
  await phone.outbox.hurry()
  assert.equal(service.shown('ent_1').title, '另一部手机')
  const [item] = phone.outbox.items()
  assert.equal(item.problem.code, 'entry.stale')
  assert.equal(item.body.title, '二')
})

test('a refusal is kept with its words, is not tried again, and holds up nobody else', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  phone.outbox.put('/api/entries/ent_1', entry('不合格'), { revision: 0 })
  phone.outbox.put('/api/entries/ent_2', entry('合格'), { revision: 0 })
  await phone.outbox.flush()
  phone.timers.forward(3600000)
  await phone.outbox.hurry()
  assert.deepEqual(titles(service), [[0, '不合格'], [0, '合格']])
  const [item] = phone.outbox.items()
  assert.equal(item.state, 'refused')
  assert.equal(item.problem.detail, '标题不能用')
  assert.equal(phone.outbox.waiting(), 0)
  phone.outbox.put('/api/entries/ent_1', entry('改好了'), { revision: 0 })
  await phone.outbox.flush()
  assert.equal(service.shown('ent_1').title, '改好了')
  assert.deepEqual(phone.outbox.items(), [])
})

test('words put while the former were being refused are tried for themselves, in their place', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  editedWhileSent(service, phone, '改好了')
  phone.outbox.put('/api/entries/ent_1', entry('不合格'), { revision: 0 })
  phone.outbox.put('/api/entries/ent_1/moves/mov_1', { act: 'submit' })
  await phone.outbox.flush()
  assert.equal(service.entries.get('ent_1').submitted, '改好了')
  assert.deepEqual(phone.outbox.items(), [])
})

test('a write that fails for a while waits 2, 10, 60 and 300 seconds, and wakes by itself', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  service.weather = () => problem(503, 'neighbour.away', '稍后再试')
  phone.outbox.put('/api/entries/ent_1', entry('一'), { revision: 0 })
  await phone.outbox.flush()
  const waits = []
  for (const seconds of [2, 10, 60, 300, 300]) {
    waits.push(phone.timers.waits())
    const { tries } = phone.outbox.items()[0]
    phone.timers.forward(seconds * 1000 - 1)
    assert.equal(phone.outbox.items()[0].tries, tries)
    phone.timers.forward(1)
    await until(() => phone.outbox.items()[0].tries === tries + 1 && phone.outbox.items()[0].state === 'waiting', 'the next attempt')
    await phone.outbox.flush()
  }
  assert.deepEqual(waits, [[2000], [10000], [60000], [300000], [300000]])
  assert.equal(phone.outbox.items()[0].problem.detail, '稍后再试')
})

test('what waits is tried at once on show, unless the service named a time', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  service.weather = ({ url }) => url.endsWith('1') ? problem(503, 'neighbour.away', '稍后', {}, { 'Retry-After': '30' }) : 'lost there'
  phone.outbox.put('/api/entries/ent_1', entry('一'), { revision: 0 })
  phone.outbox.put('/api/entries/ent_2', entry('二'), { revision: 0 })
  await phone.outbox.flush()
  assert.deepEqual(phone.outbox.items().map(item => item.due_at - phone.clock.now()), [30000, 2000])
  service.weather = () => 'fine'
  await phone.outbox.hurry()
  assert.deepEqual(titles(service), [[0, '二']])
  phone.timers.forward(30000)
  await until(() => phone.outbox.waiting() === 0, 'the first write')
  assert.deepEqual(titles(service), [[0, '二'], [0, '一']])
})

test('two who flush at once send a write once', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  phone.outbox.put('/api/entries/ent_1', entry('一'), { revision: 0 })
  await Promise.all([phone.outbox.flush(), phone.outbox.flush(), phone.outbox.hurry()])
  assert.deepEqual(titles(service), [[0, '一']])
})

test('a move waits for the document it is about, and not for another', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  service.weather = ({ url }) => url === '/api/entries/ent_1' ? problem(503, 'neighbour.away', '稍后') : 'fine'
  phone.outbox.put('/api/entries/ent_1', entry('一'), { revision: 0 })
  phone.outbox.put('/api/entries/ent_1/moves/mov_1', { act: 'submit' })
  phone.outbox.put('/api/entries/ent_2', entry('二'), { revision: 0 })
  phone.outbox.put('/api/entries/ent_2/moves/mov_2', { act: 'submit' })
  await phone.outbox.flush()
  assert.deepEqual(phone.outbox.items().map(item => item.path), ['/api/entries/ent_1', '/api/entries/ent_1/moves/mov_1'])
  assert.equal(service.entries.get('ent_2').state, 'submitted')
  service.weather = () => 'fine'
  await phone.outbox.hurry()
  assert.equal(service.entries.get('ent_1').submitted, '一')
})

test('a move behind a refused document is not taken, and goes with the document when that is given up', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  phone.outbox.put('/api/entries/ent_1', entry('不合格'), { revision: 0 })
  phone.outbox.put('/api/entries/ent_1/moves/mov_1', { act: 'submit' })
  await phone.outbox.flush()
  await phone.outbox.hurry()
  assert.deepEqual(service.log.filter(({ url }) => url.includes('moves')), [])
  phone.outbox.discard(phone.outbox.items()[0].id)
  assert.deepEqual(phone.outbox.items(), [])
  assert.deepEqual(phone.disk.open().keys(), ['session'])
})

test('a submission after the phase closed keeps its words, and can be tried again', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  service.closed = true
  phone.outbox.put('/api/entries/ent_1', entry('一'), { revision: 0 })
  phone.outbox.put('/api/entries/ent_1/moves/mov_1', { act: 'submit' })
  await phone.outbox.flush()
  const [item] = phone.outbox.items()
  assert.equal(item.problem.detail, '征集已于 8 月 31 日 24:00 截止')
  service.closed = false
  await phone.outbox.retry(item.id)
  assert.equal(service.entries.get('ent_1').state, 'submitted')
  assert.deepEqual(phone.outbox.items(), [])
})

test('a fact is the same fact after its answer was lost', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  phone.outbox.put('/api/entries/ent_1', entry('一'), { revision: 0 })
  await phone.outbox.flush()
  service.weather = () => 'lost back'
  phone.outbox.put('/api/entries/ent_1/moves/mov_1', { act: 'submit' })
  await phone.outbox.flush()
  service.weather = () => 'fine'
  await phone.outbox.hurry()
  assert.deepEqual(phone.outbox.items(), [])
  assert.equal(service.facts.size, 1)
})
