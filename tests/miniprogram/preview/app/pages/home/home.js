const names = require('../../names')

Page({
  data: { list: [{ id: 1, name: '一' }, { id: 2, name: '二' }], picked: '', report: '', heldFor: '', gone: undefined },
  told: [],
  onLoad(query) { this.tell('load', query.a || '') },
  onShow() { this.tell('show') },
  onReady() { this.tell('ready') },
  onHide() { this.tell('hide') },
  onUnload() { this.tell('unload') },
  onTabItemTap(tab) { this.tell('tab', tab.text) },
  tell(...words) { getApp().told.push(['home', ...words]) },
  pick(event) { this.setData({ picked: event.currentTarget.dataset.id }) },
  changed(event) { this.setData({ report: 'changed ' + event.detail.to }) },
  fall() { throw new Error('the handler fell') },
  promise() { Promise.reject(new Error('nobody caught me')) },
  held() { this.setData({ heldFor: '久了' }) },
  now() { this.setData({ now: Date.now(), same: new Date() - Date.now() }) },
  globals() { this.setData({ report: names.seen().join(' ') }) }
})
