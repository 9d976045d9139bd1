// 可离线使用 ✓: what coordinators open before they leave. That it opens without a network says that this package is on the phone.
const parts = require('../../../parts')
const { screen } = require('../../../screen')
const { upcoming } = require('../../../domain/check_ins')
const { readyView } = require('./ready-view')
const words = require('../../../words').staff_ready

const MOST_EVENTS = 12

screen({
  data: { words, headline: '', good: false, lines: [], busy: false },

  onLoad() { this.reload() },

  reload() { return this.load(() => this.look()) },

  /** Asking who I am brings the session, asking for the plan keeps it; without a network what is here is looked at. */
  async look() {
    const [plan, , events] = await Promise.all([
      parts.api.campaign().catch(() => ({ campaign: null, stale: true })), parts.api.me().catch(() => null), this.takeAlong()
    ])
    const { bytes, limit } = parts.usage()
    return readyView({
      plan: plan.campaign, fresh: !plan.stale, account: parts.session.account(), token: parts.session.token(), free: limit - bytes,
      ahead_ms: parts.clock.ahead_ms(), now: parts.clock.now(), events, holds
    })
  },

  /** The events to come, read with what their codes are made of and kept; as last read without a network, null when never. */
  async takeAlong() {
    try {
      const { items, stale } = await parts.api.myEvents()
      if (!stale) await Promise.all(upcoming(items, parts.clock.now()).slice(0, MOST_EVENTS).map(({ id }) => adopted(id)))
      return items
    } catch (problem) {
      if (!problem.code) throw problem
      return null
    }
  },

  async again() {
    this.setData({ busy: true })
    await this.reload()
    this.setData({ busy: false })
  }
})

/** @param {string} id */
async function adopted(id) {
  try {
    const event = await parts.api.event(id)
    if (!event.stale) parts.events.adopt(event)
  } catch (problem) {
    if (!problem.code) throw problem
  }
}

/** @param {string} id */
function holds(id) {
  const held = parts.events.open(id)
  return Boolean(held && held.secret)
}
