// The decoder of QR codes, a file of its own: fetched when a camera is first held up.
const jsQR = require('jsqr')

/** What the code in a picture says, or null. `data`: RGBA. */
window.decodePicture = ({ data, width, height }) => {
  const found = jsQR(data, width, height, { inversionAttempts: 'dontInvert' })
  return found && (found.data || null)
}
