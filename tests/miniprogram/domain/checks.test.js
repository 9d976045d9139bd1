// 文件检查 as screens show it: a mark with sign and word for each state, the worst first, and when to look again.
const assert = require('node:assert/strict')
const test = require('node:test')
const { src } = require('./plan')
const { checkView, isBeingExamined, signOf } = src('checks')
const { heightPercent, thumbOf } = src('renditions')

const LABELS = { pass: '合格', warn: '提示', refuse: '不合格', pending: '检查中' }
const said = (outcome, words) => ({ rule: 'any', outcome, measured: 1, limit: 2, words })
const progress = (state, done, words) => ({ state, done, of: 5, next_try: null, words })
const file = (state, outcome, facts) => Object.assign(
  { id: 'fil_1', kind: 'photo', name: '晨光.jpg', size: 4, state, verdicts: [], check: { outcome, label: LABELS[outcome] }, progress: null, renditions: [] }, facts)
const mark = ({ tone, icon, says, more }) => [tone, icon, says, more]

const EXAMINED = file('stored', 'pending', { progress: progress('examining', 2, '正在检查') })
const GIVEN_UP = file('stored', 'pending', { progress: progress('given_up', 2, '检查没有做完，已转工作人员处理') })

test('each state has a sign and a word of its own besides its colour', () => {
  assert.deepEqual(mark(checkView(file('ready', 'pass'))), ['ok', 'circle-check-ok', '文件检查：合格', ''])
  assert.deepEqual(mark(checkView(file('ready', 'warn'))), ['warn', 'alert-triangle-warn', '文件检查：提示', ''])
  assert.deepEqual(mark(checkView(file('refused', 'refuse'))), ['bad', 'circle-x-bad', '文件检查：不合格', ''])
  assert.deepEqual(mark(checkView(EXAMINED)), ['info', 'hourglass-info', '文件检查：检查中', '正在检查 2/5'])
  assert.deepEqual(mark(checkView(GIVEN_UP)), ['warn', 'alert-triangle-warn', '文件检查：没有做完', '检查没有做完，已转工作人员处理。不影响提交，不用重新上传'])
  assert.equal(checkView(GIVEN_UP, false).more, '检查没有做完，已转工作人员处理')
  assert.deepEqual(mark(checkView(file('waiting', 'pending'))), ['warn', 'clock-warn', '还没有传完', ''])
})

test('before the first step is done no count is told, and a pause is told in the service\'s words', () => {
  assert.equal(checkView(file('stored', 'pending', { progress: progress('examining', 0, '正在检查') })).more, '正在检查')
  assert.equal(checkView(file('stored', 'pending', { progress: progress('trying_again', 2, '稍后自动再试') })).more, '稍后自动再试')
})

test('what is to be mended comes first, the worst on top; what was met is counted and told apart', () => {
  const found = checkView(file('ready', 'warn', { verdicts: [said('pass', 'JPEG 格式'), said('warn', '偏小'), said('pass', '长边够')] }))
  assert.deepEqual([found.found.map(one => one.words), found.passes, found.passes_says], [['偏小'], ['JPEG 格式', '长边够'], '已检查 3 项，2 项符合要求'])
  const refused = checkView(file('refused', 'refuse', { verdicts: [said('warn', '偏小'), said('refuse', '打不开')] }))
  assert.deepEqual([refused.found.map(one => [one.tone, one.words]), refused.passes_says], [[['bad', '打不开'], ['warn', '偏小']], ''])
  assert.equal(checkView(file('ready', 'pass', { verdicts: [said('pass', '一'), said('pass', '二')] })).passes_says, '已检查 2 项，都符合要求')
  assert.deepEqual(checkView(file('refused', 'refuse')).found.map(one => one.words), ['这个文件不能用，请换一个文件'])
})

test('it is looked at again while the check goes on, and drawn again only when something is new', () => {
  assert.deepEqual([EXAMINED, GIVEN_UP, file('ready', 'pass', { progress: progress('done', 5, '检查完成') }), file('stored', 'pending')].map(isBeingExamined),
    [true, false, false, false])
  const further = Object.assign({}, EXAMINED, { progress: progress('examining', 3, '正在检查') })
  const picture = Object.assign({}, EXAMINED, { renditions: [{ purpose: 'thumb', url: 'T' }] })
  assert.equal(signOf([EXAMINED]), signOf([Object.assign({}, EXAMINED)]))
  assert.equal(new Set([EXAMINED, further, picture, GIVEN_UP].map(one => signOf([one]))).size, 4)
})

test('a place is kept for a picture whose measures are known, and lists take the small one', () => {
  assert.deepEqual([heightPercent({ purpose: 'display', url: 'D', width: 1280, height: 853 }), heightPercent({ purpose: 'original', url: 'O' }), heightPercent(null)], [66.6, 0, 0])
  const film = [{ purpose: 'play', url: 'F' }, { purpose: 'poster', url: 'P' }, { purpose: 'thumb', url: 'T' }]
  assert.deepEqual([thumbOf(film), thumbOf(film.slice(0, 2)), thumbOf(film.slice(0, 1))], ['T', 'P', ''])
})
