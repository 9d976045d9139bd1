// A page's own scrolling: onPageScroll, onReachBottom, pulling down.
const PULL_PX = 60
const REACH_PX = 50

function watchScroll(page, call) {
  const { body, dressed } = page
  const reach = dressed.onReachBottomDistance || REACH_PX
  let was_near = false
  body.addEventListener(
    'scroll',
    () => {
      call(page, 'onPageScroll', { scrollTop: body.scrollTop })
      const near = body.scrollHeight - body.scrollTop - body.clientHeight <= reach
      if (near && !was_near) call(page, 'onReachBottom')
      was_near = near
    },
    { passive: true }
  )
  if (dressed.enablePullDownRefresh) watchPull(page, call)
}

function watchPull(page, call) {
  let from = null
  page.body.addEventListener(
    'touchstart',
    (event) => {
      from = page.body.scrollTop <= 0 ? event.touches[0].clientY : null
    },
    { passive: true }
  )
  page.body.addEventListener(
    'touchmove',
    (event) => {
      if (from === null || event.touches[0].clientY - from < PULL_PX) return
      from = null
      refresh(page, call)
    },
    { passive: true }
  )
}

/** Shows the page refreshing until stopRefresh, and tells it. */
function refresh(page, call) {
  if (page.element.classList.contains('refreshing')) return
  page.element.classList.add('refreshing')
  call(page, 'onPullDownRefresh')
}

const stopRefresh = (page) => page.element.classList.remove('refreshing')

module.exports = { watchScroll, refresh, stopRefresh }
