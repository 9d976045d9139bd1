// What the forms of a coordinator's rolls have in common: kept on this phone at every change, sent when the person says so.
// The page hands in parts.nominations or parts.ledger and the list to go back to; it has `blankForm()`, `view(form)`, `faults(form)` and its words.
const parts = require('../parts')

/** @type {Screen} */
module.exports = {
  /** @param {{ id?: string }} asked @param {any} kept @param {string} list */
  startForm({ id }, kept, list) {
    Object.assign(this, { kept, list, id: String(id || ''), tried: false, unsaved: '', blank: false, done: false })
    this.off = [this.kept.on_change(() => this.draw()), parts.network.on_change(() => this.draw())]
    this.reload()
  },

  /** A form into which nothing was written leaves no trace. */
  endForm() {
    this.off.forEach(off => off())
    const form = this.form()
    if (form && (this.blank || form.saved === 'server')) this.kept.discard(form.id)
  },

  reload() {
    return this.load(async () => {
      const form = this.form() || await this.find()
      if (form) this.id = form.id
      return form ? Object.assign({ gone: false }, this.view(form)) : { gone: true }
    })
  },

  async find() {
    if (this.id) return this.adopted ? this.adopted(this.id) : null
    this.blank = true
    return this.kept.begin(await this.blankForm())
  },

  form() { return this.id ? this.kept.open(this.id) : null },

  draw() {
    if (this.turn === Infinity || this.done || this.data.view.state !== 'ready') return
    const form = this.form()
    this.setData(form ? this.view(form) : { gone: true })
  },

  /** Kept when this returns; a full phone is told beside the words it did not keep. */
  change(patch) {
    if (!this.form()) return
    this.blank = false
    try {
      this.kept.change(this.id, patch)
      this.unsaved = ''
    } catch (fault) {
      this.unsaved = fault.detail
    }
    this.draw()
  },
  type(event) { this.change({ [event.currentTarget.dataset.name]: event.detail.value }) },

  /** What is lacking is said first; refused, the form stays with why. */
  async send() {
    this.tried = true
    this.draw()
    const [lacks] = Object.keys(this.faults(this.form()))
    if (lacks) return wx.nextTick(() => wx.pageScrollTo({ selector: '#f-' + lacks, offsetTop: -80, duration: 200, fail() {} }))
    this.blank = false
    this.setData({ busy: true })
    try {
      this.done = true
      await this.kept.send(this.id)
    } catch (fault) {
      this.tell(fault)
    }
    this.done = false
    this.setData({ busy: false })
    return this.sentOn()
  },

  /** Back to the list, unless something is to be mended here. */
  sentOn() {
    const form = this.form()
    if (!form) return this.backWith(this.data.words.sent)
    if (form.saved === 'phone' && form.ready) return this.backWith(this.data.words.kept)
    return this.draw()
  },

  backWith(says) {
    this.done = true
    wx.navigateBack({ success: () => this.say(says), fail: () => wx.redirectTo({ url: this.list }) })
  },

  async drop() {
    if (!await this.ask(this.data.words.ask_drop, this.data.words.drop)) return
    this.done = true
    this.kept.discard(this.id)
    wx.navigateBack({ fail: () => wx.redirectTo({ url: this.list }) })
  },

  async keepMine() {
    await this.kept.keepMine(this.id)
    return this.sentOn()
  },
  toList() { wx.redirectTo({ url: this.list }) }
}
