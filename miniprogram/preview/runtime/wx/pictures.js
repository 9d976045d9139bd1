// Looking at pictures and films, and what can be known of them.
const files = require('./files')
const overlays = require('../overlays')
const picking = require('./picking')
const privacy = require('./privacy')
const permissions = require('./permissions')
const { api, refuse } = require('./call')

const TYPES = { jpg: 'jpeg', jpeg: 'jpeg', png: 'png', gif: 'gif', webp: 'webp', heic: 'heic', svg: 'svg' }

async function blobAt(source) {
  if (!/^https?:/.test(source)) return files.blob(source)
  const answer = await fetch(source).catch(() => refuse('download image fail'))
  return answer.ok ? answer.blob() : refuse('download image fail')
}

/** The kind by the first bytes, as a phone finds it, whatever the name says. */
async function kindOf(blob, path) {
  const head = new Uint8Array(await blob.slice(0, 12).arrayBuffer())
  const text = String.fromCharCode(...head)
  if (head[0] === 0xff && head[1] === 0xd8) return 'jpeg'
  if (text.slice(1, 4) === 'PNG') return 'png'
  if (text.startsWith('GIF')) return 'gif'
  if (text.slice(8, 12) === 'WEBP') return 'webp'
  if (/ftyp(hei[cx]|mif1)/.test(text.slice(4))) return 'heic'
  return TYPES[files.ending(path)] || 'unknown'
}

async function getImageInfo({ src }) {
  const blob = await blobAt(src)
  const { width, height } = await picking.measurePicture(blob).catch(() => refuse('fail to read the image'))
  return { width, height, path: src, orientation: 'up', type: await kindOf(blob, src) }
}

async function getVideoInfo({ src }) {
  const blob = await files.blob(src)
  const { width, height, duration } = await picking.measureFilm(blob).catch(() => refuse('fail to read the video'))
  return {
    width,
    height,
    duration,
    size: Math.round(blob.size / 1024),
    orientation: 'up',
    type: 'video/' + files.ending(src),
    fps: 0,
    bitrate: Math.round((blob.size * 8) / 1024 / (duration || 1))
  }
}

const copy = async (path) => files.keepTemporary(await files.blob(path), files.ending(path))

/** One after the other, on black; a tap on 关闭 ends it. */
function preview(sources, at) {
  const stage = overlays.make('div', { className: 'gallery', role: 'dialog', 'aria-label': '预览' })
  const show = (index) => {
    const { url, type = 'image' } = sources[index]
    const shown =
      type === 'video'
        ? overlays.make('video', { src: files.address(url), controls: true })
        : overlays.make('img', { src: files.address(url), alt: `第 ${index + 1} 张，共 ${sources.length} 张` })
    stage.replaceChildren(
      shown,
      overlays.make('button', { className: 'close', onclick: () => away() }, '关闭'),
      step('‹', '上一张', index - 1),
      step('›', '下一张', index + 1)
    )
  }
  const step = (words, label, index) =>
    sources[index]
      ? overlays.make(
          'button',
          { className: label === '下一张' ? 'next' : 'before', 'aria-label': label, onclick: () => show(index) },
          words
        )
      : ''
  const away = overlays.lay(stage)
  show(Math.max(0, at))
}

async function save(name, filePath) {
  await privacy.need(name)
  await permissions.need('scope.writePhotosAlbum', 'auth deny')
  const blob = await files.blob(filePath)
  overlays.make('a', { href: URL.createObjectURL(blob), download: filePath.split('/').pop() }).click()
}

async function fromCanvas({ canvas, fileType = 'png', quality = 0.92 }) {
  if (!canvas || !canvas.toBlob) refuse('canvas is empty')
  const type = fileType === 'jpg' ? 'image/jpeg' : 'image/png'
  const blob = await new Promise((done) => canvas.toBlob(done, type, quality))
  return { tempFilePath: files.keepTemporary(blob, fileType) }
}

module.exports = {
  getImageInfo: api('getImageInfo', getImageInfo),
  getVideoInfo: api('getVideoInfo', getVideoInfo),
  compressImage: api('compressImage', async ({ src }) => ({ tempFilePath: await copy(src) })),
  compressVideo: api('compressVideo', async ({ src }) => ({ tempFilePath: await copy(src), size: (await files.blob(src)).size / 1024 })),
  previewImage: api('previewImage', ({ urls, current }) =>
    preview(
      urls.map((url) => ({ url })),
      typeof current === 'number' ? current : urls.indexOf(current)
    )
  ),
  previewMedia: api('previewMedia', ({ sources, current = 0 }) => preview(sources, current)),
  saveImageToPhotosAlbum: api('saveImageToPhotosAlbum', ({ filePath }) => save('saveImageToPhotosAlbum', filePath)),
  saveVideoToPhotosAlbum: api('saveVideoToPhotosAlbum', ({ filePath }) => save('saveVideoToPhotosAlbum', filePath)),
  canvasToTempFilePath: api('canvasToTempFilePath', fromCanvas)
}
