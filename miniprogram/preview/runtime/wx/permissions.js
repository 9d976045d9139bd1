// What the person allows this mini program: microphone, camera, album, calendar.
const { settings, keep } = require('../settings')
const overlays = require('../overlays')
const subscriptions = require('./subscriptions')
const { api, refuse } = require('./call')

const ASKS = {
  'scope.record': '使用你的麦克风',
  'scope.camera': '使用你的摄像头',
  'scope.writePhotosAlbum': '保存图片或视频到你的相册',
  'scope.addPhoneCalendar': '向你的日历添加事件',
  'scope.userLocation': '获取你的位置信息'
}
const granted = new Map()

const isDenied = (scope) => settings.denied.includes(scope) || settings.denied.includes('all')

/** Refuses as `words` unless the person allows `scope`, who is asked once. */
async function need(scope, words = 'auth deny') {
  if (isDenied(scope)) refuse(words)
  if (granted.get(scope)) return
  const yes = await overlays.ask({
    title: '',
    content: `网聚 申请${ASKS[scope] || scope}`,
    buttons: [
      { words: '拒绝', answer: false },
      { words: '允许', answer: true, primary: true }
    ]
  })
  if (!yes) {
    keep({ denied: [...new Set([...settings.denied, scope])] })
    refuse(words)
  }
  granted.set(scope, true)
}

function authSetting() {
  const known = Object.keys(ASKS).filter((scope) => granted.has(scope) || isDenied(scope))
  return Object.fromEntries(known.map((scope) => [scope, !isDenied(scope)]))
}

/** What getSetting and openSetting tell. */
function setting({ withSubscriptions = false } = {}) {
  return { authSetting: authSetting(), ...(withSubscriptions ? { subscriptionsSetting: subscriptions.told() } : {}) }
}

/** The settings page, where each permission that was asked for can be switched. */
async function openSetting({ withSubscriptions = false } = {}) {
  const switches = Object.keys(authSetting()).map((scope) => {
    const box = overlays.make('input', { type: 'checkbox', checked: !isDenied(scope), 'data-scope': scope })
    return overlays.make('label', { className: 'setting' }, overlays.make('span', {}, ASKS[scope]), box)
  })
  if (withSubscriptions) switches.push(...(await subscriptions.switches()))
  const body = overlays.make('div', {}, ...(switches.length ? switches : [overlays.make('p', {}, '还没有申请过任何权限。')]))
  await overlays.ask({ title: '设置', body, buttons: [{ words: '完成', answer: true, primary: true }] })
  const scopes = [...body.querySelectorAll('[data-scope]')]
  scopes.filter((box) => box.checked).forEach((box) => granted.set(box.dataset.scope, true))
  keep({ denied: scopes.filter((box) => !box.checked).map((box) => box.dataset.scope) })
  subscriptions.take(body)
  return setting({ withSubscriptions })
}

module.exports = {
  need,
  isDenied,
  openSetting,
  api: {
    getSetting: api('getSetting', setting),
    openSetting: api('openSetting', openSetting),
    authorize: api('authorize', ({ scope }) => need(scope))
  }
}
