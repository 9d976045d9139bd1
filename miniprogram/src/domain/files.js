// The files of a work as a screen shows them: what is wanted of each kind, what is there, what is on its way.
const { mediaOf } = require('./specification')
const { counts, room, later } = require('./counts')
const { fileSize, percent, sending, speed } = require('./sizes')
const { checkView } = require('./checks')
const { addressOf, thumbOf } = require('./renditions')
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
  const standing = withoutReplaced(files, uploads)
  const all = present(standing, uploads)
  const gaps = counts(track, type, all.filter(file => file.state !== 'refused'))
  const groups = mediaOf(track, type).map(media => {
    const rows = rowsOf(media.kind, standing, uploads)
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
  const standing = withoutReplaced(files, uploads)
  const own = uploads.filter(upload => !standing.some(file => file.id === upload.id))
    .map(({ id, kind, state, file }) => ({ id, kind, state: file ? file.state : state === 'refused' ? 'refused' : 'waiting' }))
  return standing.map(file => ({ id: file.id, kind: file.kind, state: stateOf(file, uploads) })).concat(/** @type {any[]} */ (own))
}

/** @param {Wire.File} file @param {Ports.Upload[]} uploads */
function stateOf(file, uploads) {
  const own = uploads.find(upload => upload.id === file.id)
  return own && own.state === 'refused' ? 'refused' : newest(file, uploads).state
}

/** What another file has taken the place of is gone, though the service may not have been asked since. @param {Wire.File[]} files @param {Ports.Upload[]} uploads */
function withoutReplaced(files, uploads) {
  return files.filter(file => !uploads.some(upload => upload.replaces === file.id && upload.state === 'done'))
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

/** The service's files, each as it was heard of last, and those of this phone it was not asked about since. @param {Wire.File[]} files @param {Ports.Upload[]} uploads @returns {Wire.File[]} */
function newestFiles(files, uploads) {
  const own = uploads.filter(upload => upload.file && !files.some(file => file.id === upload.id)).map(upload => upload.file)
  return withoutReplaced(files, uploads).map(file => newest(file, uploads)).concat(/** @type {any[]} */ (own))
}

/** What this phone's own upload heard at its end is newer than what was read while it was on its way, and older than what was read since. @param {Wire.File} file @param {Ports.Upload[]} uploads */
function newest(file, uploads) {
  const own = uploads.find(upload => upload.id === file.id)
  return own && own.file && file.state === 'waiting' ? Object.assign({}, own.file, { position: file.position }) : file
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

/** A file the service has, or waits for from elsewhere: 文件检查 as its mark. @param {Wire.File} file @param {ReturnType<typeof act>[]} moves */
function fileRow(file, moves) {
  const there = file.state === 'stored' || file.state === 'ready'
  const { tone, icon, says, more, found } = checkView(file)
  const replace = file.state === 'refused' ? [act('replace', 'refresh-brand', true)] : []
  return {
    id: file.id, name: file.name, size: there ? words.arrived(fileSize(file.size)) : fileSize(file.size), icon: ICONS[file.kind],
    thumb: there ? pictureOf(file, thumbOf(file.renditions)) : '', large: there ? pictureOf(file, addressOf(file.renditions, ['display', 'poster'])) : '',
    percent: null, line: '', tone, sign: icon, says: file.state === 'waiting' ? words.elsewhere : says, more, found,
    acts: replace.concat(moves, act('remove', 'trash-ink'))
  }
}

/** A photograph's original stands in until something smaller was made of it. @param {Wire.File} file @param {string} made */
function pictureOf({ kind, renditions }, made) {
  return made || (kind === 'photo' ? addressOf(renditions, ['original']) : '')
}

/** @param {Ports.Upload} upload */
function uploadRow(upload) {
  const { id, kind, name, size, state, sent, warnings, path, file } = upload
  if (file && state === 'done') return fileRow(file, [])
  if (file && state === 'refused') return Object.assign(fileRow(file, []), { acts: actsOf(upload) })
  const moving = MOVING.indexOf(state) >= 0 || state === 'paused' || state === 'needs_file'
  const local = kind === 'photo' && state !== 'needs_file' ? path : ''
  return {
    id, name, size: fileSize(size), icon: ICONS[kind], thumb: local, large: local,
    percent: moving ? percent(sent, size) : null, line: lineOf(upload), tone: toneOf(state), sign: words.signs[toneOf(state)], says: saysOf(upload),
    more: '', found: warnings.map(advised), acts: actsOf(upload)
  }
}

/** What was said before it was sent. @param {string} says */
function advised(says) {
  return { tone: 'warn', icon: words.signs.warn, words: says }
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
    case 'refused': return [file ? act('replace', 'refresh-brand', true) : act('retry', 'refresh-brand', true), act('drop', 'trash-ink')]
    case 'failed': return [act('retry', 'refresh-brand', true), cancel]
    default: return [act('pause', 'player-pause-ink'), cancel]
  }
}

/** @param {string} name @param {string} icon @param {boolean} [main] */
function act(name, icon, main = false) {
  return { act: name, label: ACT_WORDS[name], icon, main }
}

module.exports = { mediaView, newestFiles, present, uploadRow, fileRow, sentAs }
