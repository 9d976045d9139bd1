// Whom a notice is for, chosen on its form: a few plain kinds, narrowed to a unit or a sub-project, or an audience that was saved.
const parts = require('../../../parts')
const { asksOf, chosenOf, termsOf } = require('../../../domain/audiences')
const { spoken } = require('../../../domain/dates')
const { reachOf } = require('../../../domain/notices')
const words = require('../../../words').notice_edit

/** @type {Screen} */
module.exports = {
  /** Names of what was chosen, as far as this phone knows them. */
  names() { return this.known_names || {} },
  /** @param {string} id @param {string} name */
  keepName(id, name) { this.known_names = Object.assign({}, this.known_names, { [id]: name }) },

  /** What was chosen, also while it lacks something yet. */
  chosen() {
    const { audience, campaign } = this.form()
    return this.choice || chosenOf(audience, campaign)
  },
  /** @param {any} patch of the choice */
  choose(patch) {
    this.choice = Object.assign({}, this.chosen(), patch)
    const audience = termsOf(this.choice, this.form().campaign)
    this.change({ audience, audience_words: '' })
    return this.lookReach()
  },

  openSheet(event) { return this.show(event.currentTarget.dataset.sheet) },
  closeSheet() { this.setData({ sheet: '' }) },
  async show(sheet) {
    this.setData({ sheet })
    try {
      if (sheet === 'tracks') this.setData({ tracks: this.tracksOf() })
      if (sheet === 'events') this.setData({ events: await this.eventsOf() })
      if (sheet === 'audience') this.setData({ saved: (await parts.api.audiences(this.form().campaign)).items })
    } catch (problem) {
      if (sheet === 'events') this.tell(problem)
      else if (!problem.code) throw problem
    }
  },
  tracksOf() {
    const { campaign } = this
    return campaign ? campaign.tracks.map(({ id, label }) => ({ id, label })) : []
  },
  async eventsOf() {
    const { items } = await parts.api.events({ scope: 'all' })
    return items.map(({ id, title, kind_label, starts_at, unit_name }) => ({ id, title: title || kind_label, soft: spoken(starts_at, parts.clock.now()) + ' · ' + unit_name }))
  },

  chooseKind(event) {
    const { kind } = event.currentTarget.dataset
    const asks = asksOf(kind)
    const { unit, track } = this.chosen()
    this.closeSheet()
    this.choose({ kind, unit: asks.unit ? unit : '', track: asks.track ? track : '', event: '' })
    if (asks.unit === 'must' && !unit) this.chooseUnit()
    else if (asks.track === 'must' && !track) this.show('tracks')
    else if (asks.event) this.show('events')
  },
  chooseUnit() { wx.navigateTo({ url: '/pages/unit/unit?for=behalf' }) },
  /** The page of units hands one back. */
  takeUnit() {
    const { unit } = parts.passing
    if (!unit || !this.form()) return
    delete parts.passing.unit
    this.keepName(unit.id, unit.name)
    this.choose({ unit: unit.id })
  },
  anyUnit() { return this.choose({ unit: '' }) },
  chooseTrack(event) {
    this.closeSheet()
    return this.choose({ track: event.currentTarget.dataset.id })
  },
  chooseEvent(event) {
    const { id, title } = event.currentTarget.dataset
    this.keepName(id, title)
    this.closeSheet()
    return this.choose({ event: id })
  },

  /** An audience that was saved: its terms are taken, and belong to this notice from then on. */
  takeSaved(event) {
    const found = this.data.saved.find(one => one.id === event.currentTarget.dataset.id)
    this.closeSheet()
    this.choice = null
    this.change({ audience: found.terms, audience_words: found.words || found.name })
    return this.lookReach()
  },
  typeName(event) { this.setData({ name: event.detail.value, name_fault: '' }) },
  async saveAudience() {
    const { audience, campaign } = this.form()
    const name = this.data.name.trim()
    if (!name) return this.setData({ name_fault: words.audience_unnamed })
    try {
      this.naming = this.naming && this.naming.name === name ? this.naming : { name, id: parts.mint('aud') }
      await parts.api.saveAudience(this.naming.id, { campaign, name, terms: audience, revision: 0 })
      this.naming = null
      this.setData({ sheet: '', name: '' })
      this.say(words.saved_audience)
    } catch (problem) {
      this.tell(problem)
    }
    return undefined
  },

  /** How many that are, and how many can be reminded: the service's answer, when it can be asked. */
  async lookReach() {
    const form = this.form()
    if (!form || !form.audience) return this.setData({ reach: null, reaching: false })
    const turn = this.reach_turn = (this.reach_turn || 0) + 1
    this.setData({ reaching: true })
    try {
      const reach = await parts.api.reach({ campaign: form.campaign, terms: form.audience, template: form.template })
      if (turn !== this.reach_turn || this.turn === Infinity) return undefined
      if (reach.words) this.keepName('audience', reach.words)
      this.setData({ reaching: false, reach: reachOf(reach) })
    } catch (problem) {
      if (!problem.code) throw problem
      if (turn === this.reach_turn && this.turn !== Infinity) this.setData({ reaching: false, reach: problem.status >= 400 ? { words: problem.detail } : null })
    }
    return undefined
  }
}

