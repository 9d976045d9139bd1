// What stands around the rotating code. Pure.
const { STEP_MS } = require('../../../domain/codes')
const words = require('../../../words').event_code

/** The ring of what is left of a code, as a background. @param {number} left in ms */
function ringOf(left) {
  return 'background: conic-gradient(var(--brand) ' + Math.round(left / STEP_MS * 100) + '%, var(--line) 0)'
}

/**
 * How many are there, as far as is known here and now.
 * @param {{ board: Wire.Board | null, online: boolean, saved: boolean, unsent: number }} found `saved`: the service has the event
 */
function countsView({ board, online, saved, unsent }) {
  const parts = (board ? [words.attended(board.attended)] : [])
    .concat(board && board.suspicious ? words.suspicious(board.suspicious) : [], unsent ? words.unsent(unsent) : [])
  const says = !online ? words.offline : !saved ? words.not_yet : board ? '' : words.counting
  return { parts, says, unsent: unsent > 0, offline: !online }
}

module.exports = { countsView, ringOf }
