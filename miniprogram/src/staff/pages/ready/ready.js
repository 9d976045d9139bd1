// 可离线使用 ✓: what coordinators open before they leave. That it opens without a network says that this package is on the phone.
const parts = require('../../../parts')
const { screen } = require('../../../screen')
const { readyView } = require('./ready-view')
const words = require('../../../words').staff_ready

screen({
  data: { words, headline: '', good: false, lines: [], busy: false },

  onLoad() { this.reload() },

  reload() { return this.load(() => this.look()) },

  /** Asking who I am brings the session, asking for the plan keeps it; without a network what is here is looked at. */
  async look() {
    const [plan] = await Promise.all([
      parts.api.campaign().catch(() => ({ campaign: null, stale: true })), parts.api.me().catch(() => null)
    ])
    const { bytes, limit } = parts.usage()
    return readyView({
      plan: plan.campaign, fresh: !plan.stale, account: parts.session.account(), token: parts.session.token(), free: limit - bytes,
      ahead_ms: parts.clock.ahead_ms(), now: parts.clock.now()
    })
  },

  async again() {
    this.setData({ busy: true })
    await this.reload()
    this.setData({ busy: false })
  }
})
