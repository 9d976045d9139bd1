// What kind of phone, and which edition of the program, this is.

/** The system's type size for WeChat, in px; 0 when it does not say. @returns {number} */
function typeSize() {
  const found = wx.getAppBaseInfo ? wx.getAppBaseInfo() : wx.getSystemInfoSync()
  return Number(/** @type {any} */ (found).fontSizeSetting) || 0
}

/** @returns {'develop' | 'trial' | 'release'} */
function edition() {
  return wx.getAccountInfoSync().miniProgram.envVersion
}

/** Of the program as it was released; '' for one that was not. @returns {string} */
function version() {
  return wx.getAccountInfoSync().miniProgram.version || ''
}

module.exports = { typeSize, edition, version }
