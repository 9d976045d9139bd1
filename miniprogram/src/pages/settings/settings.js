const parts = require('../../parts')
const { screen } = require('../../screen')
const words = require('../../words').settings

screen({
  data: { words, elderly: false },

  onLoad() {
    this.setData({ elderly: parts.settings.read().elderly, view: { state: 'ready', words: '' } })
  },

  /** At once, on this page too: the sample shows what it does. */
  toggle(event) {
    try {
      parts.settings.change({ elderly: event.detail.value })
    } catch (fault) {
      this.tell(fault)
      return
    }
    this.setData({ elderly: event.detail.value })
    this.onShow()
  },

  permissions() {
    wx.openSetting({ fail() {} })
  },
  privacy() {
    wx.openPrivacyContract({ fail: () => this.say(words.no_contract) })
  }
})
