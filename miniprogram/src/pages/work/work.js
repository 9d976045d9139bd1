const parts = require('../../parts')
const { screen } = require('../../screen')
const { dayOf } = require('../../domain/dates')
const { credits } = require('../../domain/people')
const { thumbOf } = require('../../domain/renditions')
const words = require('../../words').work

/** Opened from somebody's moments: WeChat shows one page alone, where nothing can be opened, called or signed in to. */
const SINGLE_PAGE = 1154
const LINE = /0\d{2,3}-?\d{7,8}|1\d{10}/

screen({
  data: {
    words, labels: words.labels, people: [], when: '', takedown: '', phone: '', single: false,
    work: { title: '', track_label: '', type_label: '', synopsis: '', unit_name: '', authors: [], files: [] }
  },

  onLoad({ id }) {
    this.id = id
    this.setData({ single: wx.getEnterOptionsSync().scene === SINGLE_PAGE })
    this.reload()
  },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },

  reload() {
    return this.load(() => this.read()).then(() => this.whom())
  },

  async read() {
    const work = await parts.api.work(this.id)
    return { work, people: credits(work.authors), when: dayOf(work.exhibited_at, parts.clock.now()) }
  },

  /** Whom to ask for taking a work down. The work is shown without it too. */
  async whom() {
    try {
      const { campaign } = await parts.api.campaign()
      const { takedown } = campaign.exhibition
      this.setData({ takedown, phone: (LINE.exec(takedown) || [''])[0] })
    } catch (problem) {
      if (!problem.code) throw problem
    }
  },

  gallery() { wx.switchTab({ url: '/pages/gallery/gallery', fail: () => wx.reLaunch({ url: '/pages/gallery/gallery' }) }) },

  onShareAppMessage() {
    return Object.assign({ title: this.titleToShare(), path: '/pages/work/work?id=' + this.id }, this.picture())
  },
  onShareTimeline() {
    return Object.assign({ title: this.titleToShare(), query: 'id=' + this.id }, this.picture())
  },

  titleToShare() {
    const { work } = this.data
    return work.title ? words.share_title(work.title, work.track_label) : words.labels.more
  },

  /** Without one, WeChat takes a picture of the page. */
  picture() {
    const imageUrl = this.data.work.files.map(file => thumbOf(file.renditions)).find(Boolean)
    return imageUrl ? { imageUrl } : {}
  }
})
