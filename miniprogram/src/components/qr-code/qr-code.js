// A code to be scanned from this screen: black on white whatever the look, at the screen's own density, quiet around it.
const { squaresOf, placed } = require('../../domain/qr')
const words = require('../../words').qr_code

Component(/** @type {Screen} */ ({
  properties: {
    /** What it says; nothing is drawn for '' */
    text: { type: String, value: '' },
    /** Its side in px, the quiet zone within; 0 is as wide as its place */
    size: { type: Number, value: 0 },
    /** Its name for those who listen */
    label: { type: String, value: words.label }
  },

  observers: { 'text, size': function () { this.draw() } },
  lifetimes: { ready() { this.draw() } },

  methods: {
    /** Measured anew each time: the place may have changed with the screen. */
    draw() {
      this.createSelectorQuery().select('.qr-code-drawing').fields({ node: true, size: true }, found => {
        if (found && found.node && found.width) drawOn(found.node, found.width, this.data.text)
      }).exec()
    }
  }
}))

/** @param {any} canvas @param {number} side in px @param {string} text */
function drawOn(canvas, side, text) {
  const dots = Math.round(side * density())
  canvas.width = dots
  canvas.height = dots
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, dots, dots)
  if (text) fill(pen, dots, squaresOf(text))
}

/** @param {any} pen @param {number} dots @param {ReturnType<typeof squaresOf>} code */
function fill(pen, dots, { count, isDark }) {
  const { cell, from } = placed(dots, count)
  pen.fillStyle = '#000000'
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      if (isDark(row, column)) pen.fillRect(from + column * cell, from + row * cell, cell, cell)
    }
  }
}

/** Dots of the screen to a px. */
function density() {
  const told = wx.getWindowInfo ? wx.getWindowInfo() : wx.getSystemInfoSync()
  return told.pixelRatio || 1
}
