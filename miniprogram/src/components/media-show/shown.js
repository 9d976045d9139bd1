// What of each file is shown, by kind and in order. Pure.
const { firstOf, addressOf, heightPercent } = require('../../domain/renditions')
const { isBeingExamined } = require('../../domain/checks')
const { fileSize } = require('../../domain/sizes')
const words = require('../../words').media_show

/** @typedef {{ id?: string, kind: Wire.FileKind, name: string, size?: number, state?: string, progress?: Wire.Progress | null, renditions: Wire.Rendition[] }} Given */

const ICONS = { photo: 'photo', song: 'music', video: 'video', document: 'file-text' }
/** Until there is a rendition, those who may have the original see it; others are told to wait. @type {Record<Wire.FileKind, Wire.Rendition['purpose'][]>} */
const SHOWS = { photo: ['display', 'original'], video: ['play', 'original'], song: ['play', 'original'], document: ['original'] }
const LOWEST = 30
const HIGHEST = 240      // percent of the width: a panorama stays a picture, a long screenshot does not fill ten screens
const FILM = 56.25

/**
 * @param {Given[]} files
 * @returns {{ photos: any[], videos: any[], songs: any[], documents: any[], coming: any[] }} `coming`: those of which there is nothing yet
 */
function shown(files) {
  const named = files.map((file, i) => Object.assign({}, file, { id: file.id || file.kind + i }))
  const of = (/** @type {Wire.FileKind} */ kind) => named.filter(file => file.kind === kind).map(one => viewOf(one)).filter(view => view.url)
  return { photos: of('photo'), videos: of('video'), songs: of('song'), documents: of('document'), coming: named.filter(isComing).map(comingOf) }
}

/** @param {Given & { id: string }} file */
function viewOf({ id, kind, name, size, renditions }) {
  const found = firstOf(renditions, SHOWS[kind])
  const original = kind === 'photo' && found && found.purpose === 'display' ? addressOf(renditions, ['original']) : ''
  const whole = found && found.duration_s ? playedFor(found.duration_s) : ''
  return {
    id, name, url: found ? found.url : '', poster: addressOf(renditions, ['poster']), height: heightOf(kind, found), whole,
    original, original_says: original ? words.original(fileSize(size || 0)) : ''
  }
}

/** @param {Wire.FileKind} kind @param {Wire.Rendition | null} found */
function heightOf(kind, found) {
  const height = heightPercent(found)
  if (!height) return kind === 'video' ? FILM : 0
  return Math.max(LOWEST, Math.min(kind === 'video' ? 100 : HIGHEST, height))
}

/** Arrived, and nothing of it may be looked at yet. @param {Given} file */
function isComing({ kind, state, renditions }) {
  return state !== 'waiting' && state !== 'refused' && !firstOf(renditions, SHOWS[kind])
}

/** @param {Given & { id: string }} file */
function comingOf(file) {
  const being = isBeingExamined(/** @type {any} */ (Object.assign({ progress: null }, file)))
  return { id: file.id, name: file.name, icon: being ? 'hourglass-info' : ICONS[file.kind] + '-soft', says: being ? words.being_examined : words.not_shown }
}

/** “3:07”. @param {number} seconds */
function playedFor(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0))
  return Math.floor(whole / 60) + ':' + (whole % 60 < 10 ? '0' : '') + whole % 60
}

module.exports = { shown, playedFor }
