// The files of a work as a screen shows them: what is wanted of each kind, what is there, what is on its way.
const { mediaOf } = require('./specification')
const { counts, room, later } = require('./counts')
const { fileSize, percent, sending, speed } = require('./sizes')
const words = require('../words').files

const ICONS = { photo: 'photo', song: 'music', video: 'video', document: 'file-text' }
/** Where each kind may come from: the phone's own album and camera, a chat, the recorder, a computer. */
const SOURCES = /** @type {Record<Wire.FileKind, string[]>} */ ({
  photo: ['album', 'computer'], video: ['album', 'computer'], song: ['recorder', 'chat', 'computer'], document: ['chat', 'computer']
})
/** @type {Record<string, (kind: string) => string>} */
const SOURCE_WORDS = words.sources
/** @type {Record<string, string>} */
const SOURCE_ICONS = words.source_icons
/** @type {Record<string, string>} */
const ACT_WORDS = words.acts
const PASSING = /^(tmp|wxfile)/i
const MOVING = ['queued', 'sending', 'waiting_network', 'confirming', 'asks_mobile_data']

/**
 * One group a kind of file.
 * @param {Wire.Track} track @param {string | null} type @param {Wire.File[]} files those the service knows @param {Ports.Upload[]} uploads
 */
function mediaView(track, type, files, uploads) {
  const all = present(files, uploads)
  const gaps = counts(track, type, all.filter(file => file.state !== 'refused'))
  const groups = mediaOf(track, type).map(media => {
    const rows = rowsOf(media.kind, files, uploads)
    const free = room(track, type, all, media.kind)
    const gap = gaps.find(one => one.field === 'files.' + media.kind)
    return {
      kind: media.kind, icon: ICONS[media.kind], title: titleOf(media), wanted: wantedOf(media), rows,
      todo: gap ? gap.todo : '', sources: free ? SOURCES[media.kind].map(from => ({ from, label: SOURCE_WORDS[from](media.kind), icon: SOURCE_ICONS[from] })) : []
    }
  })
  const either = gaps.find(one => one.field === 'files')
  return { media: groups, media_says: either ? either.label + either.says : '', media_later: later(track, type, all) }
}

/** What counts as a file of this work: the service's, and those on their way. @param {Wire.File[]} files @param {Ports.Upload[]} uploads */
function present(files, uploads) {
  const known = files.map(file => ({ id: file.id, kind: file.kind, state: file.state }))
  const own = uploads.filter(upload => !known.some(file => file.id === upload.id))
    .map(({ id, kind, state, file }) => ({ id, kind, state: file ? file.state : state === 'refused' ? 'refused' : 'waiting' }))
  return known.map(file => withUpload(file, uploads.find(upload => upload.id === file.id))).concat(/** @type {any[]} */ (own))
}

/** @param {{ id: string, kind: Wire.FileKind, state: string }} file @param {Ports.Upload | undefined} upload */
function withUpload(file, upload) {
  if (!upload) return file
  return Object.assign({}, file, { state: upload.file ? upload.file.state : upload.state === 'refused' ? 'refused' : file.state })
}

/** @param {Wire.Media} media */
function titleOf({ kind, counts: pairs }) {
  return words.kinds[kind] + ' ' + pairs.map(([least, most]) => words.count(least, most)).join(' ' + words.or + ' ')
}

/** @param {Wire.Media} media */
function wantedOf({ help, max_bytes, rules }) {
  return [help, ...rules.map(rule => rule.words), words.at_most(fileSize(max_bytes))].filter(Boolean).join(words.then)
}

/** @param {Wire.FileKind} kind @param {Wire.File[]} files @param {Ports.Upload[]} uploads */
function rowsOf(kind, files, uploads) {
  const mine = files.filter(file => file.kind === kind).sort((one, other) => one.position - other.position)
  const rows = mine.map((file, i) => {
    const upload = uploads.find(one => one.id === file.id && one.state !== 'done')
    return upload ? uploadRow(upload) : fileRow(newest(file, uploads), kind === 'photo' ? orderActs(i, mine.length) : [])
  })
  const own = uploads.filter(upload => upload.kind === kind && !files.some(file => file.id === upload.id))
  return rows.concat(own.map(uploadRow)).map((row, i) => Object.assign({}, row, { name: called(kind, row.name, i) }))
}

/** What this phone's own upload heard of it at its end is newer than what was read before. @param {Wire.File} file @param {Ports.Upload[]} uploads */
function newest(file, uploads) {
  const own = uploads.find(upload => upload.id === file.id)
  return own && own.file ? Object.assign({}, own.file, { position: file.position }) : file
}

/** A picked photograph has no name of its own but the phone's for a passing file. @param {Wire.FileKind} kind @param {string} name @param {number} i */
function called(kind, name, i) {
  return PASSING.test(name) ? words.kinds[kind] + ' ' + (i + 1) : name
}

/** The name a file goes up by: its own, or “照片 2.jpg” where it has only a passing one. @param {Ports.Picked} picked @param {number} i of its kind, from 0 */
function sentAs({ kind, name }, i) {
  return PASSING.test(name) ? called(kind, name, i) + (/\.[a-z0-9]{1,5}$/i.exec(name) || [''])[0].toLowerCase() : name
}

/** @param {number} i @param {number} of */
function orderActs(i, of) {
  return (i > 0 ? [act('earlier', 'arrow-up-ink')] : []).concat(i < of - 1 ? [act('later', 'arrow-down-ink')] : [])
}

/** A file the service has, or waits for from elsewhere. @param {Wire.File} file @param {ReturnType<typeof act>[]} moves */
function fileRow(file, moves) {
  const there = file.state === 'stored' || file.state === 'ready'
  const original = file.renditions.find(one => one.purpose === 'thumb') || file.renditions.find(one => one.purpose === 'original')
  const refusals = file.verdicts.filter(one => one.outcome === 'refuse').map(one => one.words)
  return {
    id: file.id, name: file.name, size: fileSize(file.size), icon: ICONS[file.kind], thumb: file.kind === 'photo' && there && original ? original.url : '',
    percent: null, line: '', tone: there ? 'ok' : file.state === 'refused' ? 'bad' : 'warn', sign: there ? 'circle-check-ok' : file.state === 'refused' ? 'circle-x-bad' : 'clock-warn',
    says: there ? words.arrived : file.state === 'refused' ? refusals.join(words.then) || words.refused : words.elsewhere,
    warnings: file.verdicts.filter(one => one.outcome === 'warn').map(one => one.words), acts: moves.concat(act('remove', 'trash-ink'))
  }
}

/** @param {Ports.Upload} upload */
function uploadRow(upload) {
  const { id, kind, name, size, state, sent, warnings, path, file } = upload
  if (file && state === 'done') return fileRow(file, [])
  const moving = MOVING.indexOf(state) >= 0 || state === 'paused' || state === 'needs_file'
  return {
    id, name, size: fileSize(size), icon: ICONS[kind], thumb: kind === 'photo' && state !== 'needs_file' ? path : '',
    percent: moving ? percent(sent, size) : null, line: lineOf(upload), tone: toneOf(state), sign: words.signs[toneOf(state)], says: saysOf(upload),
    warnings: file ? file.verdicts.filter(one => one.outcome === 'warn').map(one => one.words) : warnings, acts: actsOf(upload)
  }
}

/** “143/230 MB · 还要 4 分钟 · 1.2 MB/s”. @param {Ports.Upload} upload */
function lineOf({ state, sent, size, speed: rate, left_s }) {
  const pace = state === 'sending' && rate ? ' · ' + speed(rate) : ''
  return sending(sent, size, state === 'sending' ? left_s : null) + pace
}

/** @param {Ports.Upload['state']} state */
function toneOf(state) {
  if (state === 'done') return 'ok'
  if (state === 'refused' || state === 'failed') return 'bad'
  return state === 'needs_file' || state === 'asks_mobile_data' || state === 'waiting_network' ? 'warn' : 'info'
}

/** @param {Ports.Upload} upload */
function saysOf({ state, problem, sent, size }) {
  if (state === 'needs_file') return problem && (problem.code !== 'file.gone' || !sent) ? problem.detail : words.needs_file(percent(sent, size))
  if (state === 'asks_mobile_data') return words.asks_mobile_data(fileSize(size))
  return problem && problem.detail ? problem.detail : words.states[state]
}

/** What the person can do about it, the likeliest first. @param {Ports.Upload} upload */
function actsOf({ state, kind, file }) {
  const cancel = act('cancel', 'x-ink')
  switch (state) {
    case 'paused': return [act('resume', 'player-play-brand', true), cancel]
    case 'needs_file': return [act(kind === 'photo' || kind === 'video' ? 'repick' : 'repick_chat', 'folder-brand', true), cancel]
    case 'asks_mobile_data': return [act('mobile', 'cloud-upload-brand', true), cancel]
    case 'refused': return (file ? [] : [act('retry', 'refresh-brand', true)]).concat(act('drop', 'trash-ink'))
    case 'failed': return [act('retry', 'refresh-brand', true), cancel]
    default: return [act('pause', 'player-pause-ink'), cancel]
  }
}

/** @param {string} name @param {string} icon @param {boolean} [main] */
function act(name, icon, main = false) {
  return { act: name, label: ACT_WORDS[name], icon, main }
}

module.exports = { mediaView, present, uploadRow, fileRow, sentAs }
