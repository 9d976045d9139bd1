// Finding the event to be written: a new one, kept from the first tap; one of this phone; or one of the service.
const parts = require('../../../parts')
const { isOpen, startNow } = require('../../../domain/events')
const { written } = require('../../../domain/base64')
const { stageOf } = require('./edit-view')
const words = require('../../../words').event_edit

const SECRET_BYTES = 32
const OVER_UNIT = 'unit:'

/** @type {Screen} */
module.exports = {
  reload() {
    return this.load(() => this.find()).then(() => this.learn())
  },

  async find() {
    this.draft = await this.open()
    wx.setNavigationBarTitle({ title: this.draft.revision ? words.bar.change : words.bar.fresh })
    return Object.assign(this.view(), stageOf(this.draft, parts.clock.now()))
  },

  /** @returns {Promise<Ports.EventDraft>} throws a Problem when neither phone nor service has it for me */
  async open() {
    const { id } = this.asked
    if (!id) return this.begin()
    const kept = parts.events.open(id)
    if (kept) return kept
    const event = await parts.api.event(id)
    if (!event.may_look_after) throw { code: 'not_found', status: 404, detail: words.elsewhere }
    this.event = event
    return parts.events.adopt(event)
  },

  /** A new event with its secret, on this phone before anything is typed; opened again by its id from then on. */
  async begin() {
    const [secret] = await Promise.all([newSecret(), knowMe()])
    const plan = parts.api.campaignKept()
    const units = myUnits()
    const unit = units.length === 1 ? units[0] : { id: '', name: '' }
    const draft = parts.events.begin({
      campaign: plan ? plan.id : '', unit: unit.id, unit_name: unit.name, starts_at: startNow(parts.clock.now()), secret
    })
    this.asked = { id: draft.id }
    this.blank = true
    return draft
  },

  /** What only the service knows: files, why it came back, whether it was changed elsewhere. It never holds the form up. */
  async learn() {
    if (!this.draft) return
    try {
      await this.nameUnit()
      if (this.draft.revision === 0) return
      this.event = await parts.api.event(this.draft.id)
      if (!this.draft || this.event.stale) return
      this.draft = parts.events.adopt(this.event)
      this.setData(stageOf(this.draft, parts.clock.now()))
      this.draw()
    } catch (problem) {
      if (!problem.code) throw problem
    }
  },

  /** A unit this phone only knows by its id is asked for by name. */
  async nameUnit() {
    const { id, unit, unit_name } = this.draft
    if (!unit || unit_name) return
    const found = await parts.api.liaison(unit)
    if (this.draft && found.unit === unit) this.draft = parts.events.name(id, found.unit_name)
    this.draw()
  },

  keepMine() { return this.decide(() => parts.events.keepMine(this.draft.id)) },
  takeTheirs() { return this.decide(() => parts.events.takeTheirs(this.draft.id)) },

  async decide(choice) {
    try {
      this.draft = await choice()
      this.setData(stageOf(this.draft, parts.clock.now()))
      this.draw()
      await this.learn()
    } catch (problem) {
      this.tell(problem)
    }
  },

  /** Where I may log: one is chosen already, of several one is picked, and any other is looked for. */
  chooseUnit() {
    this.my_units = myUnits()
    if (this.my_units.length < 2) return this.otherUnit()
    return this.setData({ units: this.my_units })
  },
  closeUnits() { this.setData({ units: [] }) },
  takeMine(event) {
    const { id } = event.currentTarget.dataset
    const { name } = this.my_units.find(one => one.id === id)
    this.closeUnits()
    this.change({ unit: id, unit_name: name })
    this.learn()
  },
  otherUnit() {
    this.closeUnits()
    wx.navigateTo({ url: '/pages/unit/unit?for=behalf' })
  },

  /** The page of units hands one back. */
  takeUnit() {
    const { unit } = parts.passing
    if (!unit || !this.draft) return
    delete parts.passing.unit
    this.change({ unit: unit.id, unit_name: unit.name })
  },

  isWritable() { return Boolean(this.draft) && isOpen(this.draft) && !this.draft.report && this.draft.saved !== 'conflict' }
}

/** Only real chance makes a secret; a phone without it logs events all the same, and shows no code. */
async function newSecret() {
  try {
    return written(await parts.secret(SECRET_BYTES))
  } catch (fault) {
    if (fault.kind !== 'unsupported') throw fault
    return ''
  }
}

/** On a phone that never asked who I am, and only there, the form waits for it. */
async function knowMe() {
  if (!parts.session.account()) await parts.api.me().catch(() => null)
}

/** The units I coordinate, by name as far as this phone knows it. @returns {{ id: string, name: string }[]} */
function myUnits() {
  const account = parts.session.account()
  const ids = account ? account.roles.filter(one => one.role === 'coordinator' && one.over.indexOf(OVER_UNIT) === 0).map(one => one.over.slice(OVER_UNIT.length)) : []
  const names = parts.api.unitNames(parts.events.list())
  return ids.filter((id, i) => ids.indexOf(id) === i).map(id => ({ id, name: names[id] || '' }))
}
