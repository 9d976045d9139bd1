const { test } = require('node:test')
const assert = require('node:assert/strict')
const {
  KINDS, atWall, endsAt, heaps, lacking, placesOf, returnOf, startNow, sumOf, taskView, timeline, titleOf, typed, wallOf, whenOf
} = require('../../../miniprogram/src/domain/events')
const { evidenceView, grouped, rowView } = require('../../../miniprogram/src/domain/event_numbers')
const { asSheet, groupsOf } = require('../../../miniprogram/src/domain/event_files')

const NOW = Date.UTC(2026, 10, 23, 6, 32)                     // 14:32 in Shanghai
const BEGUN = { unit: 'unt_0123456789abcdef', kind: 'speech', place: '大礼堂', claimed: 0, starts_at: '2026-11-23T06:00:00.000Z' }
const fields = found => found.map(({ field }) => field)

test('a wall of Shanghai and its instant are each other, whatever the phone\'s zone', () => {
  assert.equal(atWall('2026-11-23', '14:30'), '2026-11-23T06:30:00.000Z')
  assert.equal(atWall('2026-11-24', '00:10'), '2026-11-23T16:10:00.000Z')
  for (const at of ['2026-11-23T06:30:00.000Z', '2026-12-31T15:59:00.000Z', '2026-12-31T16:00:00.000Z']) {
    const { day, time } = wallOf(at)
    assert.equal(atWall(day, time), at)
  }
  assert.equal(startNow(NOW), '2026-11-23T06:30:00.000Z')
})

test('nobody counted is a head-count, nothing counted is none', () => {
  assert.deepEqual(lacking(BEGUN, NOW), [])
  assert.deepEqual(fields(lacking({ ...BEGUN, claimed: null }, NOW)), ['claimed'])
  assert.deepEqual(fields(lacking({ unit: '', kind: '', place: '  ', claimed: null, starts_at: '' }, NOW)), ['kind', 'starts_at', 'place', 'claimed', 'unit'])
})

test('an event that has not begun is not reported', () => {
  assert.deepEqual(lacking({ ...BEGUN, starts_at: '2026-11-23T07:00:00.000Z' }, NOW).map(({ says }) => says), ['活动还没有开始，开始后才能上报'])
})

test('the number pad writes, takes back and clears, and stops at the most', () => {
  const press = (keys, most = 1000) => keys.reduce((count, key) => typed(count, key, most), null)
  assert.deepEqual([press(['8', '6']), press(['8', '6', 'back']), press(['8', 'back']), press(['0', '8']), press(['9', '9', '9', '9', '9']), press(['8', 'clear'])],
    [86, 8, null, 8, 1000, null])
})

test('what came back stands first, and the latest day first within a heap', () => {
  const one = (id, state, day) => ({ id, state, starts_at: '2026-11-' + day + 'T06:00:00Z' })
  const found = heaps([one('a', 'confirmed', '01'), one('b', 'draft', '02'), one('c', 'draft', '05'), one('d', 'returned', '01')])
  assert.deepEqual(found.map(({ label, items }) => [label, items.map(({ id }) => id)]), [['退回补充', ['d']], ['待上报', ['c', 'b']], ['已确认', ['a']]])
})

test('the allocation is told in 场, over-fulfilled or without a number', () => {
  const task = (done, reported, of) => { const { words, soft, percent, full } = taskView({ unit: 'u', unit_name: '西宁', done, reported, task: of }); return [words, soft, percent, full] }
  assert.deepEqual(task(3, 5, 5), ['3 / 5 场', '2 场待确认，还差 2 场', 60, false])
  assert.deepEqual(task(6, 6, 5), ['6 / 5 场', '任务已完成', 100, true])
  assert.deepEqual(task(1, 1, null), ['已确认 1 场', '没有分配任务数', 0, false])
  const { done, reported, task: whole, unit_name } = sumOf([{ unit: 'a', unit_name: '甲', done: 1, reported: 2, task: 5 }, { unit: 'b', unit_name: '乙', done: 2, reported: 2, task: null }])
  assert.deepEqual([done, reported, whole, unit_name], [3, 4, 5, '2 个单位合计'])
})

test('a title stands for the event, else its kind and place; an unknown kind is an event all the same', () => {
  assert.deepEqual([titleOf({ title: '', kind: 'quiz', place: '大礼堂' }), titleOf({ title: '答题赛', kind: 'quiz', place: '' }), titleOf({ title: '', kind: 'newer', place: '' })],
    ['知识竞赛 · 大礼堂', '答题赛', '线下活动'])
  assert.equal(KINDS.length, 9)
})

test('from when to when, over midnight too, and two hours where no end is said', () => {
  assert.equal(whenOf({ starts_at: '2026-11-23T06:00:00Z', ends_at: '2026-11-23T08:30:00Z' }, NOW), '今天 14:00 – 16:30')
  assert.equal(whenOf({ starts_at: '2026-11-23T15:00:00Z', ends_at: '2026-11-23T17:00:00Z' }, NOW), '今天 23:00 – 明天 01:00')
  assert.equal(endsAt({ starts_at: '2026-11-23T06:00:00Z', ends_at: null }), Date.UTC(2026, 10, 23, 8))
})

test('the history tells who by unit, and the last return is the one that counts', () => {
  const told = (act, label, comment, at) => ({ act, label, from: '', to: '', at, comment, actor: { role: 'reporting', role_label: '单位联络员', unit: '西宁市总工会' } })
  const history = [told('return', '退回补充', '补照片', '2026-11-20T06:00:00Z'), told('report', '上报', '', '2026-11-21T06:00:00Z'), told('return', '退回补充', '补签到表', '2026-11-22T06:00:00Z')]
  assert.deepEqual(returnOf({ state: 'returned', history }), { by: '西宁市总工会', reason: '补签到表' })
  assert.equal(returnOf({ state: 'reported', history }), null)
  assert.deepEqual(timeline(history, NOW).map(({ title, reason, tone }) => [title, reason, tone]),
    [['退回补充', '原因：补照片', 'warn'], ['上报', '', 'info'], ['退回补充', '原因：补签到表', 'warn']])
})

test('places used before are offered, each once, the last first', () => {
  const one = (place, changed_at) => ({ place, changed_at })
  assert.deepEqual(placesOf([one('甲', 1), one('乙', 3), one('甲 ', 5), one('', 9), one('丙', 2)], 2), ['甲', '乙'])
})

test('a number without evidence does not open, and none is not nought', () => {
  const evidence = { verified: '/api/targets/events/rows?column=verified', claimed: null }
  const row = rowView({ id: 'events', label: '线下活动', measure: '家（场）', at_least: 10, met: false, counted: '', chosen: 'verified', percent: null,
    figures: [{ id: 'events', label: '线下活动', verified: 12345, claimed: null, evidence }] })
  assert.deepEqual([row.target, row.figures[0].cells.map(({ count, opens }) => [count, opens])], ['任务 10 家（场）', [['12 345', evidence.verified], ['—', '']]])
  assert.deepEqual([grouped(9999), grouped(1234567)], ['9999', '1 234 567'])
})

test('behind a number an event opens, and a person does not', () => {
  const url = id => evidenceView({ id, kind: 'event', label: '宣讲', unit: 'u', unit_name: '西宁', at: '2026-11-23T06:00:00Z', link: null }, NOW).url
  assert.deepEqual([url('evt_0123456789abcdef'), url('acc_0123456789abcdef')], ['/staff/pages/event/event?id=evt_0123456789abcdef', ''])
})

test('a photographed sheet goes up as a document, and stands before the photographs', () => {
  const picked = asSheet({ path: 'tmp_1.jpg', name: 'tmp_1.jpg', size: 9, kind: 'photo' }, 1)
  assert.deepEqual([picked.kind, picked.name], ['document', '签到表 2.jpg'])
  const upload = { ...picked, id: 'fil_1', about: 'evt_1', state: 'waiting_network', sent: 0, warnings: [], problem: null, file: null, speed: null, left_s: null }
  const [sheets, photos] = groupsOf([], [upload], true)
  assert.deepEqual([sheets.kind, sheets.rows[0].thumb, sheets.room, photos.count, photos.room], ['document', 'tmp_1.jpg', 5, 0, 9])
  assert.equal(groupsOf([], [upload], false)[0].room, 0)
})
