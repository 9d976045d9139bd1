// App(): the application object, its launch, and being shown and hidden.
const { attempt } = require('./journal')
const { settings } = require('./settings')

const held = { app: {}, launch: null, enter: null, visible: false, hidden_at: 0 }
const listeners = { show: new Set(), hide: new Set() }

function setApp(definition) {
  held.app = definition
}

const getApp = () => held.app

const call = (name, ...given) => typeof held.app[name] === 'function' && attempt(() => held.app[name](...given), 'App.' + name)

/** Starts the app at `path`, entered as `scene` says; what onLaunch and wx.getLaunchOptionsSync learn. */
function launch(path, query, scene = settings.scene) {
  held.launch = held.enter = { path, query, scene, referrerInfo: {}, shareTicket: '' }
  window.addEventListener('unhandledrejection', (event) => call('onUnhandledRejection', { reason: event.reason, promise: event.promise }))
  call('onLaunch', { ...held.launch })
  show(scene)
}

function show(scene = settings.scene) {
  if (held.visible) return
  held.visible = true
  held.enter = { ...held.enter, scene }
  call('onShow', { ...held.enter })
  listeners.show.forEach((listener) => attempt(() => listener({ ...held.enter }), 'onAppShow'))
}

function hide() {
  if (!held.visible) return
  held.visible = false
  held.hidden_at = Date.now()
  call('onHide')
  listeners.hide.forEach((listener) => attempt(() => listener({}), 'onAppHide'))
}

module.exports = { held, listeners, setApp, getApp, launch, show, hide, call }
