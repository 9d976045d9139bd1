// Leaving for good: what goes and what stays first, then two taps, the second after five seconds.
const parts = require('../../parts')
const { screen } = require('../../screen')
const words = require('../../words').leaving

const PAUSE_S = 5
const SECOND_MS = 1000
const UNDER_WAY = ['queued', 'sending', 'waiting_network', 'confirming']
const LISTS = [['goes', 'trash-bad'], ['withdraws', 'arrow-back-up-info'], ['stays', 'info-circle-info']]

screen({
  data: {
    words, lists: LISTS.map(([name, icon]) => ({ name, icon, label: words[name], lines: words[name + '_list'] })),
    step: 'read', left: 0, wait: '', fault: '', busy: false, closable: Boolean(wx.exitMiniProgram)
  },

  onLoad() { this.setData({ view: { state: 'ready', words: '' } }) },
  onUnload() { clearInterval(this.ticking) },

  first() {
    this.setData({ step: 'sure', left: PAUSE_S, wait: words.wait(PAUSE_S), fault: '' })
    clearInterval(this.ticking)
    this.ticking = setInterval(() => this.tick(), SECOND_MS)
  },
  tick() {
    const left = this.data.left - 1
    this.setData({ left, wait: left > 0 ? words.wait(left) : '' })
    if (left <= 0) clearInterval(this.ticking)
  },

  async second() {
    if (this.data.left > 0 || this.data.busy) return
    if (!parts.network.online()) return this.setData({ fault: words.offline })
    this.setData({ busy: true, fault: '' })
    const halted = parts.uploads.list().filter(one => UNDER_WAY.indexOf(one.state) >= 0).map(one => one.id)
    halted.forEach(id => parts.uploads.pause(id))
    await this.leave(halted)
    this.setData({ busy: false })
  },

  /** The service first: what is on this phone goes only when the rest is gone. @param {string[]} halted uploads that go on when it fails */
  async leave(halted) {
    const id = parts.session.account_id()
    try {
      await parts.api.deleteMe()
    } catch (problem) {
      halted.forEach(one => parts.uploads.resume(one))
      this.setData({ fault: problem.detail || words.offline })
      return
    }
    await parts.part(id)
    this.setData({ step: 'gone' })
  },

  stay() { wx.navigateBack() },
  close() { wx.exitMiniProgram({ fail: () => this.home() }) },
  home() { wx.reLaunch({ url: '/pages/home/home' }) }
})
