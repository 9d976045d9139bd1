// The phone's files: what was picked (it lives as long as the app), and what is kept in the 200 MB of our own.
const { fault } = require('./fault')
const words = require('../words')

const FOLDER = '/uploads'
const GONE = /no such file|not exist|not found|ENOENT|permission denied/i
const FULL = /exceed|limit|no space|ENOSPC|quota/i

/** What wx said of a file, as a Fault. @param {{ errMsg?: string }} failure */
function fileFault(failure) {
  const said = String((failure && failure.errMsg) || failure)
  if (FULL.test(said)) return fault('storage_full', words.phone.storage_full)
  if (GONE.test(said)) return fault('file_gone', words.upload.file_gone)
  return fault('unsupported', words.upload.unreadable)
}

/**
 * One call of the file system as a promise.
 * @template T
 * @param {(fs: WechatMiniprogram.FileSystemManager, settle: { success: (answer: any) => void, fail: (failure: any) => void }) => void} begin
 * @param {(answer: any) => T} found
 * @returns {Promise<T>}
 */
function asked(begin, found) {
  return new Promise((resolve, reject) => {
    begin(wx.getFileSystemManager(), { success: answer => resolve(found(answer)), fail: failure => reject(fileFault(failure)) })
  })
}

/** @param {string} path */
function isThere(path) {
  return asked((fs, settle) => fs.access(Object.assign({ path }, settle)), () => true).catch(() => false)
}

/** A name nobody has yet, with the ending of the old one: some phones judge a file by it. @param {string} path */
function freshName(path) {
  const ending = (/\.[A-Za-z0-9]{1,8}$/.exec(path) || [''])[0]
  return Date.now().toString(36) + Math.random().toString(36).slice(2, 10) + ending
}

/** @type {Ports.Files} */
const files = {
  size: path => asked((fs, settle) => fs.stat(Object.assign({ path }, settle)), answer => answer.stats.size),

  /** `position` and `length` need base library 2.10; a length of 0 is not asked for. */
  read(path, position, length) {
    if (length === 0) return Promise.resolve(new ArrayBuffer(0))
    return asked((fs, settle) => fs.readFile(Object.assign({ filePath: path, position, length }, settle)), answer => answer.data)
  },

  async keep(path) {
    const folder = wx.env.USER_DATA_PATH + FOLDER
    if (!await isThere(folder)) await asked((fs, settle) => fs.mkdir(Object.assign({ dirPath: folder, recursive: true }, settle)), () => {})
    const filePath = folder + '/' + freshName(path)
    return asked((fs, settle) => fs.saveFile(Object.assign({ tempFilePath: path, filePath }, settle)), answer => String(answer.savedFilePath))
  },

  remove: path => asked((fs, settle) => fs.unlink(Object.assign({ filePath: path }, settle)), () => {})
}

module.exports = { files }
