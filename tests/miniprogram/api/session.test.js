const { test } = require('node:test')
const assert = require('node:assert/strict')
const { contractServer, problem } = require('../offline/contract_server')
const { Disk } = require('../offline/phone')
const { launch } = require('../offline/running')

test('a session outlives the program, and nothing asks for one at launch', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  assert.deepEqual([phone.session.token(), phone.session.account_id(), service.sign_ins], [null, '', 0])
  const token = await phone.session.signIn()
  const after = launch(service, { disk: phone.disk })
  assert.deepEqual([after.session.token(), after.session.account_id()], [token, 'acc_lin'])
  assert.equal(await after.session.signIn(), token)
  assert.equal(service.sign_ins, 1)
})

test('those who ask while a sign-in is under way wait for that one', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  const [one, other] = await Promise.all([phone.session.signIn(), phone.session.signIn()])
  assert.equal(one, other)
  assert.equal(service.sign_ins, 1)
})

test('whoever comes late with the old token gets the new one without signing in again', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  const old = await phone.session.signIn()
  const fresh = await phone.session.signIn(old)
  assert.notEqual(fresh, old)
  assert.equal(await phone.session.signIn(old), fresh)
  assert.equal(service.sign_ins, 2)
})

test('a code that was used up is replaced once; a second refusal is told', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  let refusals = 1
  service.answers.set('POST /api/sessions', (_, body) => (refusals -= 1) >= 0 ? problem(401, 'wechat.code_refused', '请重新登录') : service.signIn(body))
  await phone.session.signIn()
  assert.equal(phone.session.account_id(), 'acc_lin')
  phone.session.forget()
  refusals = 2
  await assert.rejects(phone.session.signIn(), { code: 'wechat.code_refused', detail: '请重新登录' })
  assert.equal(phone.session.token(), null)
})

test('a failed sign-in can be tried again', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  service.weather = () => 'lost there'
  await assert.rejects(phone.session.signIn(), { code: 'offline', retryable: true })
  service.weather = () => 'fine'
  assert.equal(typeof await phone.session.signIn(), 'string')
})

test('listeners hear of another account, and not of a new token for the same', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  const heard = []
  const off = phone.session.on_account(id => heard.push(id))
  await phone.session.signIn(await phone.session.signIn())
  phone.session.forget()
  phone.user = 'acc_ma'
  await phone.session.signIn()
  off()
  phone.session.forget()
  assert.deepEqual(heard, ['acc_lin', '', 'acc_ma'])
  assert.deepEqual(phone.disk.open().keys(), [])
})

test('a full phone does not keep anybody out', async t => {
  const service = await contractServer(t)
  const phone = launch(service, { disk: new Disk({ whole_bytes: 10 }) })
  await phone.session.signIn()
  assert.equal(phone.session.account_id(), 'acc_lin')
})
