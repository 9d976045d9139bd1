// A scan is kept before it is sent, sent as one id however often, and never lost; of other people nothing stays behind.
const { test } = require('node:test')
const assert = require('node:assert/strict')
const { createDevice } = require('../../../miniprogram/src/offline/device')
const { contractServer, problem } = require('./contract_server')
const { EVENT, codeOf, launchInHall, takingCheckIns } = require('./hall')
const { Disk, Killed, Program, stillClock } = require('./phone')

const HOUR_MS = 3600000
const NOON = Date.UTC(2026, 10, 23, 4)
const arrivals = service => [...service.check_ins.values()].map(({ account, body }) => [account, body.code || body.name || body.personal_code])
const tries = service => service.log.filter(({ url }) => url.includes('/checkins/'))
const bare = text => text.split('/c/')[1]

async function hall(t, verdict) {
  return takingCheckIns(await contractServer(t), verdict)
}

async function signedIn(service, asked) {
  const phone = launchInHall(service, asked)
  await phone.session.signIn()
  return phone
}

test('scanned without a network before anybody signed in, it goes up when there is one, for the first who signs in', async t => {
  const service = await hall(t)
  const clock = stillClock(NOON)
  const phone = launchInHall(service, { clock })
  phone.network.turn(false)
  const { id } = phone.check_ins.scan(codeOf(1))
  await phone.outbox.flush()
  assert.deepEqual(phone.check_ins.own().map(one => [one.id, one.standing, one.answer]), [[id, 'waiting', null]])
  clock.forward(HOUR_MS)
  phone.network.turn(true)
  await phone.outbox.hurry()
  assert.deepEqual(arrivals(service), [['acc_lin', bare(codeOf(1))]])
  assert.deepEqual(service.check_ins.get(id).body, { code: bare(codeOf(1)), scanned_at: '2026-11-23T04:00:00.000Z', sent_at: '2026-11-23T05:00:00.000Z' })
  assert.deepEqual(phone.check_ins.own().map(one => [one.id, one.standing, one.answer.words]), [[id, 'answered', '已签到。']])
})

test('the time of sending is the time of each sending, and no part of what is said', async t => {
  const service = await hall(t)
  const clock = stillClock(NOON)
  const phone = await signedIn(service, { clock })
  service.weather = () => 'lost back'
  const { id } = phone.check_ins.scan(codeOf(1))
  await phone.outbox.flush()
  clock.forward(-5 * HOUR_MS)
  service.weather = () => 'fine'
  await phone.outbox.hurry()
  assert.deepEqual(tries(service).map(({ url, body }) => [url.endsWith(id), body.scanned_at, body.sent_at]), [
    [true, '2026-11-23T04:00:00.000Z', '2026-11-23T04:00:00.000Z'], [true, '2026-11-23T04:00:00.000Z', '2026-11-22T23:00:00.000Z']])
  assert.deepEqual([service.check_ins.size, phone.outbox.items()], [1, []])
})

/** A worker's scan, told with a program that dies at its n-th write. `scan`: the phone said that it was kept. */
async function killedAt(service, n, disk, clock) {
  const program = new Program(n)
  const life = { program, kept: false }
  const living = async () => {
    try {
      const phone = launchInHall(service, { disk, clock, program })
      phone.check_ins.scan(codeOf(1))
      if (program.alive) life.kept = true
      await phone.outbox.flush()
    } catch (why) {
      if (!(why instanceof Killed)) throw why
    }
  }
  await Promise.race([program.died, living()])
  return life
}

for (const weather of ['fine', 'lost back', 'lost there']) {
  test('killed at any write between scan and answer, it arrives once under one id (' + weather + ')', async t => {
    let deaths = 0
    for (let survived = false; !survived; deaths += 1) {
      const service = await hall(t)
      const disk = new Disk()
      const clock = stillClock(NOON)
      service.weather = asked => asked.url.includes('/checkins/') ? weather : 'fine'
      const life = await killedAt(service, deaths, disk, clock)
      survived = life.program.alive
      service.weather = () => 'fine'
      clock.forward(-HOUR_MS)
      const after = launchInHall(service, { disk, clock })
      await after.outbox.hurry()
      if (life.kept) assert.deepEqual(arrivals(service), [['acc_lin', bare(codeOf(1))]], 'killed at write ' + deaths)
      after.check_ins.scan(codeOf(1), NOON)
      await after.outbox.hurry()
      assert.deepEqual([arrivals(service), after.outbox.items()], [[['acc_lin', bare(codeOf(1))]], []], 'opened anew after write ' + deaths)
      assert.deepEqual(new Set(service.log.filter(({ url }) => url.includes('/checkins/')).map(({ url }) => url)).size, 1)
      assert.ok(deaths < 60)
      await service.close()
    }
    assert.ok(deaths > 4, 'it died ' + deaths + ' times')
  })
}

test('what the service turned away stands with its words until the person lets it go', async t => {
  const service = await hall(t, body => body.code.includes('.7.') ? problem(422, 'checkin.code_unreadable', '这不是现场签到的码') : null)
  const phone = await signedIn(service)
  const { id } = phone.check_ins.scan(codeOf(7))
  await phone.outbox.flush()
  assert.deepEqual(phone.check_ins.own().map(one => [one.standing, one.problem.detail]), [['refused', '这不是现场签到的码']])
  await phone.check_ins.retry(id)
  assert.equal(tries(service).length, 2)
  phone.check_ins.discard(id)
  assert.deepEqual([phone.check_ins.own(), phone.outbox.items(), service.check_ins.size], [[], [], 0])
})

test('a service that is away or asks to wait gets it later', async t => {
  let answer = problem(503, 'neighbour.away', '稍后再试')
  const service = await hall(t, () => answer)
  const phone = await signedIn(service)
  phone.check_ins.scan(codeOf(1))
  await phone.outbox.flush()
  assert.equal(phone.check_ins.own()[0].standing, 'waiting')
  answer = problem(429, 'slower', '请稍等', { retry_after_s: 30 }, { 'Retry-After': '30' })
  await phone.outbox.hurry()
  answer = null
  await phone.outbox.hurry()
  assert.deepEqual([service.check_ins.size, phone.check_ins.own()[0].standing], [0, 'waiting'])
  phone.clock.forward(31000)
  await phone.outbox.flush()
  assert.deepEqual([service.check_ins.size, phone.check_ins.own()[0].standing], [1, 'answered'])
})

test('two people on one phone each have their own, and neither is sent as the other', async t => {
  const service = await hall(t)
  const phone = await signedIn(service, { user: 'acc_lin' })
  phone.network.turn(false)
  phone.check_ins.scan(codeOf(1))
  phone.session.forget()
  phone.user = 'acc_ma'
  await phone.session.signIn()
  phone.check_ins.scan(codeOf(1))
  phone.network.turn(true)
  await phone.outbox.hurry()
  assert.deepEqual([arrivals(service), phone.check_ins.own().length], [[['acc_ma', bare(codeOf(1))]], 1])
  phone.session.forget()
  phone.user = 'acc_lin'
  await phone.session.signIn()
  await phone.outbox.hurry()
  assert.deepEqual(arrivals(service), [['acc_ma', bare(codeOf(1))], ['acc_lin', bare(codeOf(1))]])
})

test('names and telephones written down leave the phone with the sending', async t => {
  const service = await hall(t)
  const disk = new Disk()
  const phone = await signedIn(service, { disk })
  phone.network.turn(false)
  phone.check_ins.write(EVENT, { name: '卓玛·才让', phone: '13900001234' })
  phone.check_ins.write(EVENT, { name: '马海燕', phone: '' })
  assert.deepEqual(phone.check_ins.brought(EVENT).map(one => [one.how, one.name, one.phone]), [['walk_in', '卓玛·才让', '13900001234'], ['walk_in', '马海燕', '']])
  assert.deepEqual([phone.check_ins.brought('evt_fedcba9876543210'), phone.check_ins.own()], [[], []])
  const onDisk = () => [...disk.kept.values()].filter(text => /才让|13900001234|马海燕/.test(text)).length
  assert.equal(onDisk(), 2)
  phone.network.turn(true)
  await phone.outbox.hurry()
  assert.deepEqual([...service.check_ins.values()].map(({ body }) => [body.name, body.phone, 'code' in body]), [['卓玛·才让', '13900001234', false], ['马海燕', undefined, false]])
  assert.deepEqual([onDisk(), phone.check_ins.brought(EVENT)], [0, []])
})

test('a worker\'s own code scanned twice before it was sent is one check-in', async t => {
  const service = await hall(t)
  const phone = await signedIn(service)
  const code = 'p1.acc_0123456789abcdef.' + 'A'.repeat(22)
  phone.network.turn(false)
  phone.check_ins.bring(EVENT, code)
  phone.check_ins.bring(EVENT, code)
  phone.check_ins.bring('evt_fedcba9876543210', code)
  assert.deepEqual(phone.check_ins.brought(EVENT).map(one => [one.how, one.name]), [['personal', '']])
  phone.network.turn(true)
  await phone.outbox.hurry()
  assert.equal(service.check_ins.size, 2)
})

test('a printed code scanned again another day is another check-in, unless the first one counts', async t => {
  const service = await hall(t)
  const clock = stillClock(NOON)
  const phone = await signedIn(service, { clock })
  const printed = 'pages/check-in/check-in?scene=' + encodeURIComponent(EVENT + '.abcd2345')
  const first = phone.check_ins.scan(printed)
  await phone.outbox.flush()
  const [{ answer }] = phone.check_ins.own()
  phone.check_ins.learn([Object.assign({}, answer, { state: 'refused' })])
  assert.equal(phone.check_ins.scan(printed).id, first.id)
  clock.forward(24 * HOUR_MS)
  const second = phone.check_ins.scan(printed)
  assert.notEqual(second.id, first.id)
  await phone.outbox.flush()
  clock.forward(24 * HOUR_MS)
  assert.equal(phone.check_ins.scan(printed).id, second.id)
  assert.deepEqual(arrivals(service), [['acc_lin', 'm1.' + EVENT + '.abcd2345'], ['acc_lin', 'm1.' + EVENT + '.abcd2345']])
})

test('what is no code of an event is not kept', async t => {
  const phone = launchInHall(await hall(t))
  assert.throws(() => phone.check_ins.scan('https://example.cn/'), RangeError)
  assert.deepEqual(phone.outbox.items(), [])
})

test('a full phone says so, and keeps what it had', async t => {
  const service = await hall(t)
  const disk = new Disk({ whole_bytes: 500 })
  const phone = launchInHall(service, { disk })
  phone.check_ins.scan(codeOf(1))
  assert.throws(() => phone.check_ins.scan(codeOf(2)), { kind: 'storage_full' })
  assert.equal(phone.check_ins.own().length, 1)
})

test('of many answers the last forty stay on the phone', async t => {
  const service = await hall(t)
  const clock = stillClock(NOON)
  const phone = await signedIn(service, { clock })
  for (let step = 1; step <= 45; step += 1) {
    phone.check_ins.scan(codeOf(step))
    clock.forward(10000)
  }
  await phone.outbox.flush()
  assert.deepEqual([service.check_ins.size, phone.check_ins.own().length, phone.check_ins.own()[0].code], [45, 40, bare(codeOf(45))])
})

test('the phone has one name until its storage is emptied', () => {
  const disk = new Disk()
  let thrown = 0
  const named = () => createDevice({ storage: disk.open(), key: 'device', chance: count => Array.from({ length: count }, () => (thrown += 7) % 256) })()
  const name = named()
  assert.match(name, /^[A-Za-z0-9_-]{22}$/)
  assert.equal(named(), name)
  disk.kept.clear()
  assert.notEqual(named(), name)
})
