// 宣传台账: what my units published elsewhere; the copy of a better day and the forms of this phone without a network.
const parts = require('../../../parts')
const { screen, viewOf } = require('../../../screen')
const { joined, markOf, unitsOf } = require('../../../domain/promoters')
const { channelLabel, lineView } = require('../../../domain/publicity')
const { spoken } = require('../../../domain/dates')
const words = require('../../../words').publicity

const FORM = '/staff/pages/publicity/publicity-edit'

screen({
  data: { words, units: [], unit: '', rows: [], forms: [], more: false, reading: false, stale: '' },

  onLoad() {
    this.lines = []
    this.off = [
      parts.ledger.on_change(() => this.draw()), parts.network.on_change(online => { if (online && this.seen) this.reload() }),
      parts.outbox.on_sent(item => { if (item.path.indexOf('/api/publicity/') === 0 && this.seen) this.reload() })
    ]
  },
  onShow() { this.reload() },
  onUnload() { this.off.forEach(off => off()) },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },
  onReachBottom() { return this.readMore() },

  reload() { return this.load(() => this.read()) },

  async read() {
    const page = await this.first()
    this.lines = page ? page.items : []
    this.next = page && !page.stale ? page.next : null
    const units = unitsOf(parts.session.account(), parts.api.unitNames(this.lines))
    return Object.assign(this.lists(), { stale: staleOf(page), units: units.length > 1 ? units : [] })
  },

  /** Null: the service cannot be asked, and never was. */
  async first() {
    try {
      return await parts.api.publicity(this.data.unit)
    } catch (problem) {
      if (viewOf(problem).state !== 'offline') throw problem
      return null
    }
  },

  lists() {
    const now = parts.clock.now()
    const forms = parts.ledger.unsent_ones()
    const lines = this.lines.filter(line => !forms.some(form => form.id === line.id))
    return { rows: lines.map(line => lineView(line, now)), forms: forms.map(formRow), more: Boolean(this.next) }
  },

  draw() {
    if (this.turn !== Infinity && this.data.view.state === 'ready') this.setData(this.lists())
  },

  chooseUnit(event) {
    this.setData({ unit: event.currentTarget.dataset.id })
    return this.reload()
  },

  async readMore() {
    const { unit, reading } = this.data
    if (!this.next || reading) return
    this.setData({ reading: true })
    try {
      const page = await parts.api.morePublicity({ unit, cursor: this.next })
      this.next = page.next
      this.lines = joined(this.lines, page.items)
    } catch (problem) {
      this.tell(problem)
    }
    this.setData(Object.assign({ reading: false }, this.lists()))
  },

  open(event) { wx.navigateTo({ url: FORM + '?id=' + event.currentTarget.dataset.id }) },
  add() { wx.navigateTo({ url: FORM }) }
})

/** @param {Ports.ArticleForm} form */
function formRow(form) {
  return { id: form.id, title: form.title || words.untitled, channel: form.channel ? channelLabel(form.channel) : '', mark: markOf(form) }
}

/** @param {Api.Copied<any> | null} page */
function staleOf(page) {
  if (!page) return words.never_read
  return page.stale ? words.stale(spoken(page.read_at, parts.clock.now())) : ''
}
