// 文件检查 of one file as screens show it: a mark with its sign and its word, how far it is, what was found. Pure.
const words = require('../words').domain.checks

/** @typedef {{ tone: string, icon: string, words: string }} Finding */
/** @typedef {{ tone: string, icon: string, says: string, more: string, found: Finding[], passes: string[], passes_says: string }} CheckView */

const MARKS = /** @type {Record<string, [string, string]>} */ ({
  pass: ['ok', 'circle-check-ok'], warn: ['warn', 'alert-triangle-warn'], refuse: ['bad', 'circle-x-bad'], pending: ['info', 'hourglass-info']
})
const GOES_ON = ['examining', 'trying_again']

/**
 * @param {Wire.File} file @param {boolean} [mine] whether its author is told, who may wonder what is asked of him
 * @returns {CheckView} `more`: how far it is; `found`: what is to be mended, the worst first
 */
function checkView(file, mine = true) {
  const passes = wordsOf(file, 'pass')
  const refusals = wordsOf(file, 'refuse')
  const found = (file.state === 'refused' && !refusals.length ? [words.refused] : refusals).map(one => finding('refuse', one))
    .concat(wordsOf(file, 'warn').map(one => finding('warn', one)))
  return Object.assign(markOf(file), {
    more: progressOf(file, mine), found, passes, passes_says: passes.length && file.state === 'ready' ? words.passes(file.verdicts.length, passes.length) : ''
  })
}

/** @param {Wire.File} file */
function markOf(file) {
  if (file.state === 'waiting') return { tone: 'warn', icon: 'clock-warn', says: words.waiting }
  if (isGivenUp(file)) return { tone: 'warn', icon: 'alert-triangle-warn', says: words.given_up }
  const [tone, icon] = MARKS[file.check.outcome] || MARKS.pending
  return { tone, icon, says: words.mark(file.check.label) }
}

/** “正在检查 2/5”. @param {Wire.File} file @param {boolean} mine */
function progressOf({ state, progress }, mine) {
  if (state !== 'stored' || !progress) return ''
  if (progress.state === 'given_up' && mine) return words.given_up_then(progress.words)
  return progress.state === 'examining' ? words.step(progress.words, progress.done, progress.of) : progress.words
}

/** @param {Wire.File} file @param {Wire.Verdict['outcome']} outcome */
function wordsOf({ verdicts }, outcome) {
  return verdicts.filter(one => one.outcome === outcome).map(one => one.words)
}

/** @param {string} outcome @param {string} says @returns {Finding} */
function finding(outcome, says) {
  const [tone, icon] = MARKS[outcome]
  return { tone, icon, words: says }
}

/** @param {Wire.File} file */
function isGivenUp({ state, progress }) {
  return state === 'stored' && progress !== null && progress.state === 'given_up'
}

/** Whether its check goes on, so that asking again will tell more. @param {Wire.File} file */
function isBeingExamined({ state, progress }) {
  return state === 'stored' && progress !== null && GOES_ON.indexOf(progress.state) >= 0
}

/** Equal for files of which nothing new is to be shown. @param {Wire.File[]} files */
function signOf(files) {
  return JSON.stringify(files.map(({ id, state, check, progress, verdicts, renditions }) =>
    [id, state, check.outcome, progress && [progress.state, progress.done], verdicts.length, renditions.map(one => one.purpose)]))
}

module.exports = { checkView, isBeingExamined, signOf }
