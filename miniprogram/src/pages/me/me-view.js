// What the page 我的 shows of me, from what the service or this phone knows.
const words = require('../../words').me

/**
 * Where belonging to a unit stands.
 * @param {Pick<Wire.Me, 'unit' | 'unit_confirmed' | 'unit_refused' | 'unit_typed'>} me
 * @returns {'confirmed' | 'refused' | 'waiting' | 'typed' | 'none'}
 */
function unitState({ unit, unit_confirmed, unit_refused, unit_typed }) {
  if (unit_confirmed) return 'confirmed'
  if (unit_refused) return 'refused'
  if (unit) return 'waiting'
  return unit_typed ? 'typed' : 'none'
}

/** @param {Wire.Me & { stale?: boolean }} me @param {Wire.Campaign | null} campaign */
function meView(me, campaign) {
  const state = unitState(me)
  return {
    name: me.name || me.nickname || words.nobody, nickname: me.name && me.nickname !== me.name ? me.nickname || '' : '',
    unit: me.unit_name || me.unit_typed || '', state, says: words.unit[state], roles: rolesOf(me, campaign), stale: Boolean(me.stale)
  }
}

/** Roles in words: of the unit or the sub-project where its name is known here. @param {Wire.Me} me @param {Wire.Campaign | null} campaign */
function rolesOf({ roles, unit, unit_name, liaison }, campaign) {
  const names = Object.assign({}, unit ? { ['unit:' + unit]: unit_name } : {}, liaison ? { ['unit:' + liaison.unit]: liaison.unit_name } : {})
  if (campaign) campaign.tracks.forEach(track => { names['track:' + campaign.id + '/' + track.id] = track.label })
  return roles.filter(({ role }) => words.roles[role]).map(({ role, over }) => words.role(words.roles[role], names[over] || ''))
}

module.exports = { meView, unitState }
