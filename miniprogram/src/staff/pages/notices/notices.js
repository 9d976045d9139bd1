// 提醒与通知: what organisers wrote, those a colleague waits for first; and what the plan will send by itself.
const parts = require('../../../parts')
const { screen, viewOf } = require('../../../screen')
const { STATES, isOpen, rowOf } = require('../../../domain/notices')
const { spoken } = require('../../../domain/dates')
const { formRow } = require('./standing')
const words = require('../../../words').notices

const EDIT = '/staff/pages/notices/notice-edit'
const SHOWN_NEXT = 2

screen({
  data: {
    words, labels: words.labels, states: statesOf(''), state: '', forms: [], awaiting: [], rows: [], more: false, reading: false, empty: '', offline: false, plans: null
  },

  onLoad() {
    this.lines = []
    this.waiting = []
    this.off = [
      parts.notices.on_change(() => this.draw()), parts.network.on_change(online => { if (online && this.seen) this.reload() })
    ]
  },
  onShow() { this.reload() },
  onUnload() { this.off.forEach(off => off()) },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },
  onReachBottom() { return this.readMore() },

  reload() { return this.load(() => this.read()).then(() => this.readPlans()) },

  async read() {
    const { state } = this.data
    try {
      const { campaign } = await parts.api.campaign()
      this.campaign = campaign.id
      const [page, waiting] = await Promise.all([parts.api.notices({ campaign: campaign.id, state }), parts.api.notices({ campaign: campaign.id, state: 'awaiting_approval' })])
      Object.assign(this, { lines: page.items, next: page.next, waiting: waiting.items })
      return Object.assign({ offline: false }, this.lists())
    } catch (problem) {
      if (viewOf(problem).state !== 'offline') throw problem
      Object.assign(this, { lines: [], next: null, waiting: [] })
      return Object.assign({ offline: true }, this.lists())
    }
  },

  /** What the plan will do by itself; without it the page works as well. */
  async readPlans() {
    if (!this.campaign || this.data.view.state !== 'ready') return
    try {
      const { items } = await parts.api.noticePlans(this.campaign)
      this.setData({ plans: plansOf(items, parts.clock.now()) })
    } catch (problem) {
      if (!problem.code) throw problem
    }
  },

  lists() {
    const now = parts.clock.now()
    const { state } = this.data
    const waiting = state === '' ? this.waiting : []
    const rows = this.lines.filter(one => one.origin !== 'line' && !waiting.some(other => other.id === one.id)).map(one => rowOf(one, now))
    const forms = parts.notices.list().filter(one => one.saved !== 'server').map(formRow)
    return { rows, forms, awaiting: waiting.map(one => rowOf(one, now)), more: Boolean(this.next), empty: rows.length || waiting.length ? '' : emptyOf(state) }
  },

  draw() {
    if (this.turn !== Infinity && this.data.view.state === 'ready') this.setData(this.lists())
  },

  chooseState(event) {
    const { id } = event.currentTarget.dataset
    this.setData({ state: id, states: statesOf(id) })
    return this.reload()
  },

  async readMore() {
    if (!this.next || this.data.reading) return
    this.setData({ reading: true })
    try {
      const page = await parts.api.notices({ campaign: this.campaign, state: this.data.state, cursor: this.next })
      this.next = page.next
      this.lines = this.lines.concat(page.items.filter(one => !this.lines.some(other => other.id === one.id)))
    } catch (problem) {
      this.tell(problem)
    }
    this.setData(Object.assign({ reading: false }, this.lists()))
  },

  /** A draft of mine is written on; what was handed over is looked at. */
  open(event) {
    const { id } = event.currentTarget.dataset
    const line = this.lines.concat(this.waiting).find(one => one.id === id)
    const writes = line ? isOpen(line) && line.state === 'draft' : true
    wx.navigateTo({ url: writes ? EDIT + '?id=' + id : '/staff/pages/notices/notice?id=' + id })
  },
  write() { wx.navigateTo({ url: EDIT }) }
})

/** @param {string} state */
function statesOf(state) {
  return ['', ...STATES].map(id => ({ id, on: id === state, label: id ? words.states[id] : words.labels.all }))
}

/** @param {string} state */
const emptyOf = state => state ? words.empty.other(words.states[state]) : words.empty['']

/** The next of the plan, and how many there are. @param {Wire.NoticePlan[]} items @param {number} now */
function plansOf(items, now) {
  if (!items.length) return null
  const coming = items.filter(one => one.on && one.next_at).sort((one, other) => (String(one.next_at) < String(other.next_at) ? -1 : 1))
  return {
    count: words.labels.plans_soft(items.length),
    next: coming.slice(0, SHOWN_NEXT).map(({ id, title, to_words, next_at }) => ({ id, title, to: to_words, when: spoken(String(next_at), now) }))
  }
}
