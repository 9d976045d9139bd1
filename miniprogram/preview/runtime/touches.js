// Fingers: which browser events reach the app, long presses, and the look of what is pressed.

// A component's own `click` or `change` would otherwise arrive twice: as triggerEvent and as the bubbling browser event.
const FROM_BROWSER = new Set([
  'touchstart',
  'touchmove',
  'touchend',
  'touchcancel',
  'transitionend',
  'animationstart',
  'animationiteration',
  'animationend'
])
const LONG_PRESS_MS = 350
const STILL_PX = 10

/** Lets the browser's events into glass-easel, as a phone would name them. */
function listen(backend, glassEasel) {
  const listenTo = backend.setListenerStats.bind(backend)
  backend.setListenerStats = (element, type, ...more) => FROM_BROWSER.has(type) && listenTo(element, type, ...more)
  const send = (target, type, detail, options) => {
    if (type === 'tap' && closest(target, '[data-disabled]')) return
    const event = new glassEasel.Event(type, detail, options)
    const touch = options.originalEvent
    if (touch && touch.touches) Object.assign(event, { touches: points(touch.touches), changedTouches: points(touch.changedTouches) })
    else if (type === 'tap')
      Object.assign(event, {
        touches: [],
        changedTouches: [{ identifier: 0, clientX: detail.x, clientY: detail.y, pageX: detail.x, pageY: detail.y }]
      })
    glassEasel.Event.dispatchEvent(target, event)
    return event.defaultPrevented() ? 2 : 0
  }
  backend.onEvent(send)
  pressLong(send)
  pressKeys(send)
  showPressed()
}

const closest = (target, selector) => {
  const element = target.getBackendElement && target.getBackendElement()
  return element && element.closest && element.closest(selector)
}

const points = (touches) =>
  Array.from(touches, ({ identifier, clientX, clientY, pageX, pageY }) => ({ identifier, clientX, clientY, pageX, pageY }))

function ownerOf(node) {
  for (let at = node; at; at = at.parentNode) if (at.__wxElement) return at.__wxElement
  return null
}

function pressLong(send) {
  let waiting = null
  const forget = () => clearTimeout(waiting)
  const begin = (event) => {
    const { clientX: x, clientY: y } = event.touches ? event.touches[0] : event
    const target = ownerOf(event.target)
    forget()
    waiting = setTimeout(() => {
      if (!target) return
      for (const type of ['longpress', 'longtap']) send(target, type, { x, y }, { bubbles: true, composed: true })
    }, LONG_PRESS_MS)
    begin.at = { x, y }
  }
  const move = (event) => {
    const { clientX, clientY } = event.touches ? event.touches[0] : event
    if (begin.at && Math.hypot(clientX - begin.at.x, clientY - begin.at.y) > STILL_PX) forget()
  }
  for (const type of ['touchstart', 'mousedown']) document.addEventListener(type, begin, { passive: true })
  for (const type of ['touchmove', 'mousemove']) document.addEventListener(type, move, { passive: true })
  for (const type of ['touchend', 'touchcancel', 'mouseup']) document.addEventListener(type, forget, { passive: true })
}

/** Enter and the space bar tap what has the focus. */
function pressKeys(send) {
  document.addEventListener('keydown', (event) => {
    const element = event.target
    if (!['Enter', ' '].includes(event.key) || /^(INPUT|TEXTAREA|BUTTON|SELECT)$/.test(element.tagName)) return
    const target = ownerOf(element)
    if (!target || !element.hasAttribute('tabindex')) return
    event.preventDefault()
    const { left, top } = element.getBoundingClientRect()
    send(target, 'tap', { x: left, y: top }, { bubbles: true, composed: true })
    element.click()
  })
}

/** hover-class, of native nodes and of components that carry it as an attribute. */
function showPressed() {
  let pressed = null
  const release = () => {
    if (pressed) pressed.node.classList.toggle(pressed.name, false)
    pressed = null
  }
  const press = (event) => {
    const element = event.target.closest && event.target.closest('[hover-class]')
    const node = element && element.__wxElement
    const name = element && element.getAttribute('hover-class')
    release()
    if (!node || !node.classList || !name || name === 'none' || element.hasAttribute('data-disabled')) return
    pressed = { node, name }
    node.classList.toggle(name, true)
  }
  for (const type of ['touchstart', 'mousedown']) document.addEventListener(type, press, { passive: true })
  for (const type of ['touchend', 'touchcancel', 'mouseup', 'dragend']) document.addEventListener(type, release, { passive: true })
}

module.exports = { listen, ownerOf }
