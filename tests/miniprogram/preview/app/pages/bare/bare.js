Page({
  data: { query: '', report: '' },
  onLoad(query) { this.setData({ query: JSON.stringify(query) }) },
  onShareAppMessage({ from, target }) { return { title: '转给你', path: '/pages/bare/bare?from=' + from + (target ? target.dataset.of : '') } },
  onShareTimeline() { return { title: '朋友圈', query: 'a=1' } },
  told(event) { this.setData({ report: JSON.stringify(event.detail) }) },
  agreed() { this.resolve && this.resolve({ event: 'agree', buttonId: 'agree' }) },
  ask() {
    wx.onNeedPrivacyAuthorization((resolve, event) => {
      this.resolve = resolve
      this.setData({ report: 'asked for ' + event.referrer })
    })
  }
})
