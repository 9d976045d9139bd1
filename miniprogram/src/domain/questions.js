// A track's form: its questions, what is filled in for the person, what is wrong. Faults are the service's, word for word
// (models/campaign/forms.py), so that nothing is refused there that was not said here first.
const said = require('../words').domain
const words = said.forms
const { SHAPES, textFault, longest } = require('./answers')
const { isBlank, length, strip } = require('./text')
const { defaultAuthors, peopleFaults, peopleMissing, unitOf } = require('./people')
const { today } = require('./dates')

const PEOPLE = 'authors'     // answered by Draft.authors, never by Draft.fields

/**
 * @typedef {{ field: string, label: string, says: string }} Fault
 * @typedef {Wire.Field & { unknown: boolean }} Question  `unknown`: of a newer service; the screen says that the program wants an update
 * @typedef {Pick<Ports.Draft, 'type' | 'title' | 'fields' | 'authors'>} Written
 */

/**
 * What the author is asked, in order, with the length that holds for the type.
 * @param {Wire.Track} track @param {string | null} type @returns {Question[]}
 */
function questions(track, type) {
  return track.form.fields.filter(field => field.by === 'author').map(field => {
    const at_most = longest(field, type)
    return Object.assign({}, field, { unknown: !SHAPES[field.kind] }, at_most === undefined ? {} : { at_most })
  })
}

/**
 * What a new draft starts with. Blank where nothing is known: those keys are absent.
 * @param {Wire.Track} track
 * @param {Wire.Me | null} me
 * @param {string | number} day today as YYYY-MM-DD, or an instant in milliseconds
 * @returns {{ type: string | null, fields: Record<string, any>, authors: Wire.Author[] }}
 */
function prefill(track, me, day) {
  const type = track.types.length === 1 ? track.types[0].id : null
  const fields = /** @type {Record<string, any>} */ ({})
  questions(track, type).forEach(field => {
    const answer = defaultAnswer(field, me, typeof day === 'number' ? today(day) : day)
    if (field.id !== PEOPLE && !isBlank(answer)) fields[field.id] = answer
  })
  return { type, fields, authors: defaultAuthors(track, me) }
}

/** @param {Question} field @param {Wire.Me | null} me @param {string} day @returns {any} */
function defaultAnswer(field, me, day) {
  switch (field.default) {
    case undefined: return null
    case 'today': return field.precision === 'month' ? day.slice(0, 7) : day
    case 'me.name': return me && me.name
    case 'me.phone': return me && me.phone
    case 'me.unit': return unitOf(me)
    default: return plainDefault(field)
  }
}

/** A default of the plan is always text; some kinds want another shape. @param {Question} field */
function plainDefault(field) {
  return field.kind === 'number' ? Number(field.default) : field.kind === 'choices' ? [field.default] : field.default
}

/**
 * Whether an answer is needed, given the type and the other answers.
 * @param {Wire.Field} field @param {string | null} type @param {Record<string, any>} answers
 */
function required(field, type, answers) {
  return field.required || (field.required_when || []).some(one => holds(one, type, answers))
}

/** @param {Wire.Condition} condition @param {string | null} type @param {Record<string, any>} answers */
function holds({ type: types = [], field, is = [] }, type, answers) {
  return (type !== null && types.indexOf(type) >= 0) || (field !== undefined && is.indexOf(answers[field]) >= 0)
}

/** What keeps a draft from being saved at all. @param {Wire.Track} track @param {Written} draft @returns {Fault[]} */
function shapeFaults(track, draft) {
  const { type, title, fields, authors } = draft
  const known = type === null || track.types.some(one => one.id === type)
  return faultIf('type', words.type, known ? null : words.no_type)
    .concat(faultIf('title', track.title.label, textFault(title, track.title.at_most)))
    .concat(answerFaults(track, type, fields))
    .concat(peopleFaults(track.people, authors).map(says => fault(PEOPLE, said.people.label, says)))
}

/** @param {Wire.Track} track @param {string | null} type @param {Record<string, any>} answers @returns {Fault[]} */
function answerFaults(track, type, answers) {
  const asked = questions(track, type).filter(field => field.id !== PEOPLE)
  const wrong = asked.filter(field => !field.unknown && !isBlank(answers[field.id]))
    .map(field => faultIf(field.id, field.label, SHAPES[field.kind](field, answers[field.id], type)))
  const strays = Object.keys(answers).filter(name => !asked.some(field => field.id === name))
    .map(name => fault(name, shown(name), words.unknown_field))
  return flat(wrong).concat(strays)
}

/**
 * What keeps a draft from being submitted, in the service's words and order: first what could not even be saved, else all that is lacking.
 * @param {Wire.Track} track @param {Written} draft @returns {Fault[]}
 */
function faults(track, draft) {
  const wrong = shapeFaults(track, draft)
  if (wrong.length) return wrong
  const { type, title, fields, authors } = draft
  return faultIf('type', words.type, track.types.length && type === null ? said.missing.choose : null)
    .concat(faultIf('title', track.title.label, isBlank(title) ? said.missing.fill : null))
    .concat(flat(questions(track, type).filter(field => field.id !== PEOPLE)
      .map(field => faultIf(field.id, field.label, lack(field, type, fields)))))
    .concat(peopleMissing(track.people, authors).map(says => fault(PEOPLE, said.people.label, says)))
}

/** @param {Question} field @param {string | null} type @param {Record<string, any>} answers @returns {string | null} */
function lack(field, type, answers) {
  const answer = answers[field.id]
  if (isBlank(answer)) {
    if (!required(field, type, answers)) return null
    return field.unknown ? said.missing.newer : (field.options || []).length ? said.missing.choose : said.missing.fill
  }
  const written = typeof answer === 'string' ? length(strip(answer)) : 0
  const least = field.kind === 'line' || field.kind === 'text' ? field.at_least || 0 : 0
  return written < least ? said.missing.too_short(least, written) : null
}

/** @param {string} field @param {string} label @param {string} says @returns {Fault} */
function fault(field, label, says) {
  return { field, label, says }
}

/** @param {string} field @param {string} label @param {string | null} says @returns {Fault[]} */
function faultIf(field, label, says) {
  return says ? [fault(field, label, says)] : []
}

/** @param {Fault[][]} lists @returns {Fault[]} */
function flat(lists) {
  return lists.reduce((all, some) => all.concat(some), /** @type {Fault[]} */ ([]))
}

/** @param {string} name */
function shown(name) {
  return Array.from(name).slice(0, 40).join('').replace(/[\0-\x1f\x7f-\x9f]/g, '')
}

module.exports = { questions, prefill, required, shapeFaults, faults, PEOPLE }
