// The phone's calendar: what was added is kept, and shown as a list by preview.calendar().
const { settings, keep } = require('../settings')
const overlays = require('../overlays')
const privacy = require('./privacy')
const permissions = require('./permissions')
const { api, refuse } = require('./call')

const when = (seconds) => new Date(Number(seconds) * 1000).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'medium', timeStyle: 'short' })
const words = (one) => [when(one.startTime), one.location].filter(Boolean).join(' · ')

async function addPhoneCalendar({ title, startTime, endTime, location, description, alarm = true, alarmOffset = 0 }) {
  if (!title || !startTime) refuse('parameter error: parameter.title and parameter.startTime are required')
  await privacy.need('addPhoneCalendar')
  await permissions.need('scope.addPhoneCalendar')
  const one = { title, startTime, endTime, location, description, alarm, alarmOffset }
  const yes = await overlays.ask({
    title: '添加到日历',
    content: `${title}\n${words(one)}`,
    buttons: [
      { words: '取消', answer: false },
      { words: '添加', answer: true, primary: true }
    ]
  })
  if (!yes) refuse('cancel')
  keep({ calendar: [...(settings.calendar || []), one] })
}

/** The phone's calendar, as a person would open it. */
async function show() {
  const entries = (settings.calendar || []).slice().sort((one, other) => one.startTime - other.startTime)
  const lines = entries.map((one) => overlays.make('div', { className: 'card' }, overlays.make('strong', {}, one.title), overlays.make('small', {}, words(one))))
  const body = overlays.make('div', {}, ...(lines.length ? lines : [overlays.make('p', {}, '日历里还没有这个小程序加的日程。')]))
  await overlays.ask({ title: '手机日历', body, buttons: [{ words: '关闭', answer: true, primary: true }] })
}

module.exports = { show, api: { addPhoneCalendar: api('addPhoneCalendar', addPhoneCalendar) } }
