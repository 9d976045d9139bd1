const parts = require('../../parts')
const { screen } = require('../../screen')
const words = require('../../words').settings

screen({
  data: { words, elderly: false },

  onLoad() {
    this.setData({ elderly: parts.settings.read().elderly, view: { state: 'ready', words: '' } })
  },

  /** At once, on this page too: the sample shows what it does. */
  toggle() {
    const elderly = !this.data.elderly
    try {
      parts.settings.change({ elderly })
    } catch (fault) {
      this.tell(fault)
      return
    }
    this.setData({ elderly })
    this.onShow()
  },

  permissions() {
    wx.openSetting({ fail() {} })
  },
  privacy() {
    wx.openPrivacyContract({ fail: () => this.say(words.no_contract) })
  }
})
