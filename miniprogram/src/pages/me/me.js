const parts = require('../../parts')
const { screen } = require('../../screen')
const { meView } = require('./me-view')
const words = require('../../words').me

const ON_SITE = ['coordinator', 'host', 'organiser']
const STAFF = ['coordinator', 'organiser']
const ORGANISERS = ['organiser', 'administrator']
const TONES = { confirmed: 'ok', waiting: 'info', refused: 'warn', typed: 'info', none: 'warn' }
const SIGNS = { confirmed: 'circle-check-ok', waiting: 'clock-info', refused: 'alert-triangle-warn', typed: 'clock-info', none: 'alert-triangle-warn' }
const ROWS = {
  check_in: ['scan', '/pages/check-in/check-in'],
  profile: ['user', '/pages/profile/profile'], unit: ['building', '/pages/unit/unit'], outbox: ['cloud-upload', '/pages/outbox/outbox'],
  events: ['calendar', '/staff/pages/events/events'], numbers: ['list', '/staff/pages/numbers/numbers'],
  ready: ['circle-check', '/staff/pages/ready/ready'], documents: ['printer', '/pages/documents/documents'],
  consents: ['shield', '/pages/my-data/consents'], complaint: ['message-report', '/pages/complaint/complaint'],
  promoter: ['star', '/pages/promoter/promoter'], promoters: ['users', '/staff/pages/promoters/promoters'], publicity: ['message', '/staff/pages/publicity/publicity'],
  reminders: ['bell', '/pages/reminders/reminders'], notices: ['send', '/staff/pages/notices/notices'],
  settings: ['settings', '/pages/settings/settings'], data: ['folder', '/pages/my-data/my-data']
}

screen({
  data: { words, tones: TONES, signs: SIGNS, me: null, portrait: '', elderly: false, groups: [], about: null },

  onShow() {
    this.setData({ elderly: parts.settings.read().elderly })
    this.reload()
  },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },

  /** What this phone holds first; who I am follows, and its rows work without. */
  reload() {
    this.setData(this.here())
    return Promise.all([this.load(() => this.who()), this.plan()]).then(() => this.setData(this.here()))
  },

  async who() {
    const me = await parts.api.me()
    return { me: meView(me, parts.api.campaignKept()) }
  },

  /** For what is said of the campaign, when this phone has never read it. */
  async plan() {
    if (!parts.api.campaignKept()) await parts.api.campaign().catch(() => null)
  },

  here() {
    const account = parts.session.account()
    const holds = roles => account !== null && account.roles.some(one => roles.indexOf(one.role) >= 0)
    const staff = holds(STAFF) ? ['events', 'promoters', 'publicity', 'numbers', 'ready'] : holds(ON_SITE) ? ['ready'] : []
    const groups = [holds(ORGANISERS) ? ['notices'] : [], staff, ['check_in', 'promoter', 'profile', 'unit', 'outbox'], ['documents', 'consents', 'complaint'], ['reminders', 'settings', 'data']]
    const waiting = waitingOn(parts)
    return { portrait: parts.portrait.mine(), groups: groups.filter(names => names.length).map(names => ({ id: names[0], rows: rowsOf(names, waiting) })), about: aboutOf(parts) }
  },

  toggle() {
    try {
      parts.settings.change({ elderly: !this.data.elderly })
    } catch (fault) {
      this.tell(fault)
      return
    }
    this.onShow()
  }
})

/** @param {string[]} names @param {number} waiting */
function rowsOf(names, waiting) {
  return names.map(id => ({
    id, icon: ROWS[id][0] + '-ink', url: ROWS[id][1], label: words.rows[id], soft: id === 'outbox' && waiting ? words.waiting(waiting) : words.softs[id] || ''
  }))
}

/** Everything that still lies only on this phone. */
function waitingOn({ outbox, uploads, drafts, events }) {
  const unsaved = drafts.list().concat(events.list()).filter(one => one.saved !== 'server')
  return outbox.waiting() + uploads.list().filter(one => one.state !== 'done').length + unsaved.length
}

function aboutOf({ api, about }) {
  const { filing, version } = about()
  const campaign = api.campaignKept()
  return {
    name: campaign ? campaign.name : '', sponsors: campaign ? words.sponsors(campaign.notice.issued_by) : '',
    version: words.version(version), filing: words.filing(filing)
  }
}
