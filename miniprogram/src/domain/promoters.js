// 职工好网民宣传员: where one stands, in which words and colours; and what a nomination lacks. Pure.
const words = require('../words').promoters
const { isBlank, isUnprintable, length, strip } = require('./text')

const NAME_AT_MOST = 60
const STATEMENT_AT_MOST = 500
const DIGITS = /^\d{5,20}$/
const CONSENT = 'C11'
const OVER_UNIT = 'unit:'

/** @type {Record<string, ['ok' | 'warn' | 'bad' | 'info', string]>} */
const LOOKS = {
  nominated: ['warn', 'clock'], enrolled: ['info', 'hourglass'], confirmed: ['ok', 'circle-check'], refused: ['bad', 'circle-x'], left: ['info', 'circle-minus']
}

/** The states in the order a coordinator looks through them. */
const STATES = ['enrolled', 'nominated', 'confirmed', 'refused', 'left']

/** @param {{ state: string, state_label: string }} promoter */
function chipOf({ state, state_label }) {
  const [tone, icon] = LOOKS[state] || ['info', 'info-circle']
  return { tone, icon: icon + '-' + tone, word: state_label }
}

/** Whether nobody stands there any more, so that one may begin anew. @param {{ state: string } | null} promoter */
const isOver = promoter => promoter === null || promoter.state === 'refused' || promoter.state === 'left'

/** The consent of a promoter in the plan. @param {Wire.Campaign} campaign @returns {Wire.Consent | null} */
function consentOf(campaign) {
  return campaign.consents.find(one => one.id === CONSENT) || null
}

/** As components/consent-list shows one. @param {Wire.Consent | null} consent @param {boolean} ticked */
function consentShown(consent, ticked) {
  return { together: [], separately: consent ? [Object.assign({}, consent, { separate: true, must: true, ticked })] : [], cases: [] }
}

/** Where somebody shared to begins, with the mark that counts him among all. @param {string} link https …/p/<slug> */
function pathOf(link) {
  return '/pages/home/home?p=' + link.slice(link.lastIndexOf('/') + 1)
}

/**
 * What a nomination lacks, a field each; {} when it may go.
 * @param {Pick<Offline.Nomination, 'unit' | 'member' | 'name' | 'phone' | 'statement'>} nomination
 * @returns {Record<string, string>}
 */
function faultsOf({ unit, member, name, phone, statement }) {
  /** @type {Record<string, string>} */
  const by_name = member ? {} : { unit: unit ? '' : words.lacking.unit, name: nameFault(name), phone: phoneFault(phone) }
  return said(Object.assign({}, by_name, { statement: statementFault(statement) }))
}

/** @param {Record<string, string>} faults */
function said(faults) {
  return Object.entries(faults).filter(([, says]) => says).reduce((all, [field, says]) => Object.assign(all, { [field]: says }), {})
}

/** @param {string} name */
function nameFault(name) {
  if (isBlank(name)) return words.lacking.name
  return isUnprintable(name) || length(strip(name)) > NAME_AT_MOST ? words.lacking.odd_name(NAME_AT_MOST) : ''
}

/** Written with gaps or not. @param {string} phone */
function phoneFault(phone) {
  if (isBlank(phone)) return words.lacking.phone
  return DIGITS.test(strip(phone).replace(/[ +-]/g, '')) ? '' : words.lacking.odd_phone
}

/** @param {string} text */
function statementFault(text) {
  return length(text) > STATEMENT_AT_MOST ? words.lacking.long(STATEMENT_AT_MOST) : ''
}

/**
 * The units somebody coordinates, each once. @param {Wire.Account | null} account @param {Record<string, string>} names
 * @returns {{ id: string, name: string }[]}
 */
function unitsOf(account, names) {
  const held = account ? account.roles.filter(one => one.role === 'coordinator' && one.over.indexOf(OVER_UNIT) === 0) : []
  const ids = held.map(one => one.over.slice(OVER_UNIT.length))
  return ids.filter((id, i) => ids.indexOf(id) === i).map(id => ({ id, name: names[id] || '' }))
}

/** Where a form of this phone stands. @param {Ports.Saved & { ready: boolean }} form */
function markOf({ saved, problem, ready }) {
  if (saved === 'refused') return { tone: 'bad', icon: 'alert-triangle-bad', words: words.marks.refused(problem ? problem.detail : '') }
  if (saved === 'conflict') return { tone: 'warn', icon: 'alert-triangle-warn', words: words.marks.conflict }
  if (!ready) return { tone: 'info', icon: 'device-mobile-soft', words: words.marks.unfinished }
  return { tone: 'warn', icon: 'cloud-upload-info', words: problem ? words.marks.phone_only(problem.detail) : words.marks.phone }
}

/** The last received first, each once. @template {{ id: string, received_at?: string }} T @param {T[]} first @param {T[]} then */
function joined(first, then) {
  return first.concat(then.filter(one => !first.some(other => other.id === one.id)))
}

module.exports = { STATES, STATEMENT_AT_MOST, chipOf, consentOf, consentShown, faultsOf, isOver, joined, markOf, pathOf, statementFault, unitsOf }
