const { test } = require('node:test')
const assert = require('node:assert/strict')
const { src, at } = require('./plan')
const { instant, toWire, today, spoken, deadline, daysLeft, leftUntil, endOf, dayOf } = src('dates')

const CLOSES = '2022-08-31T16:00:00.000Z'
const everywhere = (name, body) => test(name, () => {
  const before = process.env.TZ
  for (const zone of ['Asia/Shanghai', 'UTC', 'America/New_York', 'Pacific/Kiritimati']) {
    process.env.TZ = zone
    body()
  }
  if (before === undefined) delete process.env.TZ
  else process.env.TZ = before
})

everywhere('a closing at midnight is said as 24:00 of the day before, with the days left', () => {
  assert.equal(deadline(CLOSES, at('2022-08-28')), '8 月 31 日（周三）24:00 截止，还有 3 天')
  assert.equal(deadline('2022-08-31T10:00:00Z', at('2022-08-28')), '8 月 31 日（周三）18:00 截止，还有 3 天')
  assert.equal(deadline('2022-12-31T16:00:00Z', at('2022-12-30')), '12 月 31 日（周六）24:00 截止，还有 1 天')
})

everywhere('on the last day hours and minutes are left, and then nothing', () => {
  assert.equal(deadline(CLOSES, at('2022-08-31', '00:00')), '8 月 31 日（周三）24:00 截止，还有 24 小时')
  assert.equal(leftUntil(CLOSES, at('2022-08-31', '18:30')), '还有 5 小时')
  assert.equal(leftUntil(CLOSES, at('2022-08-31', '23:15')), '还有 45 分钟')
  assert.equal(leftUntil(CLOSES, instant(CLOSES) - 1), '还有 1 分钟')
  assert.equal(leftUntil(CLOSES, instant(CLOSES)), '')
  assert.equal(deadline(CLOSES, instant(CLOSES)), '8 月 31 日（周三）24:00 截止')
})

everywhere('days are counted by midnights of Shanghai', () => {
  const left = ['2022-08-01', '2022-08-30', '2022-08-31', '2022-09-01'].map(day => daysLeft(CLOSES, at(day, '23:59')))
  assert.deepEqual(left, [30, 1, 0, -1])
  assert.equal(daysLeft(CLOSES, '2022-08-30T16:00:00Z'), 0)
})

everywhere('what is near is called today, yesterday, tomorrow; another year is named', () => {
  const now = at('2022-08-25', '09:00')
  assert.deepEqual([['2022-08-25', '14:30'], ['2022-08-24', '23:59'], ['2022-08-26', '00:00'], ['2022-08-03', '08:05'], ['2021-12-31', '08:05']]
    .map(one => spoken(at(...one), now)), ['今天 14:30', '昨天 23:59', '明天 00:00', '8 月 3 日 08:05', '2021 年 12 月 31 日 08:05'])
  assert.equal(endOf('2023-01-01T16:00:00Z', now), '2023 年 1 月 1 日 24:00')
  assert.equal(endOf('2022-12-31T16:00:00Z', now), '12 月 31 日 24:00')
  assert.equal(dayOf(at('2022-08-31', '00:00'), now), '8 月 31 日（周三）')
})

everywhere('the day a form wants is Shanghai\'s', () => {
  assert.deepEqual([today('2022-08-25T15:59:59.999Z'), today('2022-08-25T16:00:00Z')], ['2022-08-25', '2022-08-26'])
})

everywhere('the wire is read with any offset and written in UTC', () => {
  const same = ['2022-08-31T16:00:00.000Z', '2022-09-01T00:00:00+08:00', '2022-08-31T10:30:00-05:30', '2022-08-31T16:00:00Z'].map(instant)
  assert.deepEqual(new Set(same), new Set([Date.UTC(2022, 7, 31, 16)]))
  assert.equal(instant('2022-08-31T16:00:00.125Z') - same[0], 125)
  assert.equal(toWire(same[0]), '2022-08-31T16:00:00.000Z')
  assert.deepEqual(['2022-08-31', '明天', '2022-08-31 16:00:00Z'].map(instant), [NaN, NaN, NaN])
})
