// Which consents a draft needs: those that one tick may give together, and those that must each be read and ticked alone.
const words = require('../words').domain.consents

/**
 * @typedef {Pick<Ports.Draft, 'consents' | 'on_behalf_of'>} Given
 * @typedef {Wire.Consent & { must: boolean, ticked: boolean }} Ask  `must`: needed in this case
 * @typedef {{ id: string, version: number }[]} Ticks
 */

/**
 * The consents to show for a draft. One with a `when` is listed under `cases` until its case is said to hold.
 * @param {Wire.Track} track
 * @param {Given} draft
 * @param {Wire.Consent[]} [others] the campaign's own list: C9 of it is asked of whoever enters for an author
 * @param {Record<string, boolean>} [cases] e.g. { minors: true }, as ticked on the screen
 * @returns {{ together: Ask[], separately: Ask[], cases: { when: string, label: string, holds: boolean }[] }}
 */
function consents(track, draft, others = [], cases = {}) {
  const listed = track.consents.concat(others.filter(one => one.asked_of === 'enterer'))
  const holds = (/** @type {Wire.Consent} */ one) => one.when === undefined || isCase(one, draft, cases)
  const asks = listed.filter(holds).map(one => Object.assign({}, one, {
    must: one.required || one.when !== undefined, ticked: isGiven(one, draft.consents)
  }))
  const chosen = listed.filter(one => one.when !== undefined && one.when !== 'on_behalf')
  return {
    together: asks.filter(one => !one.separate), separately: asks.filter(one => one.separate),
    cases: chosen.map(one => ({ when: String(one.when), label: one.when_label || one.label, holds: holds(one) }))
  }
}

/** @param {Wire.Consent} one @param {Given} draft @param {Record<string, boolean>} cases */
function isCase(one, draft, cases) {
  if (one.when === 'on_behalf') return draft.on_behalf_of !== null
  const said = cases[String(one.when)]
  return said === undefined ? draft.consents.some(given => given.id === one.id) : said
}

/** Given in this version: an older version's tick does not count. @param {Wire.Consent} one @param {Ticks} given */
function isGiven(one, given) {
  return given.some(tick => tick.id === one.id && tick.version === one.version)
}

/** @param {Ticks} given @param {Wire.Consent} one @param {boolean} yes @returns {Ticks} */
function tick(given, one, yes) {
  const rest = given.filter(other => other.id !== one.id)
  return yes ? rest.concat({ id: one.id, version: one.version }) : rest
}

/** “All” ticks only what may be given together. @param {Ticks} given @param {Ask[]} together @param {boolean} yes */
function tickTogether(given, together, yes) {
  return together.filter(one => !one.separate).reduce((ticks, one) => tick(ticks, one, yes), given)
}

/** In the service's words and shape. @param {ReturnType<typeof consents>} shown */
function lacking(shown) {
  return shown.together.concat(shown.separately).filter(one => one.must && !one.ticked)
    .map(one => ({ field: 'consents.' + one.id, label: one.label, says: words.read }))
}

module.exports = { consents, tick, tickTogether, lacking }
