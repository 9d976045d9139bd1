// This phone's camera: it sees the screens of the other phones on the page, as pixels, and nothing else of them.
const SHOWN = '.page.on-top canvas, .page.on-top img, #phone-shell > .overlay img'
const OVER = '#phone-shell > .overlay, #phone-away'
const DARK = '#777777'

let decoder = null

/** The other phones' windows; none when this phone lies by itself, or in a stranger's page. */
function others() {
  try {
    const frames = window.parent === window ? [] : [...window.parent.document.querySelectorAll('iframe')]
    return frames.map((frame) => frame.contentWindow).filter((one) => one !== window && one.document && one.document.body)
  } catch (fault) {
    return []
  }
}

/** What the camera sees now, as a canvas; null when no phone is in front of it. */
function look() {
  const [other] = others()
  return other ? photographed(other) : null
}

/** Everything drawn on a screen that is not covered by something laid over it, where and as large as it stands there. */
function photographed(other) {
  const { innerWidth, innerHeight, devicePixelRatio } = other
  const photo = document.createElement('canvas')
  Object.assign(photo, { width: Math.round(innerWidth * devicePixelRatio), height: Math.round(innerHeight * devicePixelRatio) })
  const pen = photo.getContext('2d', { willReadFrequently: true })
  pen.fillStyle = DARK
  pen.fillRect(0, 0, photo.width, photo.height)
  pen.scale(devicePixelRatio, devicePixelRatio)
  pen.imageSmoothingEnabled = false
  for (const element of other.document.querySelectorAll(SHOWN)) draw(pen, element)
  return photo
}

function draw(pen, element) {
  const { left, top, width, height } = element.getBoundingClientRect()
  const hasPixels = element.width > 0 && element.height > 0 && width > 0 && height > 0
  if (!hasPixels || !isUncovered(element, left + width / 2, top + height / 2) || !isOurs(element)) return
  pen.save()
  clip(pen, element.closest('.page-body'))
  pen.drawImage(element, left, top, width, height)
  pen.restore()
}

/** What has been scrolled beneath a bar is not seen. */
function clip(pen, body) {
  if (!body) return
  const { left, top, width, height } = body.getBoundingClientRect()
  pen.beginPath()
  pen.rect(left, top, width, height)
  pen.clip()
}

function isUncovered(element, x, y) {
  const over = element.ownerDocument.elementsFromPoint(x, y)[0]
  const laid = over && over.closest(OVER)
  return Boolean(over) && (!laid || laid.contains(element))
}

/** A picture from elsewhere would close the photograph to the decoder. */
const isOurs = ({ currentSrc }) => !currentSrc || /^(blob|data):/.test(currentSrc) || new URL(currentSrc).origin === location.origin

/** What the code on a canvas says, or null. */
async function decoded(canvas) {
  await ready()
  const { width, height } = canvas
  return width && height ? window.decodePicture(canvas.getContext('2d', { willReadFrequently: true }).getImageData(0, 0, width, height)) : null
}

/** Of a picture somebody holds before the camera, a file. Rejects when the browser cannot read it. */
async function decodedFile(file) {
  const picture = await createImageBitmap(file)
  const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height })
  canvas.getContext('2d').drawImage(picture, 0, 0)
  return decoded(canvas)
}

/** The decoder is here. A file that did not arrive is asked for again next time. */
function ready() {
  decoder =
    decoder ||
    new Promise((done, failed) => {
      const script = Object.assign(document.createElement('script'), { src: 'decoder.js', onload: done })
      script.onerror = () => {
        decoder = null
        failed(new Error('the decoder did not arrive'))
      }
      document.head.append(script)
    })
  return decoder
}

module.exports = { others, look, decoded, decodedFile, ready }
