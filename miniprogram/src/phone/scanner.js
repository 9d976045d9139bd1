// The camera that reads a code.

const { fault } = require('./fault')
const words = require('../words').phone

/**
 * Straight from the camera: a code sent around as a picture is not looked for in the album.
 * @returns {Promise<string>} what it says, a mini program code as `pages/…?scene=…`; '' when the person turned back.
 *   Fault refused_by_person, unsupported, cancelled (the camera failed)
 */
async function scan() {
  if (!wx.scanCode) throw fault('unsupported', words.scan_unsupported)
  try {
    const found = await wx.scanCode({ onlyFromCamera: true, scanType: ['qrCode', 'wxCode'] })
    return (found.scanType === 'WX_CODE' && found.path) || found.result || ''
  } catch (/** @type {any} */ why) {
    return afterFailure(String((why && why.errMsg) || why))
  }
}

/** @param {string} reason @returns {string} */
function afterFailure(reason) {
  if (/cancel/.test(reason)) return ''
  if (/auth|permission|privacy/.test(reason)) throw fault('refused_by_person', words.camera_refused)
  throw fault('cancelled', words.scan_failed)
}

module.exports = { scan }
