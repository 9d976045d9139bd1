// WeChat's question whether a message may be sent: one yes is one message. It only comes up within a tap of the person's,
// before anything is waited for.

const { fault } = require('./fault')
const words = require('../words').phone

const MAIN_SWITCH_OFF = 20004
const NETWORK = [10002, 10003]

/** @param {string[]} ids of templates, three at most @returns {Promise<Record<string, string>>} by id: accept…, reject, ban or filter; Fault offline, refused_by_person, unsupported */
function subscribe(ids) {
  return new Promise((resolve, reject) => {
    if (!wx.requestSubscribeMessage) return reject(fault('unsupported', words.subscribe_unsupported))
    wx.requestSubscribeMessage({
      tmplIds: ids, success: told => resolve(only(/** @type {any} */ (told), ids)), fail: why => reject(refusal(why))
    })
  })
}

/** @param {Record<string, string>} told @param {string[]} ids */
function only(told, ids) {
  return ids.filter(id => typeof told[id] === 'string').reduce((all, id) => Object.assign(all, { [id]: told[id] }), {})
}

/** @param {{ errCode?: number }} why */
function refusal({ errCode = 0 }) {
  if (errCode === MAIN_SWITCH_OFF) return fault('refused_by_person', words.subscribe_off)
  if (NETWORK.indexOf(errCode) >= 0) return fault('offline', words.subscribe_offline)
  return fault('unsupported', words.subscribe_failed)
}

/** What the person settled for good in WeChat: `on`: the main switch; `always`: by template id. @returns {Promise<{ on: boolean, always: Record<string, string> }>} */
function subscriptions() {
  return new Promise(resolve => wx.getSetting({
    withSubscriptions: true,
    success: told => {
      const { mainSwitch = true, itemSettings = {} } = /** @type {any} */ (told.subscriptionsSetting || {})
      resolve({ on: mainSwitch !== false, always: itemSettings || {} })
    },
    fail: () => resolve({ on: true, always: {} })
  }))
}

/** WeChat's settings page, where a lasting refusal is undone. @returns {Promise<void>} */
function openSubscriptions() {
  return new Promise(resolve => wx.openSetting(/** @type {any} */ ({ withSubscriptions: true, complete: () => resolve(undefined) })))
}

module.exports = { subscribe, subscriptions, openSubscriptions }
