// Who was there. Nothing of this list stays on the phone: it is other people's.
const parts = require('../../../parts')
const { screen, viewOf } = require('../../../screen')
const { strip } = require('../../../domain/text')
const { figuresOf, heaps, unsentRows } = require('./attendance-view')
const words = require('../../../words').attendance
const labels = require('../../../words').check_ins

const IN_DOUBT = { state: 'suspicious' }
const COUNTED_ANEW_MS = 1200

screen({
  data: { words, labels, id: '', counts: null, heaps: [], unsent: [], more: false, offline: false, sheet: { open: false, title: '' }, reason: '', fault: '', busy: false },

  onLoad({ id }) {
    this.setData({ id: String(id || '') })
    this.lines = []
    this.moves = {}
    this.off = [parts.outbox.on_change(() => this.sentOn()), parts.network.on_change(online => { if (online && this.seen) this.reload() })]
  },
  onShow() { this.reload() },
  onUnload() { this.off.forEach(off => off()) },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },

  reload() { return this.load(() => this.read()) },

  /** Those in doubt first, however many came after them. */
  async read() {
    try {
      const { id } = this.data
      const [event, doubtful, page] = await Promise.all([parts.api.board(id, null), parts.api.attendance(id, IN_DOUBT), parts.api.attendance(id)])
      this.next = page.next
      this.lines = joined(doubtful.items, page.items)
      return Object.assign({ offline: false, counts: event.board && figuresOf(event.board) }, this.lists())
    } catch (problem) {
      if (viewOf(problem).state !== 'offline') throw problem
      this.lines = []
      return Object.assign({ offline: true, counts: null }, this.lists())
    }
  },

  lists() {
    const now = parts.clock.now()
    return { heaps: heaps(this.lines, now), unsent: unsentRows(parts.check_ins.brought(this.data.id), parts.phone_clock.now()), more: Boolean(this.next) }
  },

  /** Whoever was sent is on the service's list now. */
  sentOn() {
    const before = this.data.unsent.length
    if (this.turn === Infinity || this.data.view.state !== 'ready') return
    this.setData(this.lists())
    if (this.data.unsent.length < before && this.seen) this.reload().then(() => this.recount())
  },

  async readMore() {
    try {
      const page = await parts.api.attendance(this.data.id, { cursor: this.next })
      this.next = page.next
      this.lines = joined(this.lines, page.items)
      this.setData(this.lists())
    } catch (problem) {
      this.tell(problem)
    }
  },

  accept(event) { return this.decide(event.currentTarget.dataset.id, 'accept', '') },

  /** What is undone stands here with its reason. */
  undo(event) {
    const { id, name } = event.currentTarget.dataset
    this.undoing = id
    this.setData({ sheet: { open: true, title: words.undo_title(name) }, reason: '', fault: '' })
  },
  type(event) { this.setData({ reason: event.detail.value, fault: '' }) },
  take(event) { this.setData({ reason: event.currentTarget.dataset.reason, fault: '' }) },
  close() { this.setData({ 'sheet.open': false }) },
  async undoNow() {
    const comment = strip(this.data.reason)
    if (!comment) return this.setData({ fault: words.reason_missing })
    if (await this.decide(this.undoing, 'undo', comment)) this.close()
    return undefined
  },

  /** One step, under one id until it is known to have arrived. @returns {Promise<boolean>} */
  async decide(id, act, comment) {
    const key = id + act + comment
    this.moves[key] = this.moves[key] || parts.mint('mov')
    this.setData({ busy: true })
    try {
      const line = await parts.api.decideCheckIn(this.data.id, id, this.moves[key], act, comment)
      delete this.moves[key]
      this.lines = this.lines.map(one => one.id === id ? line : one)
      this.setData(Object.assign({ busy: false }, this.lists()))
      this.say(words.done[act])
      this.recount()
      return true
    } catch (problem) {
      this.setData({ busy: false })
      this.tell(problem)
      return false
    }
  },

  /** The service counts anew once a second. */
  async recount() {
    await parts.timers.wait(COUNTED_ANEW_MS)
    if (this.turn === Infinity) return
    try {
      const { board } = await parts.api.board(this.data.id, null)
      if (board) this.setData({ counts: figuresOf(board) })
    } catch (problem) {
      if (!problem.code) throw problem
    }
  },

  retryOne(event) { return parts.check_ins.retry(event.currentTarget.dataset.id) },
  async drop(event) {
    const { id } = event.currentTarget.dataset
    if (await this.ask(words.ask_drop, words.drop)) parts.check_ins.discard(id)
  },

  write() { wx.navigateTo({ url: '/staff/pages/walk-in/walk-in?id=' + this.data.id }) },
  show() { wx.navigateTo({ url: '/staff/pages/code/code?id=' + this.data.id }) }
})

/** Each once, the first as told first. @param {Wire.AttendanceLine[]} first @param {Wire.AttendanceLine[]} then */
function joined(first, then) {
  return first.concat(then.filter(one => !first.some(other => other.id === one.id)))
}
