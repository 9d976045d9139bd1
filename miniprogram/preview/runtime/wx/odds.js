// The player's handle, and what is left.
const pages = require('../pages')

function createVideoContext(id, component) {
  const root = (component || pages.top().instance)._$.getShadowRoot()
  const found = root.getElementById(id)
  return found
    ? found.getMethodCaller().playerOf()
    : { play() {}, pause() {}, stop() {}, seek() {}, requestFullScreen() {}, exitFullScreen() {} }
}

module.exports = {
  createVideoContext,
  nextTick: (work) => void Promise.resolve().then(work),
  reportEvent() {},
  getLogManager: () => ({ log() {}, info() {}, warn() {}, debug() {} }),
  getRealtimeLogManager: () => ({ info() {}, warn() {}, error() {}, setFilterMsg() {}, addFilterMsg() {} })
}
