// Whether there is a network, and what happens to everything under way when there is none.
const { settings } = require('../settings')
const { attempt } = require('../journal')
const app = require('../app')
const call = require('./call')

const listeners = new Set()
const underWay = new Set()

const state = () => ({ isConnected: !settings.offline, networkType: settings.offline ? 'none' : settings.network.type })

function tell() {
  listeners.forEach((listener) => attempt(() => listener(state()), 'onNetworkStatusChange'))
}

/** A transfer that can be broken off: `fail(words, errno)`. Answers a function that says it is over. */
function begin(fail) {
  underWay.add(fail)
  return () => underWay.delete(fail)
}

const endAll = (words, errno) => [...underWay].forEach((fail) => fail(words, errno))
const interruptAll = () => endAll('interrupted', 600003)
const dropAll = () => endAll('net::ERR_INTERNET_DISCONNECTED', 600001)

/** Why a request cannot begin, as `[words, errno]`, or null. */
function obstacle() {
  if (!app.held.visible && app.held.hidden_at && Date.now() - app.held.hidden_at >= 5000) return ['interrupted', 600003]
  if (settings.offline) return ['net::ERR_INTERNET_DISCONNECTED', 600001]
  return null
}

const [onNetworkStatusChange, offNetworkStatusChange] = call.listening(listeners)
const [onNetworkWeakChange, offNetworkWeakChange] = call.listening(new Set())

const api = {
  getNetworkType: call.api('getNetworkType', () => ({ networkType: state().networkType, signalStrength: 0 })),
  onNetworkStatusChange,
  offNetworkStatusChange,
  onNetworkWeakChange,
  offNetworkWeakChange
}

module.exports = { api, tell, begin, interruptAll, dropAll, obstacle }
