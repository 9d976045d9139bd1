const { test } = require('node:test')
const assert = require('node:assert/strict')
const { createLedger, createNominations } = require('../../../miniprogram/src/offline/promotion')
const { createVisits } = require('../../../miniprogram/src/offline/visits')
const { contractServer, problem } = require('./contract_server')
const { Disk } = require('./phone')
const { launch, newId } = require('./running')

const SOMEBODY = { campaign: 'qinghai-2022', unit: 'unt_1', unit_name: '西宁市总工会', member: '', name: '', phone: '', statement: '', paper: false }
const NAMED = { name: '卓玛·才让', phone: '13900001234' }
const LINE = { campaign: 'qinghai-2022', unit: 'unt_1', unit_name: '西宁市总工会', channel: 'tv', title: '早间新闻', link: '', reads: 10, day: '2026-11-23', note: '' }
const QUIET_MS = 2000

function phoneOf(server, disk) {
  const phone = launch(server, { disk })
  const { storage, outbox, clock, session, timers } = phone
  const ports = { storage, outbox, clock, timers, account: () => session.account_id() }
  phone.nominations = createNominations({ ...ports, mint: () => newId('prm') })
  phone.ledger = createLedger({ ...ports, mint: () => newId('pub') })
  return phone
}

async function opened(t) {
  const server = await contractServer(t)
  const disk = new Disk()
  const phone = phoneOf(server, disk)
  await phone.session.signIn()
  return { server, disk, phone }
}

const saves = server => server.log.filter(({ method }) => method === 'PUT')
const kept = (phone, words) => phone.storage.keys().filter(key => JSON.stringify(phone.storage.get(key)).includes(words))

test('what is only being written is never sent, and outlives the program', async t => {
  const { server, disk, phone } = await opened(t)
  const { id } = phone.nominations.begin(SOMEBODY)
  phone.nominations.change(id, NAMED)
  phone.timers.forward(QUIET_MS)
  await phone.nominations.leave()
  phone.program.kill()
  const again = phoneOf(server, disk)
  const { name, ready, saved } = again.nominations.open(id)
  assert.deepEqual([saves(server), name, ready, saved], [[], '卓玛·才让', false, 'phone'])
})

test('said yes to without a network it goes up by itself, and no name stays on the phone', async t => {
  const { server, phone } = await opened(t)
  phone.network.turn(false)
  const { id } = phone.nominations.begin(SOMEBODY)
  phone.nominations.change(id, NAMED)
  const waits = await phone.nominations.send(id)
  assert.deepEqual([waits.saved, waits.ready, saves(server)], ['phone', true, []])
  server.answers.set('PUT /api/promoters/' + id, () => ({ status: 200, body: { id, revision: 1 } }))
  phone.network.turn(true)
  await phone.outbox.hurry()
  assert.deepEqual(saves(server).map(({ body }) => body), [{ campaign: 'qinghai-2022', unit: 'unt_1', ...NAMED, statement: '', paper: false, revision: 0 }])
  assert.deepEqual([phone.nominations.open(id), kept(phone, '卓玛'), kept(phone, '13900001234')], [null, [], []])
})

test('a member is nominated by account, without name and phone', async t => {
  const { server, phone } = await opened(t)
  const { id } = phone.nominations.begin(SOMEBODY)
  server.answers.set('PUT /api/promoters/' + id, () => ({ status: 200, body: { id, revision: 1 } }))
  phone.nominations.change(id, { member: 'acc_1', name: '林措' })
  await phone.nominations.send(id)
  assert.deepEqual(saves(server)[0].body, { campaign: 'qinghai-2022', account: 'acc_1', statement: '', paper: false, revision: 0 })
})

test('refused it stays with why; mended and said yes to it goes under the same id', async t => {
  const { server, phone } = await opened(t)
  const { id } = phone.nominations.begin(SOMEBODY)
  phone.nominations.change(id, NAMED)
  server.answers.set('PUT /api/promoters/' + id, () => problem(409, 'promoter.exists', '这位职工已经报名或已被推荐'))
  const refused = await phone.nominations.send(id)
  assert.deepEqual([refused.saved, refused.problem.detail], ['refused', '这位职工已经报名或已被推荐'])
  phone.nominations.change(id, { phone: '13900005678' })
  server.answers.set('PUT /api/promoters/' + id, () => ({ status: 200, body: { id, revision: 1 } }))
  assert.equal(await phone.nominations.send(id), null)
  assert.deepEqual(saves(server).map(({ body }) => body.phone), ['13900001234', '13900005678'])
})

test('given up among what waits, it has to be said yes to again', async t => {
  const { phone } = await opened(t)
  phone.network.turn(false)
  const { id } = phone.ledger.begin(LINE)
  await phone.ledger.send(id)
  phone.outbox.discard(phone.outbox.newest('/api/publicity/' + id).id)
  assert.deepEqual([phone.ledger.open(id).ready, phone.ledger.unsent_ones().length], [false, 1])
})

test('a line of the service is changed on its revision; changed elsewhere meanwhile, mine goes over it only when I say so', async t => {
  const { server, phone } = await opened(t)
  const told = { ...LINE, id: newId('pub'), channel_label: '广播电视', revision: 3, saved_at: '2026-11-23T00:00:00Z' }
  const { id } = phone.ledger.adopt(told)
  assert.deepEqual([phone.ledger.open(id).saved, phone.ledger.unsent_ones()], ['server', []])
  server.answers.set('PUT /api/publicity/' + id, (_, { revision }) => revision === 4
    ? { status: 200, body: { ...told, revision: 5 } } : problem(409, 'publicity.stale', '这一条已在别处改过', { current: { ...told, reads: 99, revision: 4 } }))
  phone.ledger.change(id, { reads: 20 })
  assert.equal((await phone.ledger.send(id)).saved, 'conflict')
  await phone.ledger.keepMine(id)
  assert.deepEqual(saves(server).map(({ body }) => [body.reads, body.revision]), [[20, 3], [20, 4]])
  assert.equal(phone.ledger.open(id), null)
})

test('a visit is said once a link while the program lives, and again only when nobody heard it', async () => {
  const said = []
  let weather = { retryable: true }
  const visits = createVisits({ mark: () => 'm'.repeat(22), visit: async (slug, visitor) => { said.push([slug, visitor]); if (weather) throw weather } })
  await visits.note({ p: 'k3v9t0a2mz' })
  await visits.note({ p: 'k3v9t0a2mz' })
  assert.equal(said.length, 1)
  weather = null
  await visits.hurry()
  await visits.hurry()
  await visits.note({ p: 'k3v9t0a2mz' })
  assert.deepEqual(said, [['k3v9t0a2mz', 'm'.repeat(22)], ['k3v9t0a2mz', 'm'.repeat(22)]])
})

test('what is no link of ours is no visit', async () => {
  const said = []
  const visits = createVisits({ mark: () => '', visit: async slug => { said.push(slug) } })
  for (const query of [undefined, {}, { p: '' }, { p: 'A B' }, { p: 'x'.repeat(21) }, { id: 'ent_1' }]) await visits.note(query)
  assert.deepEqual(said, [])
})
