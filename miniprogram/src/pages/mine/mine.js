const parts = require('../../parts')
const { screen, viewOf } = require('../../screen')
const { mineView } = require('./mine-view')
const words = require('../../words').mine

const HOME = '/pages/home/home'
const ENTERED_FOR_YOU = 'entry_entered_for_you'
const MAY_ENTER = ['coordinator', 'host', 'organiser']

screen({
  data: { words, labels: words.labels, filter: 'all', filters: [], groups: [], claims: [], empty: '', act: '', stale: false, more: false },

  onLoad() {
    this.lines = []
    this.next = null
    const draw = () => { if (this.data.view.state === 'ready') this.draw() }
    this.off = [parts.drafts.on_change(draw), parts.outbox.on_change(draw), parts.outbox.on_sent(() => this.readAgain())]
  },
  onShow() {
    if (parts.passing.filter) this.setData({ filter: parts.passing.filter })
    parts.passing.filter = ''
    this.reload()
  },
  onUnload() { this.off.forEach(off => off()) },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },
  onReachBottom() { return this.readMore() },

  reload() {
    return this.load(() => this.read()).then(() => this.hear())
  },

  /** What is returned to me is asked for by itself: it must not lie on a page not read yet. */
  async read() {
    const { campaign } = await parts.api.campaign()
    this.tracks = campaign.tracks
    let stale = false
    try {
      const pages = await Promise.all(['returned', 'supplement', ''].map(state => parts.api.entries({ scope: 'mine', state })))
      this.next = pages[2].next
      this.lines = unique(pages[0].items.concat(pages[1].items, pages[2].items))
    } catch (problem) {
      stale = viewOf(problem).state === 'offline' && (this.lines.length > 0 || parts.drafts.list().length > 0)
      if (!stale) throw problem
    }
    return Object.assign(this.view(), { stale })
  },

  async readMore() {
    if (!this.next || this.data.more) return
    this.setData({ more: true })
    try {
      const page = await parts.api.entries({ scope: 'mine', cursor: this.next })
      this.next = page.next
      this.lines = unique(this.lines.concat(page.items))
    } catch (problem) {
      this.tell(problem)
    }
    this.setData(Object.assign({ more: false }, this.view()))
  },

  /** A write arrived while the list is looked at. */
  readAgain() {
    if (this.data.view.state === 'ready' && this.turn !== Infinity) this.reload()
  },

  /** What a liaison entered for me and I have not claimed; and the count on the tab of messages. Neither holds the list up. */
  async hear() {
    try {
      const inbox = await parts.api.inbox()
      this.badge(inbox.unread)
      const unclaimed = inbox.items.filter(item => item.purpose === ENTERED_FOR_YOU && item.about && !this.lines.some(line => line.id === item.about))
      this.setData({ claims: unclaimed.map(({ id, title, words: says, about }) => ({ id, title, says, url: '/pages/entry/entry?id=' + about + '&claim=1' })) })
    } catch (problem) {
      if (!problem.code) throw problem
    }
  },

  view() {
    const { filter } = this.data
    const { groups, todo } = mineView({
      lines: this.lines, drafts: parts.drafts.list(), items: parts.outbox.items(), uploads: parts.uploads.list(), tracks: this.tracks,
      me: parts.session.account_id(), now: parts.clock.now()
    }, filter)
    return { groups, filters: filtersOf(todo), empty: groups.length ? '' : words.empty[filter], act: words.act[filter] }
  },

  draw() { this.setData(this.view()) },

  choose(event) {
    this.setData({ filter: event.currentTarget.dataset.filter })
    this.draw()
  },

  open(event) { wx.navigateTo({ url: '/pages/entry/entry?id=' + event.detail.id }) },
  act(event) { wx.navigateTo({ url: event.detail.url }) },

  /** From an empty list to where it can be filled. */
  begin() {
    if (this.data.filter !== 'todo') return wx.switchTab({ url: HOME, fail: () => wx.reLaunch({ url: HOME }) })
    this.setData({ filter: 'all' })
    return this.draw()
  }
})

/** @param {number} todo */
function filtersOf(todo) {
  const account = parts.session.account()
  const enters = account !== null && account.roles.some(one => MAY_ENTER.indexOf(one.role) >= 0)
  return ['all', 'todo'].concat(enters ? 'behalf' : []).map(id => ({ id, label: words.labels[id], count: id === 'todo' && todo ? String(todo) : '' }))
}

/** @param {Wire.EntryLine[]} lines each once, the first of each */
function unique(lines) {
  return lines.filter((line, i) => lines.findIndex(other => other.id === line.id) === i)
}
