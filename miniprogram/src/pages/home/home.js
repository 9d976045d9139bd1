const parts = require('../../parts')
const { screen } = require('../../screen')
const { openFor, ribbon } = require('../../domain/phases')
const { dateOf } = require('../../domain/reminders')
const { spoken } = require('../../domain/dates')
const { byDay } = require('../../domain/check_ins')
const words = require('../../words').home

const ICONS = { photo: 'camera', song: 'music', video: 'video', document: 'file', person: 'star', organisation: 'building', any: 'microphone' }
const SHOWN_NOTICES = 3

screen({
  data: {
    words, campaign: { name: '', lines: [], contact: null }, extras: [], ribbon: { stages: [], words: '' }, tracks: [], tasks: [], notices: [],
    liaison: null, event: '', stale: false, remind: '', closes: null
  },

  onShow() {
    this.reload()
  },

  onPullDownRefresh() {
    this.reload().then(() => wx.stopPullDownRefresh())
  },

  /** The plan first, from the phone's own copy if need be; what is mine follows and never holds it up. */
  reload() {
    return this.load(() => this.plan()).then(() => Promise.all([this.mine(), this.nextEvent()]))
  },

  async plan() {
    const { campaign, stale } = await parts.api.campaign()
    return {
      campaign: { name: campaign.name, lines: campaign.name.split(' '), contact: campaign.contacts[0] || null }, stale,
      extras: campaign.banners.filter(text => text !== campaign.name),
      ribbon: ribbon(campaign, parts.clock.now()), remind: parts.reminders.has('T1') ? 'T1' : '', closes: closingOf(campaign, parts.clock.now()),
      tracks: campaign.tracks.map(track => ({ id: track.id, label: track.label, icon: iconOf(track) }))
    }
  },

  async mine() {
    this.setData({ tasks: tasksOn(parts, []) })
    try {
      const [entries, inbox, me] = await Promise.all([parts.api.entries({ scope: 'mine' }), parts.api.inbox(), parts.api.me()])
      const now = parts.clock.now()
      this.badge(inbox.unread)
      this.setData({
        tasks: tasksOn(parts, entries.items), liaison: me.liaison,
        notices: inbox.items.slice(0, SHOWN_NOTICES).map(item => ({ id: item.id, title: item.title, read: item.read, when: spoken(item.at, now) }))
      })
    } catch (problem) {
      if (!problem.code) throw problem
    }
  },

  /** One quiet line: today's event of my unit, or the next one. */
  async nextEvent() {
    try {
      const { items } = await parts.api.unitEvents()
      const [first] = byDay(items, parts.clock.now()).filter(group => group.id !== 'over')
      this.setData({ event: first ? eventLine(first.items[0]) : '' })
    } catch (problem) {
      if (!problem.code) throw problem
    }
  },

  onShareAppMessage() {
    return { title: this.data.campaign.name, path: '/pages/home/home' }
  },
  onShareTimeline() {
    return { title: this.data.campaign.name }
  }
})

/** The day collecting closes, for the phone's calendar, which rings the evening before. @param {Wire.Campaign} campaign @param {number} now */
function closingOf(campaign, now) {
  const [open] = openFor(campaign, now).filter(one => one.act === 'submit')
  return open ? dateOf(words.calendar(open.words, campaign.name), open.closes) : null
}

/** By what is handed in: the picture of its first file for a work, of who enters otherwise. */
function iconOf(track) {
  if (track.kind !== 'work') return ICONS[track.kind]
  return track.media_any_of.length ? ICONS.any : ICONS[track.media[0].kind]
}

/** @param {Wire.EventLine} event */
const eventLine = ({ starts_at, title, kind_label }) => words.event(spoken(starts_at, parts.clock.now()), title || kind_label)

/** What waits for me: on this phone (drafts, uploads) and as the service knows it (returned, asked for more). */
function tasksOn({ drafts, uploads }, entries) {
  const shown = name => entries.filter(entry => entry.shown_state === name).length
  const mine = '/pages/mine/mine'
  return [
    [shown('returned'), words.returned, 'alert-triangle-warn', mine],
    [shown('supplement'), words.supplement, 'alert-triangle-warn', mine],
    [drafts.list().length, words.drafts, 'edit-ink', mine],
    [uploads.list().filter(upload => upload.state !== 'done').length, words.uploads, 'cloud-upload-ink', '/pages/outbox/outbox']
  ].filter(([count]) => count > 0).map(([count, say, icon, url]) => ({ id: url + icon + count, words: say(count), icon, url }))
}
