// What every page has: the look (type size, elderly mode), loading with its failures, and going elsewhere.
const parts = require('./parts')
const words = require('./words').screen

const INBOX_TAB = 3      // its place in app.json's tabBar
const PAUSES_MS = [3000, 6000, 20000]
const LOOKS_AT_A_PACE = 10
const LOOKS_AT_MOST = 100
const NETWORK_CODES = ['offline', 'timeout', 'interrupted', 'not_our_server']

/** The view of a failure: which panel, and its words. Every refusal is told in the service's own words. */
function viewOf(problem) {
  if (NETWORK_CODES.includes(problem.code)) return { state: 'offline', words: problem.detail || words.offline }
  if (problem.status >= 400 && problem.status < 500) return { state: 'refused', words: problem.detail }
  return { state: 'error', words: problem.detail || words.failed }
}

/** The root view's class and style: the larger of the system's type size and what the person chose here. */
function lookNow() {
  const { elderly, size_px } = parts.settings.read()
  return { klass: elderly ? 'elderly' : '', style: '--size: ' + size_px + 'px', elderly }
}

/** @type {Screen} */
const MANNERS = {
  /** Run `work`, which answers the data to show; failures become the panel's words. A page that was left is not touched. */
  async load(work) {
    const turn = this.turn = (this.turn || 0) + 1
    if (this.data.view.state !== 'ready') this.setData({ view: { state: 'loading', words: '' } })
    try {
      const found = await work()
      if (turn === this.turn) this.setData(Object.assign({ view: { state: 'ready', words: '' } }, found))
    } catch (problem) {
      if (turn !== this.turn) return
      if (!problem.code) console.error(problem)
      this.setData({ view: viewOf(problem) })
    }
  },
  /** Looks again while the page is shown and `still()` says that there is something to wait for: soon at first, then slower, at most half an hour. */
  async watch(still, look) {
    this.looks = 0
    if (this.watching) return
    this.watching = true
    while (this.seen && this.looks < LOOKS_AT_MOST && still()) {
      await parts.timers.wait(PAUSES_MS[Math.min(PAUSES_MS.length - 1, Math.floor(this.looks++ / LOOKS_AT_A_PACE))])
      if (this.seen && still()) await quietly(look)
    }
    this.watching = false
  },
  retry() { this.reload() },
  reload() {},
  /** To the page in data-url; the tabs are switched to. */
  go(event) {
    const url = event.currentTarget.dataset.url
    wx.navigateTo({ url, fail: () => wx.switchTab({ url: url.split('?')[0] }) })
  },
  dial(event) { wx.makePhoneCall({ phoneNumber: event.currentTarget.dataset.phone, fail() {} }) },
  /** A refusal or failure of something the person just did, in words he can read at leisure. */
  tell(problem) {
    if (!problem.code) console.error(problem)
    wx.showModal({ title: problem.title || words.not_done, content: problem.detail || words.failed, showCancel: false, confirmText: words.understood })
  },
  /** The count of unread messages on their tab; 0 takes it off. @param {number} unread */
  badge(unread) {
    if (unread) wx.setTabBarBadge({ index: INBOX_TAB, text: unread > 99 ? '99+' : String(unread), fail() {} })
    else wx.removeTabBarBadge({ index: INBOX_TAB, fail() {} })
  },
  /** WeChat's question, within the tap: event.detail.word is the template. What was granted stands in data `reminded`. */
  async remind(event) {
    const { word } = event.detail
    try {
      const granted = (await parts.reminders.ask([word])).indexOf(word) >= 0
      this.setData({ ['reminded.' + word]: granted })
      this.say(granted ? words.granted : words.not_granted)
    } catch (fault) {
      this.tell(fault)
    }
  },
  /** A date into the phone's calendar: event.detail as phone/calendar takes it. */
  async keepDate(event) {
    try {
      await parts.addToCalendar(event.detail)
      this.say(words.on_calendar)
    } catch (fault) {
      if (fault.kind !== 'cancelled') this.tell(fault)
    }
  },
  /** Into the clipboard, which WeChat itself says. @param {string} data */
  copyText(data) { wx.setClipboardData({ data, success: () => this.say(words.copied) }) },
  say(text) { wx.showToast({ title: text, icon: 'none', duration: 2500 }) },
  /** @returns {Promise<boolean>} whether the person said yes to `verb` */
  ask(content, verb, title) {
    return new Promise(resolve => wx.showModal({
      title: title || '', content, confirmText: verb, cancelText: words.not_now,
      success: answer => resolve(answer.confirm), fail: () => resolve(false)
    }))
  }
}

/** A look nobody asked for: what the network or the service refuses is not told. @param {() => Promise<any>} look */
async function quietly(look) {
  try {
    await look()
  } catch (problem) {
    if (!problem.code) console.error(problem)
  }
}

/** Register a page. Its own `onShow`, `onHide` and `onUnload` are called besides; `seen` is whether it is on the screen. @param {Screen} page */
function screen(page) {
  /** @type {Screen} */
  const lived = {
    data: Object.assign({ view: { state: 'loading', words: '' }, look: lookNow(), reminded: {} }, page.data),
    onShow() {
      const look = lookNow()
      if (look.style !== this.data.look.style || look.elderly !== this.data.look.elderly) this.setData({ look })
      this.seen = true
      if (page.onShow) page.onShow.call(this)
    },
    onHide() {
      this.seen = false
      if (page.onHide) page.onHide.call(this)
    },
    onUnload() {
      this.turn = Infinity
      this.seen = false
      if (page.onUnload) page.onUnload.call(this)
    }
  }
  Page(Object.assign({}, MANNERS, page, lived))
}

module.exports = { screen, viewOf }
