// Going from page to page, and what the page on top shows of itself.
const pages = require('../pages')
const bars = require('../bars')
const { state, needPackage } = require('../chunks')
const scrolling = require('../scrolling')
const { api, refuse } = require('./call')

const top = () => pages.top() || refuse('there is no page')

function dress(changes) {
  Object.assign(top().dressed, changes)
  bars.redraw()
}

/** The channel between an opener and the page it opened. */
function channel() {
  const listeners = {}
  return {
    on: (name, listener) => void (listeners[name] = listeners[name] || new Set()).add(listener),
    off: (name, listener) => void (listeners[name] && listeners[name].delete(listener)),
    once: function once(name, listener) {
      this.on(name, function first(...given) {
        listeners[name].delete(first)
        listener(...given)
      })
    },
    emit: (name, ...given) => [...(listeners[name] || [])].forEach((listener) => listener(...given))
  }
}

async function navigateTo({ url, events = {} }) {
  const eventChannel = channel()
  Object.entries(events).forEach(([name, listener]) => eventChannel.on(name, listener))
  const page = await pages.navigateTo(url)
  page.instance.getOpenerEventChannel = () => eventChannel
  return { eventChannel }
}

function scrollTo({ scrollTop, selector, offsetTop = 0, duration = 300 }) {
  const { body, root } = top()
  const found = selector && root.getComponent().getShadowRoot().querySelector(selector)
  const at = found ? found.getBackendElement().getBoundingClientRect().top - body.getBoundingClientRect().top + body.scrollTop : scrollTop
  body.scrollTo({ top: (at || 0) + offsetTop, behavior: duration ? 'smooth' : 'instant' })
}

const rootOf = (name) =>
  (state.app.packages.find((one) => one.root === name || one.name === name) || refuse(`subpackage "${name}" is not found`)).root

function loadSubpackage(asked = {}) {
  api('loadSubpackage', () => needPackage(rootOf(asked.name)))(
    asked.success || asked.fail || asked.complete ? asked : { ...asked, complete() {} }
  )
  return { onProgressUpdate() {} }
}

module.exports = {
  navigateTo: api('navigateTo', navigateTo),
  redirectTo: api('redirectTo', ({ url }) => pages.redirectTo(url)),
  reLaunch: api('reLaunch', ({ url }) => pages.reLaunch(url)),
  switchTab: api('switchTab', ({ url }) => pages.switchTab(url)),
  navigateBack: api('navigateBack', ({ delta }) =>
    pages.stack.length > 1 ? pages.navigateBack(delta) : refuse('cannot navigate back at first page.')
  ),
  setNavigationBarTitle: api('setNavigationBarTitle', ({ title }) => dress({ navigationBarTitleText: title })),
  setNavigationBarColor: api('setNavigationBarColor', ({ frontColor, backgroundColor }) =>
    dress({
      navigationBarTextStyle: frontColor === '#000000' ? 'black' : 'white',
      navigationBarBackgroundColor: backgroundColor
    })
  ),
  showNavigationBarLoading: api('showNavigationBarLoading', () => dress({ loading: true })),
  hideNavigationBarLoading: api('hideNavigationBarLoading', () => dress({ loading: false })),
  setBackgroundColor: api('setBackgroundColor', () => ({})),
  hideHomeButton: api('hideHomeButton', () => ({})),
  setTabBarBadge: api('setTabBarBadge', ({ index, text }) => bars.markTab(index, text)),
  removeTabBarBadge: api('removeTabBarBadge', ({ index }) => bars.markTab(index)),
  showTabBarRedDot: api('showTabBarRedDot', ({ index }) => bars.markTab(index, '')),
  hideTabBarRedDot: api('hideTabBarRedDot', ({ index }) => bars.markTab(index)),
  showTabBar: api('showTabBar', () => bars.showTabs(true)),
  hideTabBar: api('hideTabBar', () => bars.showTabs(false)),
  pageScrollTo: api('pageScrollTo', scrollTo),
  startPullDownRefresh: api('startPullDownRefresh', () => scrolling.refresh(top(), pages.call)),
  stopPullDownRefresh: api('stopPullDownRefresh', () => scrolling.stopRefresh(top())),
  loadSubpackage,
  preDownloadSubpackage: loadSubpackage,
  enableAlertBeforeUnload: api('enableAlertBeforeUnload', ({ message }) => {
    top().asks = message
  }),
  disableAlertBeforeUnload: api('disableAlertBeforeUnload', () => {
    top().asks = ''
  })
}
