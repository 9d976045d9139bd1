// 我的活动: those I may look after, from this phone alone where there is no network.
const parts = require('../../../parts')
const { screen, viewOf } = require('../../../screen')
const { eventsView, staleWords } = require('./events-view')
const words = require('../../../words').events_page
const { keep } = require('../../../words').events

const STAFF = ['coordinator', 'organiser']

screen({
  data: { words, labels: words.labels, keep, heaps: [], tasks: [], units: [], unfolded: false, unsent: false, stale: '', more: false, may_log: true, remind: '' },

  onLoad() {
    this.lines = []
    this.progress = []
    this.next = null
    this.fresh = false
    const draw = () => this.draw()
    this.off = [
      parts.events.on_change(draw), parts.uploads.on_change(draw),
      parts.outbox.on_sent(item => { if (item.path.indexOf('/api/events/') === 0) this.readAgain() })
    ]
  },
  onShow() { this.reload() },
  onUnload() { this.off.forEach(off => off()) },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },
  onReachBottom() { return this.readMore() },

  reload() { return this.load(() => this.read()) },

  /** Without a network what was read last, and always what this phone holds. */
  async read() {
    const [page, progress, remind] = await Promise.all([this.mine(), parts.api.eventProgress().catch(() => ({ items: [] })), parts.reminders.offered('T4')])
    this.lines = page ? page.items : []
    this.fresh = page !== null && !page.stale
    this.next = this.fresh ? page.next : null
    this.progress = progress.items
    const account = parts.session.account()
    return Object.assign(this.view(), {
      remind, stale: staleWords(page, parts.clock.now()), may_log: account === null || account.roles.some(one => STAFF.indexOf(one.role) >= 0)
    })
  },

  /** Null: the service cannot be asked, and never was. */
  async mine() {
    try {
      return await parts.api.myEvents()
    } catch (problem) {
      if (viewOf(problem).state !== 'offline') throw problem
      return null
    }
  },

  /** Something arrived while the list is looked at. */
  readAgain() {
    if (this.seen && this.data.view.state === 'ready') this.reload()
  },

  async readMore() {
    if (!this.next || this.data.more) return
    this.setData({ more: true })
    try {
      const page = await parts.api.events({ scope: 'mine', cursor: this.next })
      this.next = page.next
      this.lines = this.lines.concat(page.items.filter(one => !this.lines.some(other => other.id === one.id)))
    } catch (problem) {
      this.tell(problem)
    }
    this.setData(Object.assign({ more: false }, this.view()))
  },

  view() {
    return eventsView({ lines: this.lines, fresh: this.fresh, progress: this.progress, drafts: parts.events.list(), uploads: parts.uploads.list(), now: parts.clock.now() })
  },

  draw() {
    if (this.turn !== Infinity && this.data.view.state === 'ready') this.setData(this.view())
  },

  unfold() { this.setData({ unfolded: !this.data.unfolded }) },

  log() { wx.navigateTo({ url: '/staff/pages/event-edit/event-edit' }) }
})
