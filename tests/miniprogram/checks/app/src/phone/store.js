/** @returns {{ read(): any }} */
function createStore() {
  return { read: () => wx.getStorageSync('works') }
}

module.exports = { createStore }
