const parts = require('../../parts')
const { screen } = require('../../screen')
const { today } = require('../../domain/dates')
const { exportText } = require('./export-text')
const words = require('../../words').my_data

screen({
  data: { words, kinds: words.kinds.map(([icon, label, says]) => ({ icon: icon + '-brand', label, says })), busy: false, ready: false, sendable: Boolean(wx.shareFileMessage) },

  onLoad() { this.setData({ view: { state: 'ready', words: '' } }) },
  onUnload() { this.tidy() },

  /** The text is held here and, where it can be sent to a chat, in a file until the page is left. */
  async take() {
    this.setData({ busy: true })
    try {
      const kept = parts.api.campaignKept()
      const day = today(parts.clock.now())
      this.text = exportText(await parts.api.exportMe(), { day, campaign: kept ? kept.name : '' })
      this.setData({ ready: true })
      if (this.data.sendable) await this.write(words.file(day))
    } catch (problem) {
      this.tell(problem)
    }
    this.setData({ busy: false })
  },

  /** @param {string} name */
  write(name) {
    this.tidy()
    const filePath = wx.env.USER_DATA_PATH + '/' + name
    return new Promise(done => wx.getFileSystemManager().writeFile({
      filePath, data: this.text, encoding: 'utf8', success: () => { this.file = filePath; done(true) }, fail: () => done(false)
    }))
  },

  send() {
    if (!this.file) return this.say(words.cannot_send)
    return wx.shareFileMessage({ filePath: this.file, fail: failure => { if (!/cancel/.test(failure.errMsg)) this.say(words.cannot_send) } })
  },

  copy() {
    wx.setClipboardData({ data: this.text, success: () => this.say(words.copied) })
  },

  tidy() {
    if (this.file) wx.getFileSystemManager().unlink({ filePath: this.file, fail() {} })
    this.file = ''
  }
})
