// One event: its counts, its code, its files, the steps it takes, and what of it is still on this phone.
const parts = require('../../../parts')
const { screen, viewOf } = require('../../../screen')
const { isBeingExamined } = require('../../../domain/checks')
const { eventView } = require('./event-view')
const words = require('../../../words').event_page

screen(Object.assign({}, require('./acting'), /** @type {Screen} */ ({
  data: {
    words, labels: words.labels, title: '', chip: { tone: 'info', icon: 'edit', word: '' }, when: '', place: '', unit: '', notes: [], returned: '', reason: '',
    counts: { attended: 0, claimed: '—', parts: [] }, info: [], mine: false, on_site: false, code_first: false, groups: [], timeline: [], task: null, keep: '', pending: null, buttons: [],
    forward: false, may_print: false, may_drop: false, id: '', asked: { open: false, act: '', title: '', hint: '', verb: '', says: '', fault: '' }
  },

  onLoad({ id }) {
    this.id = id
    this.event = null
    this.setData({ id })
    const draw = () => this.draw()
    this.off = [
      parts.events.on_change(() => { this.draw(); this.lookAtReport() }), parts.network.on_change(draw),
      parts.uploads.on_change(upload => { if (upload.about === id) this.uploadChanged(upload) }),
      parts.outbox.on_sent(item => { if (item.path.indexOf('/api/events/' + id) === 0 && this.seen) this.reload() })
    ]
  },
  onShow() { this.reload() },
  onUnload() { this.off.forEach(off => off()) },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },

  reload() {
    if (this.gone) return Promise.resolve()
    return this.load(() => this.read()).then(() => this.watchFiles())
  },

  /** While something is looked into, what comes of it appears by itself. */
  watchFiles() {
    const files = () => (this.event && this.event.files) || []
    return this.watch(() => !this.gone && files().some(isBeingExamined), async () => { this.event = await parts.api.event(this.id); this.draw() })
  },

  /** From the service, its copy, or this phone's own words; what a coordinator reads is kept here with its secret. */
  async read() {
    const draft = parts.events.open(this.id)
    if (draft && draft.revision === 0) return this.view()
    try {
      this.event = await parts.api.event(this.id)
      if (this.event.may_look_after && !this.event.stale) parts.events.adopt(this.event)
    } catch (problem) {
      if (!draft || (viewOf(problem).state !== 'offline' && problem.status !== 404)) throw problem
    }
    return this.view()
  },

  view() {
    return eventView({
      event: this.event, draft: parts.events.open(this.id), reporting: parts.events.reporting(this.id), uploads: parts.uploads.list(this.id),
      online: parts.network.online(), now: parts.clock.now()
    })
  },

  draw() {
    if (!this.gone && this.turn !== Infinity && this.data.view.state === 'ready') this.setData(this.view())
  },

  /** A file that arrived is the service's to describe. */
  uploadChanged(upload) {
    if (upload.state === 'done' && this.seen) return this.reload()
    return this.draw()
  }
})))
