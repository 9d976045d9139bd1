// Subscription messages: WeChat's own dialog, what was settled "always", and the stand-in that is told each answer.
const { settings, keep } = require('../settings')
const overlays = require('../overlays')
const { api, refuse } = require('./call')
const { simulator } = require('./sign_in')

const MOST = 3
const ALWAYS = '总是保持以上选择，不再询问'
const MAIN = '接收通知'

// WeChat answers only within a tap, before anything was waited for: the flag lives as long as the task of the tap and its promises.
let tapping = false
for (const type of ['click', 'touchend', 'keydown'])
  window.addEventListener(
    type,
    () => {
      tapping = true
      setTimeout(() => (tapping = false))
    },
    true
  )

// Beside the buttons of the frame somebody looks, and is asked; a phone by itself says yes unless it was told otherwise.
const answer = () => settings.subscribe || (new URLSearchParams(location.search).has('frame') ? 'ask' : 'accept')

const mine = () => ({ off: false, always: {}, ...(settings.subscriptions || {})[settings.user] })
const settle = (changes) => keep({ subscriptions: { ...settings.subscriptions, [settings.user]: { ...mine(), ...changes } } })

async function requestSubscribeMessage({ tmplIds = [] }) {
  if (!tapping) refuse('can only be invoked by user TAP gesture.')
  if (!tmplIds.length || tmplIds.length > MOST) refuse('The template count exceeds the max bounds', tmplIds.length ? 20003 : 10001)
  if (settings.offline) refuse('no network', 10002)
  if (mine().off) refuse('The main switch is switched off', 20004)
  const asked = tmplIds.filter((id) => !mine().always[id])
  const given = answer() === 'ask' ? await askPerson(asked) : Object.fromEntries(asked.map((id) => [id, answer()]))
  const results = Object.fromEntries(tmplIds.map((id) => [id, given[id] || mine().always[id]]))
  for (const id of tmplIds)
    await simulator('subscribe', { user: settings.user, template_id: id, accept: results[id] === 'accept' }).catch(() => {})
  return results
}

/** Titles as the stand-in knows them; the id where it does not. */
async function titles() {
  const answer = await fetch('/sim/wechat/_sim/templates').catch(() => null)
  const { items = [] } = answer && answer.ok ? await answer.json().catch(() => ({})) : {}
  return Object.fromEntries(items.map(({ id, title }) => [id, title]))
}

async function askPerson(ids) {
  if (!ids.length) return {}
  const named = await titles()
  const boxes = ids.map((id) => overlays.make('input', { type: 'checkbox', checked: true, 'data-template': id }))
  const lines = boxes.map((box, at) => overlays.make('label', { className: 'setting' }, overlays.make('span', {}, named[ids[at]] || ids[at]), box))
  const always = overlays.make('input', { type: 'checkbox' })
  const body = overlays.make('div', {}, ...lines, overlays.make('label', { className: 'always' }, always, ALWAYS))
  const yes = await overlays.ask({
    title: '网聚 申请发送一次以下消息',
    body,
    buttons: [
      { words: '取消', answer: false },
      { words: '允许', answer: true, primary: true }
    ]
  })
  const given = Object.fromEntries(boxes.map((box) => [box.dataset.template, yes && box.checked ? 'accept' : 'reject']))
  if (always.checked) settle({ always: { ...mine().always, ...given } })
  return given
}

/** What getSetting tells: only what was settled for good. */
const told = () => ({ mainSwitch: !mine().off, itemSettings: { ...mine().always } })

/** Switches for the settings page; `take` reads them back. */
async function switches() {
  const { off, always } = mine()
  const named = Object.keys(always).length ? await titles() : {}
  const line = (words, checked, name) =>
    overlays.make('label', { className: 'setting' }, overlays.make('span', {}, words), overlays.make('input', { type: 'checkbox', checked, 'data-subscription': name }))
  return [line(MAIN, !off, ''), ...Object.entries(always).map(([id, answer]) => line(named[id] || id, answer === 'accept', id))]
}

function take(body) {
  const boxes = [...body.querySelectorAll('[data-subscription]')]
  const always = boxes.filter((box) => box.dataset.subscription).map((box) => [box.dataset.subscription, box.checked ? 'accept' : 'reject'])
  if (boxes.length) settle({ off: !boxes[0].checked, always: Object.fromEntries(always) })
}

module.exports = { told, switches, take, api: { requestSubscribeMessage: api('requestSubscribeMessage', requestSubscribeMessage) } }
