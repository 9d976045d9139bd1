// Who made a work: the people credited, the roles they hold, and me put down for every role that must be held.
// Names are texts of any script ("卓玛·才让", "བཀྲ་ཤིས།"): nothing here splits, trims inside or re-orders them.
const words = require('../words').domain.people
const shape = require('../words').domain.forms.shape
const { textFault } = require('./answers')
const { isBlank, strip } = require('./text')

const NAME_AT_MOST = 25
const UNIT_AT_MOST = 50
const KEYS = ['name', 'role', 'unit']

/**
 * Me in every role that must be held, and in the first of those of which one must be. Blank names when I am not known yet.
 * @param {Wire.Track} track @param {Wire.Me | null} me @returns {Wire.Author[]}
 */
function defaultAuthors(track, me) {
  if (!track.people) return []
  const { required, any_of, at_most } = track.people
  const roles = required.length ? required : any_of.slice(0, 1)
  const unit = unitOf(me)
  return roles.slice(0, at_most).map(role => Object.assign({ name: (me && me.name) || '', role }, unit ? { unit } : {}))
}

/** The name of my unit, as I typed it where it could not be found; '' when neither. @param {Wire.Me | null} me */
function unitOf(me) {
  return (me && (me.unit_name || me.unit_typed)) || ''
}

/** A name given once fills the credits left blank. @param {Wire.Author[]} authors @param {string} name */
function named(authors, name) {
  return authors.map(one => isBlank(one.name) ? Object.assign({}, one, { name }) : one)
}

/** One line a person, with every role held: “卓玛（作词、作曲）”. @param {Wire.Author[]} authors @returns {string[]} */
function credits(authors) {
  /** @type {Map<string, string[]>} */
  const roles = new Map()
  authors.filter(one => !isBlank(one.name)).forEach(one => roles.set(strip(one.name), (roles.get(strip(one.name)) || []).concat(one.role || [])))
  return Array.from(roles, ([name, held]) => held.length ? words.credit(name, held) : name)
}

/** What can never be stored. @param {Wire.People | null} people @param {any} authors @returns {string[]} */
function peopleFaults(people, authors) {
  if (!Array.isArray(authors)) return [shape]
  if (!people) return authors.length ? [words.none_here] : []
  const faults = /** @type {string[]} */ ([])
  authors.forEach((one, i) => {
    const says = personFault(people, one)
    if (says) faults.push(words.nth(i + 1, says))
  })
  return authors.length > people.at_most ? faults.concat(words.too_many(people.at_most, authors.length)) : faults
}

/** @param {Wire.People} people @param {any} one @returns {string | null} */
function personFault(people, one) {
  if (one === null || typeof one !== 'object' || Array.isArray(one) || Object.keys(one).some(key => KEYS.indexOf(key) < 0)) return shape
  const bounds = /** @type {[string, string, number][]} */ ([
    ['name', words.name, NAME_AT_MOST], ['role', words.role, NAME_AT_MOST], ['unit', words.unit, UNIT_AT_MOST]])
  for (const [key, what, at_most] of bounds) {
    const says = one[key] === null || one[key] === undefined ? null : textFault(one[key], at_most)
    if (says) return words.of(what, says)
  }
  return one.role && people.roles.indexOf(one.role) < 0 ? words.role_of(people.roles) : null
}

/** Names left blank and roles nobody holds. Give it people without faults. @param {Wire.People | null} people @param {Wire.Author[]} authors */
function peopleMissing(people, authors) {
  if (!people) return []
  const faults = /** @type {string[]} */ ([])
  authors.forEach((one, i) => {
    if (isBlank(one.name)) faults.push(words.fill(i + 1, words.name))
    if (isBlank(one.role)) faults.push(words.fill(i + 1, words.role))
  })
  const held = authors.filter(one => !isBlank(one.name)).map(one => one.role)
  const lacking = people.required.filter(role => held.indexOf(role) < 0)
  if (lacking.length) faults.push(words.lacking(lacking))
  if (people.any_of.length && !people.any_of.some(role => held.indexOf(role) >= 0)) faults.push(words.any_of(people.any_of))
  return faults
}

module.exports = { defaultAuthors, unitOf, named, credits, peopleFaults, peopleMissing }
