// The files of a work as a screen shows them: named, on their way, arrived, to be picked again.
const assert = require('node:assert/strict')
const test = require('node:test')
const { src, track } = require('./plan')
const { mediaView, newestFiles, present, sentAs } = src('files')

const PHOTO = track('photo')
const upload = facts => Object.assign({
  id: 'fil_1', account: 'acc_1', about: 'ent_1', kind: 'photo', name: '晨光.jpg', size: 4 << 20, path: 'wxfile://tmp/1.jpg', kept: true, replaces: null,
  state: 'sending', sent: 1 << 20, speed: 1 << 20, left_s: 3, warnings: [], problem: null, file: null
}, facts)
const file = facts => Object.assign({
  id: 'fil_1', about: 'ent_1', kind: 'photo', name: '晨光.jpg', size: 4 << 20, state: 'stored', mime: 'image/jpeg', position: 1, verdicts: [], renditions: [],
  check: { outcome: 'pending', label: '检查中' }, progress: { state: 'examining', done: 2, of: 5, next_try: null, words: '正在检查' }
}, facts)
const REFUSED = { state: 'refused', check: { outcome: 'refuse', label: '不合格' }, verdicts: [{ rule: 'unreadable', outcome: 'refuse', words: '文件打不开' }] }
const link = (purpose, url) => ({ purpose, url })
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

test('what this phone heard at the end of an upload is newer than what was read before, and older than what was read since', () => {
  const done = upload({ state: 'done', file: file({}) })
  const [row] = rows([file({ state: 'waiting', progress: null })], [done])
  assert.deepEqual([row.percent, row.tone, row.says, row.more, row.size], [null, 'info', '文件检查：检查中', '正在检查 2/5', '4 MB · 已上传'])
  const [since] = rows([file(REFUSED)], [done])
  assert.deepEqual([since.tone, since.says, present([file(REFUSED)], [done])[0].state], ['bad', '文件检查：不合格', 'refused'])
})

test('a refused file says why and offers another one, whether it was refused as it arrived or later', () => {
  const later = rows([file(REFUSED)], [])[0]
  const atOnce = rows([file({ state: 'waiting' })], [upload({ state: 'refused', file: file(REFUSED), problem: { code: 'file.refused', detail: '文件打不开' } })])[0]
  for (const row of [later, atOnce]) {
    assert.deepEqual([row.says, row.found.map(one => one.words), row.acts[0].act, row.acts[0].label], ['文件检查：不合格', ['文件打不开'], 'replace', '换一个文件'])
  }
})

test('what took the place of a file stands alone, though the service was not asked since', () => {
  const standing = [[file(REFUSED)], [upload({ id: 'fil_2', replaces: 'fil_1', state: 'done', file: file({ id: 'fil_2' }) })]]
  assert.deepEqual(rows(...standing).map(row => row.id), ['fil_2'])
  assert.deepEqual([present(...standing), newestFiles(...standing)].map(all => all.map(one => one.id)), [['fil_2'], ['fil_2']])
  const [first, second] = rows([file(REFUSED)], [upload({ id: 'fil_2', replaces: 'fil_1' })])
  assert.deepEqual([first.id, second.id, second.percent], ['fil_1', 'fil_2', 25])
})

test('a row shows the small picture and opens the larger one; the original only until they are made, and never a WebP', () => {
  const made = [link('display', 'D'), link('display_webp', 'DW'), link('original', 'O'), link('thumb', 'T'), link('thumb_webp', 'TW')]
  const of = renditions => { const [row] = rows([file({ state: 'ready', check: { outcome: 'pass', label: '合格' }, renditions })], []); return [row.thumb, row.large] }
  assert.deepEqual([of(made), of([link('original', 'O')]), of([])], [['T', 'D'], ['O', 'O'], ['', '']])
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
