const parts = require('../../parts')
const { screen, viewOf } = require('../../screen')
const { spoken } = require('../../domain/dates')
const words = require('../../words').inbox

const ENTRY = /^ent_/

screen({
  data: { words, labels: words.labels, items: [], unread: 0, count: '', stale: false, more: false },

  onShow() { this.reload() },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },
  onReachBottom() { return this.readMore() },

  reload() {
    return this.load(() => this.read())
  },

  async read() {
    try {
      const page = await parts.api.inbox()
      this.next = page.next
      return Object.assign({ items: page.items.map(row), stale: false }, this.counted(page.unread))
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
    if (item.url) goTo(item.url, item.otherwise)
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

/** @param {Wire.InboxItem} item */
function row({ id, purpose, title, words: says, about, page, at, read }) {
  const otherwise = about && ENTRY.test(about) ? '/pages/entry/entry?id=' + about : ''
  const place = page && purpose === 'file_refused' ? page + '&at=files' : page
  return { id, title, says, read, when: spoken(at, parts.clock.now()), url: place || otherwise, otherwise }
}

/** A page of a newer service that is not here opens the work it speaks of, or nothing. @param {string} url @param {string} otherwise */
function goTo(url, otherwise) {
  wx.navigateTo({
    url, fail: () => wx.switchTab({ url: url.split('?')[0], fail: () => { if (otherwise && otherwise !== url) wx.navigateTo({ url: otherwise, fail() {} }) } })
  })
}
