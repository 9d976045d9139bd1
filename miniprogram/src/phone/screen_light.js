// A screen that others look at: it stays on, and as bright as it goes.

const BRIGHTEST = 1

/**
 * Lit from now on. Every part of it may be refused by a phone, and nothing waits for it.
 * @returns {() => void} puts everything back as it was; to be called when the screen is left or hidden, once or more often
 */
function light() {
  let lit = true
  /** @type {number | null} */
  let before = null
  wx.setKeepScreenOn({ keepScreenOn: true, fail: ignored })
  if (wx.getScreenBrightness) wx.getScreenBrightness({ success: found => { if (lit) before = brighten(found.value) }, fail: ignored })
  return () => {
    if (!lit) return
    lit = false
    wx.setKeepScreenOn({ keepScreenOn: false, fail: ignored })
    if (before !== null) wx.setScreenBrightness({ value: before, fail: ignored })
  }
}

/** @param {number} before @returns {number} */
function brighten(before) {
  wx.setScreenBrightness({ value: BRIGHTEST, fail: ignored })
  return before
}

function ignored() {}

module.exports = { light }
