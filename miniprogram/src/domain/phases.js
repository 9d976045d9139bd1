// The campaign's stages and what is open for a worker, at an instant: `now` in milliseconds, corrected to the service's clock by the caller.
const words = require('../words').domain.phases
const { instant, deadline, endOf, leftUntil, daysLeft, beginning } = require('./dates')

const STAGES = /** @type {('launch' | 'conduct' | 'summary' | 'exhibition')[]} */ (['launch', 'conduct', 'summary', 'exhibition'])
const MINE = ['submit', 'enrol', 'check_in']     // what a worker himself does; the rest of the permits are the staff's

/**
 * @typedef {'past' | 'open' | 'future'} State
 * @typedef {{ phase: string, act: string, label: string, words: string, days_left: number, closes: string, due: string | null, due_words: string }} Open
 * @typedef {{ act: string, state: State | 'none', words: string, days_left: number | null, closes: string | null, due: string | null, due_words: string }} Window
 */

/**
 * The ribbon of the home page: the stages in order, one of them open at a time (the exhibition beside them when it is under way),
 * what is open for a worker, and one line that says it.
 * @param {Wire.Campaign} campaign @param {number} now @param {{ name: string, line?: string } | null} [liaison]
 * @returns {{ stages: { id: string, label: string, state: State }[], open: Open[], words: string }}
 */
function ribbon(campaign, now, liaison = null) {
  return { stages: stagesOf(campaign, now), open: openFor(campaign, now), words: lineOf(campaign, now, liaison) }
}

/** @param {Wire.Campaign} campaign @param {number} now */
function stagesOf(campaign, now) {
  const known = STAGES.map(id => ({ id, phases: campaign.phases.filter(phase => phase.stage === id) })).filter(one => one.phases.length)
  const current = known.find(stage => now < stageEnds(stage.phases))
  return known.map(stage => ({ id: stage.id, label: words.stages[stage.id], state: stageState(stage, current, now) }))
}

/** @param {{ id: string, phases: Wire.Phase[] }} stage @param {{ id: string } | undefined} current @param {number} now @returns {State} */
function stageState(stage, current, now) {
  const opened = stage.phases.some(phase => now >= instant(phase.opens))
  if (now >= stageEnds(stage.phases)) return 'past'
  return opened && (stage === current || stage.id === 'exhibition') ? 'open' : 'future'
}

/** Staff acts stay open long after they are due, so a stage is over when its last due date has passed, and nobody may submit any more. @param {Wire.Phase[]} phases */
function stageEnds(phases) {
  return Math.max.apply(null, phases.map(phase => instant(phase.due === null || phase.permits.indexOf('submit') >= 0 ? phase.closes : phase.due)))
}

/** @param {Wire.Phase} phase @param {number} now @returns {State} */
function stateOf(phase, now) {
  return now < instant(phase.opens) ? 'future' : now < instant(phase.closes) ? 'open' : 'past'
}

/** What a worker may do now, soonest closing first. @param {Wire.Campaign} campaign @param {number} now @returns {Open[]} */
function openFor(campaign, now) {
  return campaign.phases.filter(phase => stateOf(phase, now) === 'open' && phase.permits.some(act => MINE.indexOf(act) >= 0))
    .sort((one, other) => instant(one.closes) - instant(other.closes))
    .map(phase => ({
      phase: phase.id, act: phase.permits.filter(act => MINE.indexOf(act) >= 0)[0], label: phase.label,
      words: words.closes(phase.label, deadline(phase.closes, now)), days_left: daysLeft(phase.closes, now),
      closes: phase.closes, due: phase.due, due_words: dueWords(phase, now)
    }))
}

/** The reporting units' date, while it is ahead and earlier than the closing. @param {Wire.Phase} phase @param {number} now */
function dueWords({ due, closes }, now) {
  return due !== null && now < instant(due) && instant(due) < instant(closes) ? words.due(endOf(due, now, true)) : ''
}

/** @param {Wire.Campaign} campaign @param {number} now @param {{ name: string, line?: string } | null} liaison */
function lineOf(campaign, now, liaison) {
  if (now >= instant(campaign.ends)) return words.over
  const mine = windowOf(campaign, 'submit', now, liaison)
  const left = mine.state === 'open' && mine.closes !== null ? leftUntil(mine.closes, now) : ''
  const label = labelOf(campaign, 'submit', now)
  return left ? words.left(label, left) : mine.words
}

/** @param {Wire.Campaign} campaign @param {string} act @param {number} now */
function labelOf(campaign, act, now) {
  const phase = phaseOf(campaign, act, now)
  return phase ? phase.label : ''
}

/** The phase that speaks for an act: the one open now, else the next to open, else the last to have closed. @param {Wire.Campaign} campaign @param {string} act @param {number} now */
function phaseOf(campaign, act, now) {
  const listed = campaign.phases.filter(phase => phase.permits.indexOf(act) >= 0)
  const ahead = listed.filter(phase => stateOf(phase, now) === 'future').sort((one, other) => instant(one.opens) - instant(other.opens))
  const behind = listed.slice().sort((one, other) => instant(other.closes) - instant(one.closes))
  return listed.find(phase => stateOf(phase, now) === 'open') || ahead[0] || behind[0] || null
}

/**
 * One act's window in words: how long it is open, when it opens, or that it is over and whom to ask.
 * @param {Wire.Campaign} campaign @param {string} act @param {number} now @param {{ name: string, line?: string } | null} [liaison] @returns {Window}
 */
function windowOf(campaign, act, now, liaison = null) {
  const phase = phaseOf(campaign, act, now)
  if (!phase) return { act, state: 'none', words: words.none, days_left: null, closes: null, due: null, due_words: '' }
  const state = stateOf(phase, now)
  return {
    act, state, words: windowWords(campaign, phase, state, now, liaison), days_left: state === 'open' ? daysLeft(phase.closes, now) : null,
    closes: phase.closes, due: phase.due, due_words: state === 'open' ? dueWords(phase, now) : ''
  }
}

/** @param {Wire.Campaign} campaign @param {Wire.Phase} phase @param {State} state @param {number} now @param {{ name: string, line?: string } | null} liaison */
function windowWords(campaign, phase, state, now, liaison) {
  if (state === 'open') return words.closes(phase.label, deadline(phase.closes, now))
  if (state === 'future') return words.opens(phase.label, beginning(phase.opens, now))
  return words.closed(phase.label, endOf(phase.closes, now), whom(campaign, liaison))
}

/** The worker's own liaison, else the campaign's first office. @param {Wire.Campaign} campaign @param {{ name: string, line?: string } | null} liaison */
function whom(campaign, liaison) {
  const [office] = campaign.contacts
  const { name, line } = liaison || { name: office ? office.label : words.liaison, line: office ? office.line : '' }
  return line ? words.with_line(name, line) : name
}

/** Taking in works: windowOf(…, 'submit'). @param {Wire.Campaign} campaign @param {number} now @param {{ name: string, line?: string } | null} [liaison] */
function collection(campaign, now, liaison = null) {
  return windowOf(campaign, 'submit', now, liaison)
}

module.exports = { ribbon, collection, windowOf, openFor }
