const { test } = require('node:test')
const assert = require('node:assert/strict')
const { placeAfterDraft } = require('../../../miniprogram/src/offline/place')
const { contractServer, problem } = require('./contract_server')
const { beginDraft, launch } = require('./running')

/** A phone, a draft it alone has, and what was asked of the service for its file. */
async function withDraft(t) {
  const service = await contractServer(t)
  const phone = launch(service)
  await phone.session.signIn()
  const place = placeAfterDraft(phone.drafts, async (id, asked) => (await phone.wire.ask('PUT', '/api/uploads/' + id, asked)).body)
  service.answers.set('PUT /api/uploads/fil_1', () => ({ status: 201, body: { id: 'fil_1' } }))
  return { service, phone, place, id: beginDraft(phone, '高原') }
}

test('the work is with the service before a place for its file is asked', async t => {
  const { service, place, id } = await withDraft(t)
  assert.deepEqual(await place('fil_1', { about: id }), { id: 'fil_1' })
  await place('fil_1', { about: id })
  assert.deepEqual(service.log.slice(1).map(({ url }) => url.slice(0, 12)), ['/api/entries', '/api/uploads', '/api/uploads'])
})

test('while the work cannot be saved no place is asked, and the reason says whether waiting helps', async t => {
  const { service, phone, place, id } = await withDraft(t)
  service.weather = () => problem(503, 'neighbour.away', '稍后再试')
  await assert.rejects(place('fil_1', { about: id }), { code: 'neighbour.away', detail: '稍后再试', retryable: true })
  phone.network.turn(false)
  await assert.rejects(place('fil_1', { about: id }), { retryable: true })
  assert.equal(service.log.some(({ url }) => url.includes('uploads')), false)
})

test('a work the service refuses has no place for files', async t => {
  const { service, phone, place } = await withDraft(t)
  const id = beginDraft(phone, '不合格')
  await assert.rejects(place('fil_1', { about: id }), { code: 'entry.fields', detail: '标题不能用', retryable: false })
  assert.equal(service.log.some(({ url }) => url.includes('uploads')), false)
})

test('a file for a work that is not on this phone is asked for at once', async t => {
  const { service, place } = await withDraft(t)
  assert.deepEqual(await place('fil_1', { about: 'ent_other' }), { id: 'fil_1' })
  assert.deepEqual(service.log.map(({ url }) => url), ['/api/sessions', '/api/uploads/fil_1'])
})
