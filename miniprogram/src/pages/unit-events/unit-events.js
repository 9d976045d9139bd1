// The offline events of my unit and of the unions above it: today's, those to come, those lately over.
const parts = require('../../parts')
const { screen } = require('../../screen')
const { byDay, eventRow } = require('../../domain/check_ins')
const { eventDate } = require('../../domain/reminders')
const words = require('../../words').unit_events
const empty = require('../../words').panel

screen({
  data: { words, retry_label: empty.retry, groups: [], stale: false, no_unit: false, remind: '' },

  onShow() { this.reload() },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },

  reload() {
    return this.load(async () => {
      const [{ items, stale }, remind] = await Promise.all([parts.api.unitEvents(), parts.reminders.offered('T3')])
      const account = parts.session.account()
      return { groups: groupsOf(items), remind, stale, no_unit: !items.length && !(account && account.unit) }
    })
  },

  scan() { wx.navigateTo({ url: '/pages/check-in/check-in' }) }
})

/** @param {Wire.EventLine[]} items */
function groupsOf(items) {
  const now = parts.clock.now()
  const own = parts.check_ins.own()
  return byDay(items, now).map(group => Object.assign(group, {
    items: group.items.map(event => Object.assign(eventRow(event, now, own.find(one => one.event === event.id)), { date: group.id === 'over' ? null : eventDate(event, now) }))
  }))
}
