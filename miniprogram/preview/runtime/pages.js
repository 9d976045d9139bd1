// The stack of pages: opening, hiding, closing; tab pages live on while another tab is looked at.
const { screen, space } = require('./elements')
const { state, need, preloadAfter } = require('./chunks')
const modules = require('./modules')
const { useStyle } = require('./styles')
const { attempt } = require('./journal')
const { refuse } = require('./wx/call')
const bars = require('./bars')
const app = require('./app')
const { watchScroll } = require('./scrolling')

const STACK_LIMIT = 10

const stack = []
const tabs = new Map()

const top = () => stack[stack.length - 1]
const instances = () => stack.map((page) => page.instance)
const isTab = (route) => ((state.app.json.tabBar && state.app.json.tabBar.list) || []).some((tab) => tab.pagePath === route)

/** "../b/b?x=1", seen from the page on top, as `{route, query}`; the query is handed on as it was written: pages decode it themselves. */
function parse(url) {
  const [path, search = ''] = url.split('?')
  const from = top() ? '/' + top().route : '/'
  const route = new URL(path, 'http://phone' + from).pathname.slice(1).replace(/\.html$/, '')
  const pairs = search
    .split('&')
    .filter(Boolean)
    .map((pair) => pair.split('='))
  return { route, query: Object.fromEntries(pairs.map(([name, ...value]) => [name, value.join('=')])) }
}

function known(route) {
  if (!state.app.pages.includes(route)) refuse(`page "${route}" is not found`)
}

const call = (page, name, ...given) => {
  const method = page.instance[name]
  return typeof method === 'function' ? attempt(() => method.call(page.instance, ...given), `${page.route} ${name}`) : undefined
}

/** Makes the page and its elements; not yet in the stack. */
function create(route, query) {
  const root = screen.createRoot('wx-page', space, route)
  const element = document.createElement('div')
  const body = document.createElement('div')
  element.className = 'page'
  element.dataset.route = route
  body.className = 'page-body'
  const mark = body.appendChild(document.createElement('span'))
  element.append(body)
  document.getElementById('phone-pages').append(element)
  const instance = root.get()
  Object.assign(instance, { route, options: query, __route__: route })
  const page = {
    route,
    query,
    root,
    element,
    body,
    instance,
    shown: false,
    dressed: { ...state.app.json.window, ...state.components[route] }
  }
  watchScroll(page, call)
  root.attach(body, mark)
  return page
}

function reveal(page, detail) {
  for (const other of stack.concat([...tabs.values()])) if (other !== page) other.element.classList.remove('on-top')
  page.element.classList.add('on-top')
  dress(page)
  if (page.shown) return
  page.shown = true
  if (!page.loaded) {
    page.loaded = true
    call(page, 'onLoad', page.query)
  }
  call(page, 'onShow', detail)
  page.root.getComponent().triggerPageLifeTime('show', [])
  if (!page.ready) {
    page.ready = true
    setTimeout(() => page.closed || call(page, 'onReady'))
  }
  preloadAfter(page.route)
}

/** Its styles on and every other page's off; its bars. */
function dress(page) {
  for (const route of state.app.pages) {
    if (route !== page.route && document.querySelector(`style[data-of="${route}"]`)) useStyle(route, '', false)
  }
  useStyle(page.route, state.styles[page.route], true)
  bars.draw(page, { canGoBack: stack.length > 1, isTab: isTab(page.route), isFirst: stack.length === 1 })
}

function conceal(page) {
  if (!page.shown) return
  page.shown = false
  call(page, 'onHide')
  page.root.getComponent().triggerPageLifeTime('hide', [])
}

function close(page) {
  page.closed = true
  tabs.delete(page.route)
  call(page, 'onUnload')
  page.root.release()
  page.element.remove()
}

async function navigateTo(url) {
  const { route, query } = parse(url)
  known(route)
  if (isTab(route)) refuse('can not navigateTo a tabbar page')
  if (stack.length >= STACK_LIMIT) refuse(`webview count limit exceed`)
  await need(route)
  if (top()) conceal(top())
  const page = create(route, query)
  stack.push(page)
  reveal(page)
  return page
}

async function redirectTo(url) {
  const { route, query } = parse(url)
  known(route)
  if (isTab(route)) refuse('can not redirectTo a tabbar page')
  await need(route)
  close(stack.pop())
  const page = create(route, query)
  stack.push(page)
  reveal(page)
}

async function reLaunch(url) {
  const { route, query } = parse(url)
  known(route)
  await need(route)
  const old = new Set([...stack.splice(0).reverse(), ...tabs.values()])
  old.forEach(close)
  const page = create(route, query)
  if (isTab(route)) tabs.set(route, page)
  stack.push(page)
  reveal(page)
}

async function switchTab(url) {
  const { route } = parse(url)
  known(route)
  if (!isTab(route)) refuse('can not switch to no-tabBar page')
  await need(route)
  while (stack.length > 1) close(stack.pop())
  const left = stack[0]
  if (left && left.route !== route) {
    conceal(left)
    if (!tabs.has(left.route)) close(left)
  }
  const page = tabs.get(route) || create(route, {})
  tabs.set(route, page)
  stack.splice(0, 1, page)
  reveal(page)
}

function navigateBack(delta = 1) {
  if (stack.length < 2) return
  for (let left = Math.min(delta, stack.length - 1); left > 0; left--) close(stack.pop())
  reveal(top())
}

/** The first page; a route the app does not have is told to onPageNotFound, and the app's own first page is shown. */
async function openFirst(url, scene) {
  const { route, query } = parse(url)
  if (modules.has('app.js')) attempt(() => modules.run('app.js', ''), 'app.js')
  if (state.app.pages.includes(route)) {
    await need(route)
    app.launch(route, query, scene)
    return reLaunch(url)
  }
  await need(state.app.entry)
  app.launch(route, query, scene)
  app.call('onPageNotFound', { path: route, query, isEntryPage: true })
  if (!stack.length) await reLaunch('/' + state.app.entry)
}

/** The phone went to the background or came back. */
function setVisible(visible) {
  if (!top()) return
  if (visible) reveal(top())
  else conceal(top())
}

module.exports = {
  stack,
  top,
  instances,
  parse,
  call,
  isTab,
  navigateTo,
  redirectTo,
  reLaunch,
  switchTab,
  navigateBack,
  openFirst,
  setVisible
}
