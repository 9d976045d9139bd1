// <image>, <cover-image>, <icon>, <canvas>.
const { host, inner, keepIn } = require('./host')
const { address } = require('../wx/files')

const FITS = { scaleToFill: 'fill', aspectFit: 'contain', aspectFill: 'cover', widthFix: 'fill', heightFix: 'fill' }
const PLACES = ['top', 'bottom', 'center', 'left', 'right', 'top left', 'top right', 'bottom left', 'bottom right']
const GLYPHS = {
  success: '✓',
  success_no_circle: '✓',
  info: 'ℹ',
  warn: '!',
  waiting: '◷',
  cancel: '✕',
  download: '↓',
  search: '⌕',
  clear: '✕'
}
const COLOURS = {
  success: '#07c160',
  info: '#10aeff',
  warn: '#fa5151',
  waiting: '#10aeff',
  cancel: '#fa5151',
  download: '#07c160',
  search: '#b2b2b2',
  clear: '#b2b2b2'
}

const ownerPath = (self) => (self._$.ownerShadowRoot ? self._$.ownerShadowRoot.getHostNode().is : '')

const image = {
  properties: {
    src: String,
    mode: { type: String, value: 'scaleToFill' },
    lazyLoad: Boolean,
    showMenuByLongpress: Boolean,
    webp: Boolean,
    fadeIn: Boolean,
    alt: String
  },
  data: { shown: '', fit: 'fill', at: 'center', more: '' },
  observers: {
    src() {
      this.setData({ shown: address(this.data.src, ownerPath(this)) })
    },
    mode(mode) {
      host(this).setAttribute('data-mode', mode)
      this.setData({ fit: FITS[mode] || (PLACES.includes(mode) ? 'none' : 'fill'), at: PLACES.includes(mode) ? mode : 'center' })
    }
  },
  lifetimes: {
    attached() {
      const element = inner(this)
      keepIn(element, 'load', 'error')
      element.alt = host(this).getAttribute('aria-label') || this.data.alt || ''
      const loaded = () => this.triggerEvent('load', { width: element.naturalWidth, height: element.naturalHeight })
      element.addEventListener('load', loaded)
      element.addEventListener('error', () => this.data.src && this.triggerEvent('error', { errMsg: 'GET ' + this.data.src + ' fail' }))
      if (element.complete && element.naturalWidth) loaded()
    }
  }
}

const icon = {
  properties: { type: String, size: { type: Number, value: 23 }, color: String },
  data: { glyph: '' },
  observers: {
    type(type) {
      this.setData({ glyph: GLYPHS[type] || '', ...(this.data.color ? {} : { color: COLOURS[type] || '' }) })
    }
  }
}

/** An <img> that finds the app's own files; it stays an <img>, since drawImage takes nothing else. */
function picture() {
  const element = new Image()
  const { set, get } = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src')
  Object.defineProperty(element, 'src', { get, set: (source) => set.call(element, address(source)) })
  return element
}

const canvas = {
  properties: { type: String, canvasId: String, disableScroll: Boolean },
  methods: {
    /** The canvas as wx hands it out: with createImage and requestAnimationFrame. */
    canvasNode() {
      return Object.assign(inner(this), {
        createImage: picture,
        requestAnimationFrame: (work) => requestAnimationFrame(work),
        cancelAnimationFrame: (id) => cancelAnimationFrame(id)
      })
    }
  }
}

const coverImage = {
  properties: { src: String },
  data: { shown: '' },
  observers: {
    src(source) {
      this.setData({ shown: address(source, ownerPath(this)) })
    }
  }
}

module.exports = { image, 'cover-image': coverImage, icon, canvas }
