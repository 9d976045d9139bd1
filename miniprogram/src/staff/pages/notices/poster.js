// A poster to be sent into groups: drawn on this phone, kept in its album.
const parts = require('../../../parts')
const { screen } = require('../../../screen')
const { drawPoster, SIDE } = require('./poster-drawing')
const words = require('../../../words').poster

screen({
  data: { words, picture: '', label: '' },

  onLoad({ id }) {
    this.id = String(id || '')
    this.reload()
  },

  reload() {
    return this.load(async () => {
      const [notice, { campaign }] = await Promise.all([parts.api.notice(this.id), parts.api.campaign()])
      this.shown = { name: campaign.name, title: notice.title, says: notice.forward || notice.words, find: words.find, sponsors: words.sponsors(campaign.notice.issued_by) }
      return { label: words.label(notice.title) }
    }).then(() => wx.nextTick(() => this.draw()))
  },

  /** On the canvas, then into a file that the image shows: only an image can be sent on by a long press. */
  draw() {
    if (this.data.view.state !== 'ready') return
    wx.createSelectorQuery().select('.poster-canvas').fields({ node: true }, found => {
      if (!found || !found.node) return
      Object.assign(found.node, { width: SIDE.width, height: SIDE.height })
      drawPoster(found.node.getContext('2d'), this.shown)
      wx.canvasToTempFilePath({ canvas: found.node, fileType: 'png', success: ({ tempFilePath }) => this.setData({ picture: tempFilePath }), fail: () => this.tell({ code: 'unsupported' }) })
    }).exec()
  },

  async save() {
    try {
      await parts.keepPicture(this.data.picture)
      this.say(words.saved)
    } catch (fault) {
      if (fault.kind !== 'cancelled') this.tell(fault)
    }
  }
})
