// 补登: a name, one after the other, kept on this phone until it was sent, and not longer.
const parts = require('../../../parts')
const { screen } = require('../../../screen')
const { isPhone, length, strip } = require('../../../domain/text')
const { spoken } = require('../../../domain/dates')
const words = require('../../../words').walk_in
const keep = require('../../../words').check_ins.keep

const NAME_AT_MOST = 25

screen({
  data: { words, keep, name: '', phone: '', faults: {}, twiceSays: '', focus: true, unsent: [], count: '', said: '' },

  onLoad({ id }) {
    this.event = String(id || '')
    this.off = parts.outbox.on_change(() => this.draw())
    this.setData({ view: { state: 'ready', words: '' } })
  },
  onShow() { this.draw() },
  onUnload() { this.off() },

  draw() {
    const now = parts.phone_clock.now()
    const held = parts.check_ins.brought(this.event).filter(one => one.how === 'walk_in')
    this.setData({
      unsent: held.reverse().map(one => ({ id: one.id, name: one.name, when: spoken(one.scanned_at, now), refused: one.refused, says: one.problem && one.refused ? one.problem.detail : '' })),
      count: held.length ? words.waiting(held.length) : ''
    })
  },

  type(event) { this.setData({ name: event.detail.value, 'faults.name': '', twiceSays: '' }) },
  typePhone(event) { this.setData({ phone: event.detail.value, 'faults.phone': '' }) },

  /** The same name right after itself is asked about once: fingers tap twice. */
  keepOne() {
    const name = strip(this.data.name)
    const phone = strip(this.data.phone)
    const faults = faultsOf(name, phone)
    const again = !faults.name && name === this.last && phone === this.last_phone && !this.data.twiceSays
    this.setData({ faults, twiceSays: again ? words.twice(name) : '' })
    if (faults.name || faults.phone || again) return
    try {
      parts.check_ins.write(this.event, { name, phone })
    } catch (fault) {
      this.tell(fault)
      return
    }
    Object.assign(this, { last: name, last_phone: phone })
    this.setData({ name: '', phone: '', twiceSays: '', said: words.kept(name), focus: false })
    this.setData({ focus: true })
    parts.outbox.flush()
  },

  async drop(event) {
    parts.check_ins.discard(event.currentTarget.dataset.id)
    this.draw()
  },

  list() { wx.redirectTo({ url: '/staff/pages/attendance/attendance?id=' + this.event }) }
})

/** @param {string} name @param {string} phone */
function faultsOf(name, phone) {
  return {
    name: !name ? words.missing : length(name) > NAME_AT_MOST ? words.too_long(NAME_AT_MOST) : '',
    phone: phone && !isPhone(phone) ? words.odd_phone : ''
  }
}
