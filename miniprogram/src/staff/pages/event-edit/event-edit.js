// An event being logged: kept on this phone at every change, sent when there is a network.
const parts = require('../../../parts')
const { screen } = require('../../../screen')
const { atWall, lacking, titleOf, typed, wallOf } = require('../../../domain/events')
const { instant } = require('../../../domain/dates')
const { editView, stageOf } = require('./edit-view')
const words = require('../../../words').event_edit

const MOST = { claimed: 100000, promoters_present: 100000, online_reach: 1000000000 }     // as the service takes them
const DAY_MS = 24 * 3600000
const LINK = /^https?:\/\/\S+$/
const PAGE = '/staff/pages/event/event?id='

screen(Object.assign({}, require('./opening'), require('./filing'), /** @type {Screen} */ ({
  data: {
    words, labels: words.labels, stage: 'form', kinds: [], day: '', day_says: '', time: '', place: '', places: [], claimed: '', unit_name: '', gaps: [], faults: {},
    title: '', ends: '', enterprise: '', promoters: '', reach: '', link: '', note: '', filled: 0, ahead: false, no_secret: false, groups: [], mark: { tone: 'info', icon: '', words: '' },
    keep: '', returned: null, unfolded: false, locked: '', conflict: null, units: [], link_says: '', pad: { open: false, field: '', label: '', unit: '', count: null },
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'clear', '0', 'back']
  },

  onLoad(asked) {
    Object.assign(this, { asked, draft: null, event: null, blank: false, tried: asked.report === '1', unsaved: '' })
    this.off = [
      parts.events.on_change(() => this.draftChanged()), parts.uploads.on_change(upload => this.uploadChanged(upload)),
      parts.network.on_change(() => this.draw())
    ]
    this.reload()
  },
  onShow() {
    this.takeUnit()
    if (this.draft) this.learn()
  },
  onHide() { parts.events.leave() },
  /** An event into which nothing was written leaves no trace. */
  onUnload() {
    this.off.forEach(off => off())
    const { draft } = this
    this.draft = null
    if (draft && this.blank && draft.revision === 0 && !parts.uploads.list(draft.id).length) parts.events.discard(draft.id)
    else parts.events.leave()
  },

  /** Sent, refused, in conflict, reported elsewhere: where it stands is shown. */
  draftChanged() {
    const draft = this.draft && parts.events.open(this.draft.id)
    if (!draft) return
    this.draft = draft
    const now = stageOf(draft, parts.clock.now())
    if (this.data.view.state === 'ready' && now.stage !== this.data.stage) this.setData(now)
    this.draw()
  },

  /** Kept when this returns; a full phone is told beside the words it did not keep. @param {Partial<Ports.EventDraft>} patch */
  change(patch) {
    if (!this.isWritable()) return
    this.blank = false
    try {
      this.draft = parts.events.change(this.draft.id, patch)
      this.unsaved = ''
    } catch (fault) {
      this.unsaved = fault.detail
    }
    this.draw()
  },

  view() {
    const { draft, event, tried, unsaved, blank } = this
    return editView({
      draft, event, tried, unsaved, blank, uploads: parts.uploads.list(draft.id), others: parts.events.list(), online: parts.network.online(), now: parts.clock.now()
    })
  },

  draw() {
    if (this.draft && this.turn !== Infinity && this.data.view.state === 'ready') this.setData(this.view())
  },

  chooseKind(event) { this.change({ kind: event.currentTarget.dataset.id }) },
  pickDay(event) { this.begins(event.detail.value, this.data.time) },
  pickTime(event) { this.begins(this.data.day, event.detail.value) },
  begins(day, time) { this.change({ starts_at: atWall(day, time), ends_at: this.data.ends ? endOn(day, time, this.data.ends) : null }) },
  pickEnd(event) { this.change({ ends_at: endOn(this.data.day, this.data.time, event.detail.value) }) },
  takePlace(event) { this.change({ place: event.currentTarget.dataset.place }) },
  type(event) { this.change({ [event.currentTarget.dataset.name]: event.detail.value }) },
  typeLink(event) {
    const url = event.detail.value.trim()
    this.setData({ link_says: url && !LINK.test(url) ? words.link_odd : '' })
    if (!url || LINK.test(url)) this.change({ links: (url ? [{ url }] : []).concat(this.draft.links.slice(1)) })
  },
  unfold() { this.setData({ unfolded: !this.data.unfolded }) },

  openPad(event) {
    const { field, label, unit } = event.currentTarget.dataset
    this.setData({ pad: { open: true, field, label, unit, count: this.draft[field] } })
  },
  closePad() { this.setData({ 'pad.open': false }) },
  press(event) {
    const { field, count } = this.data.pad
    const next = typed(count, event.currentTarget.dataset.key, MOST[field])
    this.setData({ 'pad.count': next })
    this.change({ [field]: next })
  },

  async saveNow() {
    this.draft = await parts.events.save(this.draft.id)
    this.blank = false
    this.draw()
    this.say(this.data.mark.words)
  },

  /** What is lacking is said first; then it is an intention of this phone, which goes out by itself. */
  async report() {
    this.tried = true
    this.draw()
    const gaps = lacking(this.draft, parts.clock.now())
    if (gaps.length) return this.goTo(gaps[0].field)
    if (!await this.ask(words.confirm(titleOf(this.draft), this.draft.reporting_unit_name), words.labels.report, words.confirm_title)) return undefined
    this.blank = false
    try {
      await parts.events.report(this.draft.id)
    } catch (fault) {
      return this.tell(fault)
    }
    return this.openEvent()
  },

  jump(event) { this.goTo(event.currentTarget.dataset.field) },
  goTo(field) { wx.nextTick(() => wx.pageScrollTo({ selector: '#f-' + field, offsetTop: -80, duration: 200, fail() {} })) },
  /** Back to its page, or to a new one in place of the form. */
  openEvent() {
    const before = getCurrentPages().slice(-2)[0]
    if ('/' + before.route + '?id=' + before.options.id === PAGE + this.draft.id) return wx.navigateBack()
    return wx.redirectTo({ url: PAGE + this.draft.id, fail: () => wx.navigateBack() })
  }
})))

/** The end of an event that began at this wall: past midnight when it is named before the beginning. */
function endOn(day, time, ends) {
  if (ends > time) return atWall(day, ends)
  const next = wallOf(instant(atWall(day, '12:00')) + DAY_MS).day
  return atWall(next, ends)
}
