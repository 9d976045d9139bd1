const { test } = require('node:test')
const assert = require('node:assert/strict')
const { createNotices } = require('../../../miniprogram/src/offline/notices')
const { createOpened } = require('../../../miniprogram/src/offline/opened')
const { createReminders } = require('../../../miniprogram/src/offline/reminders')
const { createTellings } = require('../../../miniprogram/src/offline/tellings')
const { contractServer } = require('./contract_server')
const { Disk } = require('./phone')
const { launch, newId } = require('./running')

const TEMPLATES = { T1: 'progress', T2: 'result', T3: 'event', T4: 'task' }
const away = () => Object.assign(new Error('away'), { retryable: true })
const refused = code => Object.assign(new Error(code), { retryable: false, code })

/** A phone whose service does what `answer` says, and notes what arrived. */
function phoneOf({ disk = new Disk(), known = { ...TEMPLATES }, account = 'acc_lin', dialog = () => ({}), answer = () => {} } = {}) {
  const heard = []
  const who = { id: account }
  const storage = disk.open()
  const send = async (path, body, as) => { await answer(path, body, as); heard.push([path, body, as]) }
  const tellings = createTellings({ storage, send, account: () => who.id })
  let minted = 0
  const reminders = createReminders({
    storage, subscribe: async ids => dialog(ids), templates: () => known, learn: async () => { Object.assign(known, TEMPLATES) }, account: () => who.id, mint: () => 'crd_' + (minted += 1), tell: (id, path, body) => tellings.tell(id, path, body)
  })
  return { storage, tellings, reminders, heard, who }
}

test('what the dialog answered is told once under a name of its own, and only a yes counts as one', async () => {
  const phone = phoneOf({ dialog: () => ({ progress: 'acceptWithAlert', result: 'reject', event: 'filter' }) })
  assert.deepEqual(await phone.reminders.ask(['T1', 'T2', 'T3']), ['T1'])
  await phone.tellings.hurry()
  assert.deepEqual(phone.heard, [['/api/credits', { results: { progress: 'acceptWithAlert', result: 'reject', event: 'filter' }, nonce: 'crd_1' }, 'acc_lin']])
  assert.deepEqual(phone.tellings.mine(), [])
})

test('the dialog comes up at once, before anything is waited for, and with three templates at most', () => {
  const asked = []
  const phone = phoneOf({ dialog: ids => { asked.push(ids); return {} } })
  phone.reminders.ask(['T1', 'T2', 'T3', 'T4'])
  assert.deepEqual(asked, [['progress', 'result', 'event']])
})

test('a lost network and a killed program cost no answer, and none is told twice', async () => {
  const disk = new Disk()
  const phone = phoneOf({ disk, dialog: () => ({ progress: 'accept' }), answer: () => { throw away() } })
  await phone.reminders.ask(['T1'])
  await phone.tellings.hurry()
  assert.deepEqual([phone.heard, phone.tellings.mine().length], [[], 1])
  const again = phoneOf({ disk })
  await Promise.all([again.tellings.hurry(), again.tellings.hurry()])
  assert.deepEqual(again.heard.map(([, body]) => body.nonce), ['crd_1'])
  assert.deepEqual(phoneOf({ disk }).tellings.mine(), [])
})

test('what the service refuses for good is given up, and what waits behind it goes', async () => {
  const phone = phoneOf({ answer: (path) => { if (path === '/bad') throw refused('credit.nonce_reused') } })
  await Promise.all([phone.tellings.tell('a', '/bad', {}), phone.tellings.tell('b', '/good', {})])
  assert.deepEqual([phone.heard.map(([path]) => path), phone.tellings.mine()], [['/good'], []])
})

test('what was told for one account waits for that account', async () => {
  const phone = phoneOf({ dialog: () => ({ progress: 'accept' }), answer: () => { throw away() } })
  await phone.reminders.ask(['T1'])
  await phone.tellings.hurry()
  phone.who.id = 'acc_other'
  assert.deepEqual(phone.tellings.mine(), [])
  phone.who.id = 'acc_lin'
  assert.equal(phone.tellings.mine().length, 1)
})

test('whoever said no is not asked beside other things again, until he says yes himself', async () => {
  const answers = ['reject', 'accept', 'accept']
  const phone = phoneOf({ dialog: () => ({ result: answers.shift() }) })
  assert.deepEqual([await phone.reminders.askBeside('T2'), phone.reminders.offers('T2'), await phone.reminders.askBeside('T2'), answers.length], [false, false, false, 2])
  assert.deepEqual([await phone.reminders.ask(['T2']), phone.reminders.offers('T2'), await phone.reminders.askBeside('T2')], [['T2'], true, true])
})

test('a phone that never read the plan reads it before it says what it may offer', async () => {
  const phone = phoneOf({ known: {} })
  assert.deepEqual([phone.reminders.has('T4'), await phone.reminders.offered('T4'), await phone.reminders.offered('T9')], [false, 'T4', ''])
})

test('a failing dialog beside a submission is nobody\'s business; pressed for itself it is told', async () => {
  const phone = phoneOf({ dialog: () => { throw Object.assign(new Error('off'), { kind: 'refused_by_person' }) } })
  assert.equal(await phone.reminders.askBeside('T2'), false)
  await assert.rejects(phone.reminders.ask(['T2']), { kind: 'refused_by_person' })
  assert.deepEqual(phone.tellings.mine(), [])
})

test('a reminder that was tapped is told once while the program lives, and only for what names a notice', async () => {
  const told = []
  const opened = createOpened({ tell: async (...one) => { told.push(one) } })
  for (const n of ['ntc_06h0qfsxrm6ae1he', 'ntc_06h0qfsxrm6ae1he', 'ent_06h0qfsxrm6ae1he', '../../me', undefined]) await opened.note({ n })
  await opened.note(undefined)
  assert.deepEqual(told, [['opened:ntc_06h0qfsxrm6ae1he', '/api/notices/ntc_06h0qfsxrm6ae1he/opened', {}]])
})

test('a notice is kept from the first letter, waits for a title, and goes up with what was written last', async t => {
  const server = await contractServer(t)
  const phone = launch(server, { disk: new Disk() })
  const { storage, outbox, clock, session, timers } = phone
  await session.signIn()
  const notices = createNotices({ storage, outbox, clock, timers, account: () => session.account_id(), mint: () => newId('ntc') })
  const blank = {
    campaign: 'qinghai-2022', title: '', words: '', page: null, template: null, values: [], audience: null, audience_words: '', forward: '', due_at: null, expires_at: null,
    working_time: false, once_a_day: true, state: 'draft', state_label: ''
  }
  const { id } = notices.begin(blank)
  notices.change(id, { words: '点开即可继续' })
  assert.equal((await notices.save(id)).saved, 'phone')
  const saves = () => server.log.filter(({ method }) => method === 'PUT')
  assert.deepEqual(saves(), [])
  server.answers.set('PUT /api/notices/' + id, () => ({ status: 201, body: { id, revision: 1, state: 'draft', state_label: '草稿', audience_words: '' } }))
  notices.change(id, { title: '还有 3 天截止' })
  const saved = await notices.save(id)
  assert.deepEqual([saved.saved, saved.revision, saved.state_label], ['server', 1, '草稿'])
  const { state: _state, state_label: _label, audience_words: _words, ...asked } = blank
  assert.deepEqual(saves().map(({ body }) => body), [{ ...asked, title: '还有 3 天截止', words: '点开即可继续', audience: {}, revision: 0 }])
})
