// What its author does with a work: submit, withdraw, delete a draft, claim what was entered for him.
const parts = require('../../parts')
const words = require('../../words').entry

const OFFERED = ['submit', 'withdraw']
const MINE = '/pages/mine/mine'

module.exports = {
  /** The step on its way, if any. @returns {Ports.OutboxItem | null} */
  onItsWay() {
    const path = '/api/entries/' + this.id + '/moves/'
    return parts.outbox.items().find(item => item.path.indexOf(path) === 0 && OFFERED.indexOf(item.body.act) >= 0) || null
  },

  /** A button: to the editor, or a step of the law after its author said yes, knowing what follows. */
  async act(event) {
    const { act, url } = event.currentTarget.dataset
    if (act === 'edit') return wx.navigateTo({ url })
    const { title, words: says, verb } = words.confirm[act](this.data.title)
    if (!await this.ask(says, verb, title)) return undefined
    if (act === 'submit') parts.reminders.askBeside('T2').then(granted => this.setData({ 'reminded.T2': granted }))
    return this.take(act)
  },

  /** Once, by its own id: without a network it waits in the outbox, and the page says so. */
  async take(act) {
    this.taking = true
    try {
      if (act === 'submit' && parts.drafts.open(this.id)) await parts.drafts.save(this.id)
      parts.outbox.put('/api/entries/' + this.id + '/moves/' + parts.mint('mov'), { act })
      await parts.outbox.flush()
    } catch (fault) {
      this.tell(fault)
    }
    this.taking = false
    const item = this.onItsWay()
    if (!item) this.say(words.done[act])
    else if (item.state === 'refused') this.refused(item)
    await this.reload()
  },

  /** The service's words, read at leisure; the step is given up. */
  refused(item) {
    parts.outbox.discard(item.id)
    this.tell(item.problem)
  },

  giveUp() {
    const item = this.onItsWay()
    if (item) parts.outbox.discard(item.id)
    this.draw()
  },

  async drop() {
    const { title, words: says, verb } = words.confirm_drop(this.data.title)
    if (!await this.ask(says, verb, title)) return
    try {
      if (this.entry.revision > 0) await this.discardThere()
      parts.uploads.list(this.id).forEach(upload => parts.uploads.cancel(upload.id))
      if (parts.drafts.open(this.id)) parts.drafts.discard(this.id)
      this.gone = true
      this.say(words.dropped)
      wx.navigateBack({ fail: () => wx.switchTab({ url: MINE, fail: () => wx.reLaunch({ url: MINE }) }) })
    } catch (problem) {
      this.tell(problem.status ? problem : Object.assign({}, problem, { code: problem.code, detail: words.drop_needs_network }))
    }
  },

  /** What is not there any more is as good as deleted. */
  async discardThere() {
    try {
      await parts.api.discardEntry(this.id)
    } catch (problem) {
      if (problem.status !== 404) throw problem
    }
  },

  async claim() {
    try {
      this.entry = await parts.api.claimEntry(this.id)
      this.say(words.claim.done)
      await this.reload()
    } catch (problem) {
      this.tell(problem)
    }
  }
}
