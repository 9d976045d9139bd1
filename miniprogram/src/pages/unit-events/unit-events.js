// The offline events of my unit and of the unions above it: today's, those to come, those lately over.
const parts = require('../../parts')
const { screen } = require('../../screen')
const { byDay, eventRow } = require('../../domain/check_ins')
const words = require('../../words').unit_events
const empty = require('../../words').panel

screen({
  data: { words, retry_label: empty.retry, groups: [], stale: false, no_unit: false },

  onShow() { this.reload() },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },

  reload() {
    return this.load(async () => {
      const { items, stale } = await parts.api.unitEvents()
      const account = parts.session.account()
      return { groups: groupsOf(items), stale, no_unit: !items.length && !(account && account.unit) }
    })
  },

  scan() { wx.navigateTo({ url: '/pages/check-in/check-in' }) }
})

/** @param {Wire.EventLine[]} items */
function groupsOf(items) {
  const now = parts.clock.now()
  const own = parts.check_ins.own()
  return byDay(items, now).map(group => Object.assign(group, {
    items: group.items.map(event => eventRow(event, now, own.find(one => one.event === event.id)))
  }))
}
