const parts = require('../../parts')
const { screen, viewOf } = require('../../screen')
const { cardOf, emptyWords } = require('./gallery-view')
const words = require('../../words').gallery

screen({
  data: { words, labels: words.labels, tracks: [], track: '', works: [], empty: '', closed: false, stale: false, more: false },

  onShow() {
    const { track } = parts.passing
    parts.passing.track = ''
    if (track) this.setData({ track, works: [] })
    this.reload()
  },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },
  onReachBottom() { return this.readMore() },

  reload() {
    return this.load(() => this.read())
  },

  async read() {
    const { track } = this.data
    const { campaign } = await parts.api.campaign()
    if (campaign.gallery === false) return { closed: true, works: [], tracks: [] }
    const tracks = [{ id: '', label: words.labels.all }].concat(campaign.tracks.map(({ id, label }) => ({ id, label })))
    try {
      const page = await parts.api.works({ track })
      this.next = page.next
      return { closed: false, stale: false, tracks, works: page.items.map(cardOf), empty: page.items.length ? '' : emptyWords(campaign, track, parts.clock.now()) }
    } catch (problem) {
      if (viewOf(problem).state !== 'offline' || !this.data.works.length) throw problem
      return { stale: true }
    }
  },

  async readMore() {
    if (!this.next || this.data.more) return
    this.setData({ more: true })
    try {
      const { track, works } = this.data
      const page = await parts.api.works({ track, cursor: this.next })
      this.next = page.next
      const added = page.items.map(cardOf).filter(card => !works.some(work => work.id === card.id))
      if (track === this.data.track) this.setData({ works: works.concat(added) })
    } catch (problem) {
      this.tell(problem)
    }
    this.setData({ more: false })
  },

  choose(event) {
    const { track } = event.currentTarget.dataset
    if (track === this.data.track) return undefined
    this.next = null
    this.setData({ track, works: [], view: { state: 'loading', words: '' } })
    return this.reload()
  },

  all() {
    this.setData({ track: '', view: { state: 'loading', words: '' } })
    return this.reload()
  },

  onShareAppMessage() { return { title: this.data.words.share, path: '/pages/gallery/gallery' } },
  onShareTimeline() { return { title: this.data.words.share } }
})
