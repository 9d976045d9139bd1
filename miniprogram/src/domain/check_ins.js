// Being there, in words: when a scan was, how a check-in stands, and the events of a unit by their day.
const { beginning, instant, shanghai, spoken } = require('./dates')
const words = require('../words').check_ins

const LATEST_MS = 2000
const DAY_MS = 24 * 3600 * 1000

/**
 * When WeChat's own scanner saw the code, by the phone's own clock. Whether WeChat tells it by the phone's clock or by its
 * own is not written anywhere: of the two, the one that was a moment ago is taken, and now if neither can be.
 * @param {string | number | undefined} scancode_time unix seconds @param {number} now by the phone's clock
 * @param {number} ahead_ms how far the service's clock is ahead of the phone's
 */
function scannedAt(scancode_time, now, ahead_ms) {
  const told = Number(scancode_time) * 1000
  if (!(told > 0)) return now
  const delays = [told, told - ahead_ms].map(at => now - at).filter(delay => delay > -LATEST_MS)
  return delays.length ? now - Math.max(0, Math.min(...delays)) : now
}

/** @typedef {'unsent' | 'turned_away' | Wire.CheckIn['state']} Standing */

const SIGNS = /** @type {Record<Standing, [string, string]>} */ ({
  unsent: ['info', 'cloud-upload-info'], turned_away: ['bad', 'alert-triangle-bad'], accepted: ['ok', 'circle-check-ok'],
  suspicious: ['warn', 'clock-warn'], waiting_for_event: ['info', 'hourglass-info'], refused: ['bad', 'circle-x-bad']
})

/** @param {Offline.Own} one @returns {Standing} */
function standingOf({ standing, answer }) {
  if (standing === 'waiting') return 'unsent'
  return answer ? answer.state : 'turned_away'
}

/** How one of my own stands: its chip, and what to do in the service's words when it has spoken. @param {Offline.Own} one */
function standingView(one) {
  const standing = standingOf(one)
  const [tone, icon] = SIGNS[standing]
  const says = one.answer ? one.answer.words : one.problem && standing === 'turned_away' ? one.problem.detail : words.says[/** @type {'unsent'} */ (standing)] || ''
  return { standing, tone, icon, label: words.standings[standing], says }
}

/** One line of 我的签到. @param {Offline.Own} one @param {number} now @param {Pick<Wire.EventLine, 'title' | 'kind_label'> | null} [event] */
function ownRow(one, now, event = null) {
  const answer = /** @type {Wire.OwnCheckIn | null} */ (one.answer)
  const title = (answer && answer.event_title) || (event && (event.title || event.kind_label)) || words.nameless
  const counted = answer !== null && answer.state === 'accepted' && answer.counted
  return Object.assign(standingView(one), { id: one.id, event: one.event, title, counted, place: (answer && answer.place) || '', when: spoken(one.scanned_at, now) })
}

/**
 * My own by the service and by this phone, each once, the last scanned first: what the service says of one is newer.
 * @param {Offline.Own[]} here @param {Wire.OwnCheckIn[]} there @returns {Offline.Own[]}
 */
function merged(here, there) {
  const told = there.map(answer => (/** @type {Offline.Own} */ ({
    id: answer.id, event: answer.event, code: '', scanned_at: answer.scanned_at, standing: 'answered', problem: null, answer
  })))
  return told.concat(here.filter(one => !told.some(other => other.id === one.id)))
    .sort((one, other) => instant(other.scanned_at) - instant(one.scanned_at))
}

/** @param {Pick<Wire.EventLine, 'starts_at' | 'ends_at'>} event @param {number} now @returns {'today' | 'coming' | 'over'} */
function dayOf({ starts_at, ends_at }, now) {
  if (shanghai(starts_at).day_number === shanghai(now).day_number || (instant(starts_at) <= now && now < instant(ends_at))) return 'today'
  return instant(starts_at) > now ? 'coming' : 'over'
}

/** The events of my unit, today's first; those that come by their order, those over with the last first. @param {Wire.EventLine[]} events @param {number} now */
function byDay(events, now) {
  const soonest = events.slice().sort((one, other) => instant(one.starts_at) - instant(other.starts_at))
  const of = (/** @type {string} */ day) => soonest.filter(event => dayOf(event, now) === day)
  const groups = [{ id: 'today', items: of('today') }, { id: 'coming', items: of('coming') }, { id: 'over', items: of('over').reverse() }]
  return groups.filter(group => group.items.length).map(group => Object.assign(group, { label: words.days[/** @type {'today'} */ (group.id)] }))
}

/** @param {Wire.EventLine} event @param {number} now @param {Offline.Own | undefined} own */
function eventRow(event, now, own) {
  const { id, title, kind_label, place, unit_name, starts_at } = event
  return {
    id, title: title || kind_label, kind: title ? kind_label : '', place, unit: unit_name, when: dayOf(event, now) === 'today' ? spoken(starts_at, now) : beginning(starts_at, now),
    own: own ? standingView(own) : null
  }
}

/** Those whose code may be shown soon, for which the phone must be ready: not cancelled, begun at most a day ago. @param {Wire.EventLine[]} events @param {number} now */
function upcoming(events, now) {
  return events.filter(event => event.state !== 'cancelled' && instant(event.ends_at || event.starts_at) > now - DAY_MS)
}

module.exports = { scannedAt, standingOf, standingView, ownRow, merged, dayOf, byDay, eventRow, upcoming }
