// wx.chooseMedia, chooseMessageFile, chooseImage, chooseVideo.
const files = require('./files')
const overlays = require('../overlays')
const picking = require('./picking')
const privacy = require('./privacy')
const permissions = require('./permissions')
const { api, refuse } = require('./call')

const ACCEPT = { image: 'image/*', video: 'video/*', mix: 'image/*,video/*' }

async function chooseMedia({ count = 9, mediaType = ['image', 'video'], sourceType = ['album', 'camera'] }) {
  await privacy.need('chooseMedia')
  const camera = sourceType.length === 1 && sourceType[0] === 'camera'
  if (camera) await permissions.need('scope.camera')
  const kind = mediaType.includes('mix') || mediaType.length > 1 ? 'mix' : mediaType[0]
  const chosen = await picking.choose({ accept: ACCEPT[kind], count: Math.min(count, 20), camera })
  const tempFiles = await Promise.all(chosen.map(told))
  return { tempFiles, type: new Set(tempFiles.map((one) => one.fileType)).size > 1 ? 'mix' : tempFiles[0].fileType }
}

/** A picked picture or film, as chooseMedia tells it. A film the browser cannot read has no measures. */
async function told(file) {
  const tempFilePath = picking.keep(file)
  if (/^video\//.test(file.type)) {
    const film = await picking.measureFilm(file).catch(() => ({ width: 0, height: 0, duration: 0, thumb: null }))
    const thumbTempFilePath = film.thumb ? files.keepTemporary(film.thumb, 'jpg') : ''
    return {
      tempFilePath,
      thumbTempFilePath,
      size: file.size,
      fileType: 'video',
      width: film.width,
      height: film.height,
      duration: film.duration
    }
  }
  const { width, height } = await picking.measurePicture(file).catch(() => ({ width: 0, height: 0 }))
  return { tempFilePath, size: file.size, fileType: 'image', width, height }
}

const ACCEPT_MESSAGE = { image: 'image/*', video: 'video/*' }

async function chooseMessageFile({ count = 100, type = 'all', extension }) {
  await privacy.need('chooseMessageFile')
  const endings = type === 'file' && extension ? extension.map((one) => '.' + one.replace(/^\./, '')).join(',') : ACCEPT_MESSAGE[type] || ''
  const chosen = await picking.choose({ accept: endings, count, camera: false })
  return {
    tempFiles: chosen.map((file) => ({
      path: picking.keep(file),
      name: file.name,
      size: file.size,
      type: kindOf(file),
      time: Math.floor(file.lastModified / 1000)
    }))
  }
}

const kindOf = (file) => (/^(image|video)\//.exec(file.type) || [0, 'file'])[1]

async function chooseImage({ count = 9 }) {
  const { tempFiles } = await chooseMedia({ count, mediaType: ['image'] })
  return {
    tempFilePaths: tempFiles.map((one) => one.tempFilePath),
    tempFiles: tempFiles.map((one) => ({ path: one.tempFilePath, size: one.size }))
  }
}

async function chooseVideo() {
  const {
    tempFiles: [film]
  } = await chooseMedia({ count: 1, mediaType: ['video'] })
  return film || refuse('cancel')
}

/** A phone has a viewer of its own; here the document can be opened on the computer. */
async function openDocument({ filePath }) {
  const blob = await files.blob(filePath)
  const away = overlays.lay(
    overlays.make(
      'div',
      { className: 'document', role: 'dialog', 'aria-label': '文档' },
      overlays.make('button', { className: 'close', 'aria-label': '关闭', onclick: () => away() }, '关闭'),
      overlays.make('p', {}, `文档 ${filePath.split('.').pop().toUpperCase()}，${blob.size} 字节`),
      overlays.make('a', { href: files.address(filePath), target: '_blank', download: filePath.split('/').pop() }, '在电脑上打开')
    )
  )
}

module.exports = {
  chooseMedia: api('chooseMedia', chooseMedia),
  chooseMessageFile: api('chooseMessageFile', chooseMessageFile),
  chooseImage: api('chooseImage', chooseImage),
  chooseVideo: api('chooseVideo', chooseVideo),
  openDocument: api('openDocument', openDocument)
}
