// 宣传员: what one is, to enrol, to accept a nomination, and the link of whoever is confirmed. Written only with a network.
const parts = require('../../parts')
const { screen } = require('../../screen')
const { chipOf, consentOf, consentShown, pathOf, statementFault } = require('../../domain/promoters')
const { windowOf } = require('../../domain/phases')
const { promoterView, reachView } = require('./promoter-view')
const words = require('../../words').promoter

const HOME = '/pages/home/home'

screen({
  data: {
    words, promoter: null, chip: null, stage: '', head: '', says: '', when: '', reason: '', link: '', reach: null, stale: '', closed: '', unit: '', leaves: '',
    statement: '', statement_fault: '', consents: consentShown(null, false), consent_fault: '', asks_consent: true, busy: false, share_title: ''
  },

  onLoad() {
    this.ticked = false
    this.steps = {}
    this.reload()
  },
  /** Back from where the unit is chosen. */
  onShow() { if (this.loaded) this.reload() },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },

  reload() { return this.load(() => this.read()) },

  async read() {
    const [{ campaign }, found, me, reach] = await Promise.all([
      parts.api.campaign(), parts.api.myPromoter(), parts.api.me(), parts.api.promoterReach().catch(() => null)
    ])
    this.loaded = true
    this.consent = consentOf(campaign)
    const now = parts.clock.now()
    const enrol = windowOf(campaign, 'enrol', now)
    return Object.assign(this.shown(found.promoter), {
      reach: reachView(reach, now), stale: found.stale ? words.stale : '', closed: enrol.state === 'open' ? '' : enrol.words, unit: me.unit_name || '',
      share_title: campaign.name
    })
  },

  /** @param {Wire.Promoter | null} promoter */
  shown(promoter) {
    this.promoter = promoter
    return Object.assign(promoterView(promoter, parts.clock.now()), { chip: promoter ? chipOf(promoter) : null, consents: consentShown(this.consent, this.ticked) })
  },

  tick(event) {
    this.ticked = event.detail.yes
    this.setData({ consents: consentShown(this.consent, this.ticked), consent_fault: '' })
  },
  type(event) { this.setData({ statement: event.detail.value, statement_fault: '' }) },

  /** Under one id until it is known to have arrived. */
  enrol() {
    const statement = this.data.statement.trim()
    const statement_fault = statementFault(statement)
    this.setData({ statement_fault, consent_fault: this.agrees() ? '' : words.tick })
    if (statement_fault || !this.agrees()) return undefined
    this.enrolling = this.enrolling || parts.mint('prm')
    return this.act(() => parts.api.enrol(this.enrolling, { statement, consent: this.given() }), words.done.enrol)
  },

  accept() {
    const wanted = this.data.asks_consent
    this.setData({ consent_fault: !wanted || this.agrees() ? '' : words.tick })
    if (wanted && !this.agrees()) return undefined
    return this.step(Object.assign({ act: 'accept' }, wanted ? { consent: this.given() } : {}), words.done.accept)
  },

  async leave() {
    const { stage } = this.data
    if (await this.ask(words.ask_leave[stage], words.leave_verbs[stage], words.leave[stage])) await this.step({ act: 'leave' }, words.done.leave)
  },

  agrees() { return this.ticked && this.consent !== null },
  given() { return { id: this.consent.id, version: this.consent.version } },

  /** @param {{ act: string, consent?: { id: string, version: number } }} step @param {string} done */
  step(step, done) {
    const { id } = this.promoter
    const mov = this.steps[id + step.act] = this.steps[id + step.act] || parts.mint('mov')
    return this.act(async () => {
      const { promoter } = await parts.api.movePromoter(id, mov, step)
      return promoter
    }, done)
  },

  /** @param {() => Promise<Wire.Promoter | null>} work @param {string} done */
  async act(work, done) {
    this.setData({ busy: true })
    try {
      const promoter = await work()
      this.enrolling = ''
      this.ticked = false
      this.setData(Object.assign({ busy: false, stale: '' }, this.shown(promoter)))
      this.say(done)
    } catch (problem) {
      this.setData({ busy: false })
      this.tell(problem)
      if (problem.status === 409) this.reload()
    }
  },

  copy() { wx.setClipboardData({ data: this.data.link, success: () => this.say(words.copied) }) },

  /** Whoever is confirmed shares with the mark of the link; anybody else shares where the campaign begins. */
  onShareAppMessage() { return { title: this.data.share_title, path: this.data.link ? pathOf(this.data.link) : HOME } }
})
