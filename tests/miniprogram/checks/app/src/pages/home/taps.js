module.exports = { retry() { wx.switchTab({ url: '/pages/home/home' }) } }
