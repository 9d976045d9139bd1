const { test } = require('node:test')
const assert = require('node:assert/strict')
const { src, campaign, at } = require('./plan')
const { ribbon, collection, windowOf } = src('phases')

const states = now => Object.fromEntries(ribbon(campaign, now).stages.map(stage => [stage.id, stage.state]))

test('one stage after another is open, each until its last due date; the exhibition beside the summing up', () => {
  const seen = ['2022-07-20', '2022-07-26', '2022-08-01', '2022-08-31', '2022-09-01', '2022-09-08', '2022-09-09', '2023-01-02'].map(day => Object.values(states(at(day))))
  assert.deepEqual(seen, [
    ['future', 'future', 'future', 'future'], ['open', 'future', 'future', 'future'], ['past', 'open', 'future', 'future'],
    ['past', 'open', 'future', 'future'], ['past', 'past', 'open', 'future'], ['past', 'past', 'open', 'open'],
    ['past', 'past', 'past', 'open'], ['past', 'past', 'past', 'past']])
})

test('the stages have the notice\'s names', () => {
  assert.deepEqual(ribbon(campaign, at('2022-08-25')).stages.map(one => one.label), ['启动', '开展', '总结', '展示'])
})

test('what is open for a worker is named with its end, soonest first, and the reporting units\' date', () => {
  const { open, words } = ribbon(campaign, at('2022-08-22'))
  assert.deepEqual(open.map(one => [one.phase, one.act, one.days_left]), [['collect', 'submit', 9], ['check_ins', 'check_in', 17], ['promoters', 'enrol', 131]])
  assert.equal(open[0].words, '作品征集 8 月 31 日（周三）24:00 截止，还有 9 天')
  assert.equal(open[0].due_words, '单位报送期限 8 月 25 日（周四）24:00')
  assert.equal(words, '作品征集还有 9 天')
})

test('a due date that has passed is not told to workers', () => {
  assert.equal(collection(campaign, at('2022-08-26')).due_words, '')
})

test('at the very instant of closing it is closed, and the words name whom to ask', () => {
  const closing = Date.parse('2022-08-31T16:00:00Z')
  assert.deepEqual([collection(campaign, closing - 1).state, collection(campaign, closing).state], ['open', 'past'])
  assert.equal(collection(campaign, closing).words, '作品征集已于 8 月 31 日 24:00 截止。如有特殊情况，请联系青海省总工会 0971-8210576')
  assert.equal(collection(campaign, closing, { name: '西宁市总工会' }).words, '作品征集已于 8 月 31 日 24:00 截止。如有特殊情况，请联系西宁市总工会')
  assert.equal(ribbon(campaign, closing, { name: '西宁市总工会', line: '0971-0000000' }).words,
    '作品征集已于 8 月 31 日 24:00 截止。如有特殊情况，请联系西宁市总工会 0971-0000000')
})

test('before it opens the opening is named, and after all is over the campaign is', () => {
  assert.deepEqual([collection(campaign, at('2022-07-20')).state, collection(campaign, at('2022-07-20')).words], ['future', '作品征集从 7 月 25 日（周一）00:00 开始'])
  assert.equal(ribbon(campaign, at('2023-01-02')).words, '本次活动已结束，感谢参与')
  assert.deepEqual(ribbon(campaign, at('2023-01-02')).open, [])
})

test('an act the calendar does not speak of has no window', () => {
  assert.deepEqual(windowOf(campaign, 'fly', at('2022-08-25')), {
    act: 'fly', state: 'none', words: '本次活动没有这项办理', days_left: null, closes: null, due: null, due_words: '' })
})

test('on the last day hours are left, in the line too', () => {
  assert.equal(ribbon(campaign, at('2022-08-31', '20:00')).words, '作品征集还有 4 小时')
})
