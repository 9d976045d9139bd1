// My own code, for a coordinator to scan: kept on this phone, so that it can be shown without a network.
const parts = require('../../parts')
const { screen } = require('../../screen')
const words = require('../../words').personal_code

screen({
  data: { words, code: '', stale: false, busy: false, name: '' },

  onLoad() { this.reload() },
  onShow() { this.lighten() },
  onHide() { this.darken() },
  onUnload() { this.darken() },

  reload() {
    return this.load(async () => {
      const found = await parts.api.personalCode()
      const account = parts.session.account()
      return Object.assign({ name: (account && account.name) || '' }, this.shown(found))
    }).then(() => this.lighten())
  },

  /** @param {Api.Copied<{ code: string | null }>} found */
  shown({ code, stale }) { return { code: code || '', stale } },

  /** Bright only while there is a code to scan. */
  lighten() {
    if (this.data.code && this.seen && !this.dim) this.dim = parts.light()
  },
  darken() {
    if (this.dim) this.dim()
    this.dim = null
  },

  make() { return this.act(async () => this.shown(await parts.api.makePersonalCode(false))) },
  async renew() {
    if (!await this.ask(words.ask_renew, words.renew)) return
    await this.act(async () => this.shown(await parts.api.makePersonalCode(true)), words.renewed)
  },
  async revoke() {
    if (!await this.ask(words.ask_revoke, words.revoke)) return
    await this.act(async () => {
      await parts.api.revokePersonalCode()
      return { code: '', stale: false }
    }, words.revoked)
    this.darken()
  },

  /** @param {() => Promise<any>} work @param {string} [done] */
  async act(work, done) {
    this.setData({ busy: true })
    try {
      this.setData(await work())
      if (done) this.say(done)
    } catch (problem) {
      this.tell(problem)
    }
    this.setData({ busy: false })
    this.lighten()
  }
})
