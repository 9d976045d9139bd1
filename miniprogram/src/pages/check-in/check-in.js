// 现场签到 on the worker's phone: scanned here, or opened by WeChat's own scanner (q, scancode_time) or a printed code (scene).
// What was scanned is kept before anything else happens; who I am is asked when it is sent.
const parts = require('../../parts')
const { screen } = require('../../screen')
const codes = require('../../domain/codes')
const { ownRow, scannedAt } = require('../../domain/check_ins')
const words = require('../../words').check_in
const labels = require('../../words').check_ins

const UNSENT = ['unsent', 'turned_away']

screen({
  data: { words, labels, current: null, rows: [], nameless: false, elsewhere: '' },

  onLoad({ q, scancode_time, scene }) {
    this.off = [parts.outbox.on_change(() => this.draw())]
    this.setData({ view: { state: 'ready', words: '' } })
    if (q) this.keep(codes.ofLink(q), scannedAt(scancode_time, parts.phone_clock.now(), parts.clock.ahead_ms()))
    else if (scene) this.keep(codes.ofScene(scene))
  },
  onShow() {
    this.draw()
    this.learn()
  },
  onUnload() { this.off.forEach(off => off()) },

  async scan() {
    try {
      const text = await parts.scan()
      if (text) this.keep(text)
    } catch (fault) {
      this.tell(fault)
    }
  },

  /** @param {string} text @param {number} [at] */
  keep(text, at) {
    const known = codes.read(codes.bareOf(text))
    this.setData({ elsewhere: known ? '' : codes.isPersonal(text) ? labels.personal_not_here : labels.not_a_code })
    if (!known) return
    try {
      this.id = parts.check_ins.scan(text, at).id
    } catch (fault) {
      this.tell(fault)
      return
    }
    this.draw()
    parts.outbox.flush()
  },

  draw() {
    const own = parts.check_ins.own()
    const now = parts.phone_clock.now()
    const one = own.find(other => other.id === this.id)
    const waiting = own.filter(other => other.standing !== 'answered').length
    this.setData({ current: one ? currentOf(one, now) : null, rows: rowsOf(waiting) })
  },

  /** Titles of my unit's events and my name: nothing waits for them. */
  async learn() {
    try {
      const [me] = await Promise.all([parts.api.me(), parts.api.unitEvents()])
      this.setData({ nameless: !me.name })
      this.draw()
    } catch (problem) {
      if (!problem.code) throw problem
    }
  },

  retrySending() { return parts.check_ins.retry(this.id) },

  async drop() {
    if (await this.ask(words.ask_drop, words.drop_it)) {
      parts.check_ins.discard(this.id)
      this.draw()
    }
  }
})

/** @param {Offline.Own} one @param {number} now */
function currentOf(one, now) {
  const kept = parts.api.unitEventsKept()
  const event = kept ? kept.items.find(other => other.id === one.event) : null
  const row = ownRow(one, now, event)
  return Object.assign(row, {
    headline: words.titles[row.standing], scanned: words.scanned(row.when), refused: row.standing === 'turned_away', unsent: UNSENT.indexOf(row.standing) >= 0
  })
}

/** @param {number} waiting */
function rowsOf(waiting) {
  return [
    ['unit_events', 'calendar', '/pages/unit-events/unit-events'], ['mine', 'list', '/pages/my-check-ins/my-check-ins'],
    ['personal', 'qrcode', '/pages/personal-code/personal-code']
  ].map(([id, icon, url]) => ({ id, icon, url, label: words.rows[id], soft: id === 'mine' && waiting ? words.waiting(waiting) : words.softs[id] }))
}
