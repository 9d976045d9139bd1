// The rotating code, full screen: made and drawn here from the event's secret and the phone's own clock, with no network.
// The count of those who are there is asked for once a second at most, and only while somebody looks.
const parts = require('../../../parts')
const { screen } = require('../../../screen')
const codes = require('../../../domain/codes')
const { countsView, ringOf } = require('./code-view')
const words = require('../../../words').event_code
const keep = require('../../../words').check_ins.keep

const BOARD_MS = 1000
const BOARD_LONGEST_MS = 15000
const SIDES_PX = 64
const WIDEST_PX = 360

screen({
  data: { words, keep, id: '', title: '', unit: '', text: '', side: 0, left: 0, ring: '', has_secret: false, cancelled: false, counts: null, busy: false },

  onLoad({ id }) {
    const { windowWidth } = wx.getWindowInfo ? wx.getWindowInfo() : wx.getSystemInfoSync()
    this.setData({ id: String(id || ''), side: Math.min(WIDEST_PX, windowWidth - SIDES_PX) })
    this.board = null
    this.off = [parts.outbox.on_change(() => this.count()), parts.network.on_change(() => this.count())]
    this.reload()
  },
  onShow() {
    this.dim = parts.light()
    this.tick()
    this.follow()
  },
  onHide() { this.dim() },
  onUnload() {
    this.off.forEach(off => off())
    this.dim()
  },

  /** What this phone holds first; the service is asked only for a secret this phone lacks. */
  reload() {
    return this.load(async () => {
      const held = parts.events.open(this.data.id)
      return held && held.secret ? this.held(held) : this.fetched(held)
    }).then(() => this.tick())
  },

  async fetched(held) {
    try {
      const event = await parts.api.event(this.data.id)
      if (event.may_look_after && !event.stale) return this.held(parts.events.adopt(event))
      return this.held(held || event)
    } catch (problem) {
      if (!held && !problem.retryable) throw problem
      return this.held(held || { title: '', secret: '' })
    }
  },

  held({ title, kind_label, unit_name, secret, state, revision }) {
    this.secret = secret || ''
    this.revision = revision
    return { title: title || kind_label || words.code_label, unit: unit_name || '', has_secret: Boolean(secret), cancelled: state === 'cancelled', counts: this.counts() }
  },

  /** Every second by the phone's own clock, a moment after it turned. */
  async tick() {
    if (this.ticking) return
    this.ticking = true
    while (this.seen) {
      this.show()
      await parts.timers.wait(1000 - parts.phone_clock.now() % 1000)
    }
    this.ticking = false
  },

  show() {
    if (!this.secret || this.data.cancelled) return
    const now = parts.phone_clock.now()
    const left = codes.leftOf(now)
    this.setData(Object.assign(
      { left: Math.ceil(left / 1000), ring: ringOf(left) },
      this.step === codes.stepAt(now) && this.data.text ? {} : { text: codes.textOf(parts.public_url, this.secret, this.data.id, this.step = codes.stepAt(now)) }
    ))
  },

  async follow() {
    if (this.following) return
    this.following = true
    let pause = BOARD_MS
    while (this.seen) {
      if (parts.network.online()) pause = await this.ask_board() ? BOARD_MS : Math.min(BOARD_LONGEST_MS, pause * 2)
      await parts.timers.wait(pause)
    }
    this.following = false
  },

  /** @returns {Promise<boolean>} whether the service answered */
  async ask_board() {
    try {
      const { board, etag } = await parts.api.board(this.data.id, this.etag || null)
      this.etag = etag
      this.reached = true
      if (board) this.board = board
    } catch (problem) {
      if (!problem.code) console.error(problem)
      this.reached = problem.status > 0
      this.count()
      return false
    }
    this.count()
    return true
  },

  counts() {
    return countsView({
      board: this.board, online: parts.network.online() && this.reached !== false, saved: this.revision !== 0,
      unsent: parts.check_ins.brought(this.data.id).length
    })
  },
  count() { if (this.turn !== Infinity) this.setData({ counts: this.counts() }) },

  async bring() {
    try {
      const text = await parts.scan()
      if (!text) return
      if (!codes.isPersonal(text)) {
        this.tell({ code: 'not_personal', detail: words.not_personal })
        return
      }
      parts.check_ins.bring(this.data.id, text)
      parts.outbox.flush()
      this.say(parts.network.online() ? words.brought : words.brought_offline)
    } catch (fault) {
      this.tell(fault)
    }
  },

  write() { wx.navigateTo({ url: '/staff/pages/walk-in/walk-in?id=' + this.data.id }) },
  list() { wx.navigateTo({ url: '/staff/pages/attendance/attendance?id=' + this.data.id }) }
})
