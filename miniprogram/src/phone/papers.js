// A document of the service, opened in the phone's own reader, which prints it or sends it on.

const { fault } = require('./fault')
const words = require('../words').phone

/** @param {string} url @param {'docx' | 'xlsx'} [fileType] @param {Record<string, string>} [header] @returns {Promise<void>} rejects with a Fault offline or unsupported */
function openPaper(url, fileType = 'docx', header = {}) {
  return new Promise((done, failed) => wx.downloadFile({
    url, header,
    success: ({ statusCode, tempFilePath }) => {
      if (statusCode !== 200) return failed(fault('unsupported', words.paper_refused))
      wx.openDocument({
        filePath: tempFilePath, fileType, showMenu: true,
        success: () => done(), fail: () => failed(fault('unsupported', words.paper_unreadable))
      })
    },
    fail: () => failed(fault('offline', words.paper_offline))
  }))
}

module.exports = { openPaper }
