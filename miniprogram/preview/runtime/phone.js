// The phone starts here: window.loadChunk for the chunks, window.preview for whoever looks at it or drives it from a test.
//
//   preview.ready                    true once the first page has been shown
//   preview.errors                   faults of the app's code, unhandled rejections, errors of the framework (words)
//   preview.warnings                 what wx would warn of: setData with undefined, unknown properties, ...
//   preview.calls                    [{api, ok, errMsg, at}] calls of wx, oldest first
//   preview.missing                  names asked of wx that this preview does not have
//   preview.unsimulated              [{id, zh}] what this preview does not show of a real phone (loaded when first read)
//   preview.requests                 [{method, url, sent, status}] network traffic of wx, bytes sent of each body
//   preview.shares                   what the app gave to be shared
//   preview.wx, .pages(), .app()     the app's own wx, getCurrentPages() and getApp()
//   preview.offline(bool)            no network; remembered
//   preview.network({type, rate_kBps, broken})  'wifi' '4g' '2g' ...; bytes a second of all together, 0 = as fast as it goes;
//                                    the part of requests, 0..1, that break at a random byte
//   preview.hide() .show()           to the background and back
//   preview.restart()                kill the app and start it again; temporary files die, what was saved stays
//   preview.as(user)                 another person, whose WeChat this now is; restarts
//   preview.clock(ahead_s)           the phone's clock; remembered
//   preview.deny(scope | 'all' | null)  refuse a permission, e.g. 'scope.record'; null gives all back
//   preview.storageFull(bool)        nothing more fits
//   preview.scan(text | null)        what the next wx.scanCode reads; null = look through the camera, or ask on the screen
//   preview.scanOutside(text?)       WeChat's own scanner, outside the mini program; restarts at the page the text leads to
//   preview.light                    {kept_on, brightness} of the screen
//   preview.subscribe('accept' | 'reject' | 'ask')  the answer to subscription dialogs
//   preview.calendar()               opens the phone's calendar; settings.calendar holds what was added
//   preview.fontSize(px)             the system's type size, 17 is the standard
//   preview.scene(n)                 how the app was entered, from the next start on, e.g. 1154
//   preview.pick([{name, type, base64 | text | size}])  what the next choosing of files picks, instead of a file chooser
//   preview.wipe()                   a phone as new; restarts
//
// The address: ?path=pages/x/x&a=b opens that page first, ?user=demo-worker says whose phone it is, ?phone=left which of several
// on one page (each has a storage of its own; they see each other's screens and nothing else), ?entered=1011 as which scene.
const { journal } = require('./journal')
const { settings, keep } = require('./settings')
const { loadChunk, state, fetchQuietly } = require('./chunks')
require('./builtin')
const { openDisk } = require('./disk')
const pages = require('./pages')
const bars = require('./bars')
const controls = require('./controls')
const { getApp, listeners } = require('./app')
const { visit } = require('./wx/sign_in')
const { light } = require('./wx/screen')
const { wx } = require('./wx')

window.preview = Object.assign(
  {
    ready: false,
    get unsimulated() {
      return controls.unsimulated()
    }
  },
  journal,
  controls.all,
  { wx, light, pages: pages.instances, app: getApp }
)
window.loadChunk = loadChunk

const RESERVED = ['path', 'user', 'frame', 'phone', 'entered']

/** The page the address asks for, else the app's first. */
function firstPage() {
  const asked = new URLSearchParams(location.search)
  if (asked.get('user') && asked.get('user') !== settings.user) keep({ user: asked.get('user') })
  const path = asked.get('path') || state.app.entry
  const query = [...asked].filter(([name]) => !RESERVED.includes(name)).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return '/' + path.replace(/^\//, '') + (query.length ? (path.includes('?') ? '&' : '?') + query.join('&') : '')
}

async function start() {
  const first = firstPage()
  await openDisk(settings.user)
  listeners.show.add(visit)
  document.getElementById('phone-menu').addEventListener('click', bars.openMenu)
  document.getElementById('phone-leave').addEventListener('click', controls.leave)
  await pages.openFirst(first, Number(new URLSearchParams(location.search).get('entered')) || undefined)
  window.preview.ready = true
  fetchQuietly()
}

document.addEventListener('DOMContentLoaded', () => {
  if (state.app) start()
})
