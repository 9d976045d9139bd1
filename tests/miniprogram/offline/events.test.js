const { test } = require('node:test')
const assert = require('node:assert/strict')
const { createEvents } = require('../../../miniprogram/src/offline/events')
const { placeAfterDraft } = require('../../../miniprogram/src/offline/place')
const { withEvents } = require('./event_service')
const { Disk, Killed, Program, stillClock } = require('./phone')
const { launch, newId } = require('./running')

const SECRET = 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ'
const BEGUN = { campaign: 'qinghai-2022', unit: 'unt_0123456789abcdef', unit_name: '西宁市总工会', starts_at: '2026-11-23T06:00:00.000Z', secret: SECRET }
const WORDS = { kind: 'speech', place: '机械厂大礼堂', claimed: 86 }
const QUIET_MS = 1500

/** A program of launch(), with events; `files` says how many are on their way. */
function phoneOf(server, more) {
  const phone = launch(server, more)
  const { storage, outbox, clock, session, timers } = phone
  phone.files = 0
  phone.events = createEvents({
    storage, outbox, clock, timers, account: () => session.account_id(), mint: () => newId('evt'), mint_move: () => newId('mov'), files_on_way: () => phone.files
  })
  session.on_account(() => phone.events.claim())
  return phone
}

async function opened(t) {
  const { server, events } = await withEvents(t)
  const disk = new Disk()
  const phone = phoneOf(server, { disk })
  await phone.session.signIn()
  return { server, events, disk, phone }
}

test('an event is on the phone with its secret before anything is typed', async t => {
  const { server, phone, disk } = await opened(t)
  const { id } = phone.events.begin(BEGUN)
  phone.program.kill()
  const again = phoneOf(server, { disk })
  assert.equal(again.events.open(id).secret, SECRET)
  assert.equal(again.events.open(id).saved, 'phone')
})

test('without a kind it stays on the phone and says what is lacking; with one it goes up with its secret', async t => {
  const { events, phone } = await opened(t)
  const { id } = phone.events.begin(BEGUN)
  phone.events.change(id, { place: '大礼堂' })
  await phone.events.save(id)
  assert.deepEqual([events.puts().length, phone.events.hindrance(id).code], [0, 'event.unfinished'])
  phone.events.change(id, WORDS)
  await phone.events.save(id)
  assert.deepEqual(events.puts().map(({ body }) => [body.kind, body.claimed, body.secret, body.revision]), [['speech', 86, SECRET, 0]])
  const { saved, revision, reporting_unit_name, secret } = phone.events.open(id)
  assert.deepEqual([saved, revision, reporting_unit_name, secret], ['server', 1, '西宁市总工会', SECRET])
})

test('what is typed in a quiet moment is one write, and an unsent one is replaced', async t => {
  const { events, phone } = await opened(t)
  phone.network.turn(false)
  const { id } = phone.events.begin(BEGUN)
  for (const claimed of [1, 12, 120]) phone.events.change(id, { ...WORDS, claimed })
  phone.timers.forward(QUIET_MS)
  phone.events.change(id, { claimed: 121 })
  phone.events.leave()
  assert.deepEqual(phone.outbox.items().map(({ path, body }) => [path, body.claimed]), [['/api/events/' + id, 121]])
  phone.network.turn(true)
  await phone.outbox.hurry()
  assert.deepEqual(events.puts().map(({ body }) => body.claimed), [121])
})

test('a report waits for files, then goes out by itself, once; the event stays on the phone', async t => {
  const { events, phone } = await opened(t)
  const { id } = phone.events.begin(BEGUN)
  phone.events.change(id, WORDS)
  phone.files = 2
  await phone.events.report(id)
  assert.deepEqual([events.moves.size, phone.events.open(id).report !== null, phone.events.reporting(id)], [0, true, null])
  phone.files = 0
  await phone.events.goOn(id)
  await phone.events.goOn(id)
  assert.deepEqual([events.moves.size, events.events.get(id).reported.claimed], [1, 86])
  const { report, state, secret } = phone.events.open(id)
  assert.deepEqual([report, state, secret], [null, 'reported', SECRET])
})

test('a report need not wait for files, and can be given up', async t => {
  const { events, phone } = await opened(t)
  const one = phone.events.begin(BEGUN).id
  const other = phone.events.begin(BEGUN).id
  phone.files = 1
  for (const id of [one, other]) {
    phone.events.change(id, WORDS)
    await phone.events.report(id)
  }
  phone.events.forgetReport(one)
  await phone.events.reportNow(other)
  await phone.events.leave()
  assert.deepEqual([events.moves.size, phone.events.open(one).report, events.events.get(other).state], [1, null, 'reported'])
})

test('a refused report stands with its reason until it is given up', async t => {
  const { phone } = await opened(t)
  const { id } = phone.events.begin(BEGUN)
  phone.events.change(id, { ...WORDS, claimed: null })
  await phone.events.report(id)
  assert.deepEqual([phone.events.reporting(id).state, phone.events.reporting(id).problem.code], ['refused', 'event.incomplete'])
  phone.events.forgetReport(id)
  assert.deepEqual([phone.events.reporting(id), phone.events.open(id).report, phone.outbox.items()], [null, null, []])
})

test('changed on two phones, either text is taken and nothing is laid over unseen', async t => {
  const { events, phone } = await opened(t)
  const ids = [phone.events.begin(BEGUN).id, phone.events.begin(BEGUN).id]
  for (const id of ids) {
    phone.events.change(id, WORDS)
    await phone.events.save(id)
    events.elsewhere(id, { claimed: 90 })
    phone.events.change(id, { claimed: 95 })
    await phone.events.save(id)
    assert.equal(phone.events.open(id).saved, 'conflict')
    assert.equal(events.events.get(id).text.claimed, 90)
  }
  await phone.events.keepMine(ids[0])
  phone.events.takeTheirs(ids[1])
  assert.deepEqual(ids.map(id => [phone.events.open(id).saved, phone.events.open(id).claimed, phone.events.open(id).secret, events.events.get(id).text.claimed]),
    [['server', 95, SECRET, 95], ['server', 90, SECRET, 90]])
})

test('an event of another phone is taken with its secret, and news of its state without touching unsent words', async t => {
  const { phone, events } = await opened(t)
  const { id } = phone.events.begin({ ...BEGUN, secret: '' })
  phone.events.change(id, WORDS)
  await phone.events.save(id)
  const other = 'b3RoZXItb3RoZXItb3RoZXItb3RoZXItb3RoZXItMTI'
  events.elsewhere(id, { secret: other })
  phone.events.change(id, { claimed: 99 })
  phone.events.adopt({ ...events.shown(id), state: 'returned', state_label: '退回补充' })
  const { secret, state, claimed, revision } = phone.events.open(id)
  assert.deepEqual([secret, state, claimed, revision], [other, 'returned', 99, 1])
})

test('logged before anybody signed in, it belongs to who does', async t => {
  const { server, events } = await withEvents(t)
  const phone = phoneOf(server)
  const { id } = phone.events.begin(BEGUN)
  phone.events.change(id, WORDS)
  await phone.session.signIn()
  await phone.events.leave()
  assert.equal(events.events.get(id).owner, 'acc_lin')
})

test('a file of an event waits until the event is with the service', async t => {
  const { phone, server } = await opened(t)
  server.answers.set('PUT /api/uploads/fil_1', () => ({ status: 201, body: { id: 'fil_1' } }))
  const place = placeAfterDraft(phone.events, async (id, asked) => (await phone.wire.ask('PUT', '/api/uploads/' + id, asked)).body)
  const { id } = phone.events.begin(BEGUN)
  await assert.rejects(place('fil_1', { about: id }), { code: 'event.unfinished', retryable: true })
  phone.events.change(id, WORDS)
  assert.deepEqual(await place('fil_1', { about: id }), { id: 'fil_1' })
  assert.deepEqual(server.log.slice(1).map(({ url }) => url.slice(0, 12)), ['/api/events/', '/api/uploads'])
})

/** A person logs and reports an event; every write of the phone may be its last. `told`: what a living phone has promised him. */
async function logsAndReports(phone, told) {
  const promise = facts => { if (phone.program.alive) Object.assign(told, facts) }
  await phone.session.signIn()
  const { id } = phone.events.begin(BEGUN)
  promise({ id, kept: { secret: SECRET } })
  phone.events.change(id, WORDS)
  promise({ kept: { secret: SECRET, ...WORDS } })
  await phone.events.save(id)
  phone.events.change(id, { claimed: 90 })
  promise({ kept: { secret: SECRET, ...WORDS, claimed: 90 } })
  const reporting = phone.events.report(id)
  promise({ reported: true })
  await reporting
}

/** As far as a phone gets that dies at its n-th write to storage. */
async function livesUntil(server, disk, clock, writes, told) {
  const program = new Program(writes)
  try {
    const phone = phoneOf(server, { disk, clock, program })
    await Promise.race([logsAndReports(phone, told), program.died])
  } catch (killed) {
    if (!(killed instanceof Killed)) throw killed
  }
  program.kill()
  return program
}

test('killed at every write, nothing that was kept is lost, and the report goes out once', async t => {
  const { server, events } = await withEvents(t)
  let deaths = 0
  for (let writes = 0; writes < 200; writes += 1) {
    const disk = new Disk()
    const clock = stillClock()
    const told = { id: '', kept: null, reported: false }
    const program = await livesUntil(server, disk, clock, writes, told)
    const again = phoneOf(server, { disk, clock })
    await again.session.signIn()
    again.timers.forward(70000)
    await again.events.leave()
    await again.outbox.hurry()
    if (told.kept) {
      const found = again.events.open(told.id)
      const later = found.claimed === 90 ? { claimed: 90 } : {}      // kept, though its promise came too late
      Object.entries({ ...told.kept, ...later }).forEach(([name, value]) => assert.equal(found[name], value, writes + ': ' + name))
    }
    const reports = events.puts().filter(({ url }) => told.id && url.includes(told.id + '/moves/')).map(({ url }) => url)
    assert.ok(new Set(reports).size <= 1)
    if (told.reported) {
      assert.deepEqual([events.events.get(told.id).state, events.events.get(told.id).reported.claimed, again.events.open(told.id).report], ['reported', 90, null])
    }
    if (program.writes >= 0) break
    deaths += 1
  }
  assert.ok(deaths > 10 && deaths < 200, 'died ' + deaths + ' times')
})
