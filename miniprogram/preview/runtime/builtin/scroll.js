// <scroll-view> and <swiper>.
const { host, inner } = require('./host')

const smooth = (animated) => (animated ? 'smooth' : 'instant')

const scrollView = {
  properties: {
    scrollX: Boolean,
    scrollY: Boolean,
    upperThreshold: { type: Number, value: 50 },
    lowerThreshold: { type: Number, value: 50 },
    scrollTop: Number,
    scrollLeft: Number,
    scrollIntoView: String,
    scrollWithAnimation: Boolean,
    enableBackToTop: Boolean,
    enableFlex: Boolean,
    scrollAnchoring: Boolean,
    refresherEnabled: Boolean,
    refresherTriggered: Boolean,
    refresherThreshold: { type: Number, value: 45 },
    refresherDefaultStyle: String,
    refresherBackground: String,
    enhanced: Boolean,
    bounces: Boolean,
    showScrollbar: { type: Boolean, value: true },
    pagingEnabled: Boolean,
    fastDeceleration: Boolean,
    type: String
  },
  observers: {
    'scrollX, scrollY, enableFlex, showScrollbar': function () {
      draw(this)
    },
    scrollTop(top) {
      host(this).scrollTo({ top, behavior: smooth(this.data.scrollWithAnimation) })
    },
    scrollLeft(left) {
      host(this).scrollTo({ left, behavior: smooth(this.data.scrollWithAnimation) })
    },
    scrollIntoView(id) {
      if (id) setTimeout(() => showChild(this, id))
    },
    refresherTriggered(on) {
      host(this).classList.toggle('refreshing', on)
    }
  },
  lifetimes: {
    attached() {
      draw(this)
      watch(this)
      if (this.data.refresherEnabled) watchPull(this)
    }
  }
}

function draw(self) {
  const { scrollX, scrollY, enableFlex, showScrollbar } = self.data
  host(self).classList.toggle('across', scrollX)
  host(self).classList.toggle('down', scrollY)
  host(self).classList.toggle('flex', enableFlex)
  host(self).classList.toggle('bare', !showScrollbar)
}

function showChild(self, id) {
  const found = host(self).querySelectorAll('*')
  const child = [...found].find((element) => element.__wxElement && element.__wxElement.id === id)
  if (child) child.scrollIntoView({ block: 'start', inline: 'start', behavior: smooth(self.data.scrollWithAnimation) })
}

/** Edges are told once, when they are come near. */
function watch(self) {
  const own = host(self)
  const near = { upper: true, lower: false }
  let before = { top: 0, left: 0 }
  own.addEventListener(
    'scroll',
    () => {
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth } = own
      self.triggerEvent('scroll', {
        scrollTop,
        scrollLeft,
        scrollHeight,
        scrollWidth,
        deltaX: before.left - scrollLeft,
        deltaY: before.top - scrollTop
      })
      before = { top: scrollTop, left: scrollLeft }
      const { scrollX, upperThreshold, lowerThreshold } = self.data
      const [at, left] = scrollX
        ? [scrollLeft, scrollWidth - own.clientWidth - scrollLeft]
        : [scrollTop, scrollHeight - own.clientHeight - scrollTop]
      const now = { upper: at <= upperThreshold, lower: left <= lowerThreshold }
      if (now.upper && !near.upper) self.triggerEvent('scrolltoupper', { direction: scrollX ? 'left' : 'top' })
      if (now.lower && !near.lower) self.triggerEvent('scrolltolower', { direction: scrollX ? 'right' : 'bottom' })
      Object.assign(near, now)
    },
    { passive: true }
  )
}

function watchPull(self) {
  const own = host(self)
  let from = null
  own.addEventListener(
    'touchstart',
    (event) => {
      from = own.scrollTop <= 0 ? event.touches[0].clientY : null
    },
    { passive: true }
  )
  own.addEventListener(
    'touchmove',
    (event) => {
      if (from === null || event.touches[0].clientY - from < self.data.refresherThreshold) return
      from = null
      self.setData({ refresherTriggered: true })
      self.triggerEvent('refresherrefresh', {})
    },
    { passive: true }
  )
}

const swiper = {
  properties: {
    indicatorDots: Boolean,
    indicatorColor: { type: String, value: 'rgba(0,0,0,.3)' },
    indicatorActiveColor: { type: String, value: '#000' },
    autoplay: Boolean,
    current: Number,
    interval: { type: Number, value: 5000 },
    duration: { type: Number, value: 500 },
    circular: Boolean,
    vertical: Boolean,
    previousMargin: String,
    nextMargin: String,
    displayMultipleItems: Number,
    easingFunction: String,
    currentItemId: String
  },
  data: { dots: [] },
  observers: {
    current(at) {
      if (this.element) go(this, at)
    },
    vertical(on) {
      host(this).classList.toggle('vertical', on)
    },
    autoplay() {
      if (this.element) turn(this)
    }
  },
  lifetimes: {
    attached() {
      this.element = inner(this)
      setTimeout(() => begin(this))
    },
    detached() {
      clearInterval(this.turning)
    }
  }
}

const size = (self) => (self.data.vertical ? self.element.clientHeight : self.element.clientWidth) || 1
const count = (self) => host(self).querySelectorAll('wx-swiper-item').length

function begin(self) {
  const { element } = self
  self.setData({ dots: Array.from({ length: count(self) }, (_, at) => at) })
  self.at = 0
  if (self.data.current) go(self, self.data.current)
  let settle = 0
  element.addEventListener(
    'scroll',
    () => {
      clearTimeout(settle)
      settle = setTimeout(() => arrive(self), 80)
    },
    { passive: true }
  )
  turn(self)
}

/** `source` is WeChat's: "touch", "autoplay", or "" when the app itself turned the page. */
function arrive(self) {
  const at = Math.round((self.data.vertical ? self.element.scrollTop : self.element.scrollLeft) / size(self))
  if (at === self.at) return
  const source = self.automatic ? 'autoplay' : at === self.data.current ? '' : 'touch'
  Object.assign(self, { at, automatic: false })
  self.setData({ current: at, dots: Array.from({ length: count(self) }, (_, one) => one) })
  self.triggerEvent('change', { current: at, currentItemId: '', source })
  self.triggerEvent('animationfinish', { current: at, currentItemId: '', source })
}

function go(self, at) {
  const to = at * size(self)
  self.element.scrollTo({ left: self.data.vertical ? 0 : to, top: self.data.vertical ? to : 0, behavior: 'smooth' })
}

function turn(self) {
  clearInterval(self.turning)
  if (!self.data.autoplay) return
  self.turning = setInterval(() => {
    const next = self.data.current + 1
    self.automatic = true
    if (next < count(self) || self.data.circular) go(self, next % count(self))
  }, self.data.interval)
}

module.exports = { 'scroll-view': scrollView, swiper, 'swiper-item': { properties: { itemId: String, skipHiddenItemLayout: Boolean } } }
