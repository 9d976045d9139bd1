// The phone's own calendar: a reminder that needs no permission to send, and works without us.

const { fault } = require('./fault')
const { privacy } = require('./privacy')
const words = require('../words').phone

const SECOND_MS = 1000

/**
 * @param {{ title: string, at: number, until?: number, place?: string, says?: string, before_s: number }} date `at`, `until`: milliseconds; `before_s`: when it rings
 * @returns {Promise<void>} Fault cancelled, refused_by_person, unsupported
 */
async function addToCalendar(date) {
  if (!wx.addPhoneCalendar) throw fault('unsupported', words.calendar_unsupported)
  await privacy.require()
  const asked = askedOf(date)
  return new Promise((resolve, reject) => wx.addPhoneCalendar(Object.assign(asked, {
    success: () => resolve(undefined),
    fail: (/** @type {{ errMsg: string }} */ why) => reject(/cancel/.test(why.errMsg) ? fault('cancelled', '') : fault('refused_by_person', words.calendar_refused))
  })))
}

/** @param {{ title: string, at: number, until?: number, place?: string, says?: string, before_s: number }} date */
function askedOf({ title, at, until, place, says, before_s }) {
  return Object.assign({ title, startTime: Math.floor(at / SECOND_MS), alarm: true, alarmOffset: before_s },
    until ? { endTime: String(Math.floor(until / SECOND_MS)) } : {}, place ? { location: place } : {}, says ? { description: says } : {})
}

module.exports = { addToCalendar }
