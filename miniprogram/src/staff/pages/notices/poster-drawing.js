// How the poster is drawn: the campaign's name on red, what is said in large type, where to find the mini program. Pure but for the pen.

const SIDE = { width: 750, height: 1000 }
const MARGIN = 60
const BANNER = 250
const FOOT = 150
const FACE = '"PingFang SC", "Noto Sans CJK SC", sans-serif'

/** The light look's tokens: a poster leaves the phone. */
const COLOURS = { brand: '#C8161D', deep: '#8F0E13', gold: '#E3A93C', ink: '#1E1A17', soft: '#6B625A', paper: '#FBF7F2', line: '#ECE4DA', on_banner: '#FFFFFF' }

/** @param {any} pen a canvas' 2d context of SIDE @param {{ name: string, title: string, says: string, find: string, sponsors: string }} shown */
function drawPoster(pen, shown) {
  pen.fillStyle = COLOURS.paper
  pen.fillRect(0, 0, SIDE.width, SIDE.height)
  drawBanner(pen, shown.name)
  const below = drawText(pen, shown.title, { top: BANNER + 60, size: 48, weight: 600, lines: 3, colour: COLOURS.ink })
  drawText(pen, shown.says, { top: below + 28, size: 32, weight: 400, lines: 9, colour: COLOURS.ink })
  drawFoot(pen, shown)
}

/** @param {any} pen @param {string} name */
function drawBanner(pen, name) {
  const wash = pen.createLinearGradient(0, 0, SIDE.width, BANNER)
  wash.addColorStop(0, COLOURS.deep)
  wash.addColorStop(1, COLOURS.brand)
  pen.fillStyle = wash
  pen.fillRect(0, 0, SIDE.width, BANNER)
  pen.fillStyle = COLOURS.gold
  pen.fillRect(MARGIN, BANNER - 40, 96, 6)
  name.split(' ').slice(0, 2).forEach((line, at) => write(pen, line, { x: MARGIN, y: 100 + at * 68, size: 50, weight: 600, colour: COLOURS.on_banner }))
}

/** @param {any} pen @param {{ find: string, sponsors: string }} shown */
function drawFoot(pen, { find, sponsors }) {
  const top = SIDE.height - FOOT
  pen.fillStyle = COLOURS.line
  pen.fillRect(MARGIN, top, SIDE.width - 2 * MARGIN, 2)
  write(pen, find, { x: MARGIN, y: top + 60, size: 34, weight: 600, colour: COLOURS.brand })
  drawText(pen, sponsors, { top: top + 76, size: 24, weight: 400, lines: 2, colour: COLOURS.soft })
}

/**
 * A text within the margins, cut with "…" after its last line. @returns {number} where it ends
 * @param {any} pen @param {string} text @param {{ top: number, size: number, weight: number, lines: number, colour: string }} set
 */
function drawText(pen, text, { top, size, weight, lines, colour }) {
  pen.font = fontOf(size, weight)
  const all = wrapped(text, SIDE.width - 2 * MARGIN, part => pen.measureText(part).width)
  const kept = all.length > lines ? all.slice(0, lines - 1).concat(all[lines - 1].slice(0, -1) + '…') : all
  const step = Math.round(size * 1.5)
  kept.forEach((line, at) => write(pen, line, { x: MARGIN, y: top + size + at * step, size, weight, colour }))
  return top + kept.length * step
}

/** @param {any} pen @param {string} line @param {{ x: number, y: number, size: number, weight: number, colour: string }} set */
function write(pen, line, { x, y, size, weight, colour }) {
  pen.font = fontOf(size, weight)
  pen.fillStyle = colour
  pen.fillText(line, x, y)
}

/** @param {number} size @param {number} weight */
const fontOf = (size, weight) => weight + ' ' + size + 'px ' + FACE

/** A text in lines no wider than `width`. @param {string} text @param {number} width @param {(part: string) => number} measure @returns {string[]} */
function wrapped(text, width, measure) {
  return text.split('\n').reduce((/** @type {string[]} */ lines, paragraph) => lines.concat(linesOf(paragraph, width, measure)), []).filter(Boolean)
}

/** @param {string} paragraph @param {number} width @param {(part: string) => number} measure */
function linesOf(paragraph, width, measure) {
  const lines = ['']
  for (const one of Array.from(paragraph)) {
    const last = lines[lines.length - 1]
    if (last && measure(last + one) > width) lines.push(one)
    else lines[lines.length - 1] = last + one
  }
  return lines
}

module.exports = { SIDE, drawPoster, wrapped }
