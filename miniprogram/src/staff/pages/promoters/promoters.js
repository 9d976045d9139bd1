// 宣传员名册: those of my units, to confirm or not. Nothing of this list stays on the phone: it is other people's.
const parts = require('../../../parts')
const { screen, viewOf } = require('../../../screen')
const { joined, unitsOf } = require('../../../domain/promoters')
const { strip } = require('../../../domain/text')
const { emptyOf, formRow, rowOf, statesOf } = require('./promoters-view')
const words = require('../../../words').promoters

const FORM = '/staff/pages/promoters/nominate'

screen({
  data: {
    words, units: [], unit: '', states: statesOf(''), state: '', rows: [], forms: [], more: false, reading: false, offline: false, empty: '', busy: false,
    sheet: { open: false, title: '' }, reason: '', fault: ''
  },

  onLoad() {
    this.lines = []
    this.steps = {}
    this.off = [
      parts.nominations.on_change(() => this.draw()), parts.network.on_change(online => { if (online && this.seen) this.reload() }),
      parts.outbox.on_sent(item => { if (item.path.indexOf('/api/promoters/') === 0 && this.seen) this.reload() })
    ]
  },
  onShow() { this.reload() },
  onUnload() { this.off.forEach(off => off()) },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },
  onReachBottom() { return this.readMore() },

  reload() { return this.load(() => this.read()) },

  async read() {
    const { unit, state } = this.data
    try {
      const page = await parts.api.promoters({ unit, state })
      this.lines = page.items
      this.next = page.next
      const units = unitsOf(parts.session.account(), parts.api.unitNames(page.items))
      return Object.assign({ offline: false, units: units.length > 1 ? units : [] }, this.lists())
    } catch (problem) {
      if (viewOf(problem).state !== 'offline') throw problem
      this.lines = []
      this.next = null
      return Object.assign({ offline: true }, this.lists())
    }
  },

  lists() {
    const now = parts.clock.now()
    const rows = this.lines.map(line => rowOf(line, now))
    return { rows, forms: parts.nominations.unsent_ones().map(formRow), more: Boolean(this.next), empty: rows.length ? '' : emptyOf(this.data.state) }
  },

  draw() {
    if (this.turn !== Infinity && this.data.view.state === 'ready') this.setData(this.lists())
  },

  chooseUnit(event) { return this.look({ unit: event.currentTarget.dataset.id }) },
  chooseState(event) {
    const { id } = event.currentTarget.dataset
    return this.look({ state: id, states: statesOf(id) })
  },
  look(patch) {
    this.setData(patch)
    return this.reload()
  },

  async readMore() {
    const { unit, state, reading } = this.data
    if (!this.next || reading) return
    this.setData({ reading: true })
    try {
      const page = await parts.api.promoters({ unit, state, cursor: this.next })
      this.next = page.next
      this.lines = joined(this.lines, page.items)
    } catch (problem) {
      this.tell(problem)
    }
    this.setData(Object.assign({ reading: false }, this.lists()))
  },

  async act(event) {
    const { id, act, label, name } = event.currentTarget.dataset
    if (act === 'refuse') {
      this.refusing = id
      return this.setData({ sheet: { open: true, title: words.refuse_title(label, name) }, reason: '', fault: '' })
    }
    const asked = words.asks[act](name)
    return await this.ask(asked.words, asked.verb, asked.title) ? this.step(id, { act }) : undefined
  },

  type(event) { this.setData({ reason: event.detail.value, fault: '' }) },
  take(event) { this.setData({ reason: event.currentTarget.dataset.reason, fault: '' }) },
  close() { this.setData({ 'sheet.open': false }) },
  async refuse() {
    const comment = strip(this.data.reason)
    if (!comment) return this.setData({ fault: words.reason_missing })
    if (await this.step(this.refusing, { act: 'refuse', comment })) this.close()
    return undefined
  },

  /** One step, under one id until it is known to have arrived. @returns {Promise<boolean>} */
  async step(id, step) {
    const key = id + JSON.stringify(step)
    this.steps[key] = this.steps[key] || parts.mint('mov')
    this.setData({ busy: true })
    try {
      const { promoter } = await parts.api.movePromoter(id, this.steps[key], step)
      delete this.steps[key]
      this.lines = this.lines.map(one => one.id === id && promoter ? promoter : one)
      this.setData(Object.assign({ busy: false }, this.lists()))
      this.say(words.done[step.act])
      return true
    } catch (problem) {
      this.setData({ busy: false })
      this.tell(problem)
      return false
    }
  },

  open(event) { wx.navigateTo({ url: FORM + '?id=' + event.currentTarget.dataset.id }) },
  nominate() { wx.navigateTo({ url: FORM }) }
})
