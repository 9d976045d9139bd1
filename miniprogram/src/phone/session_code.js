// WeChat's word for who holds the phone.

const { fault } = require('./fault')
const words = require('../words').phone

/** A code of wx.login: five minutes, one use. @returns {Promise<string>} Fault offline */
function sessionCode() {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(fault('offline', words.login_failed))
    wx.login({ success: found => found.code ? resolve(found.code) : refuse(), fail: refuse })
  })
}

module.exports = { sessionCode }
