// Photographs and the photographed sign-in sheet: picked here, on their way by themselves once the event is with the service.
const parts = require('../../../parts')
const { asPhoto, asSheet } = require('../../../domain/event_files')
const words = require('../../../words').files

const ACTS = { pause: 'pause', resume: 'resume', retry: 'retry', mobile: 'allowMobileData' }
const HOW = { photo: 'album', document: 'paper' }
const NAMED = { photo: asPhoto, document: asSheet }

/** @type {Screen} */
module.exports = {
  uploadChanged(upload) {
    if (!this.draft || upload.about !== this.draft.id) return
    this.draw()
    if (upload.state === 'done') this.learn()
  },

  async addFiles(event) {
    const { kind } = event.currentTarget.dataset
    const { room, count } = this.data.groups.find(one => one.kind === kind)
    try {
      const picked = await parts.pick('photo', room, HOW[kind])
      if (picked.length) this.change({})
      picked.forEach((one, i) => parts.uploads.add(this.draft.id, NAMED[kind](one, count + i)))
    } catch (fault) {
      this.tell(fault)
    }
    this.draw()
  },

  async actOnFile(event) {
    const { id, act } = event.detail
    const upload = parts.uploads.list(this.draft.id).find(one => one.id === id)
    if (act === 'look') return this.look(id)
    if (act === 'remove') return this.removeFile(id)
    if (!upload) return undefined
    if (act === 'repick' || act === 'repick_chat' || act === 'replace') return this.repick(upload)
    if (act === 'cancel' || act === 'drop') return this.cancelUpload(upload)
    return parts.uploads[ACTS[act]](id)
  },

  async repick(upload) {
    try {
      const [picked] = await parts.pick('photo', 1, HOW[upload.kind])
      if (picked && await parts.uploads.repick(upload.id, picked) === 'other') this.say(words.another)
    } catch (fault) {
      this.tell(fault)
    }
  },

  async cancelUpload(upload) {
    if (upload.sent > 0 && !await this.ask(words.ask_cancel(upload.name), words.cancel)) return
    parts.uploads.cancel(upload.id)
    this.draw()
  },

  async removeFile(id) {
    if (!await this.ask(words.ask_remove, words.acts.remove)) return
    try {
      await parts.api.removeFile(id)
      if (parts.uploads.list(this.draft.id).some(one => one.id === id)) parts.uploads.cancel(id)
      if (this.event) this.event = Object.assign({}, this.event, { files: this.event.files.filter(file => file.id !== id) })
    } catch (problem) {
      this.tell(problem)
    }
    this.draw()
  },

  look(id) {
    const rows = this.data.groups.reduce((all, group) => all.concat(group.rows), []).filter(row => row.large)
    const current = rows.find(row => row.id === id)
    if (current) wx.previewImage({ urls: rows.map(row => row.large), current: current.large, fail() {} })
  }
}
