const base64 = require('../../domain/base64')
const codes = require('../../domain/codes')
const { scan } = require('../../phone/scanner')
const { light } = require('../../phone/screen_light')

const EVENT = 'evt_06c0abcdefghjkmn'

Page({
  data: { text: '', read: '', failed: '' },
  async show() {
    const { randomValues } = await wx.getRandomValues({ length: 32 })
    const secret = base64.written(randomValues)
    this.setData({ text: codes.textOf('https://wangju.example.org', secret, EVENT, codes.stepAt(Date.now())) })
  },
  say({ detail }) { this.setData({ text: detail.value }) },
  async scan() {
    this.setData({ read: '…', failed: '' })
    try {
      this.setData({ read: (await scan()) || 'nothing' })
    } catch (why) {
      this.setData({ read: '', failed: why.kind })
    }
  },
  lit() { this.back = light() },
  dark() { this.back() }
})
