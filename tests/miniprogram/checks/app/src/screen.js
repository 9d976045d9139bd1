const MANNERS = {
  /** @param {any} event */
  go(event) { wx.navigateTo({ url: event.currentTarget.dataset.url }) }
}

/** @param {any} page */
function screen(page) {
  Page(Object.assign({}, MANNERS, page, { onShow() {} }))
}

module.exports = { screen }
