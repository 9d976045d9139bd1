// The list of 宣传员 as rows. Pure.
const { STATES, chipOf, markOf } = require('../../../domain/promoters')
const { spoken } = require('../../../domain/dates')
const words = require('../../../words').promoters

const ICONS = /** @type {Record<string, string>} */ ({ confirm: 'check-brand', refuse: '', leave: '' })

/** The ways to look at the list, the one taken marked. @param {string} state */
function statesOf(state) {
  return [''].concat(STATES).map(id => ({ id, label: id ? words.states[id] : words.all, on: id === state }))
}

/** @param {Wire.Promoter} promoter @param {number} now */
function rowOf(promoter, now) {
  const { id, name, unit_name, statement, paper, state, confirmed_at, received_at, is_me, moves } = promoter
  return {
    id, name: name || words.nameless, is_me, unit_name, statement, paper, chip: chipOf(promoter), own: is_me && state === 'enrolled' ? words.own : '',
    when: state === 'confirmed' && confirmed_at ? words.confirmed_at(spoken(confirmed_at, now)) : words.received_at(spoken(received_at, now)),
    moves: is_me ? [] : moves.map(({ act, label }) => ({ act, label: act === 'leave' ? words.leave[state] : label, icon: ICONS[act] || '' }))
  }
}

/** A nomination that lies on this phone. @param {Ports.NominationForm} form */
function formRow(form) {
  return { id: form.id, name: form.name || words.nameless, unit_name: form.unit_name, mark: markOf(form) }
}

/** What is said where the list has nothing. @param {string} state */
function emptyOf(state) {
  return state ? words.empty.other(words.states[state]) : words.empty['']
}

module.exports = { emptyOf, formRow, rowOf, statesOf }
