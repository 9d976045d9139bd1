// The program comes to the front and goes to the back.

/** @type {Ports.Visible} */
const visible = {
  on_show(listener) {
    const told = () => listener()
    wx.onAppShow(told)
    return () => wx.offAppShow(told)
  },
  on_hide(listener) {
    const told = () => listener()
    wx.onAppHide(told)
    return () => wx.offAppHide(told)
  }
}

module.exports = { visible }
