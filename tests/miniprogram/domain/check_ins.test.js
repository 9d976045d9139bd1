const { test } = require('node:test')
const assert = require('node:assert/strict')
const { byDay, eventRow, merged, ownRow, scannedAt, standingOf, upcoming } = require('../../../miniprogram/src/domain/check_ins')
const { countsView, ringOf } = require('../../../miniprogram/src/staff/pages/code/code-view')
const { heaps, unsentRows } = require('../../../miniprogram/src/staff/pages/attendance/attendance-view')
const { readyView } = require('../../../miniprogram/src/staff/pages/ready/ready-view')

const HOUR = 3600000
const NOON = Date.UTC(2022, 7, 25, 4)                   // 12:00 in Shanghai
const EVENT = 'evt_0123456789abcdef'
const wire = at => new Date(at).toISOString()
const told = more => Object.assign({
  id: 'chk_1', event: EVENT, event_title: '线下宣讲', how: 'code', state: 'accepted', evidence: 'live', reason: null, words: '签到成功，已计入参加人数。',
  scanned_at: wire(NOON), received_at: wire(NOON), counted: true
}, more)
const own = more => Object.assign({ id: 'chk_1', event: EVENT, code: 'v1', scanned_at: wire(NOON), standing: 'waiting', problem: null, answer: null }, more)
const event = (id, starts_at, more) => Object.assign({ id, title: '', kind_label: '宣讲演讲', place: '', unit_name: '西宁市总工会', state: 'draft', starts_at: wire(starts_at), ends_at: wire(starts_at + 2 * HOUR) }, more)

test('WeChat\'s scanner tells when, by the phone\'s clock or by its own: the moment just passed is meant', () => {
  const seconds = at => String(Math.floor(at / 1000))
  assert.equal(scannedAt(seconds(NOON - 4000), NOON, 0), NOON - 4000)
  assert.equal(scannedAt(seconds(NOON - 4000), NOON, -2 * HOUR), NOON - 4000)
  assert.equal(scannedAt(seconds(NOON - 2 * HOUR - 4000), NOON, -2 * HOUR), NOON - 4000)
  assert.equal(scannedAt(seconds(NOON + 2 * HOUR - 4000), NOON, 2 * HOUR), NOON - 4000)
  assert.equal(scannedAt(seconds(NOON + 1000), NOON, 0), NOON)
  for (const odd of [undefined, '', 'morgen', '0', seconds(NOON + HOUR)]) assert.equal(scannedAt(odd, NOON, 0), NOON)
})

test('a scan stands as sent, turned away, or as the service says', () => {
  assert.deepEqual(['waiting', 'refused'].map(standing => standingOf(own({ standing }))), ['unsent', 'turned_away'])
  assert.equal(standingOf(own({ standing: 'answered', answer: told({ state: 'waiting_for_event' }) })), 'waiting_for_event')
})

test('a line of mine speaks in the service\'s words once it has spoken', () => {
  const { label, says, title, when, counted } = ownRow(own(), NOON, event(EVENT, NOON))
  assert.deepEqual([label, says, title, when, counted], ['待上传', '已记在本机，有网络时自动上传', '宣讲演讲', '今天 12:00', false])
  const doubted = ownRow(own({ standing: 'answered', answer: told({ state: 'suspicious', words: '已收到，待活动负责人核实。', counted: false, place: '职工之家' }) }), NOON)
  assert.deepEqual([doubted.label, doubted.says, doubted.title, doubted.place], ['待核实', '已收到，待活动负责人核实。', '线下宣讲', '职工之家'])
  const refused = ownRow(own({ standing: 'refused', problem: { detail: '这不是现场签到的码' } }), NOON)
  assert.deepEqual([refused.tone, refused.says, refused.title], ['bad', '这不是现场签到的码', '线下活动'])
})

test('what the service lists of mine is newer than what this phone kept of it', () => {
  const here = [own({ id: 'chk_2', scanned_at: wire(NOON + HOUR) }), own({ standing: 'answered', answer: told({ state: 'suspicious' }) })]
  const all = merged(here, [told({ scanned_at: wire(NOON).replace('.000Z', 'Z') }), told({ id: 'chk_0', scanned_at: wire(NOON - HOUR) })])
  assert.deepEqual(all.map(one => [one.id, standingOf(one)]), [['chk_2', 'unsent'], ['chk_1', 'accepted'], ['chk_0', 'accepted']])
})

test('events of a unit stand by their day in Shanghai, what goes on now among today\'s', () => {
  const events = [event('over', NOON - 30 * HOUR), event('later', NOON + 50 * HOUR), event('evening', NOON + 8 * HOUR), event('soon', NOON + 26 * HOUR), event('older', NOON - 80 * HOUR),
    event('since_yesterday', NOON - 14 * HOUR, { ends_at: wire(NOON + HOUR) })]
  assert.deepEqual(byDay(events, NOON).map(group => [group.label, group.items.map(one => one.id)]), [
    ['今天', ['since_yesterday', 'evening']], ['将要举行', ['soon', 'later']], ['近 30 天举行过', ['over', 'older']]])
  assert.deepEqual(byDay([], NOON), [])
  assert.deepEqual([eventRow(events[2], NOON).when, eventRow(events[3], NOON).when], ['今天 20:00', '8 月 26 日（周五）14:00'])
  assert.equal(eventRow(events[2], NOON, own()).own.label, '待上传')
})

test('a phone must be ready for what is to come or was a moment ago', () => {
  const events = [event('coming', NOON + HOUR), event('yesterday', NOON - 20 * HOUR), event('long_ago', NOON - 40 * HOUR), event('cancelled', NOON, { state: 'cancelled' })]
  assert.deepEqual(upcoming(events, NOON).map(one => one.id), ['coming', 'yesterday'])
})

test('before leaving, the events to come and what their codes are made of are on the phone or said to be lacking', () => {
  const line = (events, held) => readyView({
    plan: { version: 1 }, fresh: true, account: { name: '马海燕' }, token: 'tok', free: 9e6, ahead_ms: 0, now: NOON, events, holds: id => held.includes(id)
  }).lines.find(one => one.id === 'events')
  const events = [event('a', NOON + HOUR), event('b', NOON + 2 * HOUR), event('c', NOON - 90 * HOUR)]
  assert.deepEqual([line(events, ['a', 'b']).good, line(events, ['a', 'b']).says], [true, '2 场活动的信息和签到码都在这部手机上'])
  assert.deepEqual([line(events, ['b']).good, line(events, ['b']).says], [false, '有 1 场的签到码不在这部手机上，请连上网络再检查一次'])
  assert.deepEqual([line([], []).good, line(null, []).good], [true, false])
})

test('beside the code stands what is known of the count, and why not more', () => {
  const board = { attended: 37, suspicious: 2 }
  const view = more => { const { parts, says } = countsView({ board: null, online: true, saved: true, unsent: 0, ...more }); return [parts, says] }
  assert.deepEqual(view({ board, unsent: 3 }), [['已签到 37', '待核实 2', '本机待上传 3'], ''])
  assert.deepEqual(view({ board: { attended: 0, suspicious: 0 } }), [['已签到 0'], ''])
  assert.deepEqual(view({ online: false, board }), [['已签到 37', '待核实 2'], '没有网络，签到照常，联网后计数'])
  assert.deepEqual(view({ saved: false }), [[], '活动还没有上传，签到照常，上传后计数'])
  assert.deepEqual([ringOf(10000), ringOf(2500)].map(text => /(\d+)%/.exec(text)[1]), ['100', '25'])
})

test('who was there is shown with those in doubt first, and those undone struck through with the reason', () => {
  const line = (id, more) => Object.assign(told({ id }), { name: id, phone_tail: null, account: null, lag_s: 2, decision: null, moves: [], history: [] }, more)
  const undone = { act: 'undo', at: wire(NOON), actor: { role: 'coordinator', unit: '西宁市总工会' }, comment: '不是本人' }
  const found = heaps([
    line('now'), line('twice', { counted: false, words: '重复' }), line('late', { evidence: 'late', lag_s: 5 * 3600 }), line('doubt', { state: 'suspicious', words: '待核实：时间有过变动' }),
    line('gone', { state: 'refused', decision: 'undo', history: [undone] }), line('wrong', { state: 'refused' }), line('brought', { how: 'personal', evidence: 'by_hand', name: null, phone_tail: '1234' })
  ], NOON)
  assert.deepEqual(found.map(heap => [heap.label, heap.rows.map(row => row.name)]), [
    ['待核实', ['doubt']], ['已签到', ['now', 'twice', 'late', '微信用户']], ['已撤销', ['gone']], ['没有签到成功', ['wrong']]])
  const row = name => found.reduce((all, heap) => all.concat(heap.rows), []).find(one => one.name === name)
  assert.deepEqual([row('doubt').chip, row('doubt').says, row('now').chip, row('now').says], ['待核实', '待核实：时间有过变动', '现场', ''])
  assert.deepEqual([row('late').chip, row('late').note, row('twice').note, row('微信用户').note], ['晚到', '晚 5 小时上传', '重复，不另计数', '扫职工码'])
  assert.deepEqual([row('gone').undone, row('gone').history, row('微信用户').tail], [true, ['今天 12:00 西宁市总工会 已撤销：不是本人'], '尾号 1234'])
})

test('those not yet sent are named as they were written, a code scanned without a name', () => {
  const rows = unsentRows([{ id: 'a', how: 'walk_in', name: '卓玛', scanned_at: wire(NOON), refused: false, problem: null },
    { id: 'b', how: 'personal', name: '', scanned_at: wire(NOON), refused: true, problem: { detail: '这个职工码已停用' } }], NOON)
  assert.deepEqual(rows.map(row => [row.name, row.refused, row.says]), [['卓玛', false, ''], ['扫职工码', true, '这个职工码已停用']])
})
