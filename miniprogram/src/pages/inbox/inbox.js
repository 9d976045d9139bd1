const parts = require('../../parts')
const { screen, viewOf } = require('../../screen')
const { spoken } = require('../../domain/dates')
const { length } = require('../../domain/text')
const words = require('../../words').inbox

const ENTRY = /^ent_/
const NOTICE = /^ntc_/
const HERE = '/pages/inbox/inbox'
const STAFF = ['coordinator', 'host', 'organiser', 'administrator']
const LONG = 90      // characters that a card shows without being opened

screen({
  data: { words, labels: words.labels, items: [], unread: 0, count: '', stale: false, more: false, remind: '', sheet: null },

  /** Opened by a reminder that was tapped: its words are shown in full. */
  onLoad({ n }) { this.wanted = String(n || '') },
  onShow() { this.reload().then(() => this.showWanted()) },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },
  onReachBottom() { return this.readMore() },

  reload() {
    return this.load(() => this.read())
  },

  async read() {
    try {
      const [page, remind] = await Promise.all([parts.api.inbox(), staffReminder()])
      this.next = page.next
      return Object.assign({ items: page.items.map(row), stale: false, remind }, this.counted(page.unread))
    } catch (problem) {
      if (viewOf(problem).state !== 'offline' || !this.data.items.length) throw problem
      return { stale: true }
    }
  },

  async readMore() {
    if (!this.next || this.data.more) return
    this.setData({ more: true })
    try {
      const { items } = this.data
      const page = await parts.api.inbox(this.next)
      this.next = page.next
      this.setData({ items: items.concat(page.items.filter(item => !items.some(other => other.id === item.id)).map(row)) })
    } catch (problem) {
      this.tell(problem)
    }
    this.setData({ more: false })
  },

  /** The count in words, and on the tab; 0 takes it off. @param {number} unread */
  counted(unread) {
    this.badge(unread)
    return { unread, count: unread ? words.count(unread) : words.none_unread }
  },

  open(event) {
    const item = this.data.items.find(one => one.id === event.currentTarget.dataset.id)
    if (!item.read) this.markRead([item.id])
    if (item.whole) this.setData({ sheet: item })
    else if (item.url) goTo(item.url, item.otherwise)
  },

  /** The message of the notice that was tapped, once it is there. */
  showWanted() {
    const item = this.wanted ? this.data.items.find(one => one.notice === this.wanted) : null
    if (!item) return
    this.wanted = ''
    this.open({ currentTarget: { dataset: { id: item.id } } })
  },

  closeSheet() { this.setData({ sheet: null }) },
  copyForward() { this.copyText(this.data.sheet.forward) },
  goOn() {
    const { url } = this.data.sheet
    this.closeSheet()
    goTo(url, '')
  },

  async markRead(ids) {
    try {
      const { unread } = await parts.api.readInbox(ids)
      const all = ids === 'all'
      this.setData(Object.assign({ items: this.data.items.map(item => (all || ids.indexOf(item.id) >= 0 ? Object.assign({}, item, { read: true }) : item)) }, this.counted(unread)))
    } catch (problem) {
      if (ids === 'all' || !problem.code) this.tell(problem)
    }
  },

  readAll() { return this.markRead('all') }
})

/** Of which notice a message is, '' of none. @param {string | null} about @param {string} purpose */
const noticeOf = (about, purpose) => [about || '', purpose].find(one => NOTICE.test(one)) || ''

/** Who has tasks may be reminded of them. */
async function staffReminder() {
  const account = parts.session.account()
  const staff = account !== null && account.roles.some(({ role }) => STAFF.indexOf(role) >= 0)
  return staff ? parts.reminders.offered('T4') : ''
}

/** @param {Wire.InboxItem} item */
function row({ id, purpose, title, words: says, about, page, at, read, forward }) {
  const otherwise = about && ENTRY.test(about) ? '/pages/entry/entry?id=' + about : ''
  const place = page && purpose === 'file_refused' ? page + '&at=files' : page
  const notice = noticeOf(about, purpose)
  const url = place && place.split('?')[0] !== HERE ? place : otherwise
  return {
    id, title, says, read, when: spoken(at, parts.clock.now()), url, otherwise, notice, forward: forward || '',
    whole: Boolean(notice) && (!url || Boolean(forward) || length(says) > LONG)
  }
}

/** A page of a newer service that is not here opens the work it speaks of, or nothing. @param {string} url @param {string} otherwise */
function goTo(url, otherwise) {
  wx.navigateTo({
    url, fail: () => wx.switchTab({ url: url.split('?')[0], fail: () => { if (otherwise && otherwise !== url) wx.navigateTo({ url: otherwise, fail() {} }) } })
  })
}
