// 本单位数字: what my unit has done, each number with the rows behind it; the copy of a better day without a network.
const parts = require('../../../parts')
const { screen, viewOf } = require('../../../screen')
const { rowView, evidenceView } = require('../../../domain/event_numbers')
const { spoken } = require('../../../domain/dates')
const { taskView } = require('../../../domain/events')
const words = require('../../../words').numbers

const OVER_UNIT = 'unit:'

screen({
  data: {
    words, labels: words.labels, units: [], unit: '', unit_name: '', rows: [], tasks: [], at: '', stale: '',
    shown: { open: false, title: '', rows: [], next: null, path: '', more: false, says: '' }
  },

  onLoad() { this.reload() },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },

  reload() { return this.load(() => this.read()) },

  /** Of my unit; of everything for an organiser. */
  async read() {
    if (!parts.session.account()) await parts.api.me()
    const units = myUnits()
    const unit = this.data.unit || (units.length ? units[0].id : '')
    const [targets, progress] = await Promise.all([parts.api.targets(unit || undefined), parts.api.eventProgress().catch(() => ({ items: [] }))])
    const now = parts.clock.now()
    return {
      units: units.length > 1 ? units : [], unit, unit_name: (units.find(one => one.id === unit) || { name: '' }).name, rows: targets.rows.map(rowView),
      tasks: progress.items.filter(task => task.unit === unit).map(taskView),
      at: words.as_of(spoken(targets.at, now)), stale: targets.stale ? words.stale(spoken(targets.read_at, now)) : ''
    }
  },

  choose(event) {
    this.setData({ unit: event.currentTarget.dataset.id })
    this.reload()
  },

  async openRows(event) {
    const { path, title } = event.currentTarget.dataset
    if (!path) return
    this.setData({ shown: { open: true, title, rows: [], next: null, path, more: true, says: '' } })
    await this.readRows(null)
  },
  moreRows() {
    this.setData({ 'shown.more': true })
    return this.readRows(this.data.shown.next)
  },

  async readRows(cursor) {
    const { path, rows } = this.data.shown
    try {
      const page = await parts.api.evidence(path, cursor)
      if (this.data.shown.path !== path) return
      const all = rows.concat(page.items.map(row => evidenceView(row, parts.clock.now())))
      this.setData({ 'shown.rows': all, 'shown.next': page.next, 'shown.more': false, 'shown.says': all.length ? '' : words.no_rows })
    } catch (problem) {
      if (!problem.code) throw problem
      this.setData({ 'shown.more': false, 'shown.says': viewOf(problem).state === 'offline' ? words.rows_offline : problem.detail })
    }
  },
  closeRows() { this.setData({ 'shown.open': false }) },

  openRow(event) {
    const { url } = event.currentTarget.dataset
    if (!url) return
    this.closeRows()
    wx.navigateTo({ url })
  }
})

/** @returns {{ id: string, name: string }[]} the units I coordinate */
function myUnits() {
  const account = parts.session.account()
  const names = parts.api.unitNames([])
  const held = account ? account.roles.filter(one => one.role === 'coordinator' && one.over.indexOf(OVER_UNIT) === 0) : []
  return held.map(one => one.over.slice(OVER_UNIT.length)).map(id => ({ id, name: names[id] || '' }))
}
