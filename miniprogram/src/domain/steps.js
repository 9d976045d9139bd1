// A draft as a person meets it: what still needs him, what was filled in for him, how far he is, one question a screen.
const words = require('../words').domain.forms
const { questions, required, faults, PEOPLE } = require('./questions')
const { isBlank } = require('./text')

/**
 * @typedef {import('./questions').Written} Written
 * @typedef {import('./questions').Question & { of: 'type' | 'title' | 'fields' | 'authors', faults: string[], answered: boolean, types?: Wire.TrackType[] }} Asked
 *   `of`: where in the draft its answer lives
 */

/**
 * The questions of a draft in three heaps: `asked` (the person must answer), `filled` (answered for him, may be changed), `optional`.
 * A question stays in its heap while it is being answered; one filled in for him moves to `asked` only when it lacks its answer.
 * @param {Wire.Track} track @param {Written} draft @returns {{ asked: Asked[], filled: Asked[], optional: Asked[] }}
 */
function grouped(track, draft) {
  const all = every(track, draft)
  const isFilled = (/** @type {Asked} */ one) => (one.default !== undefined || one.of === 'authors') && one.answered
  const must = all.filter(one => required(one, draft.type, draft.fields) && !isFilled(one))
  return {
    asked: must.filter(one => one.id !== 'type' || track.types.length > 1),
    filled: all.filter(one => isFilled(one)),
    optional: all.filter(one => must.indexOf(one) < 0 && !isFilled(one))
  }
}

/** Type and title stand before the form's own questions. @param {Wire.Track} track @param {Written} draft @returns {Asked[]} */
function every(track, draft) {
  const wrong = faults(track, draft)
  const says = (/** @type {string} */ id) => wrong.filter(one => one.field === id).map(one => one.says)
  const own = questions(track, draft.type).filter(field => field.id !== PEOPLE || track.people !== null)
  const head = /** @type {any[]} */ (track.types.length ? [Object.assign(
    bare('type', words.type, 'choice'), { types: track.types, options: track.types.map(one => one.label) })] : [])
  return head.concat(Object.assign(bare('title', track.title.label, 'line'), { at_most: track.title.at_most }), own)
    .map(field => Object.assign({}, field, {
      of: placeOf(field.id), faults: says(field.id), answered: !says(field.id).length && !isBlank(answerTo(field.id, draft))
    }))
}

/** @param {string} id @param {string} label @param {string} kind */
function bare(id, label, kind) {
  return { id, label, kind, required: true, by: 'author', unknown: false }
}

/** @param {string} id */
function placeOf(id) {
  return id === 'type' || id === 'title' || id === PEOPLE ? id : 'fields'
}

/** @param {string} id @param {Written} draft */
function answerTo(id, draft) {
  const place = placeOf(id)
  return place === 'fields' ? draft.fields[id] : draft[/** @type {'type' | 'title' | 'authors'} */ (place)]
}

/** How many of the answers that are needed stand, those filled in for the person included. @param {Wire.Track} track @param {Written} draft */
function progress(track, draft) {
  const { asked, filled } = grouped(track, draft)
  const needed = asked.concat(filled.filter(one => required(one, draft.type, draft.fields)))
  return { done: needed.filter(one => one.answered).length, of: needed.length }
}

/**
 * The elderly mode: one question a screen, then what was filled in, the files, the consents, and submitting.
 * @param {Wire.Track} track @param {Written} draft
 * @returns {{ id: string, kind: 'question' | 'review' | 'files' | 'consents' | 'submit', label: string, question: Asked | null }[]}
 */
function stepsOf(track, draft) {
  const { asked, filled, optional } = grouped(track, draft)
  const steps = /** @type {ReturnType<typeof stepsOf>} */ (
    asked.map(question => ({ id: question.of + '.' + question.id, kind: 'question', label: question.label, question })))
  const kinds = /** @type {('review' | 'files' | 'consents' | 'submit')[]} */ (['review', 'files', 'consents', 'submit'])
  return steps.concat(kinds.filter(kind => kind !== 'review' || filled.length || optional.length)
    .filter(kind => kind !== 'files' || track.media.length)
    .map(kind => ({ id: kind, kind, label: words.steps[kind], question: null })))
}

module.exports = { grouped, progress, stepsOf }
