const { test } = require('node:test')
const assert = require('node:assert/strict')
const promoters = require('../../../miniprogram/src/domain/promoters')
const publicity = require('../../../miniprogram/src/domain/publicity')

const SOMEBODY = { unit: 'unt_1', member: '', name: '卓玛·才让', phone: '139 0000-1234', statement: '' }
const LINE = { unit: 'unt_1', channel: 'wechat_account', title: '高原上的正能量', link: '', reads: 0, day: '2026-11-23', note: '' }
const NOW = Date.UTC(2026, 10, 23, 2)
const LATE = Date.UTC(2026, 10, 22, 17)          // already the 23rd in Shanghai

test('a nomination by name needs unit, name and phone; a member needs none of them', () => {
  assert.deepEqual(promoters.faultsOf(SOMEBODY), {})
  assert.deepEqual(Object.keys(promoters.faultsOf({ ...SOMEBODY, unit: '', name: ' ', phone: '' })), ['unit', 'name', 'phone'])
  assert.deepEqual(promoters.faultsOf({ ...SOMEBODY, member: 'acc_1', unit: '', name: '', phone: '' }), {})
})

test('a phone has 5 to 20 digits, however they are spaced', () => {
  const fits = phone => !promoters.faultsOf({ ...SOMEBODY, phone }).phone
  assert.deepEqual(['1234', '12345', '+86 139 0000 1234', '0971-6101234', '13900001234x', '123456789012345678901'].map(fits), [false, true, true, true, false, false])
})

test('a statement of 500 characters fits, one of 501 does not', () => {
  assert.equal(promoters.statementFault('字'.repeat(500)), '')
  assert.match(promoters.statementFault('字'.repeat(501)), /500/)
})

test('whoever was refused or left may begin anew, nobody else', () => {
  const over = state => promoters.isOver({ state })
  assert.deepEqual(['nominated', 'enrolled', 'confirmed', 'refused', 'left'].map(over), [false, false, false, true, true])
  assert.equal(promoters.isOver(null), true)
})

test('the landing of what is shared names the link and nobody', () => {
  assert.equal(promoters.pathOf('https://wangju.example.cn/p/k3v9t0a2mz'), '/pages/home/home?p=k3v9t0a2mz')
})

test('the consent of a promoter is asked for alone, and ticked only when it was', () => {
  const c11 = { id: 'C11', version: 1, label: '职工好网民宣传员承诺书', text: '1. 自愿' }
  const found = promoters.consentOf({ consents: [{ id: 'C12' }, c11] })
  const shown = promoters.consentShown(found, false)
  assert.deepEqual([shown.together, shown.separately.map(one => [one.id, one.separate, one.ticked]), shown.cases], [[], [['C11', true, false]], []])
  assert.deepEqual(promoters.consentShown(promoters.consentOf({ consents: [] }), true).separately, [])
})

test('my units are those I coordinate, each once', () => {
  const account = { roles: [{ role: 'coordinator', over: 'unit:unt_1' }, { role: 'coordinator', over: 'unit:unt_1' }, { role: 'host', over: 'track:a/b' }, { role: 'observer', over: 'unit:unt_2' }] }
  assert.deepEqual(promoters.unitsOf(account, { unt_1: '西宁市总工会' }), [{ id: 'unt_1', name: '西宁市总工会' }])
  assert.deepEqual(promoters.unitsOf(null, {}), [])
})

test('where a form stands is never said to be further than it is', () => {
  const told = (saved, ready, problem = null) => promoters.markOf({ saved, ready, problem }).tone
  assert.deepEqual([told('phone', false), told('phone', true), told('refused', true, { detail: '已经报名' }), told('conflict', true)], ['info', 'warn', 'bad', 'warn'])
  assert.match(promoters.markOf({ saved: 'refused', ready: true, problem: { detail: '已经报名' } }).words, /已经报名/)
})

test('a line of the ledger needs its channel, title, day and reads, of which none may be said as nought', () => {
  assert.deepEqual(publicity.faultsOf(LINE, NOW), {})
  assert.deepEqual(Object.keys(publicity.faultsOf({ ...LINE, unit: '', channel: '', title: '', day: '', reads: null }, NOW)), ['unit', 'channel', 'title', 'day', 'reads'])
})

test('a day is Shanghai\'s and not ahead', () => {
  assert.deepEqual(publicity.faultsOf(LINE, LATE), {})
  assert.deepEqual(Object.keys(publicity.faultsOf({ ...LINE, day: '2026-11-24' }, NOW)), ['day'])
})

test('a link begins with http, with somewhere behind it', () => {
  const fits = link => !publicity.faultsOf({ ...LINE, link }, NOW).link
  assert.deepEqual(['', 'https://mp.weixin.qq.com/s/a', 'mp.weixin.qq.com', 'http://', 'ftp://a.cn', 'https://a.cn/b c'].map(fits), [true, true, false, false, false, false])
})

test('a number is read as it is typed', () => {
  assert.deepEqual(['12 345', '1,200', '0', '', '一百', '99999999999'].map(publicity.numberOf), [12345, 1200, 0, null, null, 1000000000])
})

test('a line says channel, day and reads; the year only when it is another', () => {
  const line = { id: 'pub_1', title: 'a', channel: 'tv', channel_label: '广播电视', reads: 12345, day: '2026-08-05', unit_name: '西宁市总工会', link: '' }
  const { channel, when, reads } = publicity.lineView(line, NOW)
  assert.deepEqual([channel, when, reads], ['广播电视', '8 月 5 日', '12 345 人次'])
  assert.equal(publicity.lineView({ ...line, day: '2025-08-05' }, NOW).when, '2025 年 8 月 5 日')
})
