// Answers: each change is kept on the phone before anything else happens.
const parts = require('../../parts')
const { named } = require('../../domain/people')
const { tick, tickTogether } = require('../../domain/consents')
const { prefill } = require('../../domain/forms')
const { isPhone } = require('../../domain/text')
const words = require('../../words').editor

/** @type {Screen} */
module.exports = {
  /** Kept on the phone, or said that it is not. */
  change(patch) {
    try {
      this.draft = parts.drafts.change(this.draft.id, patch)
      this.blank = false
      this.unsaved = ''
    } catch (fault) {
      if (!fault.detail) throw fault
      this.unsaved = fault.detail
    }
    this.mark()
  },

  answer(event) {
    const { id, of, value } = event.detail
    if (of === 'type') return this.changeAndDraw({ type: value })
    if (of === 'title') return this.change({ title: value })
    this.change({ fields: { [id]: value === '' ? undefined : value } })
    if (this.decides(id)) this.draw()
  },

  /** Whether other questions hang on this answer. */
  decides(id) {
    return this.track.form.fields.some(field => (field.required_when || []).some(one => one.field === id))
  },

  leave(event) {
    this.touched[event.detail.id] = true
    // A field that is taken away tells it while the screen is being drawn.
    wx.nextTick(() => this.draw())
  },

  credit(event) { this.change({ authors: event.detail.authors }) },

  tick(event) {
    const { id, yes } = event.detail
    this.changeAndDraw({ consents: tick(this.draft.consents, this.consent(id), yes) })
  },

  tickAll(event) {
    this.changeAndDraw({ consents: tickTogether(this.draft.consents, this.data.consents.together, event.detail.yes) })
  },

  /** A case that does not hold takes the undertaking given for it with it. */
  tickCase(event) {
    const { when, yes } = event.detail
    this.cases[when] = yes
    const bound = this.track.consents.filter(one => one.when === when).map(one => one.id)
    this.changeAndDraw(yes ? {} : { consents: this.draft.consents.filter(one => bound.indexOf(one.id) < 0) })
  },

  consent(id) {
    const { together, separately } = this.data.consents
    return together.concat(separately).find(one => one.id === id)
  },

  changeAndDraw(patch) {
    this.change(patch)
    this.draw()
  },

  unfold(event) {
    this.setData({ ['unfolded.' + event.currentTarget.dataset.heap]: true })
  },

  // 代报: for a named author. The service takes down whose work it is at the first save: the author's is another draft.

  offerBehalf(event) {
    this.setData({ 'behalf.open': event.detail.value })
  },

  typeBehalf(event) {
    this.setData({ ['behalf.' + event.currentTarget.dataset.name]: event.detail.value })
  },

  chooseUnit() {
    wx.navigateTo({ url: '/pages/unit/unit?for=behalf' })
  },

  takeUnit() {
    const { unit } = parts.passing
    if (!unit) return
    delete parts.passing.unit
    this.setData({ 'behalf.unit': unit.id, 'behalf.unit_name': unit.name })
  },

  /** A draft in the author's name takes the place of mine, with what was written in it so far. */
  async enterForAuthor() {
    const { name, phone, unit, unit_name } = this.data.behalf
    const says = faultOf(name.trim(), phone.trim())
    if (says) return this.setData({ 'behalf.fault': says })
    const former = await this.givenUp()
    if (!former) return undefined
    const author = { name: name.trim(), phone: phone.trim(), unit_name, unit_typed: '' }
    const own = prefill(this.track, /** @type {any} */ (author), parts.clock.now())
    this.blank = false
    this.adopt(parts.drafts.begin({
      campaign: this.campaign, track: this.track.id, on_behalf_of: onBehalf(author, unit),
      prefill: { type: former.type, title: former.title, fields: Object.assign({}, former.fields, own.fields), authors: named(own.authors, author.name) }
    }))
    this.asked = { id: this.draft.id }
    this.setData({ unit_of_mine: unit_name, behalf: Object.assign({}, this.data.behalf, { open: false, fault: '' }) })
    this.draw()
    await parts.drafts.save(this.draft.id)
  },

  /** My own draft, taken back from the service and off the phone; null, with words, where that cannot be. */
  async givenUp() {
    try {
      const former = await parts.drafts.save(this.draft.id) || this.draft
      if (former.revision > 0) await parts.api.discardEntry(former.id)
      parts.drafts.discard(former.id)
      return former
    } catch (problem) {
      this.tell(problem)
      return null
    }
  }
}

function faultOf(name, phone) {
  if (!name) return words.behalf.no_name
  return phone && !isPhone(phone) ? words.behalf.bad_phone : ''
}

/** What is not known is not said. */
function onBehalf({ name, phone }, unit) {
  return Object.assign({ name }, phone ? { phone } : {}, unit ? { unit } : {})
}
