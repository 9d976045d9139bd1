// Files: picked by kind, looked at before they are sent, and what can be done with each on its way.
const parts = require('../../parts')
const { verdicts, mediaOf, advice } = require('../../domain/specification')
const { room } = require('../../domain/counts')
const { mediaView, newestFiles, present, sentAs, uploadRow } = require('../../domain/files')
const { isBeingExamined, signOf } = require('../../domain/checks')
const words = require('../../words').files

const ALBUM = ['photo', 'video']
const ACTS = { pause: 'pause', resume: 'resume', retry: 'retry', mobile: 'allowMobileData' }

/** @type {Screen} */
module.exports = {
  uploadsHere() { return parts.uploads.list(this.draft.id) },

  /** Progress changes one row; anything else may change what is lacking. */
  uploadChanged(upload) {
    if (!this.draft || upload.about !== this.draft.id) return
    const before = this.shown_states && this.shown_states[upload.id]
    this.shown_states = Object.assign({}, this.shown_states, { [upload.id]: upload.state })
    if (before !== upload.state) return upload.state === 'done' ? this.arrived(upload) : this.draw()
    this.data.media.forEach((group, i) => group.rows.forEach((row, j) => {
      if (row.id === upload.id) this.setData({ ['media[' + i + '].rows[' + j + ']']: Object.assign(uploadRow(upload), { name: row.name }) })
    }))
  },

  arrived({ replaces }) {
    if (replaces && this.uploadsHere().some(one => one.id === replaces)) parts.uploads.cancel(replaces)
    this.draw()
    this.watchFiles()
  },

  /** While something is looked into, what comes of it appears by itself. */
  watchFiles() {
    return this.watch(() => Boolean(this.draft) && newestFiles(this.files, this.uploadsHere()).some(isBeingExamined), () => this.lookAtFiles())
  },

  async lookAtFiles() {
    const { files } = await parts.api.entry(this.draft.id)
    const news = this.draft && signOf(files) !== signOf(this.files)
    this.files = files
    if (news) this.draw()
  },

  filesView() {
    return mediaView(this.track, this.draft.type, this.files, this.uploadsHere())
  },

  filesPresent() {
    return present(this.files, this.uploadsHere())
  },

  async source(event) {
    const { kind, from } = event.currentTarget.dataset
    if (from === 'recorder') return this.openRecorder()
    if (from === 'computer') return this.fromComputer(kind)
    await this.pick(kind, from)
  },

  async pick(kind, from) {
    try {
      const picked = await parts.pick(kind, room(this.track, this.draft.type, this.filesPresent(), kind), from)
      picked.forEach(one => this.addFile(one))
    } catch (fault) {
      this.tell(fault)
    }
    this.draw()
  },

  /** What refuses a file is said before it is sent; advice goes with it. `replaces`: a file of the service whose place it takes. */
  addFile(picked, replaces) {
    const media = mediaOf(this.track, this.draft.type).find(one => one.kind === picked.kind) || {}
    const found = verdicts(picked.kind, picked, media)
    const refusal = found.find(one => one.outcome === 'refuse')
    if (refusal) return this.tell({ code: 'file.refused', title: picked.name, detail: refusal.words })
    const hint = advice(picked.kind, picked)
    const warnings = found.map(one => one.words).concat(hint ? [hint] : [])
    const kin = this.filesPresent().filter(file => file.kind === picked.kind).map(file => file.id)
    const nth = replaces ? kin.indexOf(replaces) : kin.length
    parts.uploads.add(this.draft.id, Object.assign({}, picked, { name: sentAs(picked, nth) }), { warnings, replaces })
  },

  /** A computer's file needs a work to belong to. */
  async fromComputer(kind) {
    const draft = await parts.drafts.save(this.draft.id)
    this.draft = draft || this.draft
    this.mark()
    if (this.draft.revision === 0) return this.tell(this.draft.problem || { code: 'offline', title: words.not_yet, detail: words.computer_needs_network })
    wx.navigateTo({ url: '/pages/computer/computer?entry=' + this.draft.id + '&kind=' + kind })
  },

  actOnFile(event) {
    const { id, act } = event.detail
    const upload = this.uploadsHere().find(one => one.id === id)
    if (act === 'look') return this.look(id)
    if (act === 'earlier' || act === 'later') return this.reorder(id, act === 'earlier' ? -1 : 1)
    if (act === 'remove') return this.removeFile(id)
    if (act === 'replace') return this.replace(id, upload)
    if (!upload) return undefined
    if (act === 'repick' || act === 'repick_chat') return this.repick(upload, act === 'repick' ? 'album' : 'chat')
    if (act === 'cancel' || act === 'drop') return this.cancelUpload(upload)
    return parts.uploads[ACTS[act]](id)
  },

  /** Another file for one that cannot be used; it takes its place once it has arrived. */
  async replace(id, upload) {
    const { kind } = upload || this.files.find(one => one.id === id)
    try {
      const [picked] = await parts.pick(kind, 1, ALBUM.indexOf(kind) >= 0 ? 'album' : 'chat')
      if (picked) this.addFile(picked, id)
    } catch (fault) {
      this.tell(fault)
    }
    this.draw()
  },

  async repick(upload, from) {
    try {
      const [picked] = await parts.pick(upload.kind, 1, from)
      if (picked && await parts.uploads.repick(upload.id, picked) === 'other') this.say(words.another)
    } catch (fault) {
      this.tell(fault)
    }
  },

  async cancelUpload(upload) {
    if (upload.sent > 0 && !await this.ask(words.ask_cancel(upload.name), words.cancel)) return
    parts.uploads.cancel(upload.id)
    this.files = this.files.filter(file => file.id !== upload.id)
    this.draw()
  },

  /** What the service has is removed there first. */
  async removeFile(id) {
    if (!await this.ask(words.ask_remove, words.acts.remove)) return
    try {
      await parts.api.removeFile(id)
      if (this.uploadsHere().some(one => one.id === id)) parts.uploads.cancel(id)
      this.files = this.files.filter(file => file.id !== id)
    } catch (problem) {
      this.tell(problem)
    }
    this.draw()
  },

  /** @param {string} id @param {number} by places */
  async reorder(id, by) {
    const file = this.files.find(one => one.id === id)
    const kin = this.files.filter(one => one.kind === file.kind).sort((one, other) => one.position - other.position).map(one => one.id)
    const at = kin.indexOf(id)
    kin.splice(at, 1)
    kin.splice(at + by, 0, id)
    const order = this.files.filter(one => one.kind !== file.kind).map(one => one.id).concat(kin)
    try {
      this.files = (await parts.api.order(this.draft.id, order)).files
    } catch (problem) {
      this.tell(problem)
    }
    this.draw()
  },

  look(id) {
    const rows = this.data.media.reduce((all, group) => all.concat(group.rows), []).filter(row => row.large)
    const current = rows.find(row => row.id === id)
    if (current) wx.previewImage({ urls: rows.map(row => row.large), current: current.large, fail() {} })
  }
}
