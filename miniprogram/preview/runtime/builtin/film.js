// <video>.
const { inner, keepIn } = require('./host')
const { address } = require('../wx/files')

const TOLD = {
  play: () => ({}),
  pause: () => ({}),
  ended: () => ({}),
  waiting: () => ({}),
  timeupdate: (video) => ({ currentTime: video.currentTime, duration: video.duration }),
  progress: (video) => ({ buffered: video.buffered.length ? (video.buffered.end(0) / video.duration) * 100 : 0 }),
  loadedmetadata: (video) => ({ width: video.videoWidth, height: video.videoHeight, duration: video.duration }),
  error: (video) => ({ errMsg: (video.error && video.error.message) || 'MEDIA_ERR_SRC_NOT_SUPPORTED' })
}

const video = {
  properties: {
    src: String,
    poster: String,
    controls: { type: Boolean, value: true },
    autoplay: Boolean,
    loop: Boolean,
    muted: Boolean,
    title: String,
    duration: Number,
    initialTime: Number,
    objectFit: { type: String, value: 'contain' },
    direction: Number,
    showFullscreenBtn: Boolean,
    showPlayBtn: Boolean,
    showCenterPlayBtn: Boolean,
    enableProgressGesture: Boolean,
    showMuteBtn: Boolean,
    pictureInPictureMode: null,
    showProgress: Boolean,
    playBtnPosition: String,
    vslideGesture: Boolean,
    enablePlayGesture: Boolean
  },
  observers: {
    'src, poster, controls, autoplay, loop, muted, objectFit': function () {
      draw(this)
    }
  },
  lifetimes: {
    attached() {
      const element = (this.element = inner(this))
      keepIn(element, ...Object.keys(TOLD))
      for (const [type, told] of Object.entries(TOLD)) element.addEventListener(type, () => this.triggerEvent(type, told(element)))
      element.addEventListener('fullscreenchange', () =>
        this.triggerEvent('fullscreenchange', { fullScreen: document.fullscreenElement === element, direction: 'vertical' })
      )
      draw(this)
      if (this.data.initialTime) element.currentTime = this.data.initialTime
    },
    detached() {
      this.element.pause()
    }
  },
  methods: {
    /** What wx.createVideoContext answers. */
    playerOf() {
      const element = inner(this)
      return {
        play: () => void element.play().catch(() => {}),
        pause: () => element.pause(),
        seek: (to) => {
          element.currentTime = to
        },
        stop: () => {
          element.pause()
          element.currentTime = 0
        },
        playbackRate: (rate) => {
          element.playbackRate = rate
        },
        requestFullScreen: () => void element.requestFullscreen().catch(() => {}),
        exitFullScreen: () => void (document.fullscreenElement && document.exitFullscreen())
      }
    }
  }
}

function draw({ element, data }) {
  if (!element) return
  const source = address(data.src)
  if (element.getAttribute('src') !== source) source ? element.setAttribute('src', source) : element.removeAttribute('src')
  element.poster = address(data.poster)
  Object.assign(element, { controls: data.controls, autoplay: data.autoplay, loop: data.loop, muted: data.muted, preload: 'metadata' })
  element.style.objectFit = data.objectFit
}

module.exports = { video }
