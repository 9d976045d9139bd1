// What the page 所在单位 shows: where I belong, and the units found.
const words = require('../../words').unit

const LEAF = 'grassroots'

/** Where I stand; null when nothing has been asked yet. @param {Wire.Me & { stale?: boolean }} me */
function standingOf(me) {
  const state = me.unit_confirmed ? 'confirmed' : me.unit_refused ? 'refused' : me.unit ? 'waiting' : me.unit_typed ? 'typed' : ''
  if (!state) return null
  return {
    name: me.unit_name || me.unit_typed, label: words.states[state], then: words.then[state], sign: words.signs[state], tone: words.tones[state],
    liaison: me.liaison, stale: Boolean(me.stale)
  }
}

/** @param {Wire.Unit[]} units @param {boolean} looked_for the tree itself says whose they are */
function linesOf(units, looked_for) {
  return units.map(({ id, name, parent_name, kind }) => ({
    id, name, parent: looked_for && parent_name || '', below: kind !== LEAF, choose: words.choose(name), below_label: words.below_of(name)
  }))
}

module.exports = { standingOf, linesOf }
