// One notice: what goes into the groups first, whom it reaches, how it looks, and, once it is let go, how it goes.
const parts = require('../../../parts')
const { screen, viewOf } = require('../../../screen')
const { isMoving, isOpen } = require('../../../domain/notices')
const { channelOf, noticeView, personOf, placesOf } = require('./notice-view')
const words = require('../../../words').notice_page

const EDIT = '/staff/pages/notices/notice-edit?id='
const POSTER = '/staff/pages/notices/poster?id='
const NAMES_REVISION = ['submit', 'send', 'approve']

screen({
  data: {
    words, labels: words.labels, title: '', says: '', template: '', chip: { tone: 'info', icon: 'info-circle-info', word: '' }, why: '',
    notes: [], forward: '', reach: null, bars: [], counted: '', read: '', facts: [],
    buttons: [], bar: [], may_change: false, faults: [], people: [], people_says: '',
    timeline: [], channels: [], units: [], more_units: '', lost: [], sent: false, lacks: false, busy: false, asked: { open: false }
  },

  onLoad({ id }) {
    this.id = String(id || '')
    this.off = [parts.network.on_change(online => { if (online && this.seen) this.reload() })]
  },
  onShow() { this.reload() },
  onUnload() { this.off.forEach(off => off()) },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },

  reload() {
    return this.load(async () => {
      const [notice, { campaign }] = await Promise.all([parts.api.notice(this.id), parts.api.campaign()])
      this.campaign = campaign
      return this.view(notice)
    }).then(() => Promise.all([this.readChannels(), this.follow()]))
  },

  view(notice) {
    this.notice = notice
    return noticeView(notice, parts.clock.now())
  },

  /** By channel and by unit, once something went out; the page is whole without it. */
  async readChannels() {
    if (!this.data.bars.length) return
    try {
      const told = await parts.api.noticeStatistics(this.id)
      this.setData(Object.assign({ channels: told.channels.map(channelOf).filter(one => one.says) }, placesOf(told, parts.clock.now())))
    } catch (problem) {
      if (!problem.code) throw problem
    }
  },

  /** While it goes out, its counts are looked at again. */
  follow() {
    return this.watch(() => Boolean(this.notice) && isMoving(this.notice), async () => {
      this.setData(this.view(await parts.api.notice(this.id)))
      await this.readChannels()
    })
  },

  copy() { this.copyText(this.notice.forward) },
  poster() { wx.navigateTo({ url: POSTER + this.id }) },
  change() { wx.navigateTo({ url: EDIT + this.id }) },
  callList() { return this.openPaper('call-list.xlsx') },
  statistics() { return this.openPaper('statistics.xlsx') },
  async openPaper(name) {
    try {
      await parts.openOwn('/api/notices/' + this.id + '/' + name, 'xlsx')
    } catch (fault) {
      this.tell(fault)
    }
  },

  /** Real people of its audience, as each would see it. */
  async preview() {
    try {
      const { people } = await parts.api.previewNotice(this.id)
      this.setData({ people: people.map(personOf), people_says: people.length ? '' : words.nobody_preview })
    } catch (problem) {
      this.tell(problem)
    }
  },

  async test() {
    this.setData({ busy: true })
    try {
      const { pushed } = await parts.api.testNotice(this.id)
      this.tell({ title: words.labels.test, detail: words.tested[pushed], code: 'tested' })
    } catch (problem) {
      this.tell(problem)
    }
    this.setData({ busy: false })
  },

  /** A step of the law, after its words were read; a reason where one is asked. */
  async act(event) {
    const { act } = event.currentTarget.dataset
    const step = this.notice.acts.find(one => one.act === act)
    if (step.asks.indexOf('comment') >= 0) return this.setData({ asked: { open: true, act, title: step.label, says: '', fault: '' } })
    const { people, now } = this.notice.reachable
    const { title, words: says, verb } = words.confirm[act](people, now)
    if (await this.ask(says, verb, title)) await this.move(act, '')
    return undefined
  },
  typeReason(event) { this.setData({ 'asked.says': event.detail.value, 'asked.fault': '' }) },
  closeReason() { this.setData({ 'asked.open': false }) },
  async sendReason() {
    const { act, says } = this.data.asked
    if (!says.trim()) return this.setData({ 'asked.fault': words.reason_missing })
    return this.move(act, says.trim())
  },

  /** Once, by its own id: asked again after a lost answer it is answered the same. It names the words that were looked at. */
  async move(act, comment) {
    const meaning = act + comment + this.notice.revision
    if (!this.moving || this.moving.meaning !== meaning) this.moving = { meaning, id: parts.mint('mov') }
    this.setData({ busy: true })
    try {
      const { notice } = await parts.api.moveNotice(this.id, this.moving.id, Object.assign({ act, comment }, NAMES_REVISION.indexOf(act) >= 0 ? { revision: this.notice.revision } : {}))
      this.moving = null
      this.setData(Object.assign({ 'asked.open': false }, this.view(notice)))
      this.say(words.done[act])
    } catch (problem) {
      const away = viewOf(problem).state === 'offline'
      if (!away) this.moving = null
      this.tell(away ? Object.assign({}, problem, { code: problem.code, detail: words.needs_network }) : problem)
      if (!away) await this.reload()
    }
    this.setData({ busy: false })
    return this.follow()
  },

  /** What is lacking is written where it is asked for. */
  mend() { if (isOpen(this.notice)) this.change() }
})
