// Finding the work to be written: a new one, one of this phone, or one begun on another.
const parts = require('../../parts')
const { prefill } = require('../../domain/forms')
const { isOpen } = require('../../domain/entries')
const { noticeOf, conflictOf } = require('./notices-view')
const words = require('../../words').editor

/** @type {Screen} */
module.exports = {
  /** The draft first, from this phone if it is here; what the service knows besides follows and never holds it up. */
  reload() {
    return this.load(() => this.find()).then(() => this.learn())
  },

  async find() {
    const [{ campaign }, me] = await Promise.all([parts.api.campaign(), meKnown()])
    this.campaign = campaign
    this.me = me
    const draft = await this.open()
    this.track = campaign.tracks.find(one => one.id === draft.track)
    if (!this.track) throw { code: 'not_found', status: 404, detail: words.track_gone }
    this.adopt(draft)
    return Object.assign(this.fixed(), this.view(), this.stage())
  },

  /** @returns {Promise<Ports.Draft>} throws a Problem when neither phone nor service has it */
  async open() {
    const { id, track } = this.asked
    if (!id) return this.begin(track)
    const kept = parts.drafts.open(id)
    if (kept) return kept
    this.entry = await parts.api.entry(id)
    if (isOpen(this.entry)) return parts.drafts.adopt(this.entry)
    throw { code: 'entry.wrong_state', status: 409, detail: words.elsewhere(this.entry.state_label) }
  },

  /** A new draft; opened again by its id from then on, so that coming back finds it. */
  begin(name) {
    const track = this.campaign.tracks.find(one => one.id === name)
    if (!track) throw { code: 'not_found', status: 404, detail: words.track_gone }
    const draft = parts.drafts.begin({ campaign: this.campaign, track: name, prefill: prefill(track, this.me, parts.clock.now()) })
    this.asked = { id: draft.id }
    this.blank = true
    return draft
  },

  /** From here on this draft is the one on the screen. */
  adopt(draft) {
    this.draft = draft
    this.heaps = {}
    this.touched = {}
  },

  /** What does not change while writing. */
  fixed() {
    const { campaign, track, me } = this
    wx.setNavigationBarTitle({ title: track.kind === 'work' ? words.bar : track.enter_label })
    return {
      track: { id: track.id, label: track.label, enter_label: track.enter_label, has_people: track.people !== null },
      contact: campaign.contacts[0], liaison: me ? me.liaison : null, unit_of_mine: me ? me.unit_name || me.unit_typed || '' : '',
      may_enter: mayEnterForOthers(), notice: noticeOf(campaign, this.entry || null, parts.clock.now(), me ? me.liaison : null)
    }
  },

  stage() {
    if (this.draft.saved !== 'conflict') return { stage: 'form' }
    return { stage: 'conflict', conflict: conflictOf(this.draft, parts.clock.now()) }
  },

  /** Files, the reason of a return, and whether it was submitted elsewhere: what only the service knows. */
  async learn() {
    if (!this.draft || this.draft.revision === 0) return
    try {
      this.entry = await parts.api.entry(this.draft.id)
      if (!this.draft) return
      this.files = this.entry.files
      if (isOpen(this.entry)) this.takeNewer()
      else this.setData({ stage: 'elsewhere', elsewhere: words.elsewhere(this.entry.state_label) })
      this.setData({ notice: noticeOf(this.campaign, this.entry, parts.clock.now(), this.me ? this.me.liaison : null) })
      this.draw()
      this.watchFiles()
    } catch (problem) {
      if (!problem.code) throw problem
    }
  },

  /** Another phone wrote meanwhile, and nothing unsent stands here: its words are taken. */
  takeNewer() {
    const newer = parts.drafts.adopt(this.entry)
    if (newer.revision !== this.draft.revision) this.adopt(newer)
    this.draft = newer
  },

  keepMine() {
    return this.decide(() => parts.drafts.keepMine(this.draft.id))
  },

  takeTheirs() {
    return this.decide(() => parts.drafts.takeTheirs(this.draft.id))
  },

  async decide(choice) {
    try {
      this.adopt(await choice())
      this.setData(this.stage())
      this.draw()
      await this.learn()
    } catch (problem) {
      this.tell(problem)
    }
  }
}

/** My profile as the service or this phone knows it; null when neither does. */
async function meKnown() {
  try {
    return await parts.api.me()
  } catch (problem) {
    if (!problem.code) throw problem
    return null
  }
}

function mayEnterForOthers() {
  const account = parts.session.account()
  return account !== null && account.roles.some(one => ['coordinator', 'host', 'organiser'].indexOf(one.role) >= 0)
}
