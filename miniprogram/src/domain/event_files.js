// Photographs and photographed sign-in sheets of an event, those of the service and those on their way. Pure.
const { fileRow, newestFiles, sentAs, uploadRow } = require('./files')
const { addressOf } = require('./renditions')
const words = require('../words').event_files

const MOST = /** @type {Record<string, number>} */ ({ photo: 9, document: 6 })

/**
 * One group a kind, sheets first: they are what stands for those present.
 * @param {Wire.File[]} files @param {Ports.Upload[]} uploads @param {boolean} open whether more may be added, and what is there removed
 */
function groupsOf(files, uploads, open) {
  const standing = newestFiles(files, uploads)
  return /** @type {('document' | 'photo')[]} */ (['document', 'photo']).map(kind => {
    const rows = /** @type {ReturnType<typeof goingRow>[]} */ (standing.filter(file => file.kind === kind).map(file => arrivedRow(file, open)))
    const going = uploads.filter(one => one.kind === kind && !standing.some(file => file.id === one.id)).map(goingRow)
    const count = rows.length + going.length
    return { kind, label: words.kinds[kind], count, rows: rows.concat(going), room: open ? Math.max(0, MOST[kind] - count) : 0 }
  })
}

/** @param {Wire.File} file @param {boolean} open */
function arrivedRow(file, open) {
  const row = fileRow(file, [])
  const picture = file.kind === 'document' ? addressOf(file.renditions, ['original']) : ''
  return Object.assign(row, picture ? { thumb: picture, large: picture } : {}, { acts: open ? row.acts.filter(one => one.act === 'remove') : [] })
}

/** A photographed sheet looks like what it is. @param {Ports.Upload} upload */
function goingRow(upload) {
  const row = uploadRow(upload)
  return upload.kind === 'document' && upload.state !== 'needs_file' ? Object.assign(row, { thumb: upload.path, large: upload.path }) : row
}

/** A sheet as it goes up: a document that is a photograph. @param {Ports.Picked} picked @param {number} nth from 0 @returns {Ports.Picked} */
function asSheet(picked, nth) {
  return Object.assign({}, picked, { kind: /** @type {const} */ ('document'), name: words.sheet(nth + 1) })
}

/** @param {Ports.Picked} picked @param {number} nth from 0 @returns {Ports.Picked} */
function asPhoto(picked, nth) {
  return Object.assign({}, picked, { name: sentAs(picked, nth) })
}

module.exports = { asPhoto, asSheet, groupsOf }
