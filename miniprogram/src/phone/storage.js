// The phone's own small store: synchronous, 1 MB a key, 10 MB in all.

const { fault } = require('./fault')
const words = require('../words').phone

const FULL = /exceed|limit|full|quota|space/i

/** @type {Ports.Storage} */
const storage = {
  get(key) {
    const value = wx.getStorageSync(key)
    return value === '' || value === undefined ? null : value
  },
  set(key, value) {
    try {
      wx.setStorageSync(key, value)
    } catch (/** @type {any} */ why) {
      const text = String((why && (why.errMsg || why.message)) || why)
      throw fault('storage_full', FULL.test(text) ? words.storage_full : words.storage_failed)
    }
  },
  remove(key) { wx.removeStorageSync(key) },
  keys: () => wx.getStorageInfoSync().keys
}

module.exports = { storage }
