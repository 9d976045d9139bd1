// A picture of the service, kept in the phone's own album: to print it, or to send it on.

const { fault } = require('./fault')
const { privacy } = require('./privacy')
const words = require('../words').phone

/** @param {string} url @param {Record<string, string>} header @returns {Promise<void>} rejects with a Fault offline, refused_by_person or unsupported */
async function saveToAlbum(url, header) {
  await privacy.require()
  return keepPicture(await fetched(url, header))
}

/** @param {string} filePath of this phone @returns {Promise<void>} rejects with a Fault refused_by_person or cancelled */
async function keepPicture(filePath) {
  await privacy.require()
  return new Promise((resolve, reject) => wx.saveImageToPhotosAlbum({
    filePath, success: () => resolve(),
    fail: why => reject(/cancel/.test(why.errMsg) ? fault('cancelled', '') : fault('refused_by_person', words.album_unwritable))
  }))
}

/** @param {string} url @param {Record<string, string>} header @returns {Promise<string>} */
function fetched(url, header) {
  return new Promise((resolve, reject) => wx.downloadFile({
    url, header,
    success: ({ statusCode, tempFilePath }) => statusCode === 200 ? resolve(tempFilePath) : reject(fault('unsupported', words.picture_refused)),
    fail: () => reject(fault('offline', words.picture_offline))
  }))
}

module.exports = { keepPicture, saveToAlbum }
