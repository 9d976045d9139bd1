// What is done with an event: reported, confirmed, returned, cancelled; told to a group; its code printed.
const parts = require('../../../parts')
const { viewOf } = require('../../../screen')
const { lacking, titleOf } = require('../../../domain/events')
const words = require('../../../words').event_page

const EDITOR = '/staff/pages/event-edit/event-edit?id='

/** @type {Screen} */
module.exports = {
  async act(event) {
    const { act } = event.currentTarget.dataset
    if (act === 'edit') return wx.navigateTo({ url: EDITOR + this.id })
    if (act === 'report') return this.report()
    if (words.asks[act]) return this.setData({ asked: Object.assign({ open: true, act, says: '', fault: '' }, words.asks[act]) })
    const { title, words: says, verb } = words.confirm[act](this.data.title)
    if (await this.ask(says, verb, title)) await this.move(act, '')
  },

  /** What is lacking is written in the editor. */
  async report() {
    const draft = parts.events.open(this.id)
    if (!draft || lacking(draft, parts.clock.now()).length) return wx.navigateTo({ url: EDITOR + this.id + '&report=1' })
    const { title, words: says, verb } = words.confirm.report(titleOf(draft), draft.reporting_unit_name)
    if (!await this.ask(says, verb, title)) return undefined
    try {
      await parts.events.report(this.id)
    } catch (fault) {
      this.tell(fault)
    }
    return this.reload()
  },

  typeReason(event) { this.setData({ 'asked.says': event.detail.value, 'asked.fault': '' }) },
  closeReason() { this.setData({ 'asked.open': false }) },
  async sendReason() {
    const { act, says } = this.data.asked
    if (!says.trim()) return this.setData({ 'asked.fault': words.reason_missing })
    return this.move(act, says.trim())
  },

  /** Once, by its own id: asked again after a lost answer it is answered the same. */
  async move(act, comment) {
    const meaning = act + comment
    if (!this.moving || this.moving.meaning !== meaning) this.moving = { meaning, id: parts.mint('mov') }
    try {
      await parts.api.moveEvent(this.id, this.moving.id, act, comment)
      this.moving = null
      this.closeReason()
      this.say(words.done[act])
    } catch (problem) {
      if (viewOf(problem).state !== 'offline') this.moving = null
      this.tell(viewOf(problem).state === 'offline' ? Object.assign({}, problem, { code: problem.code, detail: words.needs_network }) : problem)
    }
    return this.reload()
  },

  giveUp() {
    parts.events.forgetReport(this.id)
    this.draw()
  },
  reportNow() { return parts.events.reportNow(this.id) },

  /** A report the service refused is told once, and given up; what it lacks is to be mended. */
  lookAtReport() {
    const item = parts.events.reporting(this.id)
    if (!item || item.state !== 'refused') return
    parts.events.forgetReport(this.id)
    this.tell(item.problem)
  },

  /** A paragraph into the clipboard, then the pictures, each to be sent on by a long press. */
  async forward() {
    try {
      const { words: says, pictures } = await parts.api.paragraph(this.id)
      await copied(says)
      if (!pictures.length) return this.say(words.copied)
      if (await this.ask(words.copied_pictures, words.pictures)) wx.previewImage({ urls: pictures, current: pictures[0], fail() {} })
    } catch (problem) {
      this.tell(problem)
    }
    return undefined
  },

  async print() {
    try {
      await parts.saveToAlbum('/api/events/' + this.id + '/mini-code')
      this.say(words.saved)
    } catch (fault) {
      if (fault.kind !== 'cancelled') this.tell(fault)
    }
  },

  /** One the service never heard of. */
  async drop() {
    const { title, words: says, verb } = words.confirm_drop(this.data.title)
    if (!await this.ask(says, verb, title)) return
    this.gone = true
    parts.uploads.list(this.id).forEach(upload => parts.uploads.cancel(upload.id))
    parts.events.discard(this.id)
    wx.navigateBack({ fail: () => wx.redirectTo({ url: '/staff/pages/events/events' }) })
  },

  look(event) {
    const { id, act } = event.detail
    const rows = this.data.groups.reduce((all, group) => all.concat(group.rows), []).filter(row => row.large)
    const current = rows.find(row => row.id === id)
    if (act === 'look' && current) wx.previewImage({ urls: rows.map(row => row.large), current: current.large, fail() {} })
    else if (act !== 'look') wx.navigateTo({ url: '/pages/outbox/outbox' })
  }
}

/** @param {string} data */
function copied(data) {
  return new Promise((resolve, reject) => wx.setClipboardData({ data, success: () => resolve(undefined), fail: reject }))
}
