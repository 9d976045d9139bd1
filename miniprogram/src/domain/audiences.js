// Whom a notice is for, as plain choices: the few an organiser makes on a phone, put into terms and read back from them. Pure.
// What was written elsewhere in other terms is shown in the service's words and kept as it is.
const words = require('../words').domain.audiences

/**
 * @typedef {{ kind: string, unit: string, track: string, event: string }} Chosen '' where nothing was chosen
 * @typedef {{ leaf: (chosen: Chosen, campaign: string) => Wire.Terms, unit?: 'may' | 'must', track?: 'may' | 'must', event?: 'must', staff?: true }} Kind
 * `unit`, `track`, `event`: what may or must be chosen besides
 */

const NOBODY = { kind: '', unit: '', track: '', event: '' }

/** @param {string} state @returns {Kind} */
const entries = state => ({ leaf: ({ track }) => Object.assign({ entry: state }, track ? { track } : {}), unit: 'may', track: 'may' })
/** @param {string} what @returns {Kind} */
const waiting = what => ({ leaf: () => ({ waiting: what }), staff: true })
/** @param {string} role @returns {Kind} */
const ofTrack = role => ({ leaf: ({ track }, campaign) => Object.assign({ role }, track ? { over: 'track:' + campaign + '/' + track } : {}), track: 'may', staff: true })

/** In the order they are offered. @type {Record<string, Kind>} */
const KINDS = {
  draft: entries('draft'),
  returned: entries('returned'),
  submitted: entries('submitted'),
  selected: entries('selected'),
  authors: { leaf: ({ track }) => ({ track }), unit: 'may', track: 'must' },
  members: { leaf: ({ unit }) => ({ unit }), unit: 'must' },
  promoters: { leaf: () => ({ promoter: 'confirmed' }), unit: 'may' },
  event: { leaf: ({ event }) => ({ event }), event: 'must' },
  everybody: { leaf: () => ({ everybody: true }) },
  coordinators: { leaf: ({ unit }) => ({ role: 'coordinator', over: unit ? 'unit:' + unit : 'reporting_units' }), unit: 'may', staff: true },
  hosts: ofTrack('host'),
  jurors: ofTrack('juror'),
  organisers: { leaf: () => ({ role: 'organiser' }), staff: true },
  preselect: waiting('preselect'),
  shortlist: waiting('shortlist'),
  audit: waiting('audit'),
  confirm_members: waiting('confirm_members'),
  confirm_events: waiting('confirm_events'),
  check_ins: waiting('check_ins')
}
const OVER_ITSELF = ['members', 'coordinators']      // their unit stands in the leaf

/** What is offered, workers first. @param {string} kind the one chosen */
function kindsOf(kind) {
  const all = Object.keys(KINDS).map(id => ({ id, label: words.kinds[/** @type {'draft'} */ (id)], on: id === kind, staff: Boolean(KINDS[id].staff) }))
  return [
    { id: 'workers', label: words.workers, kinds: all.filter(one => !one.staff) }, { id: 'staff', label: words.staff, kinds: all.filter(one => one.staff) }
  ]
}

/** What may be chosen besides. @param {string} kind */
function asksOf(kind) {
  const { unit = '', track = '', event = '' } = KINDS[kind] || {}
  return { unit, track, event }
}

/** The terms of a choice; null while something is lacking. @param {Chosen} chosen @param {string} campaign @returns {Wire.Terms | null} */
function termsOf(chosen, campaign) {
  const kind = KINDS[chosen.kind]
  const asks = asksOf(chosen.kind)
  const lacks = /** @type {('unit' | 'track' | 'event')[]} */ (['unit', 'track', 'event']).some(name => asks[name] === 'must' && !chosen[name])
  if (!kind || lacks) return null
  const leaf = kind.leaf(chosen, campaign)
  return asks.unit && chosen.unit && OVER_ITSELF.indexOf(chosen.kind) < 0 ? { all: [leaf, { unit: chosen.unit }] } : leaf
}

/** The choice behind terms; kind 'other' when they say more than the choices here. @param {Wire.Terms | null} terms @param {string} campaign @returns {Chosen} */
function chosenOf(terms, campaign) {
  if (!terms) return NOBODY
  const parts = Array.isArray(terms.all) && terms.all.length === 2 && terms.all[1].unit ? { leaf: terms.all[0], unit: String(terms.all[1].unit) } : { leaf: terms, unit: '' }
  const asked = said(parts.leaf, parts.unit)
  const kind = Object.keys(KINDS).find(id => same(termsOf(Object.assign({ kind: id }, asked), campaign), terms))
  return Object.assign({ kind: kind || 'other' }, asked)
}

/** @param {Wire.Terms} leaf @param {string} unit */
function said(leaf, unit) {
  const over = String(leaf.over || '')
  return {
    unit: unit || (over.indexOf('unit:') === 0 ? over.slice(5) : typeof leaf.unit === 'string' ? leaf.unit : ''),
    track: typeof leaf.track === 'string' ? leaf.track : over.indexOf('track:') === 0 ? over.slice(over.indexOf('/') + 1) : '',
    event: typeof leaf.event === 'string' ? leaf.event : ''
  }
}

/** @param {any} one @param {any} other */
const same = (one, other) => one !== null && JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))

/** @param {any} value @returns {any} */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted)
  if (!value || typeof value !== 'object') return value
  return Object.keys(value).sort().map(name => [name, sorted(value[name])])
}

module.exports = { NOBODY, asksOf, chosenOf, kindsOf, termsOf }
