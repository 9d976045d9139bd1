// Everything this phone still holds, and how full it is.
const parts = require('../../parts')
const { screen } = require('../../screen')
const { outboxView } = require('./outbox-view')
const words = require('../../words').outbox_page
const files = require('../../words').files

const ACTS = { pause: 'pause', resume: 'resume', retry: 'retry', mobile: 'allowMobileData' }

screen({
  data: { labels: words.labels, drafts: [], writes: [], uploads: [], empty: true, count: 0, used: '', percent: 0, parts: [], kept: '', others: '', busy: false },

  onLoad() {
    const draw = () => this.draw()
    this.off = [parts.drafts.on_change(draw), parts.events.on_change(draw), parts.outbox.on_change(draw), parts.uploads.on_change(upload => this.uploadChanged(upload)), parts.network.on_change(draw)]
  },
  onShow() { this.reload() },
  onUnload() { this.off.forEach(off => off()) },

  reload() { return this.load(async () => this.held()) },

  held() {
    const kept = parts.api.campaignKept()
    return outboxView({
      drafts: parts.drafts.list(), events: parts.events.list(), items: parts.outbox.items(), uploads: parts.uploads.list(), usage: parts.usage(),
      tracks: kept ? kept.tracks : [], now: parts.clock.now()
    })
  },

  draw() { if (this.turn !== Infinity) this.setData(this.held()) },

  uploadChanged(upload) {
    const i = this.data.uploads.findIndex(row => row.id === upload.id)
    const was = this.states && this.states[upload.id]
    this.states = Object.assign({}, this.states, { [upload.id]: upload.state })
    if (i < 0 || was !== upload.state) return this.draw()
    this.setData({ ['uploads[' + i + ']']: this.held().uploads[i] })
  },

  async sendNow() {
    if (!parts.network.online()) return this.say(words.offline)
    this.setData({ busy: true })
    await parts.drafts.leave()
    await parts.events.leave()
    await parts.outbox.hurry()
    await parts.uploads.start()
    this.setData({ busy: false })
    this.draw()
    this.say(this.data.count ? words.still_waiting(this.data.count) : words.sent)
  },

  retryWrite(event) { return parts.outbox.retry(event.currentTarget.dataset.id) },

  async dropWrite(event) {
    if (await this.ask(words.ask_drop, words.labels.drop)) parts.outbox.discard(event.currentTarget.dataset.id)
  },

  async actOnFile(event) {
    const { id, act } = event.detail
    const upload = parts.uploads.list().find(one => one.id === id)
    if (!upload) return undefined
    if (act === 'cancel' || act === 'drop') return await this.ask(files.ask_cancel(upload.name), files.cancel) ? parts.uploads.cancel(id) : undefined
    if (act === 'replace') return wx.navigateTo({ url: (upload.about.indexOf('evt_') === 0 ? '/staff/pages/event-edit/event-edit?id=' : '/pages/entry-edit/entry-edit?id=') + upload.about })
    if (act === 'repick' || act === 'repick_chat') return this.repick(upload, act === 'repick' ? 'album' : 'chat')
    return ACTS[act] ? parts.uploads[ACTS[act]](id) : undefined
  },

  async repick(upload, from) {
    try {
      const [picked] = await parts.pick(upload.kind, 1, from)
      if (picked && await parts.uploads.repick(upload.id, picked) === 'other') this.say(files.another)
    } catch (fault) {
      this.tell(fault)
    }
  },

  home() { wx.switchTab({ url: '/pages/home/home', fail: () => wx.reLaunch({ url: '/pages/home/home' }) }) }
})
