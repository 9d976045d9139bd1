const parts = require('../../parts')
const { screen, viewOf } = require('../../screen')
const { isBeingExamined, signOf } = require('../../domain/checks')
const { entryView, localEntry } = require('./entry-view')
const acting = require('./acting')
const words = require('../../words').entry

const UNCLAIMED = { stage: 'claim' }

screen(Object.assign({}, acting, /** @type {Screen} */ ({
  data: {
    words, labels: words.labels, stage: 'entry', title: '', track: '', chip: { tone: 'info', icon: 'clock', word: '' }, next: null, notes: [], timeline: [],
    answers: [], people: [], units: '', files: [], checks: [], uploads: [], buttons: [], bar: [], exhibited: '', may_drop: false, liaison: null, contact: null,
    unfolded: false, pending: false, due: null, waits: false, remind: '', safety: null, passes: {}
  },

  onLoad({ id, claim, at }) {
    this.id = id
    this.at = at
    this.may_claim = claim === '1'
    const draw = () => this.draw()
    this.off = [
      parts.drafts.on_change(draw), parts.outbox.on_change(draw), parts.uploads.on_change(upload => { if (upload.about === id) this.uploadChanged(upload) }),
      parts.outbox.on_sent(item => { if (item.path.indexOf('/api/entries/' + id) === 0 && !this.taking) this.reload() })
    ]
  },
  onShow() { this.reload().then(() => this.goToAsked()) },
  onUnload() { this.off.forEach(off => off()) },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },

  reload() {
    return this.load(() => this.read()).then(() => { this.watchFiles() })
  },

  /** While something is looked into, what comes of it appears by itself. */
  watchFiles() {
    return this.watch(() => !this.gone && Boolean(this.entry) && this.entry.files.some(isBeingExamined), () => this.lookAtFiles())
  },

  async lookAtFiles() {
    const entry = await parts.api.entry(this.id)
    const news = signOf(entry.files) !== signOf(this.entry.files)
    this.entry = entry
    if (news) this.draw()
  },

  /** A message about a file leads to the files. */
  goToAsked() {
    if (this.at !== 'files' || !this.data.checks.length) return
    this.at = ''
    wx.nextTick(() => wx.pageScrollTo({ selector: '#files', offsetTop: -12, duration: 200, fail() {} }))
  },

  async read() {
    const [{ campaign }, me] = await Promise.all([parts.api.campaign(), meKnown()])
    this.campaign = campaign
    this.me = me
    this.stale = ''
    this.setData({ remind: parts.reminders.has('T2') ? 'T2' : '' })
    try {
      this.entry = await parts.api.entry(this.id)
    } catch (problem) {
      if (this.may_claim && problem.status === 404) return UNCLAIMED
      this.fallBack(problem)
    }
    return Object.assign({ stage: 'entry' }, this.view())
  },

  /** What was read before, or the draft of this phone; else the failure is told. */
  fallBack(problem) {
    const draft = parts.drafts.open(this.id)
    const away = viewOf(problem).state === 'offline'
    const held = away && this.entry && !this.entry.local
    if (held) this.stale = 'read'
    else if (draft && (away || problem.status === 404)) {
      this.entry = localEntry(draft, parts.session.account_id())
      this.stale = away ? 'phone' : ''
    } else throw problem
  },

  view() {
    const pending = this.onItsWay()
    const view = entryView({
      entry: this.entry, draft: parts.drafts.open(this.id), campaign: this.campaign, me: this.me, uploads: parts.uploads.list(this.id), pending,
      stale: this.stale, now: parts.clock.now()
    })
    return Object.assign(view, { pending: Boolean(pending) }, placed(pending ? [] : view.buttons, this.data.look.elderly))
  },

  draw() {
    if (this.gone || this.turn === Infinity || this.data.view.state !== 'ready' || this.data.stage !== 'entry' || !this.entry) return
    this.setData(this.view())
  },

  /** A file that arrived is the service's to describe. */
  uploadChanged(upload) {
    if (upload.state === 'done' && !this.gone) return this.reload()
    return this.draw()
  },

  /** What was met, of one file, is shown to whoever asks. */
  unfoldPasses(event) {
    const { id } = event.currentTarget.dataset
    this.setData({ ['passes.' + id]: !this.data.passes[id] })
  },

  fold() { this.setData({ unfolded: !this.data.unfolded }) },
  toMine() { wx.switchTab({ url: '/pages/mine/mine', fail: () => wx.reLaunch({ url: '/pages/mine/mine' }) }) }
})))

/** At the foot of the screen what is done most often, two at most, one for the elderly; the rest stands in the page. */
function placed(buttons, elderly) {
  const open = buttons.filter(one => one.open && one.klass !== 'bad').slice(0, elderly ? 1 : 2)
  return { bar: open.slice().reverse(), buttons: buttons.filter(one => open.indexOf(one) < 0) }
}

/** My profile as the service or this phone knows it; who I am at least, when neither does. */
async function meKnown() {
  try {
    return await parts.api.me()
  } catch (problem) {
    if (!problem.code) throw problem
    return parts.session.account_id() ? { id: parts.session.account_id(), liaison: null } : null
  }
}
