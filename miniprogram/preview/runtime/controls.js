// What drives the phone from outside: the buttons of the frame page, and tests. See phone.js for each one's meaning.
const app = require('./app')
const pages = require('./pages')
const { settings, keep, forget } = require('./settings')
const { settled, wipeDisk } = require('./disk')
const online = require('./wx/online')
const picking = require('./wx/picking')
const scanner = require('./wx/scanner')
const overlays = require('./overlays')
const links = require('./links')
const calendar = require('./wx/calendar')

const INTERRUPT_MS = 5000
let interrupting = 0
let told = null

/** Requests that are not done five seconds after the app was hidden fail, and new ones fail until it is back. */
function hide() {
  if (!app.held.visible) return
  pages.setVisible(false)
  app.hide()
  clearTimeout(interrupting)
  interrupting = setTimeout(online.interruptAll, INTERRUPT_MS)
  document.getElementById('phone-away').hidden = false
}

function show() {
  clearTimeout(interrupting)
  document.getElementById('phone-away').hidden = true
  app.show()
  pages.setVisible(true)
}

/** The page is loaded anew at the app's first page, or as `first` says ({path, …}): nothing in memory survives. */
async function restart(first = {}) {
  window.preview.ready = false
  await settled()
  const address = new URLSearchParams(first)
  const asked = new URLSearchParams(location.search)
  for (const name of ['phone', 'frame']) if (asked.has(name)) address.set(name, asked.get(name))
  location.replace(location.pathname + (address.size ? '?' + address : ''))
}

/** WeChat's own scanner, outside the mini program: what it reads, or `text`, is opened where the links say. */
async function scanOutside(text = '') {
  const found = text ? scanner.told(text) : await scanner.read('微信扫一扫')
  if (!found) return
  const first = links.opened(found)
  if (!first) return overlays.toast('微信会打开网页或显示文字：' + found.result, { duration_ms: 3000 })
  if (settings.offline) return overlays.toast('没有网络，微信的扫一扫打不开小程序。请在小程序里扫', { duration_ms: 3000 })
  await restart(first)
}

async function as(user) {
  keep({ user })
  await restart()
}

async function wipe() {
  window.preview.ready = false
  await wipeDisk()
  forget()
  await restart()
}

const isChange = (changes) => Object.keys(changes).some((name) => changes[name] !== settings.network[name])

function network(changes) {
  const { type } = settings.network
  if (isChange(changes)) keep({ network: { ...settings.network, ...changes } })
  if (settings.network.type !== type) online.tell()
}

function offline(isOff) {
  if (isOff === settings.offline) return
  keep({ offline: isOff })
  online.tell()
  if (isOff) online.dropAll()
}

function deny(scope) {
  keep({ denied: scope === null ? [] : [...new Set([...settings.denied, scope])] })
}

async function load() {
  const answer = await fetch('unsimulated.json')
  return answer.json()
}

const all = {
  hide,
  show,
  restart,
  as,
  wipe,
  network,
  offline,
  deny,
  settings,
  clock: (ahead_s) => keep({ clock_ahead_s: ahead_s }),
  storageFull: (isFull) => keep({ storage_full: isFull }),
  scan: (text) => keep({ scan: text || '' }),
  scanOutside,
  calendar: calendar.show,
  subscribe: (answer) => keep({ subscribe: answer }),
  fontSize: (px) => keep({ font_px: px }),
  scene: (scene) => keep({ scene }),
  pick: picking.pickNext
}

/** The promise of the list, asked for once. */
const unsimulated = () => (told = told || load())

module.exports = { all, unsimulated, leave: hide }
