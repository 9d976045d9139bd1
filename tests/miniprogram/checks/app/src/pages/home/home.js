const { screen } = require('../../screen')
const { store } = require('../../parts')
const { daysLeft } = require('../../domain/dates')
const words = require('../../words').home
const taps = require('./taps')

screen(Object.assign({}, taps, {
  data: { said: words.hello(daysLeft(0, 1)), works: store.read() },
  open() { wx.navigateTo({ url: '/pages/work/work?id=' + store.read() }) }
}))
