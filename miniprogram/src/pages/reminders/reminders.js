// 提醒: how often WeChat lets us remind me of what, by the official account or not, and how a lasting refusal is undone.
const parts = require('../../parts')
const { screen } = require('../../screen')
const { rowsOf } = require('../../domain/reminders')
const words = require('../../words').reminders

const STAFF = ['coordinator', 'host', 'organiser', 'administrator', 'juror']

screen({
  data: { words, rows: [], blocked: false, stale: false },

  onShow() { this.reload() },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },

  reload() {
    return this.load(async () => {
      const [known, settled] = await Promise.all([parts.api.credits(), parts.subscriptions(), parts.api.campaign().catch(() => null)])
      this.settled = settled
      this.known = known
      return Object.assign({ stale: known.stale }, this.view())
    })
  },

  view() {
    const account = parts.session.account()
    const staff = account !== null && account.roles.some(({ role }) => STAFF.indexOf(role) >= 0)
    const rows = rowsOf(this.known, this.settled, staff)
    return { rows, blocked: rows.some(row => row.blocked) }
  },

  /** One more time; the service's own count follows when it has heard. */
  async more(event) {
    const { word } = event.currentTarget.dataset
    const { credits } = this.known
    await this.remind({ detail: { word } })
    this.settled = await parts.subscriptions()
    if (this.data.reminded[word]) this.known = Object.assign({}, this.known, { credits: Object.assign({}, credits, { [word]: (credits[word] || 0) + 1 }) })
    this.setData(this.view())
  },

  async official(event) {
    const { word } = event.currentTarget.dataset
    const wanted = this.known.asked.indexOf(word) < 0
    try {
      this.known = Object.assign({}, this.known, await parts.api.askOfficial(word, wanted))
      this.say(wanted ? words.on : words.off)
    } catch (problem) {
      this.tell(problem)
    }
    this.setData(this.view())
  },

  async settle() {
    await parts.openSubscriptions()
    this.settled = await parts.subscriptions()
    this.setData(this.view())
  }
})
