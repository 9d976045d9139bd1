App({
  told: [],
  onLaunch(options) { this.told.push(['launch', options.path, options.scene]) },
  onShow(options) { this.told.push(['show', options.scene]) },
  onHide() { this.told.push(['hide']) },
  onPageNotFound({ path }) {
    this.told.push(['lost', path])
    wx.reLaunch({ url: '/pages/lost/lost' })
  }
})
