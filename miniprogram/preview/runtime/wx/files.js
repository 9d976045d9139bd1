// A phone's files: temporary ones in memory, saved ones (200 MB in all) on the disk, and those of the app's own package.
const { disk, put } = require('../disk')
const { settings } = require('../settings')
const { refuse } = require('./call')

const HOME = 'wxfile://usr'
const STORE = 'wxfile://store_'
const LIMIT = 200 * 1024 * 1024
const GONE = 1300002
const FULL = 1300202

const temporary = new Map()
const addresses = new Map()
let counted = 0

const ENDINGS = { 'image/jpeg': 'jpg', 'image/svg+xml': 'svg', 'video/quicktime': 'mov', 'audio/mpeg': 'mp3', 'text/plain': 'txt' }

/** The ending for a file called or fetched as `name`, else by its type. */
function ending(name, type) {
  const said = /\.([A-Za-z0-9]{1,5})(?:[?#]|$)/.exec(name || '')
  return said ? said[1].toLowerCase() : ENDINGS[type] || (type || '').split('/')[1] || 'bin'
}

/** Keeps bytes until the app is killed; answers a path with no trace of the person's own name for them. */
function keepTemporary(blob, extension) {
  const path = `wxfile://tmp_${Date.now().toString(36)}${(++counted).toString(36)}.${extension}`
  temporary.set(path, blob)
  return path
}

const gone = (path, doing) => refuse(`no such file or directory, ${doing} "${path}"`, GONE)
const isSaved = (path) => path.startsWith(HOME) || path.startsWith(STORE)
const trimmed = (path) => path.replace(/\/+$/, '')
const entry = (path) => disk.files.get(trimmed(path))
const isFolder = (path) => trimmed(path) === HOME || Boolean(entry(path) && entry(path).folder)

/** The bytes at `path` (temporary, saved, or of the package). Refuses when there are none. */
async function blob(path, doing = 'open') {
  if (temporary.has(path)) return temporary.get(path)
  if (isSaved(path || '') || /^wxfile:/.test(path || '')) return (entry(path) && entry(path).blob) || gone(path, doing)
  if (/^(https?|blob|data):/.test(path || '') || !path) return gone(path, doing)
  const answer = await fetch('files/' + path.replace(/^\//, ''))
  return answer.ok ? answer.blob() : gone(path, doing)
}

/** An address the browser can show: of a file, of the package (seen from component `from`), or what was given. */
function address(source, from = '') {
  if (!source || /^(https?|data|blob):/.test(source) || source.startsWith('//')) return source || ''
  if (source.startsWith('wxfile:')) {
    const found = temporary.get(source) || (entry(source) && entry(source).blob)
    if (!found) return ''
    if (!addresses.has(found)) addresses.set(found, URL.createObjectURL(found))
    return addresses.get(found)
  }
  return new URL(source, 'http://phone/' + from).pathname.replace(/^\//, 'files/')
}

const used = () => [...disk.files.values()].reduce((sum, one) => sum + (one.size || 0), 0)

/** Saves on the disk. Refuses when it does not fit, or when the folder is not there. */
async function save(path, content) {
  const folder = path.slice(0, path.lastIndexOf('/'))
  if (path.startsWith(HOME) && !isFolder(folder)) gone(path, 'open')
  const old = entry(path)
  if (settings.storage_full || used() - ((old && old.size) || 0) + content.size > LIMIT)
    refuse('the maximum size of the file storage limit is exceeded', FULL)
  await put('files', path, { blob: content, size: content.size, at: Date.now() })
}

function remove(path, doing = 'unlink') {
  if (temporary.delete(path)) return
  if (!entry(path)) gone(path, doing)
  put('files', trimmed(path), undefined)
}

function own(path) {
  if (!isSaved(path)) refuse(`permission denied, open "${path}"`, 1300013)
  return path
}

const stats = (size, at, folder) => ({
  mode: folder ? 16877 : 33188,
  size,
  lastAccessedTime: Math.floor(at / 1000),
  lastModifiedTime: Math.floor(at / 1000),
  isFile: () => !folder,
  isDirectory: () => folder
})

function statNow(path) {
  if (isFolder(path)) return stats(0, Date.now(), true)
  const found = temporary.get(path) || (entry(path) && entry(path).blob) || gone(path, 'stat')
  return stats(found.size, entry(path) ? entry(path).at : Date.now(), false)
}

function list(path) {
  if (!isFolder(path)) gone(path, 'scandir')
  const start = trimmed(path) + '/'
  return [...disk.files.keys()]
    .filter((one) => one.startsWith(start) && !one.slice(start.length).includes('/'))
    .map((one) => one.slice(start.length))
}

function makeFolder(path, recursive) {
  const above = trimmed(path).slice(0, trimmed(path).lastIndexOf('/'))
  if (isFolder(path)) return recursive ? undefined : refuse(`file already exists, mkdir "${path}"`, 1301005)
  if (!isFolder(above)) {
    if (!recursive) gone(path, 'mkdir')
    makeFolder(own(above), true)
  }
  put('files', trimmed(path), { folder: true, size: 0, at: Date.now() })
}

module.exports = {
  HOME,
  STORE,
  GONE,
  temporary,
  ending,
  keepTemporary,
  blob,
  address,
  save,
  remove,
  own,
  statNow,
  list,
  makeFolder,
  isFolder,
  gone,
  get api() {
    return require('./file_system')
  }
}
