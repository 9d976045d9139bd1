// One line of the 宣传台账: a new one, one of this phone, or one of the service to be changed or withdrawn.
const parts = require('../../../parts')
const { screen } = require('../../../screen')
const { markOf } = require('../../../domain/promoters')
const { today } = require('../../../domain/dates')
const { CHANNELS, channelLabel, dayWords, faultsOf, numberOf } = require('../../../domain/publicity')
const { grouped } = require('../../../domain/event_numbers')
const words = require('../../../words').publicity

const NOTHING = { tone: 'info', icon: '', words: '' }
const LIST = '/staff/pages/publicity/publicity'

screen(Object.assign({}, require('../../filling'), require('../../choosing_unit'), /** @type {Screen} */ ({
  data: {
    words, labels: words.labels, gone: false, busy: false, channels: [], title: '', day: '', day_says: '', reads: '', link: '', note: '', unit_name: '', faults: {}, mark: NOTHING,
    conflict: null, unsent: false, known: false, last_day: '', units: []
  },

  onLoad(asked) { this.startForm(asked, parts.ledger, LIST) },
  onShow() { this.takeUnit() },
  onUnload() { this.endForm() },

  async blankForm() {
    const plan = parts.api.campaignKept()
    const day = today(parts.clock.now())
    return Object.assign({ campaign: plan ? plan.id : '', channel: '', title: '', link: '', reads: null, day, note: '' }, await this.firstUnit())
  },

  /** One of the service, to be changed; null when it is not there any more. */
  async adopted(id) {
    try {
      return parts.ledger.adopt(await parts.api.article(id))
    } catch (problem) {
      if (problem.status !== 404) throw problem
      return null
    }
  },

  view(form) {
    const now = parts.clock.now()
    const { title, day, link, note, unit_name, revision, saved } = form
    wx.setNavigationBarTitle({ title: revision ? words.bar.change : words.bar.fresh })
    return {
      channels: CHANNELS.map(id => ({ id, label: channelLabel(id), on: id === form.channel })), title, day, day_says: dayWords(day, now),
      reads: form.reads === null ? '' : String(form.reads), link, note, unit_name, mark: this.markOf(form), faults: this.tried ? this.faults(form) : {},
      conflict: saved === 'conflict' ? conflictOf(form) : null, unsent: !this.blank && saved !== 'server', known: revision > 0, last_day: today(now)
    }
  },
  markOf(form) {
    if (this.unsaved) return { tone: 'bad', icon: 'circle-x-bad', words: this.unsaved }
    return this.blank || form.saved === 'server' ? NOTHING : markOf(form)
  },
  faults(form) { return faultsOf(form, parts.clock.now()) },

  chooseChannel(event) { this.change({ channel: event.currentTarget.dataset.id }) },
  pickDay(event) { this.change({ day: event.detail.value }) },
  typeReads(event) { this.change({ reads: numberOf(event.detail.value) }) },
  typeLink(event) { this.change({ link: event.detail.value.trim() }) },
  copyLink() { wx.setClipboardData({ data: this.data.link, success: () => this.say(words.copied) }) },

  /** Another's words hold: this phone's are given up. */
  takeTheirs() {
    this.done = true
    this.kept.discard(this.id)
    this.toList()
  },

  async withdraw() {
    if (!await this.ask(words.ask_withdraw, words.withdraw_verb, words.withdraw)) return
    this.setData({ busy: true })
    try {
      await parts.api.withdrawArticle(this.id)
      this.kept.discard(this.id)
      this.backWith(words.withdrawn)
    } catch (problem) {
      this.setData({ busy: false })
      this.tell(problem)
    }
  }
})))

/** Both texts, each in a line. @param {Ports.ArticleForm} form */
function conflictOf({ title, reads, problem }) {
  const theirs = problem && problem.context ? problem.context.current : null
  const side = one => one.title + ' · ' + words.reads(grouped(one.reads || 0))
  return { mine: side({ title, reads }), theirs: theirs ? side(theirs) : '' }
}
