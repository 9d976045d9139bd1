// Files as the person picks them: from the album or the camera, from a chat, by kind.

const { fault } = require('./fault')
const { privacy } = require('./privacy')
const words = require('../words').phone

const EXTENSIONS = {
  song: ['mp3', 'wav', 'm4a', 'flac', 'aac'],
  document: ['pdf', 'doc', 'docx', 'jpg', 'jpeg', 'png', 'zip', 'xls', 'xlsx'],
  photo: ['jpg', 'jpeg', 'png', 'heic', 'heif'],
  video: ['mp4', 'mov', 'm4v']
}
const MOST_AT_ONCE = 9
const LONGEST_SHOT_S = 60
const CANCELLED = /cancel/
const REFUSED = /auth|permission|privacy/

/**
 * @param {Wire.FileKind} kind
 * @param {number} count at most
 * @param {'album' | 'chat' | 'paper'} [from] album (with the camera) for photo and video; paper the same, for a sheet that is photographed,
 *   which becomes a JPEG; chat for anything, and always for song and document
 * @returns {Promise<Ports.Picked[]>} empty when the person changed his mind; Fault refused_by_person, unsupported
 */
async function pick(kind, count, from = 'album') {
  await privacy.require()
  const album = from !== 'chat' && (kind === 'photo' || kind === 'video')
  try {
    const picked = await (album ? fromAlbum(kind, count, from === 'paper' ? ['compressed'] : ['original', 'compressed']) : fromChat(kind, count))
    return Promise.all(picked.map(measured))
  } catch (/** @type {any} */ why) {
    return afterFailure(String((why && why.errMsg) || why))
  }
}

/** @param {'photo' | 'video'} kind @param {number} count @param {('original' | 'compressed')[]} sizeType @returns {Promise<Ports.Picked[]>} */
async function fromAlbum(kind, count, sizeType) {
  const { tempFiles } = await wx.chooseMedia({
    count: Math.min(count, MOST_AT_ONCE), mediaType: [kind === 'photo' ? 'image' : 'video'], sourceType: ['album', 'camera'],
    sizeType, maxDuration: LONGEST_SHOT_S
  })
  return tempFiles.map(file => without({
    path: file.tempFilePath, name: nameOf(file.tempFilePath), size: file.size, kind,
    width: file.width, height: file.height, duration_s: kind === 'video' ? file.duration : undefined, preview: file.thumbTempFilePath
  }))
}

/** @param {Wire.FileKind} kind @param {number} count @returns {Promise<Ports.Picked[]>} */
async function fromChat(kind, count) {
  const { tempFiles } = await wx.chooseMessageFile({ count: Math.min(count, MOST_AT_ONCE), type: 'file', extension: EXTENSIONS[kind] })
  return tempFiles.map(file => ({ path: file.path, name: file.name || nameOf(file.path), size: file.size, kind }))
}

/** With what the phone can tell of it; what it cannot stays unknown, and no check speaks of it. @param {Ports.Picked} picked */
async function measured(picked) {
  const found = await measure(picked).catch(() => ({}))
  return Object.assign({}, picked, without(found))
}

/** @param {Ports.Picked} picked @returns {Promise<Partial<Ports.Picked>>} */
async function measure({ kind, path }) {
  if (kind === 'photo' && wx.getImageInfo) {
    const { width, height, type } = await wx.getImageInfo({ src: path })
    return { width, height, type: typed('image/', type), preview: path }
  }
  if (kind === 'video' && wx.getVideoInfo) {
    const { width, height, duration, type } = await wx.getVideoInfo({ src: path })
    return { width, height, duration_s: duration, type: typed('video/', type) }
  }
  return {}
}

/** Some phones say jpeg, some image/jpeg. @param {string} family @param {string | undefined} type */
function typed(family, type) {
  if (!type || type === 'unknown') return undefined
  return type.indexOf('/') > 0 ? type : family + type
}

/** @param {string} reason @returns {Ports.Picked[]} */
function afterFailure(reason) {
  if (CANCELLED.test(reason)) return []
  if (REFUSED.test(reason)) throw fault('refused_by_person', /privacy/.test(reason) ? words.privacy_refused : words.album_refused)
  if (/is not a function|not support/.test(reason)) throw fault('unsupported', words.pick_unsupported)
  throw fault('cancelled', words.pick_failed)
}

/** @param {string} path */
const nameOf = path => path.slice(path.lastIndexOf('/') + 1)

/** Without what is not known. @template {object} T @param {T} facts @returns {T} */
function without(facts) {
  return JSON.parse(JSON.stringify(facts))
}

module.exports = { pick, EXTENSIONS }
