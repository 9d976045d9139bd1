// What the editor shows of a draft: questions in heaps, steps and how far they are, what is lacking. Pure.
const { grouped } = require('../../domain/steps')
const { faults, required, PEOPLE } = require('../../domain/forms')
const { counts } = require('../../domain/counts')
const { consents, lacking } = require('../../domain/consents')
const words = require('../../words').editor

/**
 * @typedef {object} Writing what a drawing rests on
 * @property {Wire.Campaign} campaign
 * @property {Wire.Track} track
 * @property {Ports.Draft} draft
 * @property {Record<string, 'asked' | 'filled'>} heaps where each question was first shown: it must not jump while it is being answered
 * @property {Record<string, boolean>} touched questions the person has left
 * @property {Record<string, boolean>} cases e.g. { minors: true }
 * @property {boolean} tried to submit: every fault is shown from then on
 * @property {{ kind: Wire.FileKind, state: string }[]} files here and on their way
 */

/** @param {Writing} writing */
function formView(writing) {
  const { track, draft } = writing
  const placed = place(writing)
  const people = placed.find(one => one.id === PEOPLE)
  const own = placed.filter(one => one.id !== PEOPLE)
  const mine = (/** @type {boolean} */ personal) => own.filter(one => isAboutPeople(one) === personal)
  const work = heapsOf(mine(false), writing)
  const who = heapsOf(mine(true), writing)
  const asks = consents(track, draft, writing.campaign.consents, writing.cases)
  const gaps = gapsOf(writing, asks)
  return {
    type: draft.type, work, who, people: people ? peopleView(people, writing) : null, consents: asks,
    consents_fault: writing.tried && gaps.some(one => one.at === 'consents') ? words.consents_fault : '',
    steps: stepsOf(writing, gaps), gaps: writing.tried ? gaps : [], gap_count: gaps.length
  }
}

/** Every question with the heap it stays in, in the form's order. @param {Writing} writing */
function place({ track, draft, heaps }) {
  const now = grouped(track, draft)
  const order = ['type', 'title'].concat(track.form.fields.map(field => field.id), PEOPLE)
  return /** @type {('asked' | 'filled' | 'optional')[]} */ (['asked', 'filled', 'optional'])
    .reduce((all, heap) => all.concat(now[heap].map(question => Object.assign({ heap: stay(heaps, question.id, heap) }, question))), /** @type {any[]} */ ([]))
    .sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id))
}

/** @param {Writing['heaps']} heaps remembers @param {string} id @param {'asked' | 'filled' | 'optional'} now */
function stay(heaps, id, now) {
  if (now === 'optional') return now
  if (!heaps[id]) heaps[id] = now
  return heaps[id]
}

/** What is asked of people stands in the second step: their own data, and what was filled in from mine. @param {any} question */
function isAboutPeople(question) {
  return Boolean(question.personal) || String(question.default || '').indexOf('me.') === 0
}

/** @param {any[]} questions @param {Writing} writing */
function heapsOf(questions, writing) {
  const heap = (/** @type {string} */ name) => questions.filter(one => one.heap === name).map(one => questionView(one, writing))
  const [asked, filled, optional] = ['asked', 'filled', 'optional'].map(heap)
  return { asked, filled, optional, filled_says: words.filled(filled.length), optional_says: words.optional(optional.length) }
}

/** @param {any} question @param {Writing} writing */
function questionView(question, { draft, track, touched, tried }) {
  const { id, of, kind, label, at_least, at_most, unknown, precision } = question
  const least = at_least && (kind === 'line' || kind === 'text') ? words.at_least(at_least) : ''
  return {
    id, of, kind, label, at_most, unknown, month: precision === 'month', help: [question.help, least].filter(Boolean).join(words.then),
    optional: !required(question, draft.type, draft.fields), value: valueOf(question, draft), choices: choicesOf(question, track),
    fault: (tried || touched[id]) && question.faults[0] || ''
  }
}

/** @param {any} question @param {Ports.Draft} draft */
function valueOf({ id, of }, draft) {
  return of === 'fields' ? draft.fields[id] : draft[/** @type {'type' | 'title'} */ (of)]
}

/** @param {any} question @param {Wire.Track} track */
function choicesOf({ of, options = [] }, track) {
  if (of === 'type') return track.types.map(one => ({ value: one.id, label: one.label }))
  return options.map((/** @type {string} */ one) => ({ value: one, label: one }))
}

/** @param {any} question @param {Writing} writing */
function peopleView(question, { track, draft, touched, tried }) {
  const wrong = question.faults.length > 0
  return {
    people: track.people, authors: draft.authors, fault: tried || touched[PEOPLE] ? question.faults.join(words.then) : '',
    folded: question.heap === 'filled' && !wrong, label: question.label,
    says: draft.authors.map(one => one.role ? words.credit(one.name, one.role) : one.name).join(words.and)
  }
}

/**
 * Everything that keeps the work from being submitted, in the order of the screen. `at`: the step, `anchor`: what to scroll to.
 * @param {Writing} writing @param {ReturnType<typeof consents>} asks
 */
function gapsOf({ track, draft, files }, asks) {
  const about = (/** @type {string} */ id) => {
    const field = track.form.fields.find(one => one.id === id)
    return id === PEOPLE || (field && isAboutPeople(field)) ? 'people' : 'work'
  }
  const form = faults(track, draft).map(({ field, label, says }) => ({ at: about(field), anchor: field === PEOPLE ? 'q-authors' : 'q-' + field, label, says }))
  const media = counts(track, draft.type, files.filter(file => file.state !== 'refused'))
    .map(gap => ({ at: 'files', anchor: 'step-files', label: gap.label, says: gap.todo || gap.says }))
  const given = lacking(asks).map(({ label, says }) => ({ at: 'consents', anchor: 'step-consents', label, says }))
  return sorted(form).concat(media, waitingGap(files), given).map((one, i) => Object.assign({ id: i }, one))
}

/** @param {{ at: string, anchor: string, label: string, says: string }[]} gaps */
function sorted(gaps) {
  return gaps.filter(one => one.at === 'work').concat(gaps.filter(one => one.at !== 'work'))
}

/** Files that are not with the service yet, or were refused. @param {Writing['files']} files */
function waitingGap(files) {
  const count = (/** @type {string} */ state) => files.filter(file => file.state === state).length
  const gap = (/** @type {string} */ says) => ({ at: 'files', anchor: 'step-files', label: words.files, says })
  return (count('waiting') ? [gap(words.still_sending(count('waiting')))] : []).concat(count('refused') ? [gap(words.refused_files(count('refused')))] : [])
}

/** @param {Writing} writing @param {{ at: string }[]} gaps */
function stepsOf({ track }, gaps) {
  const names = { work: words.steps.work, people: words.steps.people[track.kind], files: words.steps.files, consents: words.steps.consents }
  return /** @type {(keyof typeof names)[]} */ (Object.keys(names)).map((id, i) => ({
    id, number: words.numbers[i], label: names[id], done: !gaps.some(one => one.at === id)
  }))
}

/**
 * The elderly mode: one question a screen, then what was filled in, the files, the undertakings, and submitting.
 * @param {ReturnType<typeof formView>} view
 * @returns {{ id: string, kind: 'question' | 'people' | 'review' | 'files' | 'consents' | 'submit', question: any }[]}
 */
function walkOf({ work, who, people }) {
  const asked = work.asked.concat(who.asked).map((/** @type {any} */ question) => ({ id: question.id, kind: /** @type {const} */ ('question'), question }))
  const own = people && !people.folded ? [{ id: PEOPLE, kind: /** @type {const} */ ('people'), question: null }] : []
  const kinds = /** @type {('review' | 'files' | 'consents' | 'submit')[]} */ (['review', 'files', 'consents', 'submit'])
  return /** @type {ReturnType<typeof walkOf>} */ (asked).concat(own, kinds.map(kind => ({ id: kind, kind, question: null })))
}

module.exports = { formView, walkOf }
