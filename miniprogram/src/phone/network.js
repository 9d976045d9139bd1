// Whether there is a network, and which. WeChat forgets to tell now and then, so it is asked again on every show.

let kind = 'unknown'
/** @type {Set<(online: boolean) => void>} */
const listeners = new Set()

const isOnline = () => kind !== 'none'

/** @param {string} now */
function become(now) {
  const former = kind
  kind = now
  if (now !== former) listeners.forEach(listener => listener(isOnline()))
}

const look = () => wx.getNetworkType({ success: found => become(found.networkType) })

/** @type {Ports.Network & { start(): void }} unknown counts as online: a request finds out */
const network = {
  online: isOnline,
  type: () => kind,
  on_change(listener) {
    listeners.add(listener)
    return () => { listeners.delete(listener) }
  },
  /** Once, at launch. */
  start() {
    look()
    wx.onAppShow(look)
    wx.onNetworkStatusChange(found => become(found.isConnected ? found.networkType : 'none'))
  }
}

module.exports = { network }
