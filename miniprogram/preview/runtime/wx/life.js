// The app's own life: being shown and hidden, faults, updates, how it was entered.
const app = require('../app')
const { listeners } = require('../journal')
const { listening } = require('./call')

const [onAppShow, offAppShow] = listening(app.listeners.show)
const [onAppHide, offAppHide] = listening(app.listeners.hide)
const [onError, offError] = listening(listeners.error)
const [onUnhandledRejection, offUnhandledRejection] = listening(listeners.rejection)
const [onPageNotFound, offPageNotFound] = listening(new Set())
const updates = {
  onCheckForUpdate: (listener) => void setTimeout(() => listener({ hasUpdate: false })),
  onUpdateReady() {},
  onUpdateFailed() {},
  applyUpdate() {}
}

module.exports = {
  onAppShow,
  offAppShow,
  onAppHide,
  offAppHide,
  onError,
  offError,
  onUnhandledRejection,
  offUnhandledRejection,
  onPageNotFound,
  offPageNotFound,
  getLaunchOptionsSync: () => ({ ...app.held.launch }),
  getEnterOptionsSync: () => ({ ...app.held.enter }),
  getUpdateManager: () => updates
}
