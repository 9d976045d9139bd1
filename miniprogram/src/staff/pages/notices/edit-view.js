// A notice's form as the screen shows it. Pure.
const { asksOf, chosenOf, kindsOf } = require('../../../domain/audiences')
const { today, shanghai } = require('../../../domain/dates')
const { fieldsOf, timeValue } = require('../../../domain/keywords')
const { LIMITS, countOf, dueOf } = require('../../../domain/notices')
const words = require('../../../words').notice_edit

/** Where a tap on the reminder may lead; '' is the inbox. */
const PAGES = [
  ['', 'inbox'], ['/pages/home/home', 'home'], ['/pages/mine/mine', 'mine'],
  ['/pages/unit-events/unit-events', 'events'], ['/pages/gallery/gallery', 'gallery'], ['/staff/pages/events/events', 'staff']
]
const TEMPLATES = ['T1', 'T2', 'T3', 'T4']
const PARTS = /(\d{4})年(\d{1,2})月(\d{1,2})日(?: (\d{1,2}:\d{2}))?/
const NOON = '18:00'

/**
 * @param {Ports.NoticeDraft} form
 * @param {{ campaign: Wire.Campaign | null, templates: Record<string, Wire.ReminderTemplate>, now: number, tried: boolean, names: Record<string, string> }} known
 */
function formView(form, { campaign, templates, now, tried, names }) {
  const { title, words: says, forward, template, values, page, due_at, expires_at, working_time, once_a_day, revision, saved } = form
  const chosen = chosenOf(form.audience, form.campaign)
  const due = dueOf(due_at, working_time, now)
  return Object.assign(audienceView(form, chosen, campaign, names), {
    title, says, forward, counts: { title: countOf(title, LIMITS.title), words: countOf(says, LIMITS.words), forward: countOf(forward, LIMITS.forward) },
    templates: templatesOf(template, templates), fields: fieldsOf(template, values, template ? templates[template] : undefined, tried).map(one => Object.assign(one, timeParts(one.value, now))),
    pages: pagesOf(page), due, later: Boolean(due_at), day: due_at ? today(due_at) : '', time: due_at ? clockOf(due_at) : '', first_day: today(now), expires_day: expires_at ? today(expires_at) : '',
    working_time, once_a_day, waits: form.state === 'awaiting_approval', known: revision > 0, conflict: saved === 'conflict' ? conflictOf(form) : null
  })
}

/** @param {Ports.NoticeDraft} form @param {ReturnType<typeof chosenOf>} chosen @param {Wire.Campaign | null} campaign @param {Record<string, string>} names */
function audienceView(form, chosen, campaign, names) {
  const groups = kindsOf(chosen.kind)
  const track = campaign ? campaign.tracks.find(one => one.id === chosen.track) : undefined
  const found = groups.reduce((/** @type {{ id: string, label: string }[]} */ all, group) => all.concat(group.kinds), []).find(one => one.id === chosen.kind)
  const other = chosen.kind === 'other' ? form.audience_words || names.audience || words.other_audience : ''
  return {
    groups, audience_says: found ? found.label : other, asks: asksOf(chosen.kind), unit_name: chosen.unit ? names[chosen.unit] || words.labels.unit : '',
    track_label: track ? track.label : '', event_title: chosen.event ? names[chosen.event] || words.labels.event : ''
  }
}

/** @param {string | null} chosen @param {Record<string, Wire.ReminderTemplate>} known */
function templatesOf(chosen, known) {
  return [{ id: '', label: words.labels.no_template, on: chosen === null }].concat(
    TEMPLATES.filter(word => known[word] || word === chosen).map(word => ({ id: word, label: known[word] ? known[word].title : word, on: word === chosen })))
}

/** @param {string | null} page */
function pagesOf(page) {
  const listed = PAGES.map(([path, name]) => ({ path, label: words.pages[/** @type {'inbox'} */ (name)], on: path === (page || '') }))
  return listed.some(one => one.on) ? listed : listed.concat([{ path: String(page), label: words.other_page, on: true }])
}

/** The two halves of a time that WeChat takes, for the pickers. @param {string} value @param {number} now */
function timeParts(value, now) {
  const found = PARTS.exec(value)
  const day = found ? found[1] + '-' + two(found[2]) + '-' + two(found[3]) : today(now)
  return { day, clock: found && found[4] ? two(found[4].split(':')[0]) + ':' + found[4].split(':')[1] : NOON }
}

/** The time with one half picked anew. @param {string} value @param {'day' | 'clock'} what @param {string} picked @param {number} now */
function timeWith(value, what, picked, now) {
  const { day, clock } = Object.assign(timeParts(value, now), { [what]: picked })
  return timeValue(Date.parse(day + 'T' + clock + ':00+08:00'))
}

/** @param {string} at */
function clockOf(at) {
  const { hour, minute } = shanghai(at)
  return two(hour) + ':' + two(minute)
}

/** @param {string | number} count */
const two = count => String(count).padStart(2, '0')

/** @param {Ports.NoticeDraft} form */
function conflictOf({ title, words: says, problem }) {
  const theirs = problem && problem.context && typeof problem.context.current === 'object' ? problem.context.current : null
  return { mine: { title, says }, theirs: theirs ? { title: theirs.title, says: theirs.words } : null }
}

module.exports = { formView, timeWith }
