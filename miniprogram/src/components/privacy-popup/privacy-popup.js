// WeChat's privacy authorisation, in our words: shown when WeChat asks for it on the page that is seen, and a no is a no.
// It alone of the components knows phone/: WeChat hands its question to whoever listens, and the answer must be a tap on the button here.
const { privacy } = require('../../phone/privacy')
const words = require('../../words').privacy

const BUTTON = 'privacy-agree'

Component(/** @type {Screen} */ ({
  data: { labels: words, open: false, button: BUTTON },
  lifetimes: {
    attached() { this.listen() },
    detached() { this.leave() }
  },
  pageLifetimes: {
    show() { this.listen() },
    hide() { this.leave() }
  },
  methods: {
    listen() {
      if (!this.off) this.off = privacy.onAsked(asked => this.ask(asked))
    },
    leave() {
      this.refuse()
      if (this.off) this.off()
      this.off = null
    },
    ask({ resolve }) {
      this.refuse()
      this.answer = resolve
      this.setData({ open: true })
    },
    agree() { this.end({ event: 'agree', buttonId: BUTTON }) },
    refuse() { this.end({ event: 'disagree' }) },
    end(answer) {
      const { answer: tell } = this
      this.answer = null
      if (this.data.open) this.setData({ open: false })
      if (tell) tell(answer)
    },
    read() { wx.openPrivacyContract({ fail() {} }) }
  }
}))
