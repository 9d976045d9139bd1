// My works as the list shows them: those of the service and the drafts of this phone, each work once. Pure.
const { chip, nextThing, groups } = require('../../domain/entries')
const { spoken, toWire } = require('../../domain/dates')
const words = require('../../words').mine
const { and } = require('../../words').domain

/** @typedef {Wire.EntryLine} Line */
/** @typedef {Line & { draft: Ports.Draft | null }} Standing */
/**
 * @typedef {object} Known
 * @property {Line[]} lines what the service said, as far as it was read
 * @property {Ports.Draft[]} drafts
 * @property {Ports.OutboxItem[]} items writes on their way
 * @property {Ports.Upload[]} uploads
 * @property {Wire.Track[]} tracks
 * @property {string} me account id
 * @property {number} now
 */

const EDITOR = '/pages/entry-edit/entry-edit?id='
const BUTTONS = /** @type {Record<string, string>} */ ({ draft: words.labels.write, returned: words.labels.change, supplement: words.labels.supplement })

/** Each work once, with the newest words wherever they stand. @param {Line[]} lines @param {Ports.Draft[]} drafts @returns {Standing[]} */
function merged(lines, drafts) {
  const known = lines.map(line => standing(line, drafts.find(draft => draft.id === line.id) || null))
  const own = drafts.filter(draft => !lines.some(line => line.id === draft.id)).map(draft => standing(lineOf(draft), draft))
  return own.concat(known)
}

/** @param {Line} line @param {Ports.Draft | null} draft @returns {Standing} */
function standing(line, draft) {
  const newer = draft && draft.saved !== 'server' ? { title: draft.title, type: draft.type, saved_at: toWire(draft.changed_at) } : {}
  return Object.assign({}, line, newer, { draft })
}

/** A draft the service does not know, or was not asked about. @param {Ports.Draft} draft @returns {Line} */
function lineOf({ id, campaign, track, type, title, authors, revision, changed_at }) {
  return {
    id, campaign, track, type, title, authors, revision, state: 'draft', shown_state: 'draft', state_label: revision ? words.changing : words.draft,
    author: null, entered_by: '', unit: null, unit_typed: null, reporting_unit: null, saved_at: toWire(changed_at), submitted_at: null, editable_until: null, exhibited: false
  }
}

/** Whether I wrote it in another's name (代报). @param {Standing} one @param {string} me */
function isBehalf(one, me) {
  return Boolean(one.draft && one.draft.on_behalf_of) || (one.entered_by === me && one.author !== me)
}

/** @param {Standing} one @param {Known} known */
function cardOf(one, known) {
  const next = nextThing(Object.assign({ moves: [], files: [] }, /** @type {any} */ (one)), known.now)
  const button = next.todo ? { label: BUTTONS[one.shown_state], url: EDITOR + one.id } : null
  return {
    id: one.id, title: one.title || words.untitled, track: trackOf(one, known), chip: chip(one), next: next.words, todo: next.todo, button,
    when: one.submitted_at && !next.todo ? words.submitted(spoken(one.submitted_at, known.now)) : words.saved(spoken(one.saved_at, known.now)),
    marks: marksOf(one, known)
  }
}

/** @param {Standing} one @param {Known} known */
function trackOf(one, { tracks, me }) {
  const track = tracks.find(each => each.id === one.track)
  const type = track && track.types.length > 1 ? track.types.find(each => each.id === one.type) : undefined
  return [track ? track.label : '', type ? type.label : '', isBehalf(one, me) ? behalfWords(one) : ''].filter(Boolean).join(' · ')
}

/** @param {Standing} one */
function behalfWords({ draft, authors }) {
  const names = draft && draft.on_behalf_of ? [draft.on_behalf_of.name] : authors.map(author => author.name)
  const told = names.filter(Boolean)
  return told.length ? words.behalf(and(told)) : words.behalf_nameless
}

/** What of it is still on this phone. @param {Standing} one @param {Known} known */
function marksOf(one, { items, uploads }) {
  const moves = items.filter(item => item.path.indexOf('/api/entries/' + one.id + '/moves/') === 0).map(item => item.body.act)
  const under_way = uploads.filter(upload => upload.about === one.id && upload.state !== 'done').length
  return [
    one.draft ? savedMark(one.draft) : null,
    moves.indexOf('submit') >= 0 ? { tone: 'warn', icon: 'clock-warn', words: words.marks.submit } : null,
    moves.indexOf('withdraw') >= 0 ? { tone: 'warn', icon: 'clock-warn', words: words.marks.withdraw } : null,
    under_way ? { tone: 'info', icon: 'cloud-upload-soft', words: words.marks.uploads(under_way) } : null
  ].filter(Boolean)
}

/** @param {Ports.Draft} draft */
function savedMark({ saved, problem }) {
  if (saved === 'server') return null
  if (saved === 'conflict') return { tone: 'warn', icon: 'alert-triangle-warn', words: words.marks.conflict }
  if (saved === 'refused') return { tone: 'bad', icon: 'alert-triangle-bad', words: words.marks.refused(problem ? problem.detail : '') }
  return { tone: 'info', icon: 'device-mobile-soft', words: words.marks.phone }
}

/**
 * The list in heaps, what waits for me first.
 * @param {Known} known @param {'all' | 'todo' | 'behalf'} filter
 */
function mineView(known, filter) {
  const all = merged(known.lines, known.drafts)
  const asked = filter === 'behalf' ? all.filter(one => isBehalf(one, known.me)) : all
  const heaps = groups(asked).filter(heap => filter !== 'todo' || heap.id === 'todo')
  const waiting = groups(all).find(heap => heap.id === 'todo')
  return {
    groups: heaps.map(heap => ({ id: heap.id, label: heap.label, cards: heap.items.map(one => cardOf(/** @type {Standing} */ (one), known)) })),
    todo: waiting ? waiting.items.length : 0
  }
}

module.exports = { mineView, merged }
