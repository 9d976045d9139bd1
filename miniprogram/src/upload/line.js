// The line to the outside: there while the phone has a network and the app is in front. WeChat breaks off what is under way
// 5 s after the app was hidden, and refuses new calls until it is back.

/** @param {{ network: Ports.Network, visible: Ports.Visible }} ports */
function createLine({ network, visible }) {
  let in_front = true
  /** @type {(() => void)[]} */
  let waiting = []
  function changed() {
    const woken = waiting
    waiting = []
    woken.forEach(wake => wake())
  }
  visible.on_show(() => { in_front = true; changed() })
  visible.on_hide(() => { in_front = false })
  network.on_change(changed)
  return {
    open: () => in_front && network.online(),
    in_front: () => in_front,
    /** The next time the network or the app's visibility changes. @returns {Promise<void>} */
    change: () => new Promise(resolve => { waiting.push(resolve) })
  }
}

/** @typedef {ReturnType<typeof createLine>} Line */

module.exports = { createLine }
