// What the phone itself remembers, whichever app runs and however often it is killed: kept in localStorage.

/** Which of several phones on one page this is, by ?phone=left; '' for a phone by itself. Each has its own storage. */
const phone = (/^[a-z]+$/.exec(new URLSearchParams(location.search).get('phone') || '') || [''])[0]

const KEY = 'phone:settings' + (phone && ':' + phone)

const FRESH = {
  user: 'demo-worker',
  offline: false,
  clock_ahead_s: 0,
  denied: [],
  storage_full: false,
  font_px: 17,
  scene: 1001,
  network: { type: 'wifi', rate_kBps: 0, broken: 0 },
  packages: [],
  privacy: {},
  scan: '',
  subscribe: '',
  subscriptions: {},
  calendar: [],
  clipboard: ''
}

const settings = { ...FRESH, ...JSON.parse(localStorage.getItem(KEY) || '{}') }

/** Changes some, and remembers them. */
function keep(changes) {
  Object.assign(settings, changes)
  localStorage.setItem(KEY, JSON.stringify(settings))
}

const forget = () => localStorage.removeItem(KEY)

module.exports = { phone, settings, keep, forget }
