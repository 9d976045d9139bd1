// The files of a work to look at and to listen to: photos large, films and songs with their players, documents to open.
const { shown, playedFor } = require('./shown')
const { EXTENSIONS } = require('../../domain/formats')
const words = require('../../words').media_show

const OPENED = ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'pdf']

Component(/** @type {Screen} */ ({
  properties: {
    /** [{ id, kind, name, size, state, progress, renditions: [{ purpose, url, width, height, duration_s }] }] in their order; id and what follows name may be absent */
    files: { type: Array, value: [] }
  },
  data: { words, labels: words.labels, photos: [], videos: [], songs: [], documents: [], coming: [], at: 0, nth: '', playing: '', heard_of: '', heard: '0:00', whole: '', percent: 0 },

  observers: {
    files(files) {
      const next = shown(files || [])
      const at = Math.max(0, Math.min(this.data.at, next.photos.length - 1))
      this.setData(Object.assign({ at, nth: words.nth(at + 1, next.photos.length) }, next))
    }
  },
  lifetimes: {
    created() { this.audio = null },
    detached() { this.leave() }
  },
  pageLifetimes: { hide() { if (this.audio) this.audio.pause() } },

  methods: {
    turned(event) { this.setData({ at: event.detail.current, nth: words.nth(event.detail.current + 1, this.data.photos.length) }) },

    look(event) {
      wx.previewImage({ urls: this.data.photos.map(photo => photo.url), current: event.currentTarget.dataset.url, fail() {} })
    },

    /** As it was sent: heavy, so only when asked for. */
    lookAtOriginal(event) { wx.previewImage({ urls: [event.currentTarget.dataset.url], fail: () => this.failed() }) },

    /** One player for all songs; another song takes it over. */
    listen(event) {
      const { id, url } = event.currentTarget.dataset
      const audio = this.audio || (this.audio = this.player())
      if (this.data.playing === id) return audio.pause()
      if (this.sounding !== id) {
        this.sounding = id
        audio.src = url
        this.setData({ heard: playedFor(0), whole: '', percent: 0 })
      }
      this.triggerEvent('play')
      return audio.play()
    },

    player() {
      const audio = wx.createInnerAudioContext()
      audio.obeyMuteSwitch = false
      audio.onPlay(() => this.setData({ playing: this.sounding, heard_of: this.sounding }))
      const stopped = () => this.setData({ playing: '' })
      audio.onPause(stopped)
      audio.onStop(stopped)
      audio.onEnded(stopped)
      audio.onTimeUpdate(() => this.setData({
        heard: playedFor(audio.currentTime), whole: playedFor(audio.duration), percent: audio.duration ? Math.round(audio.currentTime / audio.duration * 100) : 0
      }))
      audio.onError(() => this.failed())
      return audio
    },

    seek(event) { if (this.audio && this.audio.duration) this.audio.seek(event.detail.value / 100 * this.audio.duration) },

    filmPlays() { if (this.audio) this.audio.pause() },

    failed() {
      this.setData({ playing: '' })
      wx.showToast({ title: words.failed, icon: 'none', duration: 2500 })
      this.triggerEvent('failed')
    },

    openDocument(event) {
      const { url, name } = event.currentTarget.dataset
      const ending = name.split('.').pop().toLowerCase()
      if (OPENED.indexOf(ending) < 0) return this.openOther(ending, url)
      wx.showLoading({ title: words.labels.opening })
      return wx.downloadFile({
        url, complete: () => wx.hideLoading(), fail: () => this.failed(),
        success: ({ statusCode, tempFilePath }) => (statusCode === 200 ? this.show(tempFilePath, ending) : this.failed())
      })
    },

    show(filePath, fileType) {
      wx.openDocument({ filePath, fileType, showMenu: true, fail: () => this.cannot() })
    },

    /** A scanned page is a picture. @param {string} ending @param {string} url */
    openOther(ending, url) {
      if (/^image\//.test(EXTENSIONS[ending] || '')) return wx.previewImage({ urls: [url], fail: () => this.failed() })
      return this.cannot()
    },

    cannot() { wx.showToast({ title: words.cannot_open, icon: 'none', duration: 2500 }) },

    leave() {
      if (this.audio) this.audio.destroy()
      this.audio = null
    }
  }
}))
