// <slider>, <progress>, <navigator>, <rich-text>, and the two that only show what is in them elsewhere.
const { host, inner, keepIn, passLabel, setOff } = require('./host')

const slider = {
  properties: {
    min: { type: Number, value: 0 },
    max: { type: Number, value: 100 },
    step: { type: Number, value: 1 },
    value: { type: Number, value: 0 },
    disabled: Boolean,
    showValue: Boolean,
    color: String,
    selectedColor: String,
    activeColor: String,
    backgroundColor: String,
    blockSize: Number,
    blockColor: String,
    name: String
  },
  observers: {
    'min, max, step, value, disabled': function () {
      drawSlider(this)
    }
  },
  lifetimes: {
    attached() {
      const element = (this.element = inner(this))
      keepIn(element, 'input', 'change')
      passLabel(this, element)
      drawSlider(this)
      element.addEventListener('input', () => this.triggerEvent('changing', { value: Number(element.value) }))
      element.addEventListener('change', () => {
        this.setData({ value: Number(element.value) })
        this.triggerEvent('change', { value: Number(element.value) })
      })
    }
  },
  methods: {
    fieldValue() {
      return this.data.value
    },
    resetField() {
      this.setData({ value: this.data.min })
    }
  }
}

function drawSlider(self) {
  const { element, data } = self
  if (!element) return
  Object.assign(element, { min: data.min, max: data.max, step: data.step, disabled: data.disabled })
  element.value = String(data.value)
  setOff(self, data.disabled)
}

const progress = {
  properties: {
    percent: { type: Number, value: 0 },
    showInfo: Boolean,
    strokeWidth: { type: Number, value: 6 },
    color: String,
    activeColor: { type: String, value: '#09BB07' },
    backgroundColor: { type: String, value: '#EBEBEB' },
    active: Boolean,
    activeMode: String,
    borderRadius: null,
    fontSize: null,
    duration: Number
  },
  observers: {
    percent(percent) {
      const own = host(this)
      if (!own.getAttribute('role')) own.setAttribute('role', 'progressbar')
      own.setAttribute('aria-valuenow', String(percent))
      if (this.data.active && percent >= 100) this.triggerEvent('activeend', { curPercent: percent })
    }
  }
}

const WAYS = { navigate: 'navigateTo', redirect: 'redirectTo', reLaunch: 'reLaunch', switchTab: 'switchTab', navigateBack: 'navigateBack' }

const navigator = {
  properties: {
    url: String,
    openType: { type: String, value: 'navigate' },
    delta: { type: Number, value: 1 },
    hoverClass: { type: String, value: 'navigator-hover' },
    target: String,
    hoverStopPropagation: Boolean,
    hoverStartTime: Number,
    hoverStayTime: Number
  },
  observers: {
    hoverClass(name) {
      host(this).setAttribute('hover-class', name)
    }
  },
  lifetimes: {
    attached() {
      const own = host(this)
      own.setAttribute('hover-class', this.data.hoverClass)
      own.tabIndex = 0
      own.setAttribute('role', own.getAttribute('role') || 'link')
      own.addEventListener('click', () => {
        const { url, openType, delta } = this.data
        const told = {
          success: (found) => this.triggerEvent('success', found),
          fail: (found) => this.triggerEvent('fail', found),
          complete: (found) => this.triggerEvent('complete', found)
        }
        require('../wx').wx[WAYS[openType] || 'navigateTo']({ url, delta, ...told })
      })
    }
  }
}

const TRUSTED = new Set([
  'A',
  'ABBR',
  'B',
  'BLOCKQUOTE',
  'BR',
  'CODE',
  'DD',
  'DEL',
  'DIV',
  'DL',
  'DT',
  'EM',
  'H1',
  'H2',
  'H3',
  'H4',
  'H5',
  'H6',
  'HR',
  'I',
  'IMG',
  'INS',
  'LI',
  'OL',
  'P',
  'PRE',
  'Q',
  'RUBY',
  'RP',
  'RT',
  'SPAN',
  'STRONG',
  'SUB',
  'SUP',
  'TABLE',
  'TBODY',
  'TD',
  'TFOOT',
  'TH',
  'THEAD',
  'TR',
  'U',
  'UL'
])
const ATTRIBUTES = new Set(['class', 'style', 'alt', 'src', 'width', 'height', 'colspan', 'rowspan', 'start', 'type', 'dir'])

const richText = {
  properties: { nodes: null, space: String, userSelect: Boolean },
  observers: {
    nodes() {
      if (this.element) drawRich(this)
    }
  },
  lifetimes: {
    attached() {
      this.element = inner(this)
      drawRich(this)
    }
  }
}

/** Only tags and attributes that WeChat keeps; nothing in a rich text can be tapped or run. */
function drawRich({ element, data: { nodes } }) {
  const source =
    typeof nodes === 'string'
      ? [...new DOMParser().parseFromString(nodes, 'text/html').body.childNodes].map(trusted)
      : (nodes || []).map(built)
  element.replaceChildren(...source.filter(Boolean))
}

function trusted(node) {
  if (node.nodeType === 3) return document.createTextNode(node.textContent)
  if (node.nodeType !== 1 || !TRUSTED.has(node.tagName)) return null
  return copied(
    node.tagName,
    [...node.attributes].map(({ name, value }) => [name, value]),
    [...node.childNodes].map(trusted)
  )
}

function built(node) {
  if (node.type === 'text') return document.createTextNode(node.text)
  if (!TRUSTED.has((node.name || '').toUpperCase())) return null
  return copied(node.name, Object.entries(node.attrs || {}), (node.children || []).map(built))
}

function copied(name, attributes, children) {
  const element = document.createElement(name)
  attributes
    .filter(([key, value]) => ATTRIBUTES.has(key) && !/^\s*javascript:/i.test(value))
    .forEach(([key, value]) => element.setAttribute(key, value))
  element.append(...children.filter(Boolean))
  return element
}

const pageContainer = {
  properties: {
    show: Boolean,
    duration: Number,
    zIndex: { type: Number, value: 100 },
    overlay: { type: Boolean, value: true },
    position: String,
    round: Boolean,
    closeOnSlideDown: Boolean,
    overlayStyle: String,
    customStyle: String
  },
  observers: {
    show(on) {
      host(this).classList.toggle('on', on)
      this.triggerEvent(on ? 'afterenter' : 'afterleave', {})
    }
  }
}

module.exports = {
  slider,
  progress,
  navigator,
  'rich-text': richText,
  'root-portal': { properties: { enable: { type: Boolean, value: true } } },
  'page-container': pageContainer
}
