// Where I was: what this phone has still to send, and what the service knows of me.
const parts = require('../../parts')
const { screen, viewOf } = require('../../screen')
const { merged, ownRow } = require('../../domain/check_ins')
const words = require('../../words').my_check_ins
const labels = require('../../words').check_ins

screen({
  data: { words, labels, unsent: [], sent: [], stale: false, more: false },

  onLoad() {
    this.told = []
    this.off = parts.outbox.on_change(() => this.draw())
  },
  onShow() { this.reload() },
  onUnload() { this.off() },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },

  reload() { return this.load(() => this.read()) },

  /** Without a network, what this phone knows is enough. */
  async read() {
    try {
      const { items, next, stale } = await parts.api.myCheckIns()
      Object.assign(this, { told: items, next: stale ? null : next })
      parts.check_ins.learn(items)
      return Object.assign({ stale, more: Boolean(this.next) }, this.lists())
    } catch (problem) {
      if (viewOf(problem).state !== 'offline' || !parts.check_ins.own().length) throw problem
      return Object.assign({ stale: true, more: false }, this.lists())
    }
  },

  lists() {
    const now = parts.phone_clock.now()
    const all = merged(parts.check_ins.own(), this.told)
    const rowed = of => all.filter(one => of === (one.standing === 'answered')).map(one => ownRow(one, now, eventOf(one.event)))
    return { unsent: rowed(false), sent: rowed(true) }
  },

  draw() { if (this.turn !== Infinity && this.data.view.state === 'ready') this.setData(this.lists()) },

  async readMore() {
    try {
      const { items, next } = await parts.api.moreCheckIns(this.next)
      Object.assign(this, { told: this.told.concat(items), next })
      this.setData(Object.assign({ more: Boolean(next) }, this.lists()))
    } catch (problem) {
      this.tell(problem)
    }
  },

  retryOne(event) { return parts.check_ins.retry(event.currentTarget.dataset.id) },
  async drop(event) {
    const { id } = event.currentTarget.dataset
    if (!await this.ask(words.ask_drop, words.drop)) return
    parts.check_ins.discard(id)
    this.draw()
  }
})

/** @param {string} id */
function eventOf(id) {
  const kept = parts.api.unitEventsKept()
  return kept ? kept.items.find(event => event.id === id) || null : null
}
