// wx.setStorage and its family, with a phone's limits: 1 MB a key, 10 MB in all.
const { disk, put } = require('../disk')
const { settings } = require('../settings')
const { api, sync, refuse } = require('./call')

const KEY_LIMIT = 1024 * 1024
const WHOLE_LIMIT = 10 * 1024 * 1024

const bytes = (text) => new TextEncoder().encode(text).length
const used = () => [...disk.storage].reduce((sum, [key, text]) => sum + key.length + text.size, 0)

/** Kept as JSON with its kind, so that what comes back is what a phone gives back. */
function set(key, data) {
  if (typeof key !== 'string' || !key) refuse('parameter error: parameter.key should be String')
  const text = JSON.stringify(data === undefined ? '' : data)
  if (text === undefined) refuse('the data cannot be kept')
  const size = bytes(text)
  const old = disk.storage.get(key)
  if (size > KEY_LIMIT) refuse('entry size limit reached')
  if (settings.storage_full || used() - (old ? old.size : 0) + size > WHOLE_LIMIT) refuse('exceed storage max size 10Mb')
  put('storage', key, { text, size })
}

const get = (key) => (disk.storage.has(key) ? JSON.parse(disk.storage.get(key).text) : '')
const remove = (key) => void (disk.storage.has(key) && put('storage', key, undefined))
const clear = () => [...disk.storage.keys()].forEach(remove)
const info = () => ({ keys: [...disk.storage.keys()], currentSize: Math.ceil(used() / 1024), limitSize: WHOLE_LIMIT / 1024 })

module.exports = {
  setStorageSync: sync('setStorageSync', set),
  getStorageSync: sync('getStorageSync', get),
  removeStorageSync: sync('removeStorageSync', remove),
  clearStorageSync: sync('clearStorageSync', clear),
  getStorageInfoSync: sync('getStorageInfoSync', info),
  setStorage: api('setStorage', ({ key, data }) => set(key, data)),
  getStorage: api('getStorage', ({ key }) => (disk.storage.has(key) ? { data: get(key) } : refuse('data not found'))),
  removeStorage: api('removeStorage', ({ key }) => remove(key)),
  clearStorage: api('clearStorage', clear),
  getStorageInfo: api('getStorageInfo', info)
}
