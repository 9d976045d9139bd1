// Write a notice: what it says, whom it is for, when it goes. Kept on this phone at every change, with the service soon after.
const parts = require('../../../parts')
const { screen } = require('../../../screen')
const { faultsOf, isOpen } = require('../../../domain/notices')
const { formView, timeWith } = require('./edit-view')
const { markOf } = require('./standing')
const words = require('../../../words').notice_edit
const { instant, toWire } = require('../../../domain/dates')
const { fieldsOf, keysOf } = require('../../../domain/keywords')

const NOTHING = { tone: 'info', icon: '', words: '' }
const LIST = '/staff/pages/notices/notices'
const PAGE = '/staff/pages/notices/notice'
const MINUTE_MS = 60000

screen(Object.assign({}, require('../../filling'), require('./choosing'), /** @type {Screen} */ ({
  data: {
    words, labels: words.labels, gone: false, busy: false, title: '', says: '', forward: '', counts: {}, groups: [], audience_says: '', asks: {}, unit_name: '', track_label: '', event_title: '',
    templates: [], fields: [], pages: [], due: null, day: '', time: '', first_day: '', working_time: false, once_a_day: true, faults: {}, mark: NOTHING, conflict: null, waits: false,
    sheet: '', tracks: [], events: [], saved: [], name: '', name_fault: '', reach: null, reaching: false
  },

  onLoad(asked) { this.startForm(asked, parts.notices, LIST) },
  onShow() { this.takeUnit() },
  onUnload() { this.endForm() },

  async blankForm() {
    const { campaign } = await parts.api.campaign()
    return {
      campaign: campaign.id, title: '', words: '', page: null, template: null, values: [], audience: null, audience_words: '', forward: '', due_at: null, expires_at: null,
      working_time: false, once_a_day: true, state: 'draft', state_label: ''
    }
  },

  /** One of the service, to be written on; what has gone out is only looked at. */
  async adopted(id) {
    try {
      const notice = await parts.api.notice(id)
      if (isOpen(notice)) return parts.notices.adopt(notice)
      wx.redirectTo({ url: PAGE + '?id=' + id })
      return null
    } catch (problem) {
      if (problem.status !== 404) throw problem
      return null
    }
  },

  /** The campaign and the templates are asked for once; the form is there without them. */
  knowMore() {
    if (this.knowing) return
    this.knowing = true
    Promise.all([parts.api.campaign(), parts.api.credits()]).then(([{ campaign }, { templates }]) => {
      Object.assign(this, { campaign, templates })
      this.draw()
      return this.lookReach()
    }).catch(problem => { if (!problem.code) throw problem })
  },

  view(form) {
    this.knowMore()
    wx.setNavigationBarTitle({ title: form.revision ? words.bar.change : words.bar.fresh })
    const shown = formView(form, { campaign: this.campaign || parts.api.campaignKept(), templates: this.templates || {}, now: parts.clock.now(), tried: this.tried, names: this.names() })
    return Object.assign(shown, { mark: this.markOf(form), faults: this.tried ? this.faults(form) : {} })
  },
  markOf(form) { return markOf(form, { unsaved: this.unsaved, blank: this.blank }) },
  faults(form) { return faultsOf(form, form.template ? (this.templates || {})[form.template] : undefined, parts.clock.now()) },

  typeValue(event) {
    const { values, template } = this.form()
    const next = keysOf(template, (this.templates || {})[template]).map((_, at) => values[at] || '')
    next[event.currentTarget.dataset.at] = event.detail.value
    this.change({ values: next })
  },
  /** A time in the words WeChat takes, from the two pickers. */
  pickValue(event) {
    const { at, what } = event.currentTarget.dataset
    const { template, values } = this.form()
    const field = fieldsOf(template, values, (this.templates || {})[template], false)[at]
    this.typeValue({ currentTarget: { dataset: { at } }, detail: { value: timeWith(field.value, what, event.detail.value, parts.clock.now()) } })
  },
  chooseTemplate(event) {
    const template = event.currentTarget.dataset.id || null
    const { campaign } = this
    const values = keysOf(template, (this.templates || {})[template]).map((_, at) => (at === 0 && campaign && (template === 'T1' || template === 'T3') ? campaign.name : ''))
    this.change({ template, values })
    return this.lookReach()
  },
  choosePage(event) { this.change({ page: event.currentTarget.dataset.page || null }) },

  sendNow() { this.change({ due_at: null }) },
  sendLater() { this.change({ due_at: toWire(Math.ceil((parts.clock.now() + 60 * MINUTE_MS) / (30 * MINUTE_MS)) * 30 * MINUTE_MS) }) },
  pickDay(event) { this.setDue(event.detail.value, this.data.time) },
  pickTime(event) { this.setDue(this.data.day, event.detail.value) },
  /** @param {string} day YYYY-MM-DD @param {string} time HH:MM, of Shanghai */
  setDue(day, time) { this.change({ due_at: toWire(instant(day + 'T' + time + ':00+08:00')) }) },
  toggleWorking() { this.change({ working_time: !this.data.working_time }) },
  toggleOnce() { this.change({ once_a_day: !this.data.once_a_day }) },
  pickExpires(event) { this.change({ expires_at: toWire(instant(event.detail.value + 'T23:59:00+08:00')) }) },
  clearExpires() { this.change({ expires_at: null }) },

  /** Saved first, so that who is reached and how it looks are the service's own answers. */
  async next() {
    this.tried = true
    this.draw()
    const [lacks] = Object.keys(this.faults(this.form()))
    if (lacks) return wx.nextTick(() => wx.pageScrollTo({ selector: '#f-' + lacks, offsetTop: -80, duration: 200, fail() {} }))
    this.setData({ busy: true })
    await this.kept.save(this.id).catch(fault => this.tell(fault))
    this.setData({ busy: false })
    const form = this.form()
    if (form && form.saved === 'server') return wx.redirectTo({ url: PAGE + '?id=' + this.id })
    this.draw()
    if (form && form.saved === 'phone') this.say(words.needs_network)
    return undefined
  },

  /** Another's words hold: this phone's are given up. */
  takeTheirs() {
    this.kept.takeTheirs(this.id)
    this.draw()
  },
  async keepMine() {
    await this.kept.keepMine(this.id)
    this.draw()
  }
})))
