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
  const routes = createRoutes({ ask: (...asked) => phone.wire.ask(...asked), storage: phone.storage, session: phone.session, clock: phone.clock, keys: { campaign: 'campaign', me: 'me', read: 'read:' } })
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
  ['events', [{ scope: 'mine', state: '' }], 'GET', '/api/events?scope=mine'],
  ['myEvents', [], 'GET', '/api/events?scope=mine'],
  ['event', ['evt_1'], 'GET', '/api/events/evt_1'],
  ['eventProgress', [], 'GET', '/api/events/progress'],
  ['moveEvent', ['evt_1', 'mov_1', 'return', '照片不清楚'], 'PUT', '/api/events/evt_1/moves/mov_1', { act: 'return', comment: '照片不清楚' }],
  ['paragraph', ['evt_1'], 'GET', '/api/events/evt_1/paragraph'],
  ['targets', ['unt_1'], 'GET', '/api/targets?unit=unt_1'],
  ['evidence', ['/api/targets/events/rows?column=verified', 'c'], 'GET', '/api/targets/events/rows?column=verified&cursor=c'],
  ['attendance', ['evt_1', { state: 'suspicious' }], 'GET', '/api/events/evt_1/checkins?state=suspicious'],
  ['decideCheckIn', ['evt_1', 'chk_1', 'mov_1', 'undo', '不是本人'], 'PUT', '/api/events/evt_1/checkins/chk_1/moves/mov_1', { act: 'undo', comment: '不是本人' }],
  ['myCheckIns', [], 'GET', '/api/checkins'],
  ['moreCheckIns', ['c'], 'GET', '/api/checkins?cursor=c'],
  ['unitEvents', [], 'GET', '/api/events?scope=unit'],
  ['personalCode', [], 'GET', '/api/me/personal-code'],
  ['makePersonalCode', [true], 'PUT', '/api/me/personal-code', { renew: true }],
  ['revokePersonalCode', [], 'DELETE', '/api/me/personal-code'],
  ['enrol', ['prm_1', { statement: '', consent: { id: 'C11', version: 1 } }], 'PUT', '/api/promoters/prm_1', { revision: 0, statement: '', consent: { id: 'C11', version: 1 } }],
  ['movePromoter', ['prm_1', 'mov_1', { act: 'leave' }], 'PUT', '/api/promoters/prm_1/moves/mov_1', { act: 'leave' }],
  ['promoters', [{ unit: 'unt_1', state: '' }], 'GET', '/api/promoters?unit=unt_1'],
  ['promoterReach', [], 'GET', '/api/promoters/reach'],
  ['members', ['unt_1', 'c'], 'GET', '/api/units/unt_1/members?state=confirmed&cursor=c'],
  ['publicity', ['unt_1'], 'GET', '/api/publicity?unit=unt_1'],
  ['morePublicity', [{ unit: '', cursor: 'c' }], 'GET', '/api/publicity?cursor=c'],
  ['article', ['pub_1'], 'GET', '/api/publicity/pub_1'],
  ['withdrawArticle', ['pub_1'], 'DELETE', '/api/publicity/pub_1'],
  ['credits', [], 'GET', '/api/credits'],
  ['askOfficial', ['T1', true], 'PUT', '/api/credits/asked/T1', { wanted: true }],
  ['notices', [{ campaign: 'c', state: '' }], 'GET', '/api/notices?campaign=c'],
  ['notice', ['ntc_1'], 'GET', '/api/notices/ntc_1'],
  ['moveNotice', ['ntc_1', 'mov_1', { act: 'approve', revision: 2 }], 'PUT', '/api/notices/ntc_1/moves/mov_1', { act: 'approve', revision: 2 }],
  ['previewNotice', ['ntc_1'], 'GET', '/api/notices/ntc_1/preview'],
  ['testNotice', ['ntc_1'], 'POST', '/api/notices/ntc_1/test', {}],
  ['noticeStatistics', ['ntc_1'], 'GET', '/api/notices/ntc_1/statistics'],
  ['noticePlans', ['c'], 'GET', '/api/notices/defaults?campaign=c'],
  ['reach', [{ campaign: 'c', terms: { everybody: true }, template: null }], 'POST', '/api/audiences/reach', { campaign: 'c', terms: { everybody: true }, template: null }],
  ['audiences', ['c'], 'GET', '/api/audiences?campaign=c'],
  ['saveAudience', ['aud_1', { campaign: 'c', name: '草稿', terms: {}, revision: 0 }], 'PUT', '/api/audiences/aud_1', { campaign: 'c', name: '草稿', terms: {}, revision: 0 }],
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
  const tested = [...ASKED.map(([name]) => name), 'campaign', 'campaignKept', 'me', 'deleteMe', 'eventKept', 'unitNames', 'board', 'unitEventsKept', 'visit', 'myPromoter']
  assert.deepEqual(Object.keys(routes).sort(), tested.sort())
})

test('a board is read once, then only when it changed', async t => {
  const { service, routes } = await withRoutes(t)
  const board = { event: 'evt_1', attended: 3 }
  service.answers.set('GET /api/events/evt_1/board', ({ headers }) => headers['if-none-match'] === '"1"'
    ? { status: 304, headers: { ETag: '"1"' } } : { status: 200, headers: { ETag: '"1"' }, body: board })
  assert.deepEqual(await routes.board('evt_1', null), { board, etag: '"1"' })
  assert.deepEqual(await routes.board('evt_1', '"1"'), { board: null, etag: '"1"' })
})

test('my own code is at hand without a network, and gone once it was revoked', async t => {
  const { service, routes } = await withRoutes(t)
  service.answers.set('GET /api/me/personal-code', () => ({ status: 200, body: { code: 'p1.acc_lin.x' } }))
  service.answers.set('DELETE /api/me/personal-code', () => ({ status: 204 }))
  await routes.personalCode()
  service.weather = () => 'lost there'
  const { code, stale } = await routes.personalCode()
  assert.deepEqual([code, stale], ['p1.acc_lin.x', true])
  service.weather = () => 'fine'
  await routes.revokePersonalCode()
  service.weather = () => 'lost there'
  await assert.rejects(routes.personalCode(), { code: 'offline' })
})

test('whoever was never a promoter is told so, and without a network what was read last', async t => {
  const { service, routes } = await withRoutes(t)
  assert.equal((await routes.myPromoter()).promoter, null)
  service.answers.set('GET /api/promoters/mine', () => ({ status: 200, body: { id: 'prm_1', state: 'enrolled' } }))
  await routes.myPromoter()
  service.weather = () => 'lost there'
  const { promoter, stale } = await routes.myPromoter()
  assert.deepEqual([promoter.id, stale], ['prm_1', true])
})

test('a visit asks nobody to sign in', async t => {
  const { service, routes } = await withRoutes(t)
  service.answers.set('POST /api/visits', () => ({ status: 204 }))
  await routes.visit('k3v9t0a2mz', 'm'.repeat(22))
  const [{ body, headers }] = service.log
  assert.deepEqual([service.log.length, body, headers.authorization], [1, { slug: 'k3v9t0a2mz', visitor: 'm'.repeat(22) }, undefined])
})
