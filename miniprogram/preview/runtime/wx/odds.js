// Subscription messages, the player's handle, and what is left.
const { settings } = require('../settings')
const overlays = require('../overlays')
const pages = require('../pages')
const { api, refuse } = require('./call')

const MOST = 3

/** WeChat's own dialog, or the answer that was set. Nothing is sent anywhere. */
async function requestSubscribeMessage({ tmplIds = [] }) {
  if (!tmplIds.length || tmplIds.length > MOST) refuse('The template count exceeds the max bounds', 20003)
  const answer = settings.subscribe === 'ask' ? await askPerson(tmplIds.length) : settings.subscribe
  return Object.fromEntries(tmplIds.map((id) => [id, answer]))
}

async function askPerson(count) {
  return overlays.ask({
    title: '网聚 申请发送一次以下消息',
    content: `共 ${count} 项`,
    buttons: [
      { words: '取消', answer: 'reject' },
      { words: '允许', answer: 'accept', primary: true }
    ]
  })
}

function createVideoContext(id, component) {
  const root = (component || pages.top().instance)._$.getShadowRoot()
  const found = root.getElementById(id)
  return found
    ? found.getMethodCaller().playerOf()
    : { play() {}, pause() {}, stop() {}, seek() {}, requestFullScreen() {}, exitFullScreen() {} }
}

module.exports = {
  requestSubscribeMessage: api('requestSubscribeMessage', requestSubscribeMessage),
  createVideoContext,
  nextTick: (work) => void Promise.resolve().then(work),
  reportEvent() {},
  getLogManager: () => ({ log() {}, info() {}, warn() {}, debug() {} }),
  getRealtimeLogManager: () => ({ info() {}, warn() {}, error() {}, setFilterMsg() {}, addFilterMsg() {} })
}
