const { test } = require('node:test')
const assert = require('node:assert/strict')
const { asksOf, chosenOf, kindsOf, termsOf } = require('../../../miniprogram/src/domain/audiences')
const { faultOf, fieldsOf, timeValue } = require('../../../miniprogram/src/domain/keywords')
const { barsOf, dueOf, faultsOf, isMoving, reachOf, rowOf } = require('../../../miniprogram/src/domain/notices')
const { dateOf, eventDate, rowsOf } = require('../../../miniprogram/src/domain/reminders')
const { wrapped } = require('../../../miniprogram/src/staff/pages/notices/poster-drawing')
const { timeWith } = require('../../../miniprogram/src/staff/pages/notices/edit-view')

const CAMPAIGN = 'qinghai-2022'
const NOW = Date.UTC(2022, 7, 25, 4)
const COUNTS = { planned: 0, waiting: 0, sending: 0, sent: 0, delivered: 0, refused: 0, no_credit: 0, failed: 0, unknown: 0 }
const WRITTEN = { title: '还有 3 天截止', words: '点开即可继续', template: null, values: [], audience: { everybody: true }, forward: '', due_at: null, expires_at: null }
const kinds = kindsOf('').flatMap(group => group.kinds.map(one => one.id))

test('every choice that is whole comes back from its own terms', () => {
  for (const kind of kinds) {
    const { unit, track, event } = asksOf(kind)
    for (const narrowed of [false, true]) {
      const wants = asked => asked === 'must' || (asked === 'may' && narrowed)
      const chosen = { kind, unit: wants(unit) ? 'unt_0123456789abcdef' : '', track: wants(track) ? 'photo' : '', event: wants(event) ? 'evt_0123456789abcdef' : '' }
      assert.deepEqual(chosenOf(termsOf(chosen, CAMPAIGN), CAMPAIGN), chosen, kind)
    }
  }
})

test('a choice that lacks what it needs is no audience, and a narrowed one means both', () => {
  assert.deepEqual(['members', 'authors', 'event', ''].map(kind => termsOf({ kind, unit: '', track: '', event: '' }, CAMPAIGN)), [null, null, null, null])
  assert.deepEqual(termsOf({ kind: 'draft', unit: 'unt_1', track: 'photo', event: '' }, CAMPAIGN), { all: [{ entry: 'draft', track: 'photo' }, { unit: 'unt_1' }] })
  assert.deepEqual(termsOf({ kind: 'coordinators', unit: '', track: '', event: '' }, CAMPAIGN), { role: 'coordinator', over: 'reporting_units' })
  assert.deepEqual(termsOf({ kind: 'hosts', unit: '', track: 'photo', event: '' }, CAMPAIGN), { role: 'host', over: 'track:qinghai-2022/photo' })
})

test('terms of another hand are left as they are', () => {
  assert.equal(chosenOf({ any: [{ everybody: true }, { role: 'host' }] }, CAMPAIGN).kind, 'other')
  assert.equal(chosenOf({ not: { entry: 'draft' } }, CAMPAIGN).kind, 'other')
  assert.equal(chosenOf(null, CAMPAIGN).kind, '')
})

test('what WeChat would refuse is said while it is typed, what is filled in from person to person is not judged', () => {
  assert.deepEqual(['', '审核通过了吧', '通过 OK', '退回修改', '{事由}'].map(text => faultOf('phrase2', text)), [
    '请填写', '至多 5 个字，现在 6 个', '只能是汉字，5 个以内', '', ''
  ])
  assert.deepEqual(['2022年8月31日 24:00', '2022年8月31日 23:59', '明天', '9:30'].map(text => faultOf('time3', text) === ''), [false, true, false, true])
  assert.deepEqual([faultOf('thing1', '长'.repeat(30)), faultOf('thing1', ' ')], ['', '请填写'])
})

test('a thing that is too long is told to be cut, with its count', () => {
  const [first, second] = fieldsOf('T1', ['长'.repeat(21)], undefined, false)
  assert.deepEqual([first.count, first.hint, first.fault, second.fault], ['21/20', '超过 20 个字的部分会用“…”代替', '', ''])
  assert.deepEqual(fieldsOf('T1', [], undefined, true).map(one => one.fault), ['请填写', '请填写', '请填写', '请填写'])
  assert.deepEqual(fieldsOf('T2', [], { id: 'x', title: '审核', keywords: ['thing1', 'time2'] }, false).map(one => one.key), ['thing1', 'time2'])
})

test('midnight is said as the last minute of the day before, and picking one half keeps the other', () => {
  assert.equal(timeValue(Date.UTC(2022, 7, 31, 16)), '2022年8月31日 23:59')
  assert.equal(timeWith('2022年8月31日 23:59', 'day', '2022-09-02', NOW), '2022年9月2日 23:59')
  assert.equal(timeWith('2022年8月31日 23:59', 'clock', '09:05', NOW), '2022年8月31日 09:05')
  assert.equal(timeWith('', 'clock', '09:05', NOW), '2022年8月25日 09:05')
})

test('who can be reached is said with the rest, and nobody is said as nobody', () => {
  assert.equal(reachOf({ people: 480, now: 312, inbox_only: 168, official: 12, mini: 300 }).words, '现在能提醒到 312 / 480 人，其余 168 人只有站内消息')
  assert.deepEqual([reachOf({ people: 0, now: 0, inbox_only: 0, official: 0, mini: 0 }).words, reachOf(null)], ['按现在的对象，一个人也没有', null])
})

test('bars cover everybody once, whatever is still on its way', () => {
  const bars = barsOf({ ...COUNTS, planned: 480, waiting: 40, sending: 10, sent: 200, delivered: 100, no_credit: 120, unknown: 2, failed: 8 })
  assert.deepEqual(bars.map(({ id, count }) => [id, Number(count)]), [['sent', 300], ['waiting', 50], ['no_credit', 120], ['failed', 8], ['unknown', 2]])
  assert.deepEqual(barsOf(COUNTS), [])
})

test('what is lacking is named where it is asked for', () => {
  assert.deepEqual(faultsOf(WRITTEN, undefined, NOW), {})
  const lacks = faultsOf({ ...WRITTEN, title: ' ', audience: null, template: 'T1', values: ['甲'], forward: '长'.repeat(201), due_at: '2022-08-24T00:00:00Z' }, undefined, NOW)
  assert.deepEqual(Object.keys(lacks), ['title', 'audience', 'values', 'forward', 'due_at'])
  assert.equal(lacks.values, '当前进度：请填写')
  assert.deepEqual(Object.keys(faultsOf({ ...WRITTEN, expires_at: '2022-08-24T00:00:00Z' }, undefined, NOW)), ['expires_at'])
})

test('quiet hours and working time are said with the moment', () => {
  assert.match(dueOf('2022-08-25T15:00:00Z', false, NOW).quiet, /22:00–08:00/)
  assert.equal(dueOf('2022-08-25T05:00:00Z', false, NOW).quiet, '')
  assert.match(dueOf('2022-08-25T05:00:00Z', true, NOW).quiet, /工作日/)
  assert.equal(dueOf('2022-08-24T05:00:00Z', false, NOW).past, true)
})

test('only what goes out by itself is looked at again; a standing notice is not', () => {
  assert.deepEqual(['sending', 'scheduled', 'paused', 'done'].map(state => isMoving({ state, origin: 'organiser' })), [true, true, false, false])
  assert.equal(isMoving({ state: 'sending', origin: 'line' }), false)
})

test('a line says when it goes out and from which plan', () => {
  const line = { id: 'ntc_1', state: 'scheduled', state_label: '待发送', title: '', origin: 'edge', plan: 'A4', due_at: '2022-08-28T04:30:00Z', why_words: '', counts: COUNTS, saved_at: '2022-08-20T00:00:00Z' }
  assert.deepEqual([rowOf(line, NOW).title, rowOf(line, NOW).when, rowOf(line, NOW).counts], ['（还没有标题）', '8 月 28 日 12:30 发出 · 方案预定 A4', ''])
})

test('deadlines and events become dates of the phone; what has begun does not', () => {
  assert.deepEqual(dateOf('截止', '2022-08-31T16:00:00Z'), { title: '截止', at: Date.UTC(2022, 7, 31, 15, 59), before_s: 28 * 3600 })
  const event = { title: '', kind_label: '宣讲', place: '职工之家', unit_name: '西宁市总工会', starts_at: '2022-08-25T06:00:00Z', ends_at: '2022-08-25T08:00:00Z' }
  const { title, at, until, before_s } = eventDate(event, NOW)
  assert.deepEqual([title, at, until, before_s], ['宣讲', Date.UTC(2022, 7, 25, 6), Date.UTC(2022, 7, 25, 8), 3600])
  assert.equal(eventDate({ ...event, starts_at: '2022-08-27T06:00:00Z' }, NOW).before_s, 24 * 3600)
  assert.equal(eventDate({ ...event, starts_at: '2022-08-25T03:00:00Z' }, NOW), null)
})

test('tasks are offered to staff alone, and a lasting refusal is told', () => {
  const known = { credits: { T1: 2 }, asked: ['T2'], templates: { T1: { id: 'a', title: '' }, T2: { id: 'b', title: '' }, T4: { id: 'd', title: '' } } }
  const rows = rowsOf(known, { on: true, always: { b: 'reject' } }, false)
  assert.deepEqual(rows.map(({ word, counted, official, blocked }) => [word, counted, official, blocked]), [['T1', '还能提醒 2 次', false, false], ['T2', '还没有授权', true, true]])
  assert.deepEqual(rowsOf(known, { on: false, always: {} }, true).map(({ word, blocked }) => [word, blocked]), [['T1', true], ['T2', true], ['T4', true]])
})

test('a poster breaks its lines at its width and at paragraphs', () => {
  assert.deepEqual(wrapped('一二三四五\n六', 3, part => Array.from(part).length), ['一二三', '四五', '六'])
})
