// What the page 宣传员 shows of me. Pure.
const { isOver } = require('../../domain/promoters')
const { dayOf } = require('../../domain/dates')
const { grouped } = require('../../domain/event_numbers')
const words = require('../../words').promoter

/** @param {Wire.Promoter | null} promoter @param {number} now */
function promoterView(promoter, now) {
  const stage = promoter ? promoter.state : 'none'
  return {
    stage, may_enrol: isOver(promoter), head: headOf(promoter), says: saysOf(promoter), when: whenOf(promoter, now), link: promoter && promoter.link ? promoter.link : '',
    reason: promoter && promoter.comment && stage !== 'nominated' ? words.reason(promoter.comment) : '',
    asks_consent: !promoter || isOver(promoter) || !(promoter.paper || promoter.consent), accepts: has(promoter, 'accept'), leaves: has(promoter, 'leave')
  }
}

/** @param {Wire.Promoter | null} promoter @param {string} act */
const has = (promoter, act) => promoter !== null && promoter.moves.some(move => move.act === act)

/** @param {Wire.Promoter | null} promoter */
function headOf(promoter) {
  if (!promoter) return ''
  return promoter.state === 'nominated' ? words.heads.nominated(promoter.unit_name) : words.heads[promoter.state]
}

/** @param {Wire.Promoter | null} promoter */
function saysOf(promoter) {
  if (!promoter) return ''
  const { state, unit_name } = promoter
  return state === 'enrolled' || state === 'confirmed' ? words.says[state](unit_name) : words.says[state]
}

/** @param {Wire.Promoter | null} promoter @param {number} now */
function whenOf(promoter, now) {
  return promoter && promoter.state === 'confirmed' && promoter.confirmed_at ? words.confirmed_on(dayOf(promoter.confirmed_at, now)) : ''
}

/** @param {{ people: number, since: string | null } | null} reach @param {number} now */
function reachView(reach, now) {
  if (!reach) return null
  return { people: reach.people, figure: grouped(reach.people), since: reach.since ? words.since(dayOf(reach.since, now)) : '' }
}

module.exports = { promoterView, reachView }
