// What the plan of the campaign sends by itself: dated ones with their next moment, and those that follow what happens.
const parts = require('../../../parts')
const { screen } = require('../../../screen')
const { spoken } = require('../../../domain/dates')
const words = require('../../../words').notice_plans

screen({
  data: { words, labels: words.labels, groups: [], open: {}, stale: false },

  onShow() { this.reload() },
  onPullDownRefresh() { this.reload().then(() => wx.stopPullDownRefresh()) },

  reload() {
    return this.load(async () => {
      const { campaign } = await parts.api.campaign()
      this.campaign = campaign
      const { items, stale } = await parts.api.noticePlans(campaign.id)
      this.items = items
      return { groups: groupsOf(items, parts.clock.now()), stale }
    })
  },

  unfold(event) {
    const { id } = event.currentTarget.dataset
    this.setData({ ['open.' + id]: !this.data.open[id] })
  },
  copy(event) { this.copyText(this.found(event).forward) },
  found(event) { return this.items.find(one => one.id === event.currentTarget.dataset.id) }
})

/** Those with a date ahead first, the soonest on top. @param {Wire.NoticePlan[]} items @param {number} now */
function groupsOf(items, now) {
  const dated = items.filter(one => one.next_at).sort((one, other) => (String(one.next_at) < String(other.next_at) ? -1 : 1))
  const lines = items.filter(one => !one.next_at)
  return [{ id: 'dated', label: words.dated, items: dated }, { id: 'lines', label: words.lines, items: lines }].filter(group => group.items.length)
    .map(group => Object.assign({}, group, { items: group.items.map(one => rowOf(one, now)) }))
}

/** @param {Wire.NoticePlan} plan @param {number} now */
function rowOf({ id, when_words, to_words, at_words, title, words: says, template, forward, on, why_off, next_at }, now) {
  return {
    id, title, to: to_words, when: [when_words, at_words].filter(Boolean).join(' · '), next: on && next_at ? spoken(next_at, now) : '', says, forward,
    off: on ? '' : why_off || words.labels.off, inbox_only: !template
  }
}
