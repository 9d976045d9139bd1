// wx.getFileSystemManager and the older calls for saved files.
const files = require('./files')
const { api, sync, refuse } = require('./call')
const { disk } = require('../disk')

const ENCODINGS = { utf8: 'utf-8', 'utf-8': 'utf-8', ascii: 'ascii', latin1: 'latin1', binary: 'latin1' }
const READ_LIMIT = 100 * 1024 * 1024

async function read({ filePath, encoding, position = 0, length }) {
  const blob = await files.blob(filePath)
  if (position < 0 || position > blob.size) refuse('the value of "position" is out of range', 1300601)
  if (length !== undefined && (length < 1 || position + length > blob.size)) refuse('the value of "length" is out of range', 1300602)
  const part = blob.slice(position, length === undefined ? blob.size : position + length)
  if (part.size > READ_LIMIT) refuse('the maximum size of the file is exceeded', 1300603)
  const bytes = await part.arrayBuffer().catch(() => files.gone(filePath, 'open'))
  return { data: encoding ? decoded(bytes, encoding) : bytes }
}

function decoded(bytes, encoding) {
  if (encoding === 'base64') return btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(''))
  if (encoding === 'hex') return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return new TextDecoder(ENCODINGS[encoding] || 'utf-8').decode(bytes)
}

function encoded(data, encoding) {
  if (typeof data !== 'string') return new Blob([data])
  if (encoding !== 'base64') return new Blob([data])
  return new Blob([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))])
}

async function saveFile({ tempFilePath, filePath }) {
  const blob = await files.blob(tempFilePath)
  const to = filePath || files.STORE + Date.now().toString(36) + Math.random().toString(36).slice(2, 8) + '.' + files.ending(tempFilePath)
  await files.save(files.own(to), blob)
  files.temporary.delete(tempFilePath)
  return { savedFilePath: to }
}

async function access({ path }) {
  if (!files.isFolder(path)) await files.blob(path, 'access')
}

async function append({ filePath, data, encoding }) {
  const old = await files.blob(files.own(filePath))
  await files.save(filePath, new Blob([old, encoded(data, encoding)]))
}

async function digest(filePath) {
  const sum = await crypto.subtle.digest('SHA-1', await (await files.blob(filePath)).arrayBuffer())
  return decoded(sum, 'hex')
}

async function rename({ oldPath, newPath }) {
  await files.save(files.own(newPath), await files.blob(oldPath))
  files.remove(oldPath)
}

const manager = {
  readFile: api('readFile', read),
  writeFile: api('writeFile', ({ filePath, data, encoding }) => files.save(files.own(filePath), encoded(data, encoding))),
  appendFile: api('appendFile', append),
  saveFile: api('saveFile', saveFile),
  copyFile: api('copyFile', async ({ srcPath, destPath }) => files.save(files.own(destPath), await files.blob(srcPath))),
  rename: api('rename', rename),
  unlink: api('unlink', ({ filePath }) => files.remove(filePath)),
  access: api('access', access),
  stat: api('stat', ({ path }) => ({ stats: files.statNow(path) })),
  readdir: api('readdir', ({ dirPath }) => ({ files: files.list(dirPath) })),
  mkdir: api('mkdir', ({ dirPath, recursive }) => files.makeFolder(files.own(dirPath), recursive)),
  rmdir: api('rmdir', ({ dirPath }) => files.remove(dirPath, 'rmdir')),
  getFileInfo: api('getFileInfo', async ({ filePath }) => ({ size: (await files.blob(filePath)).size, digest: await digest(filePath) })),
  getSavedFileList: api('getSavedFileList', () => ({ fileList: saved() })),
  removeSavedFile: api('removeSavedFile', ({ filePath }) => files.remove(filePath)),
  accessSync: sync('accessSync', (path) => void files.statNow(path)),
  statSync: sync('statSync', (path) => files.statNow(path)),
  readdirSync: sync('readdirSync', (path) => files.list(path)),
  mkdirSync: sync('mkdirSync', (path, recursive) => files.makeFolder(files.own(path), recursive)),
  unlinkSync: sync('unlinkSync', (path) => files.remove(path))
}

const saved = () =>
  [...disk.files]
    .filter(([path]) => path.startsWith(files.STORE))
    .map(([filePath, { size, at }]) => ({ filePath, size, createTime: Math.floor(at / 1000) }))

module.exports = {
  getFileSystemManager: () => manager,
  saveFile: manager.saveFile,
  getFileInfo: manager.getFileInfo,
  getSavedFileList: manager.getSavedFileList,
  removeSavedFile: manager.removeSavedFile
}
