// wx.scanCode, and what WeChat's own scanner does with the same camera: another phone's screen, a picture, or a text that is typed.
const { settings, keep } = require('../settings')
const { make, lay, toast } = require('../overlays')
const permissions = require('./permissions')
const camera = require('../camera')
const { choose } = require('./picking')
const { api, refuse } = require('./call')

const LOOK_AGAIN_MS = 150
const CODE_OF_OURS = /^\/?pages\/[^?#\s]+\?(?:.*&)?scene=/

async function scanCode() {
  if (permissions.isDenied('scope.camera')) refuse('auth deny')
  if (settings.scan) {
    const result = settings.scan
    keep({ scan: '' })
    return told(result)
  }
  return (await read('扫一扫')) || refuse('cancel')
}

/** A scan as wx tells it. `pages/…?scene=…` is what a mini program code of ours holds. */
function told(text) {
  const isOurs = CODE_OF_OURS.test(text)
  const result = isOurs ? '' : text
  const rawData = btoa(String.fromCharCode(...new TextEncoder().encode(text)))
  return { result, scanType: isOurs ? 'WX_CODE' : 'QR_CODE', charSet: 'utf-8', path: isOurs ? text.replace(/^\//, '') : '', rawData }
}

/** Looks until something is read; null when the person turned back. */
function read(title) {
  return new Promise((answered) => {
    const view = make('canvas', { className: 'viewfinder', 'aria-label': '镜头里看到的' })
    const field = make('textarea', { 'aria-label': '二维码里的文字', placeholder: '二维码里的文字' })
    const away = lay(drawn(title, view, field, end))
    function end(text) {
      away()
      answered(text ? told(text) : null)
    }
    if (camera.others().length) watch(view, end)
  })
}

/** Looks again and again while the view is there. */
async function watch(view, end) {
  while (view.isConnected) {
    const text = await glance(view).catch(() => null)
    if (text && view.isConnected) return end(text)
    await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS))
  }
}

function drawn(title, view, field, end) {
  const sees = camera.others().length > 0
  return make(
    'div',
    { className: 'dialog scanner', role: 'dialog', 'aria-modal': 'true', 'aria-label': title },
    make('h3', {}, title),
    sees ? view : null,
    make('p', {}, sees ? '镜头对着另一部手机的屏幕，那边一出现二维码就会读到。' : '旁边没有别的手机。可以拿一张二维码图片给镜头看，或写下码里的文字。'),
    make('button', { className: 'picture-button', onclick: () => fromPicture(end) }, '选一张图片'),
    field,
    make(
      'div',
      { className: 'buttons' },
      make('button', { onclick: () => end('') }, '取消'),
      make('button', { className: 'primary', onclick: () => end(field.value.trim()) }, '扫到了')
    )
  )
}

/** One look through the camera, also shown in the view, which counts them; what the code that is seen says, or null. */
async function glance(view) {
  const photo = camera.look()
  if (!photo) return null
  Object.assign(view, { width: photo.width, height: photo.height })
  view.getContext('2d').drawImage(photo, 0, 0)
  const text = await camera.decoded(photo)
  view.dataset.looks = Number(view.dataset.looks || 0) + 1
  return text
}

async function fromPicture(end) {
  const [file] = await choose({ accept: 'image/*', count: 1 }).catch(() => [])
  if (!file) return
  const text = await camera.decodedFile(file).catch(() => null)
  if (text) end(text)
  else toast('图片里没有找到二维码')
}

module.exports = { read, told, api: { scanCode: api('scanCode', scanCode) } }
