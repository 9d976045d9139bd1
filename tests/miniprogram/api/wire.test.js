const { test } = require('node:test')
const assert = require('node:assert/strict')
const { createServerClock } = require('../../../miniprogram/src/api/server_clock')
const { createWire } = require('../../../miniprogram/src/api/wire')
const { contractServer, problem } = require('../offline/contract_server')
const { Disk, request, stillClock } = require('../offline/phone')
const { launch } = require('../offline/running')

const fine = body => () => ({ status: 200, body })

test('a question carries who asks and the phone\'s own time, an hour wrong or not', async t => {
  const service = await contractServer(t)
  const clock = stillClock(Date.UTC(2026, 10, 23, 7, 0, 0, 5))
  const phone = launch(service, { clock })
  service.answers.set('GET /api/me', fine({ id: 'acc_lin' }))
  const { status, body } = await phone.wire.ask('GET', '/api/me')
  assert.deepEqual([status, body], [200, { id: 'acc_lin' }])
  const [signing, asking] = service.log
  assert.equal(signing.headers.authorization, undefined)
  assert.equal(asking.headers.authorization, 'Bearer ' + phone.session.token())
  assert.equal(asking.headers['x-sent-at'], '2026-11-23T07:00:00.005Z')
})

test('a question carries the name of the phone, by which its clock is measured', async t => {
  const service = await contractServer(t)
  const { session, clock } = launch(service)
  const wire = createWire({ request, clock, session, base_url: service.url, device: () => 'abcdefghijklmnopqrstuv' })
  service.answers.set('GET /api/works', fine({ items: [], next: null }))
  await wire.ask('GET', '/api/works', undefined, { anonymous: true })
  assert.equal(service.log[0].headers['x-device'], 'abcdefghijklmnopqrstuv')
})

test('a public question asks nobody to sign in, and shows a session where there is one', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  service.answers.set('GET /api/works', ({ headers }) => headers.authorization === 'Bearer old'
    ? problem(401, 'session.expired', '登录已过期') : { status: 200, body: { items: [], next: null } })
  await phone.wire.ask('GET', '/api/works', undefined, { anonymous: true })
  assert.deepEqual([service.sign_ins, service.log[0].headers.authorization], [0, undefined])
  phone.session.become({ token: 'old', account: null })
  await phone.wire.ask('GET', '/api/works', undefined, { anonymous: true })
  assert.deepEqual(service.log.slice(1).map(({ headers }) => headers.authorization), ['Bearer old', undefined])
  assert.equal(service.sign_ins, 0)
})

test('many refused with 401 at once sign in once, and every one of them is answered', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  service.tokens.clear()
  service.answers.set('GET /api/me', ({ headers }) => service.tokens.has((headers.authorization || '').slice(7))
    ? { status: 200, body: { id: 'acc_lin' } } : problem(401, 'session.expired', '登录已过期'))
  const answers = await Promise.all(Array.from({ length: 8 }, () => phone.wire.ask('GET', '/api/me')))
  assert.deepEqual(answers.map(({ status }) => status), Array(8).fill(200))
  assert.equal(service.sign_ins, 2)
})

test('a 401 after signing in again is told, not tried for ever', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  service.answers.set('GET /api/me', () => problem(401, 'session.expired', '登录已过期，请重新登录'))
  await assert.rejects(phone.wire.ask('GET', '/api/me'), { code: 'session.expired', detail: '登录已过期，请重新登录', retryable: true })
  assert.equal(service.log.filter(({ url }) => url === '/api/me').length, 2)
  assert.equal(service.sign_ins, 2)
})

test('a refusal is the service\'s own, and says whether trying again may help', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  const told = async (status, code, context, headers) => {
    service.answers.set('GET /api/x', () => problem(status, code, '服务的原话', context, headers))
    const thrown = await phone.wire.ask('GET', '/api/x', undefined, { anonymous: true }).catch(why => why)
    assert.deepEqual([thrown.code, thrown.detail, thrown.status], [code, '服务的原话', status])
    return [thrown.retryable, thrown.retry_after_s]
  }
  assert.deepEqual(await told(422, 'entry.fields'), [false, null])
  assert.deepEqual(await told(404, 'not_found'), [false, null])
  assert.deepEqual(await told(409, 'phase.closed'), [false, null])
  assert.deepEqual(await told(409, 'conflict'), [true, null])
  assert.deepEqual(await told(429, 'rate.limited', { retry_after_s: 7 }), [true, 7])
  assert.deepEqual(await told(503, 'neighbour.away', {}, { 'Retry-After': '10' }), [true, 10])
  assert.deepEqual(await told(500, 'internal'), [true, null])
  assert.deepEqual(await told(426, 'client.outdated'), [true, null])
})

test('a page that is not the service\'s is told as such and can be tried again', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  const told = async (status, type, text) => {
    service.answers.set('GET /api/x', () => ({ status, headers: { 'Content-Type': type }, text }))
    const { code, retryable, detail } = await phone.wire.ask('GET', '/api/x', undefined, { anonymous: true }).catch(why => why)
    return { code, retryable, words: /无线网络/.test(detail) ? 'portal' : /维护/.test(detail) ? 'repair' : /更新/.test(detail) ? 'upgrade' : /看不懂/.test(detail) ? 'odd' : detail }
  }
  assert.deepEqual(await told(200, 'text/html', '<h1>请登录</h1>'), { code: 'not_our_server', retryable: true, words: 'portal' })
  assert.deepEqual(await told(502, 'text/html', '<h1>Bad Gateway</h1>'), { code: 'not_our_server', retryable: true, words: 'repair' })
  assert.deepEqual(await told(426, 'text/html', 'Upgrade'), { code: 'upgrade', retryable: true, words: 'upgrade' })
  assert.deepEqual(await told(418, 'application/json', '{"tea": true}'), { code: 'odd', retryable: false, words: 'odd' })
})

test('no answer is a problem with words that can be tried again', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  service.weather = () => 'lost there'
  const thrown = await phone.wire.ask('GET', '/api/me').catch(why => why)
  assert.deepEqual([thrown.code, thrown.status, thrown.retryable, thrown.detail], ['offline', 0, true, '没有连上网络，请检查网络后再试'])
})

test('the service\'s clock is heard from its answers, and a portal\'s is not', async t => {
  const service = await contractServer(t)
  const clock = stillClock(Date.UTC(2026, 10, 23, 7))
  const disk = new Disk()
  const server_clock = createServerClock({ storage: disk.open(), key: 'server_clock', clock })
  const session = { token: () => null, signIn: async () => '', account_id: () => '' }
  const { ask } = createWire({ request, clock, session, base_url: service.url, server_clock })
  const date = 'Mon, 23 Nov 2026 06:00:00 GMT'
  service.answers.set('GET /api/x', () => ({ status: 200, headers: { Date: date, 'Content-Type': 'text/html' }, text: 'portal' }))
  await ask('GET', '/api/x', undefined, { anonymous: true }).catch(why => why)
  assert.equal(server_clock.ahead_ms(), 0)
  service.answers.set('GET /api/x', () => ({ status: 200, headers: { Date: date }, body: {} }))
  await ask('GET', '/api/x', undefined, { anonymous: true })
  assert.equal(server_clock.now(), Date.UTC(2026, 10, 23, 6, 0, 0, 500))
  assert.equal(createServerClock({ storage: disk.open(), key: 'server_clock', clock }).ahead_ms(), -3599500)
  server_clock.hear('Mon, 23 Nov 2026 09:00:00 GMT', clock.now() - 20000, clock.now())
  server_clock.hear('yesterday', clock.now(), clock.now())
  server_clock.hear(undefined, clock.now(), clock.now())
  assert.equal(server_clock.ahead_ms(), -3599500)
})
