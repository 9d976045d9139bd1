// For forms that belong to a unit: one of those I coordinate, or another that is looked for. The form's page has `form()` and `change()`.
const parts = require('../parts')
const { unitsOf } = require('../domain/promoters')

/** @type {Screen} */
module.exports = {
  /** The unit a new form begins with: mine, when there is but one. @returns {Promise<{ unit: string, unit_name: string }>} */
  async firstUnit() {
    if (!parts.session.account()) await parts.api.me().catch(() => null)
    const units = unitsOf(parts.session.account(), parts.api.unitNames([]))
    const [only] = units
    if (units.length !== 1) return { unit: '', unit_name: '' }
    return { unit: only.id, unit_name: only.name || await nameOf(only.id) }
  },

  chooseUnit() {
    const units = unitsOf(parts.session.account(), parts.api.unitNames([]))
    if (units.length < 2) return this.otherUnit()
    return this.setData({ units })
  },
  closeUnits() { this.setData({ units: [] }) },
  takeMine(event) {
    const { id } = event.currentTarget.dataset
    const { name } = this.data.units.find(one => one.id === id)
    this.closeUnits()
    this.change({ unit: id, unit_name: name })
  },
  otherUnit() {
    this.closeUnits()
    wx.navigateTo({ url: '/pages/unit/unit?for=behalf' })
  },

  /** The page of units hands one back. */
  takeUnit() {
    const { unit } = parts.passing
    if (!unit || !this.form()) return
    delete parts.passing.unit
    this.change({ unit: unit.id, unit_name: unit.name })
  }
}

/** A unit this phone only knows by its id is asked for by name; without a network it stays nameless. @param {string} unit */
async function nameOf(unit) {
  try {
    return (await parts.api.liaison(unit)).unit_name
  } catch (problem) {
    if (!problem.code) throw problem
    return ''
  }
}
