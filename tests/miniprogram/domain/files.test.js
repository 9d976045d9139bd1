// The files of a work as a screen shows them: named, on their way, arrived, to be picked again.
const assert = require('node:assert/strict')
const test = require('node:test')
const { src, track } = require('./plan')
const { mediaView, sentAs } = src('files')

const PHOTO = track('photo')
const upload = facts => Object.assign({
  id: 'fil_1', account: 'acc_1', about: 'ent_1', kind: 'photo', name: '晨光.jpg', size: 4 << 20, path: 'wxfile://tmp/1.jpg', kept: true, replaces: null,
  state: 'sending', sent: 1 << 20, speed: 1 << 20, left_s: 3, warnings: [], problem: null, file: null
}, facts)
const file = facts => Object.assign({
  id: 'fil_1', about: 'ent_1', kind: 'photo', name: '晨光.jpg', size: 4 << 20, state: 'stored', mime: 'image/jpeg', position: 1, verdicts: [], renditions: []
}, facts)
const rows = (files, uploads) => mediaView(PHOTO, 'group', files, uploads).media[0].rows

test('a file goes up by its own name, or by its kind and number where the phone has only a passing one', () => {
  assert.equal(sentAs({ kind: 'photo', name: '晨光.JPG' }, 0), '晨光.JPG')
  assert.equal(sentAs({ kind: 'photo', name: 'tmp_ab12cd.JPG' }, 1), '照片 2.jpg')
  assert.equal(sentAs({ kind: 'video', name: 'wxfile_99' }, 0), '视频 1')
})

test('one on its way is shown once, with how far it is, whether or not the service knows it already', () => {
  const [alone] = rows([], [upload({})])
  const [both] = rows([file({ state: 'waiting' })], [upload({})])
  assert.deepEqual([alone.percent, both.percent, rows([file({ state: 'waiting' })], [upload({})]).length], [25, 25, 1])
})

test('what this phone heard at the end of an upload is newer than what was read before', () => {
  const [row] = rows([file({ state: 'waiting' })], [upload({ state: 'done', file: file({ state: 'stored' }) })])
  assert.deepEqual([row.percent, row.tone], [null, 'ok'])
})

test('a film to be picked again says what happened and how much is kept', () => {
  const [row] = rows([], [upload({ state: 'needs_file', sent: 2 << 20 })])
  assert.match(row.says, /请重新选择同一个文件，已传的 50% 不会重传/)
  assert.ok(row.acts.some(act => act.act.startsWith('repick')))
})

test('photographs of a group are moved up and down, the first not up and the last not down', () => {
  const three = [1, 2, 3].map(n => file({ id: 'fil_' + n, position: n }))
  assert.deepEqual(rows(three, []).map(row => row.acts.map(act => act.act).filter(act => ['earlier', 'later'].includes(act))), [['later'], ['earlier', 'later'], ['earlier']])
})
