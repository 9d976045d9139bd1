// Chance of two grades: for names, which only must not meet, and for secrets, which nobody may guess.

const { fault } = require('./fault')
const words = require('../words').phone

/** At once, for ids: names, never secrets. @param {number} count @returns {number[]} bytes */
function chance(count) {
  return Array.from({ length: count }, () => Math.floor(Math.random() * 256))
}

/** For secrets. @param {number} count @returns {Promise<ArrayBuffer>} Fault unsupported on a WeChat without it */
function secret(count) {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(fault('unsupported', words.random_unsupported))
    if (!wx.getRandomValues) return refuse()
    wx.getRandomValues({ length: count, success: found => resolve(found.randomValues), fail: refuse })
  })
}

module.exports = { chance, secret }
