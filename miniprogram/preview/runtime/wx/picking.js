// Real files from a real file chooser, or those a test has laid ready.
const files = require('./files')

const ready = []
const METADATA_MS = 10000

/** What the next choosing picks: [{name, type, base64 | text | size}] or Files. */
function pickNext(wanted) {
  ready.push(wanted.map((one) => (one instanceof Blob ? one : new File([contentOf(one)], one.name, { type: one.type || '' }))))
}

function contentOf({ base64, text, size }) {
  if (base64 !== undefined) return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  return text !== undefined ? text : new Uint8Array(size || 0)
}

/** Files of the person; refuses with "cancel". Browsers open the chooser only in answer to a tap. */
function choose({ accept, count, camera }) {
  if (ready.length) return Promise.resolve(ready.shift().slice(0, count))
  return new Promise((done, failed) => {
    const input = document.createElement('input')
    Object.assign(input, { type: 'file', accept, multiple: count > 1, hidden: true })
    if (camera) input.setAttribute('capture', 'environment')
    const end = (chosen) => {
      input.remove()
      if (chosen.length) done(chosen.slice(0, count))
      else failed(Object.assign(new Error('cancel'), { refusal: true }))
    }
    input.addEventListener('change', () => end([...input.files]))
    input.addEventListener('cancel', () => end([]))
    document.body.append(input)
    input.click()
  })
}

const inTime = (promise) =>
  Promise.race([promise, new Promise((_, failed) => setTimeout(() => failed(new Error('no metadata')), METADATA_MS))])

/** `{width, height}` of a picture. Rejects when the browser cannot read it. */
async function measurePicture(blob) {
  const image = new Image()
  image.src = URL.createObjectURL(blob)
  try {
    await inTime(image.decode())
    return { width: image.naturalWidth, height: image.naturalHeight }
  } finally {
    URL.revokeObjectURL(image.src)
  }
}

/** `{width, height, duration, thumb: Blob | null}` of a film; duration in seconds. Rejects when the browser cannot read it. */
async function measureFilm(blob) {
  const video = document.createElement('video')
  Object.assign(video, { muted: true, preload: 'auto', src: URL.createObjectURL(blob) })
  try {
    await inTime(
      new Promise((done, failed) => {
        video.onloadeddata = done
        video.onerror = () => failed(new Error('the film cannot be read'))
      })
    )
    return { width: video.videoWidth, height: video.videoHeight, duration: video.duration, thumb: await thumb(video) }
  } finally {
    URL.revokeObjectURL(video.src)
  }
}

function thumb(video) {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width: video.videoWidth || 1, height: video.videoHeight || 1 })
  canvas.getContext('2d').drawImage(video, 0, 0)
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.8))
}

const keep = (file) => files.keepTemporary(file, files.ending(file.name, file.type))

module.exports = { pickNext, choose, measurePicture, measureFilm, keep }
