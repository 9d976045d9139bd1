const { test } = require('node:test')
const assert = require('node:assert/strict')
const { createRoutes } = require('../../../miniprogram/src/api/routes')
const { contractServer, problem } = require('../offline/contract_server')
const { Disk } = require('../offline/phone')
const { launch } = require('../offline/running')

const ME = { id: 'acc_lin', name: '林措', unit: 'unt_1', unit_confirmed: true, roles: [], liaison: { office_phone: '0971-1' } }

/** A phone with the routes of api/routes.js. */
async function withRoutes(t, disk = new Disk()) {
  const service = await contractServer(t)
  const phone = launch(service, { disk })
  const routes = createRoutes({ ask: (...asked) => phone.wire.ask(...asked), storage: phone.storage, session: phone.session, keys: { campaign: 'campaign', me: 'me' } })
  return { service, phone, routes }
}

function publish(service, version) {
  service.answers.set('GET /api/campaigns/current', ({ headers }) => headers['if-none-match'] === '"' + version + '"'
    ? { status: 304, headers: { ETag: '"' + version + '"' } }
    : { status: 200, headers: { ETag: '"' + version + '"' }, body: { id: 'qinghai-2022', version } })
}

test('the plan is read once, then only when it changed', async t => {
  const { service, routes } = await withRoutes(t)
  publish(service, 1)
  assert.equal(routes.campaignKept(), null)
  const plan = { campaign: { id: 'qinghai-2022', version: 1 }, stale: false }
  assert.deepEqual(await Promise.all([routes.campaign(), routes.campaign()]), [plan, plan])
  assert.equal(service.log.length, 1)
  assert.deepEqual(await routes.campaign(), plan)
  assert.deepEqual(routes.campaignKept(), plan.campaign)
  publish(service, 2)
  assert.equal((await routes.campaign()).campaign.version, 2)
  assert.deepEqual(service.log.map(({ headers }) => headers['if-none-match']), [undefined, '"1"', '"1"'])
  assert.equal(service.sign_ins, 0)
})

test('without a network the plan read last is shown as stale; without one there are words', async t => {
  const { service, routes } = await withRoutes(t)
  service.weather = () => 'lost there'
  await assert.rejects(routes.campaign(), { code: 'offline' })
  service.weather = () => 'fine'
  publish(service, 1)
  await routes.campaign()
  service.weather = () => 'lost there'
  assert.deepEqual(await routes.campaign(), { campaign: { id: 'qinghai-2022', version: 1 }, stale: true })
  service.weather = () => problem(404, 'not_found', '没有进行中的活动')
  await assert.rejects(routes.campaign(), { detail: '没有进行中的活动' })
})

test('a plan that finds no room on the phone is read all the same', async t => {
  const { service, phone, routes } = await withRoutes(t, new Disk({ whole_bytes: 40 }))
  publish(service, 1)
  assert.equal((await routes.campaign()).campaign.version, 1)
  assert.equal(phone.storage.get('campaign'), null)
})

test('my profile is at hand without a network, mine only, and goes when I leave', async t => {
  const { service, phone, routes } = await withRoutes(t)
  service.answers.set('GET /api/me', () => ({ status: 200, body: ME }))
  service.answers.set('DELETE /api/me', () => ({ status: 204 }))
  assert.deepEqual(await routes.me(), ME)
  assert.equal(phone.session.account().name, '林措')
  service.weather = () => 'lost there'
  assert.deepEqual(await routes.me(), { ...ME, stale: true })
  service.weather = () => 'fine'
  await routes.deleteMe()
  assert.deepEqual([phone.session.token(), phone.disk.open().keys()], [null, []])
  phone.storage.set('me', ME)
  service.weather = () => 'lost there'
  await assert.rejects(routes.me(), { code: 'offline' })
})

const ASKED = [
  ['documents', [], 'GET', '/api/documents'],
  ['units', [{ q: '西宁 总工会', parent: '', cursor: null }], 'GET', '/api/units?q=%E8%A5%BF%E5%AE%81%20%E6%80%BB%E5%B7%A5%E4%BC%9A'],
  ['works', [{ track: 'photo', cursor: 'c' }], 'GET', '/api/works?track=photo&cursor=c'],
  ['work', ['ent_1'], 'GET', '/api/works/ent_1'],
  ['saveMe', [{ name: '林措' }], 'PUT', '/api/me', { name: '林措' }],
  ['askUnit', [{ unit: 'unt_1' }], 'PUT', '/api/me/unit', { unit: 'unt_1' }],
  ['redeem', ['ABCD'], 'POST', '/api/me/roles', { code: 'ABCD' }],
  ['exportMe', [], 'GET', '/api/me/export'],
  ['liaison', ['unt_1'], 'GET', '/api/units/unt_1/liaison'],
  ['entries', [{ scope: 'mine', state: '' }], 'GET', '/api/entries?scope=mine'],
  ['entry', ['ent_1'], 'GET', '/api/entries/ent_1'],
  ['discardEntry', ['ent_1'], 'DELETE', '/api/entries/ent_1'],
  ['claimEntry', ['ent_1'], 'PUT', '/api/entries/ent_1/claim', {}],
  ['move', ['ent_1', 'mov_1', 'submit', { late_code: 'X' }], 'PUT', '/api/entries/ent_1/moves/mov_1', { act: 'submit', late_code: 'X' }],
  ['order', ['ent_1', ['fil_2', 'fil_1']], 'PUT', '/api/entries/ent_1/files', { order: ['fil_2', 'fil_1'] }],
  ['place', ['fil_1', { about: 'ent_1', name: 'a', size: 1, kind: 'photo' }], 'PUT', '/api/uploads/fil_1', { about: 'ent_1', name: 'a', size: 1, kind: 'photo' }],
  ['confirm', ['fil_1'], 'POST', '/api/uploads/fil_1/confirm', {}],
  ['removeFile', ['fil_1'], 'DELETE', '/api/files/fil_1'],
  ['upload', ['fil_1'], 'GET', '/api/uploads/fil_1'],
  ['computer', ['fil_1', { about: 'ent_1', kind: 'video' }], 'POST', '/api/uploads/fil_1/computer', { about: 'ent_1', kind: 'video' }],
  ['inbox', [], 'GET', '/api/inbox'],
  ['readInbox', [['dlv_1']], 'POST', '/api/inbox/read', { ids: ['dlv_1'] }],
  ['complain', ['cmp_1', { kind: 'suggestion', words: '字再大些' }], 'PUT', '/api/complaints/cmp_1', { kind: 'suggestion', words: '字再大些' }],
  ['complaints', ['c'], 'GET', '/api/complaints?cursor=c'],
  ['signOut', [], 'DELETE', '/api/sessions/current']
]

test('every function asks its own route', async t => {
  const { service, routes } = await withRoutes(t)
  for (const [name, args, method, url, body = null] of ASKED) {
    service.answers.set(method + ' ' + url, () => method === 'DELETE' ? { status: 204 } : { status: 200, body: { ...ME, of: name } })
    const answer = await routes[name](...args)
    const { method: was, url: at, body: with_ } = service.log[service.log.length - 1]
    assert.deepEqual([was, at, with_], [method, url, body], name)
    assert.equal(method === 'DELETE' ? answer : answer.of, method === 'DELETE' ? undefined : name)
  }
  const tested = [...ASKED.map(([name]) => name), 'campaign', 'campaignKept', 'me', 'deleteMe']
  assert.deepEqual(Object.keys(routes).sort(), tested.sort())
})
