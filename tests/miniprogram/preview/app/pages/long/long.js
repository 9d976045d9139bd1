Page({
  onReachBottom() { getApp().told.push(['long', 'bottom']) },
  onPullDownRefresh() { getApp().told.push(['long', 'pulled']) },
  onPageScroll({ scrollTop }) { this.scrolled = scrollTop }
})
