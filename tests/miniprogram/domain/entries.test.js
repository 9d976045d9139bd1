const { test } = require('node:test')
const assert = require('node:assert/strict')
const { src, at } = require('./plan')
const { chip, timeline, nextThing, ways, groups } = src('entries')

const NOW = at('2022-08-25', '09:00')
const author = { role: 'author', role_label: '作者', unit: null }
const liaison = { role: 'coordinator', role_label: '单位联络员', unit: '西宁市总工会' }
const closed = { code: 'phase.closed', status: 409, detail: '作品征集已于 8 月 31 日（周三）24:00 截止。如有特殊情况，请联系本单位联络员', context: {} }
const entry = changes => ({ shown_state: 'submitted', state_label: '已提交', editable_until: null, saved_at: '2022-08-20T00:00:00Z', files: [], moves: [], history: [], ...changes })
const told = changes => ({ id: 'mov_1', act: 'submit', from: 'draft', to: 'submitted', to_label: '已提交', at: '2022-08-20T01:05:00Z', due_at: null, comment: '', actor: author, ...changes })

test('a history is told in the service\'s words, with its days, the reason of a return and until when', () => {
  const lines = timeline(entry({ history: [
    told({}),
    told({ id: 'mov_2', act: 'return', from: 'submitted', to: 'returned', to_label: '退回修改', at: '2022-08-24T02:00:00Z', actor: liaison, comment: '请换原图',
      due_at: '2022-08-27T16:00:00Z' }),
    told({ id: 'mov_3', act: 'return', from: 'in_review', to: 'supplement', to_label: '请补材料', at: '2022-08-25T00:30:00Z', actor: liaison, due_at: '2022-08-28T10:00:00Z' }),
    told({ id: 'mov_4', act: 'exhibit', to: 'selected', to_label: '已入选', actor: liaison })] }), NOW)
  assert.deepEqual(lines.map(({ when, title, by, reason, due, tone }) => [when, title, by, reason, due, tone]), [
    ['8 月 20 日 09:05', '已提交', '您', '', '', 'info'],
    ['昨天 10:00', '退回修改', '西宁市总工会 · 单位联络员', '原因：请换原图', '请在 8 月 27 日（周六）24:00 前改好后重新提交', 'warn'],
    ['今天 08:30', '请补材料', '西宁市总工会 · 单位联络员', '', '请在 8 月 28 日（周日）18:00 前补交', 'warn'],
    ['8 月 20 日 09:05', '作品上线展示', '西宁市总工会 · 单位联络员', '', '', 'ok']])
})

test('a chip has a colour, an icon and the service\'s own word, also for a state of a newer service', () => {
  assert.deepEqual(chip(entry({ shown_state: 'returned', state_label: '退回修改' })), { tone: 'warn', icon: 'alert-triangle', word: '退回修改' })
  assert.deepEqual(chip(entry({ shown_state: 'selected', state_label: '已入选' })), { tone: 'ok', icon: 'circle-check', word: '已入选' })
  assert.deepEqual(chip(entry({ shown_state: 'disqualified', state_label: '取消参评资格' })).tone, 'bad')
  assert.deepEqual(chip(entry({ shown_state: 'in_orbit', state_label: '在轨' })), { tone: 'info', icon: 'info-circle', word: '在轨' })
})

test('the next thing is what the worker can do, with its date, else what he waits for', () => {
  const next = changes => Object.values(nextThing(entry(changes), NOW))
  const due = '2022-08-27T16:00:00Z'
  assert.deepEqual(next({ shown_state: 'draft' }), ['write', '继续填写，填好后提交', null, true])
  assert.deepEqual(next({ shown_state: 'returned', editable_until: due }), ['change', '请在 8 月 27 日（周六）24:00 前按退回的原因改好，重新提交', due, true])
  assert.deepEqual(next({ shown_state: 'supplement', editable_until: due }), ['supplement', '请在 8 月 27 日（周六）24:00 前补齐材料后提交', due, true])
  assert.deepEqual(next({ shown_state: 'in_review', editable_until: due }), ['wait', '正在评选，请等待，结果会发到消息里', null, false])
  assert.deepEqual(next({ shown_state: 'in_orbit' }), ['wait', '请更新小程序后查看', null, false])
})

test('a window that is over is told in the service\'s words, a work that only lacks something may go on', () => {
  const way = problem => [{ act: 'submit', label: '提交作品', asks: [], problem }]
  assert.deepEqual(Object.values(nextThing(entry({ shown_state: 'draft', moves: way(closed) }), NOW)), ['closed', closed.detail, null, false])
  const lacks = { code: 'entry.files_missing', status: 422, detail: '请补齐文件', context: {} }
  assert.equal(nextThing(entry({ shown_state: 'draft', moves: way(lacks) }), NOW).id, 'write')
})

test('files that were refused or are still on their way come first', () => {
  const files = [{ state: 'refused' }, { state: 'waiting' }, { state: 'ready' }]
  assert.equal(nextThing(entry({ shown_state: 'returned', files }), NOW).words, '有 1 个文件不合格，请更换后再提交')
  assert.deepEqual(Object.values(nextThing(entry({ shown_state: 'draft', files: files.slice(1) }), NOW)), ['files', '还有 1 个文件没有传完，请保持联网', null, true])
})

test('a file refused after submission is told with whom to ask, and of a work that is out of it no more', () => {
  const files = [{ state: 'refused' }, { state: 'ready' }]
  const asked = '有 1 个文件不合格，请联系本单位联络员，退回后再换文件'
  for (const shown_state of ['submitted', 'in_review']) assert.deepEqual(Object.values(nextThing(entry({ shown_state, files }), NOW)), ['files', asked, null, false])
  assert.equal(nextThing(entry({ shown_state: 'withdrawn', files }), NOW).words, '已撤回，不再参评')
})

test('buttons are the author\'s own acts, in the service\'s words, closed ones with why and what is lacking', () => {
  const fields = [{ field: 'title', label: '作品名称', says: '请填写' }]
  const moves = [
    { act: 'submit', label: '提交作品', asks: [], problem: { code: 'entry.incomplete', status: 422, detail: '请补充：作品名称：请填写', context: { fields } } },
    { act: 'withdraw', label: '撤回', asks: [], problem: null }, { act: 'endorse', label: '推荐给上级工会', asks: [], problem: null }]
  assert.deepEqual(ways(entry({ moves })), [
    { act: 'submit', label: '提交作品', open: false, primary: true, says: '请补充：作品名称：请填写', code: 'entry.incomplete', lacking: fields },
    { act: 'withdraw', label: '撤回', open: true, primary: false, says: '', code: '', lacking: [] }])
})

test('my works lie in heaps, what waits for me first and the nearest date on top; none is lost', () => {
  const works = [['a', 'in_review'], ['b', 'draft'], ['c', 'returned', '2022-08-27T16:00:00Z'], ['d', 'supplement', '2022-08-26T16:00:00Z'], ['e', 'selected'],
    ['f', 'withdrawn'], ['g', 'in_orbit'], ['h', 'draft']].map(([id, shown_state, editable_until = null], i) =>
    entry({ id, shown_state, editable_until, saved_at: '2022-08-2' + i + 'T00:00:00Z' }))
  assert.deepEqual(groups(works).map(group => [group.label, group.items.map(one => one.id).join('')]), [
    ['等您处理', 'dchb'], ['评选中', 'ga'], ['结果', 'e'], ['已结束', 'f']])
  assert.deepEqual(groups([]), [])
})
