// A film lies on a computer: the phone shows a short code, the computer takes it, and the file arrives here.
const parts = require('../../parts')
const { screen } = require('../../screen')
const { instant } = require('../../domain/dates')
const { isBeingExamined } = require('../../domain/checks')
const { fileRow } = require('../../domain/files')
const words = require('../../words').computer

const LOOK_EVERY_MS = 3000
const LOOKS_AT_MOST = 600                                        // half an hour of waiting; then the person looks again himself
const COMING = ['computer_waiting', 'computer_open', 'waiting']

screen({
  data: { labels: words.labels, code: '', page: '', left: '', step: 'waiting', row: null },

  onLoad({ entry, kind }) {
    Object.assign(this, { entry, kind, file: parts.mint('fil'), looks: 0 })
    this.reload()
  },

  onShow() {
    this.seen = true
    this.wait()
  },
  onHide() { this.seen = false },
  onUnload() { this.seen = false },

  reload() { return this.load(() => this.askCode()).then(() => this.wait()) },

  /** Asked again for the same file, the former code ends. */
  async askCode() {
    const { short_code, expires_at, page } = await parts.api.computer(this.file, { about: this.entry, kind: this.kind })
    Object.assign(this, { expires_at, looks: 0, examined: false })
    return { code: short_code, page, step: 'waiting', row: null, left: leftOf(expires_at) }
  },

  again() {
    return this.load(() => this.askCode()).then(() => this.wait())
  },

  /** One look after another while the page is seen, with an end. */
  async wait() {
    if (this.waiting || !this.data.code) return
    this.waiting = true
    while (this.seen && (this.coming() || this.examined) && this.looks < LOOKS_AT_MOST) {
      await this.look()
      await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS))
    }
    this.waiting = false
    if (this.seen && this.coming()) this.setData({ step: 'stopped' })
  },

  coming() { return ['waiting', 'open', 'sending'].indexOf(this.data.step) >= 0 },

  lookAgain() {
    this.looks = 0
    this.setData({ step: 'waiting' })
    return this.wait()
  },

  async look() {
    this.looks += 1
    try {
      const found = await parts.api.upload(this.file)
      this.setData(COMING.indexOf(found.state) >= 0 ? this.onTheWay(found) : this.arrived(found))
    } catch (problem) {
      if (!problem.code) throw problem
      this.setData(problem.status === 404 ? { step: 'ended', left: '' } : { left: problem.detail })
    }
  },

  onTheWay({ state, expires_at }) {
    const step = state === 'computer_waiting' ? 'waiting' : state === 'computer_open' ? 'open' : 'sending'
    return { step, left: step === 'waiting' ? leftOf(expires_at || this.expires_at) : '' }
  },

  /** The look inside goes on after it has arrived. */
  arrived(file) {
    this.examined = isBeingExamined(file)
    return { step: file.state === 'refused' ? 'refused' : 'arrived', left: '', row: Object.assign(fileRow(file, []), { acts: [] }) }
  },

  copy() { wx.setClipboardData({ data: this.data.page, success: () => this.say(words.labels.copied) }) },

  back() { wx.navigateBack() }
})

/** Against the service's clock: this phone's own may be an hour wrong. */
function leftOf(expires_at) {
  const left = instant(expires_at) - parts.clock.now()
  return left <= 0 ? '' : left < 60000 ? words.last_minute : words.left(Math.floor(left / 60000))
}
