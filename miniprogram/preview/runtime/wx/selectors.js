// wx.createSelectorQuery and createIntersectionObserver.
const { caller } = require('../elements')
const pages = require('../pages')

/** Where a page's own window begins: rectangles are told from there. */
function origin(component) {
  const element = component._$.getBackendElement()
  const page = element && element.closest ? element.closest('.page') : null
  return (page || document.getElementById('phone-pages')).getBoundingClientRect()
}

function tell(element, wanted, from) {
  const told = {}
  const node = element.getBackendElement()
  const { left, top, right, bottom, width, height } = node.getBoundingClientRect()
  if (wanted.id) told.id = element.id
  if (wanted.dataset) told.dataset = { ...element.dataset }
  if (wanted.rect) Object.assign(told, { left: left - from.left, top: top - from.top, right: right - from.left, bottom: bottom - from.top })
  if (wanted.size) Object.assign(told, { width, height })
  if (wanted.scrollOffset)
    Object.assign(told, {
      scrollLeft: node.scrollLeft,
      scrollTop: node.scrollTop,
      scrollWidth: node.scrollWidth,
      scrollHeight: node.scrollHeight
    })
  if (wanted.computedStyle)
    wanted.computedStyle.forEach((name) => {
      told[name] = getComputedStyle(node)[name]
    })
  if (wanted.properties)
    wanted.properties.forEach((name) => {
      told[name] = element.data && element.data[name]
    })
  if (wanted.node || wanted.context) Object.assign(told, nodeOf(element))
  return told
}

/** The canvas itself, and the objects of <video>. */
function nodeOf(element) {
  const instance = element.getMethodCaller && element.getMethodCaller()
  if (instance && instance.canvasNode) return { node: instance.canvasNode() }
  return instance && instance.playerOf ? { node: instance.playerOf(), context: instance.playerOf() } : { node: null }
}

function viewport(wanted, component) {
  const { width, height } = origin(component)
  const body = pages.top() && pages.top().body
  const told = { id: '', dataset: {}, left: 0, top: 0, right: width, bottom: height, width, height }
  return wanted.scrollOffset && body
    ? { ...told, scrollTop: body.scrollTop, scrollLeft: body.scrollLeft, scrollWidth: body.scrollWidth, scrollHeight: body.scrollHeight }
    : told
}

class SelectorQuery {
  constructor(component) {
    this.component = component
    this.asked = []
  }

  in(component) {
    this.component = component
    return this
  }

  select(selector) {
    return nodes(this, (root) => one(root.querySelector(selector)), true)
  }
  selectAll(selector) {
    return nodes(this, (root) => root.querySelectorAll(selector), false)
  }
  selectViewport() {
    return nodes(this, null, true)
  }

  exec(done) {
    setTimeout(() => {
      const found = this.asked.map(({ component, find, single, wanted, told }) => {
        const answers = find
          ? find(component._$.getShadowRoot()).filter(isThere).map((element) => tell(element, wanted, origin(component)))
          : [viewport(wanted, component)]
        const answer = single ? answers[0] || null : answers
        if (told) told(answer)
        return answer
      })
      if (done) done(found)
    })
    return this
  }
}

/** A component may have left before its question is answered. */
const isThere = (element) => Boolean(element.getBackendElement())

const one = (element) => (element ? [element] : [])

function nodes(query, find, single) {
  const component = query.component || (pages.top() && pages.top().instance)
  const fields = (wanted, told) => {
    query.asked.push({ component, find, single, wanted, told })
    return query
  }
  return {
    fields,
    boundingClientRect: (told) => fields({ id: true, dataset: true, rect: true, size: true }, told),
    scrollOffset: (told) => fields({ id: true, dataset: true, scrollOffset: true }, told),
    node: (told) => fields({ node: true }, told),
    context: (told) => fields({ context: true }, told)
  }
}

caller.createSelectorQuery = function () {
  return new SelectorQuery(this)
}

module.exports = {
  api: {
    createSelectorQuery: () => new SelectorQuery(pages.top() && pages.top().instance),
    createIntersectionObserver: (component, options) => component.createIntersectionObserver(options)
  }
}
