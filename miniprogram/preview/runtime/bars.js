// The navigation bar with its capsule, and the tab bar.
const { make, choose } = require('./overlays')
const { state } = require('./chunks')

const marks = new Map()
const lazily = { pages: () => require('./pages'), wx: () => require('./wx').wx }
const bar = { hidden: false }

/** Draws both bars for the page on top, and tells its styles how high it is. */
function draw(page, { canGoBack, isTab }) {
  const { navigationStyle } = page.dressed
  document.getElementById('phone-shell').classList.toggle('custom-navigation', navigationStyle === 'custom')
  drawNavigation(page, canGoBack, isTab)
  drawTabs(isTab && !bar.hidden ? page.route : null)
  measure()
}

function measure() {
  document.getElementById('phone-pages').style.setProperty('--vh', document.getElementById('phone-pages').clientHeight / 100 + 'px')
}
window.addEventListener('resize', measure)

function drawNavigation({ dressed }, canGoBack, isTab) {
  const navigation = document.getElementById('phone-navigation')
  const isHome = !canGoBack && !isTab
  navigation.style.background = dressed.navigationBarBackgroundColor || '#000000'
  navigation.style.color = dressed.navigationBarTextStyle === 'black' ? '#000' : '#fff'
  navigation.replaceChildren(
    canGoBack ? make('button', { className: 'back', 'aria-label': '返回', onclick: () => lazily.wx().navigateBack({}) }, '‹') : '',
    isHome && state.app.json.tabBar ? make('button', { className: 'back home', 'aria-label': '首页', onclick: goHome }, '⌂') : '',
    make('h1', {}, dressed.navigationBarTitleText || ''),
    dressed.loading ? make('i', { className: 'loading' }) : ''
  )
}

const goHome = () => lazily.pages().reLaunch('/' + state.app.entry)

function drawTabs(route) {
  const place = document.getElementById('phone-tabs')
  const { tabBar } = state.app.json
  place.hidden = !route
  if (!route || !tabBar) return
  place.style.background = tabBar.backgroundColor || '#fff'
  place.replaceChildren(...tabBar.list.map((tab, index) => drawTab(tabBar, tab, index, tab.pagePath === route)))
}

function drawTab(tabBar, tab, index, isOn) {
  const mark = marks.get(index)
  const icon = isOn ? tab.selectedIconPath || tab.iconPath : tab.iconPath
  return make(
    'button',
    {
      role: 'tab',
      'aria-selected': String(isOn),
      'aria-label': tab.text,
      style: `color:${(isOn ? tabBar.selectedColor : tabBar.color) || '#333'}`,
      onclick: () => tapTab(tab, index)
    },
    icon ? make('img', { src: 'files/' + icon, alt: '' }) : null,
    make('span', {}, tab.text),
    mark === undefined ? null : make('i', { className: mark === '' ? 'dot' : 'badge' }, mark)
  )
}

async function tapTab(tab, index) {
  const pages = lazily.pages()
  const wasOn = pages.top().route === tab.pagePath
  if (!wasOn) await pages.switchTab('/' + tab.pagePath)
  pages.call(pages.top(), 'onTabItemTap', { index, pagePath: tab.pagePath, text: tab.text })
}

/** `mark`: words, '' for a red dot, undefined for none. */
function markTab(index, mark) {
  if (mark === undefined) marks.delete(index)
  else marks.set(index, mark)
  redraw()
}

function showTabs(visible) {
  bar.hidden = !visible
  redraw()
}

function redraw() {
  const pages = lazily.pages()
  const page = pages.top()
  if (page) draw(page, { canGoBack: pages.stack.length > 1, isTab: pages.isTab(page.route) })
}

/** The capsule's menu. */
async function openMenu() {
  const share = require('./wx/share')
  const items = share.menu()
  const chosen = await choose([...items.map((item) => item.words), '设置', '重新进入小程序'])
  if (chosen >= 0 && chosen < items.length) items[chosen].work()
  else if (chosen === items.length) lazily.wx().openSetting({})
  else if (chosen === items.length + 1) window.preview.restart()
}

module.exports = { draw, markTab, showTabs, redraw, openMenu }
