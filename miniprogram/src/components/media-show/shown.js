// Which of a file's addresses to show, and in which order kinds stand. Pure.

/** Where the media pipeline has made something lighter than the original, it is taken. @type {Record<string, string[]>} */
const SHOWS = {
  photo: ['display', 'large', 'original'], thumb: ['thumb', 'small', 'display', 'original'], video: ['play', 'video', 'original'],
  song: ['play', 'audio', 'original'], document: ['original'], poster: ['poster', 'cover']
}

/**
 * @param {{ purpose: string, url: string }[]} renditions @param {string} as a key of SHOWS
 * @returns {string} '' when there is none
 */
function addressOf(renditions, as) {
  const found = SHOWS[as].map(purpose => renditions.find(one => one.purpose === purpose)).find(Boolean)
  return found ? found.url : ''
}

/**
 * Files by kind, those without an address left out.
 * @param {{ id?: string, kind: Wire.FileKind, name: string, renditions: { purpose: string, url: string }[] }[]} files
 */
function shown(files) {
  const of = (/** @type {Wire.FileKind} */ kind) => files.filter(file => file.kind === kind).map((file, i) => ({
    id: file.id || kind + i, kind, name: file.name, url: addressOf(file.renditions, kind), poster: addressOf(file.renditions, 'poster')
  })).filter(file => file.url)
  return { photos: of('photo'), videos: of('video'), songs: of('song'), documents: of('document') }
}

/** “3:07”. @param {number} seconds */
function playedFor(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0))
  return Math.floor(whole / 60) + ':' + (whole % 60 < 10 ? '0' : '') + whole % 60
}

module.exports = { addressOf, shown, playedFor }
