const parts = require('../../parts')
const { screen } = require('../../screen')
const { strip } = require('../../domain/text')
const { profile: words, me: { roles } } = require('../../words')

screen({
  data: { words, portrait: '', name: '', nickname: '', phone: '', busy: false, invited: false, code: '' },

  onLoad() { this.reload() },

  reload() {
    return this.load(async () => {
      const me = await parts.api.me()
      return Object.assign({ portrait: parts.portrait.mine(), name: me.name || '', nickname: me.nickname || '' }, phoneOf(me))
    })
  },

  /** The picture stays here: nothing is sent. */
  async takePortrait(event) {
    const { avatarUrl } = event.detail
    if (!avatarUrl) return
    try {
      this.setData({ portrait: await parts.portrait.change(avatarUrl) })
    } catch (fault) {
      this.tell(fault)
    }
  },

  writeName(event) { this.setData({ name: event.detail.value }) },
  writeNickname(event) { this.setData({ nickname: event.detail.value }) },

  save() {
    const { name, nickname } = this.data
    return this.send({ name: strip(name), nickname: strip(nickname) })
  },

  /** WeChat's own question was answered: a code to be exchanged by the service, or nothing. */
  takePhone(event) {
    const { code } = event.detail
    return code ? this.send({ phone_code: code }) : this.say(words.phone_not_given)
  },

  // An office's single-use invitation makes its holder a liaison, a host's officer or an organiser.
  showInvitation() { this.setData({ invited: true }) },
  writeCode(event) { this.setData({ code: event.detail.value }) },

  async redeem() {
    const code = strip(this.data.code)
    if (!code) return this.say(words.code_missing)
    this.setData({ busy: true })
    try {
      const { role } = await parts.api.redeem(code)
      await parts.api.me()
      this.setData({ invited: false, code: '' })
      this.tell({ code: 'redeemed', title: words.redeemed, detail: words.now(roles[role] || role) })
    } catch (problem) {
      this.tell(problem)
    }
    this.setData({ busy: false })
  },

  /** What was written stays on the screen when it was not taken. */
  async send(profile) {
    this.setData({ busy: true })
    try {
      const me = await parts.api.saveMe(profile)
      this.setData(phoneOf(me))
      this.say(words.saved)
    } catch (problem) {
      this.tell(problem)
    }
    this.setData({ busy: false })
  }
})

/** @param {Wire.Me} me */
function phoneOf({ phone }) {
  return { phone: phone ? words.hidden(phone) : '' }
}
