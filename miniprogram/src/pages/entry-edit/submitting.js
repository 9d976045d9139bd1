// Submitting: what is lacking is said first; then the step goes out once, by its own id, and the screen says where it stands.
const parts = require('../../parts')
const { sentOf } = require('./notices-view')
const words = require('../../words').editor

const CLOSED = ['phase.closed', 'late_code.unknown', 'late_code.over']

/** @type {Screen} */
module.exports = {
  /** Everything is looked at; the person confirms knowing what follows. */
  async submit() {
    this.tried = true
    this.draw()
    const { gaps } = this.data
    if (gaps.length) return this.goToGap(gaps[0])
    const says = words.confirm(this.draft.title, parts.reminders.offers('T2'))
    if (!await this.ask(says, this.data.track.enter_label, words.confirm_title)) return undefined
    parts.reminders.askBeside('T2').then(granted => this.setData({ 'reminded.T2': granted }))
    this.setData({ submission: null })
    return this.send({})
  },

  /** @param {{ late_code?: string }} more */
  async send(more) {
    try {
      await parts.drafts.save(this.draft.id)
      parts.outbox.put('/api/entries/' + this.draft.id + '/moves/' + parts.mint('mov'), Object.assign({ act: 'submit' }, more))
      this.setData({ submission: { state: 'sending', words: words.submitting, late_code: more.late_code || '' } })
      await parts.outbox.flush()
    } catch (fault) {
      this.tell(fault)
    }
    this.look_at_submission()
  },

  /** The step on its way, of this work. @returns {Ports.OutboxItem | undefined} */
  onItsWay() {
    return parts.outbox.items().find(item => item.path.indexOf('/api/entries/' + this.draft.id + '/moves/') === 0 && item.body.act === 'submit')
  },

  /** Where the step stands. A refusal stays until something else is tried. */
  look_at_submission() {
    if (!this.draft || this.data.stage === 'sent') return
    const item = this.onItsWay()
    if (!item) return this.data.submission && this.data.submission.state !== 'refused' ? this.setData({ submission: null }) : undefined
    if (item.state === 'refused') return this.refused(item)
    const waits = item.problem || !parts.network.online()
    const state = waits ? 'waiting' : 'sending'
    this.setData({ submission: { state, words: waits ? waitingWords(item.problem) : words.submitting, late_code: item.body.late_code || '' } })
  },

  /** The service's words, shown until read; the draft stays, and the step that was refused is given up. */
  refused(item) {
    const { problem } = item
    parts.outbox.discard(item.id)
    const closed = CLOSED.indexOf(problem.code) >= 0
    const late_code = this.data.submission ? this.data.submission.late_code || '' : ''
    this.setData({ submission: { state: 'refused', title: problem.title, words: problem.detail + words.still_here, closed, late_code } })
    this.learn()
    this.scrollTo('submission')
  },

  giveUpSubmission() {
    const item = this.onItsWay()
    if (item) parts.outbox.discard(item.id)
    this.setData({ submission: null })
  },

  retrySubmission() {
    const item = this.onItsWay()
    if (item) return parts.outbox.retry(item.id)
    return this.submit()
  },

  typeCode(event) { this.setData({ 'submission.late_code': event.detail.value }) },

  async submitLate() {
    const code = (this.data.submission.late_code || '').trim()
    if (!code) return this.say(words.no_code)
    await this.send({ late_code: code })
  },

  /** The service took a step of this work. */
  sent(item, answer) {
    if (!this.draft || item.path.indexOf('/api/entries/' + this.draft.id + '/moves/') !== 0) return
    const now = parts.clock.now()
    this.uploadsHere().filter(one => one.state === 'done').forEach(one => parts.uploads.cancel(one.id))
    this.setData({ stage: 'sent', submission: null, sent: sentOf(this.campaign, this.draft.title, answer, now), remind: parts.reminders.has('T2') ? 'T2' : '' })
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },

  openEntry() { wx.redirectTo({ url: '/pages/entry/entry?id=' + this.draft.id, fail: () => wx.navigateBack() }) },
  goHome() { wx.switchTab({ url: '/pages/home/home', fail: () => wx.reLaunch({ url: '/pages/home/home' }) }) },

  jump(event) { this.goToGap(this.data.gaps[event.currentTarget.dataset.index]) },

  /** To the place where something is lacking, unfolded. */
  goToGap(gap) {
    const id = gap.anchor.slice(2)
    const { work, who, people } = this.data
    const heap = [['work_filled', work.filled], ['who_filled', who.filled], ['work_optional', work.optional], ['who_optional', who.optional]]
      .find(([, questions]) => questions.some(one => one.id === id))
    if (heap) this.setData({ ['unfolded.' + heap[0]]: true })
    if (gap.anchor === 'q-authors' && people) this.setData({ 'unfolded.people': true })
    if (this.data.look.elderly) return this.walkTo(gap)
    return this.scrollTo(gap.anchor)
  },

  toStep(event) {
    const { step } = event.currentTarget.dataset
    if (this.data.look.elderly) return this.walkToStep(step)
    return this.scrollTo('step-' + step)
  },

  scrollTo(anchor) {
    wx.nextTick(() => wx.pageScrollTo({ selector: '#' + anchor, offsetTop: -120, duration: 200, fail() {} }))
  }
}

/** @param {Wire.Problem | null} problem */
function waitingWords(problem) {
  return words.not_submitted + (problem && problem.detail ? problem.detail : words.no_network) + words.will_submit
}
