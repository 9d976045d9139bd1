// What this browser can tell of a chosen film, song or picture. What to say to that the server knows.
const PATIENCE_MS = 8000

/**
 * Seconds and pixels; only what could be read.
 * @param {File} file
 * @returns {Promise<{duration_s?: number, width?: number, height?: number}>}
 */
export function measure(file) {
  const family = file.type.split('/')[0]
  if (family === 'image') return measured(file, 'img', 'load', ofPicture)
  if (family === 'video' || family === 'audio') return measured(file, 'video', 'loadedmetadata', ofFilm)
  return Promise.resolve({})
}

function ofPicture(image) {
  return { width: image.naturalWidth, height: image.naturalHeight }
}

function ofFilm(film) {
  const told = {}
  if (Number.isFinite(film.duration)) told.duration_s = film.duration
  if (film.videoWidth) Object.assign(told, { width: film.videoWidth, height: film.videoHeight })
  return told
}

function measured(file, tag, event, read) {
  const address = URL.createObjectURL(file)
  const element = document.createElement(tag)
  return new Promise(resolve => {
    setTimeout(resolve, PATIENCE_MS, {})
    element.addEventListener(event, () => resolve(read(element)))
    element.addEventListener('error', () => resolve({}))
    element.preload = 'metadata'
    element.src = address
  }).finally(() => URL.revokeObjectURL(address))
}
