const { test } = require('node:test')
const assert = require('node:assert/strict')
const { contractServer, problem } = require('./contract_server')
const { Disk, until } = require('./phone')
const { CAMPAIGN, beginDraft, launch } = require('./running')

const QUIET_MS = 1500

/** A phone somebody signed in on, with a draft the service has. */
async function withSavedDraft(t) {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  const id = beginDraft(phone, '高原')
  await phone.drafts.save(id)
  return { service, phone, id }
}

/** The same, in conflict with another phone. */
async function withConflict(t) {
  const made = await withSavedDraft(t)
  made.service.elsewhere(made.id, { title: '另一部手机' })
  made.phone.drafts.change(made.id, { title: '这部手机' })
  await made.phone.drafts.save(made.id)
  return made
}

test('a draft that was only begun stays on the phone and is not sent', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  const prefill = { type: 'story', fields: { place: '西宁' }, authors: [{ name: '林措', role: '作者' }] }
  const draft = phone.drafts.begin({ campaign: CAMPAIGN, track: 'micro_video', prefill })
  await phone.drafts.leave()
  assert.deepEqual(service.saves(), [])
  assert.deepEqual(launch(service, { disk: phone.disk }).drafts.open(draft.id), {
    id: draft.id, account: 'acc_lin', campaign: 'qinghai-2022', plan_version: 1, track: 'micro_video', type: 'story', title: '',
    fields: { place: '西宁' }, authors: [{ name: '林措', role: '作者' }], consents: [], on_behalf_of: null, revision: 0,
    changed_at: phone.clock.now(), saved: 'phone', problem: null
  })
})

test('a change is on the phone before anything is sent, and goes out once after a quiet time', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  const id = beginDraft(phone, '高')
  phone.timers.forward(QUIET_MS - 1)
  phone.drafts.change(id, { title: '高原', fields: { story: '上班路上' } })
  assert.equal(phone.drafts.open(id).saved, 'phone')
  assert.equal(launch(service, { disk: phone.disk }).drafts.open(id).title, '高原')
  phone.timers.forward(QUIET_MS - 1)
  await phone.outbox.flush()
  assert.deepEqual(service.saves(), [])
  phone.timers.forward(1)
  await until(() => phone.drafts.open(id).saved === 'server', 'the save')
  assert.deepEqual(service.saves().map(({ body }) => body), [{
    campaign: 'qinghai-2022', track: 'photo', type: null, title: '高原', fields: { place: '西宁', story: '上班路上' },
    authors: [{ name: '林措', role: '作者' }], consents: [], on_behalf_of: null, revision: 0
  }])
  assert.equal(phone.drafts.open(id).revision, 1)
})

test('an answer is taken away with undefined, and the others stay', async t => {
  const { phone, id } = await withSavedDraft(t)
  phone.drafts.change(id, { fields: { story: '一' } })
  phone.drafts.change(id, { fields: { place: undefined } })
  assert.deepEqual(phone.drafts.open(id).fields, { story: '一' })
})

test('leaving sends at once what the quiet time would have sent, and nothing twice', async t => {
  const { service, phone, id } = await withSavedDraft(t)
  phone.drafts.change(id, { title: '离开' })
  await phone.drafts.leave()
  phone.timers.forward(QUIET_MS)
  await phone.drafts.leave()
  assert.deepEqual(service.saves().map(({ body }) => body.title), ['高原', '离开'])
})

test('text that never reached the outbox before a kill is sent after it', async t => {
  const { service, phone, id } = await withSavedDraft(t)
  phone.drafts.change(id, { title: '没来得及' })
  phone.program.kill()
  const after = launch(service, { disk: phone.disk })
  assert.deepEqual([after.drafts.open(id).title, after.drafts.open(id).saved], ['没来得及', 'phone'])
  await after.drafts.leave()
  assert.equal(service.shown(id).title, '没来得及')
  assert.equal(after.drafts.open(id).saved, 'server')
})

test('an edit made while the former is being sent says it is on the phone, until the service has it', async t => {
  const { service, phone, id } = await withSavedDraft(t)
  let edited = false
  service.weather = () => {
    if (!edited) phone.drafts.change(id, { title: '又改' })
    edited = true
    return 'fine'
  }
  phone.drafts.change(id, { title: '改' })
  assert.equal((await phone.drafts.save(id)).saved, 'phone')
  await phone.drafts.save(id)
  assert.deepEqual(service.saves().map(({ body }) => [body.revision, body.title]), [[0, '高原'], [1, '改'], [2, '又改']])
  assert.equal(phone.drafts.open(id).saved, 'server')
})

test('a newer text from another phone is a conflict that keeps both', async t => {
  const { service, phone, id } = await withConflict(t)
  const draft = phone.drafts.open(id)
  assert.equal(draft.saved, 'conflict')
  assert.equal(draft.title, '这部手机')
  assert.equal(draft.problem.context.current.title, '另一部手机')
  const after = launch(service, { disk: phone.disk }).drafts.open(id)
  assert.deepEqual(after, draft)
  const sent = service.saves().length
  phone.drafts.change(id, { title: '这部手机，又写' })
  await phone.drafts.save(id)
  await phone.outbox.hurry()
  assert.equal(service.saves().length, sent)
  assert.equal(phone.drafts.open(id).saved, 'conflict')
})

test('keeping mine lays it over theirs', async t => {
  const { service, phone, id } = await withConflict(t)
  const draft = await phone.drafts.keepMine(id)
  assert.deepEqual([draft.saved, draft.title, draft.revision, draft.problem], ['server', '这部手机', 3, null])
  assert.equal(service.shown(id).title, '这部手机')
  assert.deepEqual(phone.outbox.items(), [])
})

test('keeping mine while another phone saves once more is a new conflict', async t => {
  const { service, phone, id } = await withConflict(t)
  service.elsewhere(id, { title: '又一次' })
  const draft = await phone.drafts.keepMine(id)
  assert.deepEqual([draft.saved, draft.title, draft.problem.context.current.title], ['conflict', '这部手机', '又一次'])
  assert.equal((await phone.drafts.keepMine(id)).saved, 'server')
  assert.equal(service.shown(id).title, '这部手机')
})

test('taking theirs gives mine up, here and after a restart', async t => {
  const { service, phone, id } = await withConflict(t)
  const draft = phone.drafts.takeTheirs(id)
  assert.deepEqual([draft.saved, draft.title, draft.revision], ['server', '另一部手机', 2])
  await phone.drafts.leave()
  assert.equal(service.saves().length, 2)
  assert.deepEqual(launch(service, { disk: phone.disk }).drafts.open(id), phone.drafts.open(id))
  phone.drafts.change(id, { title: '接着写' })
  assert.equal((await phone.drafts.save(id)).saved, 'server')
})

test('the service refusing a save leaves the text and shows its words', async t => {
  const { service, phone, id } = await withSavedDraft(t)
  service.entries.get(id).state = 'submitted'
  phone.drafts.change(id, { title: '来不及了' })
  const draft = await phone.drafts.save(id)
  assert.deepEqual([draft.saved, draft.title, draft.problem.detail], ['refused', '来不及了', '作品当前为「已提交」，不能「修改」'])
  service.entries.get(id).state = 'draft'
  phone.drafts.change(id, { title: '又可以了' })
  assert.equal((await phone.drafts.save(id)).saved, 'server')
})

test('a draft begun on another phone is taken up here, and goes on from its revision', async t => {
  const { service, phone, id } = await withSavedDraft(t)
  const other = launch(service)
  await other.session.signIn()
  assert.equal(other.drafts.open(id), null)
  const draft = other.drafts.adopt(service.shown(id))
  assert.deepEqual([draft.title, draft.revision, draft.saved, draft.fields], ['高原', 1, 'server', { place: '西宁' }])
  await other.drafts.leave()
  other.drafts.change(id, { title: '接着写' })
  assert.equal((await other.drafts.save(id)).saved, 'server')
  assert.equal(phone.drafts.adopt(service.shown(id)).title, '接着写')
})

test('taking up an entry does not lay it over words that are not sent yet, nor an old copy over a newer text', async t => {
  const { service, phone, id } = await withSavedDraft(t)
  const old = service.shown(id)
  phone.drafts.change(id, { title: '没发的' })
  service.elsewhere(id, { title: '另一部手机' })
  assert.equal(phone.drafts.adopt(service.shown(id)).title, '没发的')
  await phone.drafts.save(id)
  await phone.drafts.keepMine(id)
  assert.equal(phone.drafts.adopt(old).title, '没发的')
})

test('a submitted work leaves the phone', async t => {
  const { phone, id } = await withSavedDraft(t)
  phone.outbox.put('/api/entries/' + id + '/moves/mov_1', { act: 'submit' })
  await phone.outbox.flush()
  assert.deepEqual(phone.drafts.list(), [])
  assert.deepEqual(phone.disk.open().keys(), ['session'])
})

test('words written while a work was being submitted stay on the phone with the refusal', async t => {
  const { service, phone, id } = await withSavedDraft(t)
  service.weather = () => {
    if (phone.drafts.open(id).title === '高原') phone.drafts.change(id, { title: '还想改' })
    return 'fine'
  }
  phone.outbox.put('/api/entries/' + id + '/moves/mov_1', { act: 'submit' })
  await phone.outbox.flush()
  const draft = await phone.drafts.save(id)
  assert.deepEqual([draft.title, draft.saved, draft.problem.code], ['还想改', 'refused', 'entry.wrong_state'])
})

test('a discarded draft takes its unsent writes with it and those of others stay', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  phone.network.turn(false)
  const gone = beginDraft(phone, '不要了')
  const stays = beginDraft(phone, '留着')
  await phone.drafts.leave()
  phone.drafts.discard(gone)
  phone.timers.forward(QUIET_MS)
  phone.network.turn(true)
  await phone.outbox.hurry()
  assert.deepEqual(phone.drafts.list().map(draft => draft.id), [stays])
  assert.deepEqual([...service.entries.keys()], [stays])
})

test('a full phone tells so at the change, and keeps the text before it', async t => {
  const service = await contractServer(t)
  const phone = launch(service, { disk: new Disk({ whole_bytes: 6000 }) })
  await phone.session.signIn()
  const id = beginDraft(phone, '短')
  assert.throws(() => phone.drafts.change(id, { title: '长'.repeat(2000) }), { kind: 'storage_full' })
  assert.equal(phone.drafts.open(id).title, '短')
  assert.equal((await phone.drafts.save(id)).saved, 'server')
})

test('a text with no room in the outbox says why, stays on the phone and is sent when there is room', async t => {
  const service = await contractServer(t)
  const phone = launch(service, { disk: new Disk({ whole_bytes: 3000 }) })
  await phone.session.signIn()
  const id = beginDraft(phone, '文'.repeat(500))
  const draft = await phone.drafts.save(id)
  assert.deepEqual([draft.saved, draft.problem.code, draft.title.length], ['phone', 'storage_full', 500])
  phone.disk.whole_bytes = 20000
  assert.equal((await phone.drafts.save(id)).saved, 'server')
  assert.equal(phone.drafts.open(id).problem, null)
})

test('drafts of another account are untouched and unseen until it signs in again', async t => {
  const { service, phone, id } = await withSavedDraft(t)
  phone.drafts.change(id, { title: '林措没发的' })
  phone.session.forget()
  phone.user = 'acc_ma'
  await phone.session.signIn()
  await phone.drafts.leave()
  assert.deepEqual([phone.drafts.list(), phone.drafts.open(id)], [[], null])
  assert.equal(service.saves().length, 1)
  phone.session.forget()
  phone.user = 'acc_lin'
  await phone.session.signIn()
  await phone.drafts.leave()
  assert.equal(service.shown(id).title, '林措没发的')
})

test('a draft begun before the first sign-in belongs to the first who signs in', async t => {
  const service = await contractServer(t)
  const phone = launch(service)
  const id = beginDraft(phone, '还没登录')
  assert.equal(phone.drafts.open(id).account, '')
  const draft = await phone.drafts.save(id)
  assert.deepEqual([draft.account, draft.saved], ['acc_lin', 'server'])
})

test('a replay answered after another phone went on shows its text, since nothing newer was written here', async t => {
  const { service, phone, id } = await withSavedDraft(t)
  service.weather = () => 'lost back'
  phone.drafts.change(id, { title: '改' })
  await phone.drafts.save(id)
  service.elsewhere(id, { title: '另一部手机接着改' })
  service.weather = () => 'fine'
  await phone.outbox.hurry()
  const draft = phone.drafts.open(id)
  assert.deepEqual([draft.title, draft.revision, draft.saved], ['另一部手机接着改', 3, 'server'])
})

test('listeners hear of changes until they are taken off', async t => {
  const { service, phone, id } = await withSavedDraft(t)
  const heard = []
  const off = phone.drafts.on_change(() => heard.push(phone.drafts.open(id).saved))
  phone.drafts.change(id, { title: '二' })
  await phone.drafts.save(id)
  assert.equal(heard[0], 'phone')
  assert.equal(heard[heard.length - 1], 'server')
  off()
  const count = heard.length
  service.weather = () => problem(503, 'neighbour.away', '稍后')
  phone.drafts.change(id, { title: '三' })
  assert.equal(heard.length, count)
})
