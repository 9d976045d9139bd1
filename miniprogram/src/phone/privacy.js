// The person's consent before the first interface that touches his data. WeChat asks through a pop-up of ours:
// a component listens with onAsked and answers; while none listens, WeChat shows its own.

const { fault } = require('./fault')
const words = require('../words').phone

/** @typedef {{ what: string, resolve: (answer: { event: 'agree' | 'disagree' | 'exposureAuthorization', buttonId?: string }) => void }} Asked */

/** @type {((asked: Asked) => void)[]} the page on top is the last */
const listeners = []
let registered = false

/**
 * Show the pop-up when WeChat wants it. The listener must call `resolve` once with agree (and the id of the button
 * with open-type agreePrivacyAuthorization that was tapped) or disagree.
 * @param {(asked: Asked) => void} listener
 * @returns {() => void} off
 */
function onAsked(listener) {
  listeners.push(listener)
  register()
  return () => { listeners.splice(listeners.indexOf(listener), 1) }
}

function register() {
  if (registered || !wx.onNeedPrivacyAuthorization) return
  registered = true
  // The typings know neither that `resolve` takes an answer nor that a second argument names the interface.
  wx.onNeedPrivacyAuthorization(/** @type {any} */ (handOver))
}

/** @param {Asked['resolve']} resolve @param {{ referrer?: string }} [event] */
function handOver(resolve, event) {
  const top = listeners[listeners.length - 1]
  if (top) top({ what: (event && event.referrer) || '', resolve })
  else resolve({ event: 'disagree' })
}

/**
 * Resolves once the person has agreed to the privacy guide, at once when he did before.
 * After a refusal WeChat does not ask again for ten seconds: the words say so.
 * @returns {Promise<void>} Fault refused_by_person
 */
function requireConsent() {
  return new Promise((resolve, reject) => {
    if (!wx.requirePrivacyAuthorize) return resolve()
    wx.requirePrivacyAuthorize({ success: () => resolve(), fail: () => reject(fault('refused_by_person', words.privacy_refused)) })
  })
}

module.exports = { privacy: { require: requireConsent, onAsked } }
