// A work being written: generated from its track's form, kept on this phone at every change, sent when there is a network.
const parts = require('../../parts')
const { screen } = require('../../screen')
const { formView, walkOf } = require('./form-view')
const { markOf } = require('./notices-view')
const words = require('../../words').editor

screen(Object.assign({}, require('./opening'), require('./answering'), require('./filing'), require('./recording'),
  require('./submitting'), require('./walking'), {
    data: {
      labels: words.labels, stage: 'form', track: { id: '', label: '', enter_label: '' }, notice: null, mark: { tone: 'info', icon: '', words: '' },
      steps: [], work: { asked: [], filled: [], optional: [] }, who: { asked: [], filled: [], optional: [] }, people: null,
      consents: { together: [], separately: [], cases: [] }, consents_fault: '', media: [], media_says: '', media_later: [], gaps: [],
      unfolded: {}, behalf: { open: false, name: '', phone: '', unit: '', unit_name: '', fault: '' }, behalf_of: '', may_enter: false, may_switch: false,
      submission: null, sent: null, conflict: null, elsewhere: '', liaison: null, contact: null, unit_of_mine: '',
      recorder: { open: false, state: 'idle', seconds: 0, playing: false, says: '' }, walk: [], walk_at: 0, walk_next: words.next,
      remind: '', remind_words: words.remind
    },

    onLoad(asked) {
      Object.assign(this, { asked, files: [], heaps: {}, touched: {}, cases: {}, tried: false, unsaved: '', blank: false, draft: null, entry: null })
      this.off = [
        parts.drafts.on_change(() => this.draftChanged()),
        parts.outbox.on_change(() => this.look_at_submission()),
        parts.outbox.on_sent((item, answer) => this.sent(item, answer)),
        parts.uploads.on_change(upload => this.uploadChanged(upload)),
        parts.network.on_change(() => this.mark())
      ]
      this.reload()
    },

    onShow() {
      this.takeUnit()
      if (this.draft) this.learn()
    },

    /** Left for another page or for good: what stands here goes to the service now. */
    onHide() { this.leaveIt() },
    onUnload() {
      this.off.forEach(off => off())
      this.leaveIt()
      this.silence()
      if (this.draft && this.blank && this.draft.revision === 0 && !this.uploadsHere().length) parts.drafts.discard(this.draft.id)
      this.draft = null
    },

    /** A draft into which nothing was written leaves no trace. */
    leaveIt() {
      if (!this.draft || !parts.drafts.open(this.draft.id)) return
      if (this.blank && !this.uploadsHere().length && this.draft.revision === 0) return
      parts.drafts.leave()
    },

    async saveNow() {
      this.draft = await parts.drafts.save(this.draft.id)
      this.blank = false
      this.draw()
      this.say(this.data.mark.words)
    },

    /** Sent, refused, in conflict: where the words stand is shown; another phone's are not taken behind the person's back. */
    draftChanged() {
      const draft = this.draft && parts.drafts.open(this.draft.id)
      if (!draft) return
      const arrived = this.draft.revision === 0 && draft.revision > 0
      this.draft = draft
      this.mark()
      if (draft.saved === 'conflict' && this.data.stage === 'form') this.setData(this.stage())
      if (arrived) this.draw()
    },

    markNow() {
      const problem = this.draft.problem || parts.drafts.hindrance(this.draft.id)
      return markOf(Object.assign({}, this.draft, { problem }), { unsaved: this.unsaved, blank: this.blank && this.draft.revision === 0, online: parts.network.online() })
    },

    mark() {
      if (!this.draft) return
      const mark = this.markNow()
      if (mark.words !== this.data.mark.words) this.setData({ mark })
    },

    draw() {
      if (this.draft) this.setData(this.view())
    },

    view() {
      const { campaign, track, draft, heaps, touched, cases, tried } = this
      const form = formView({ campaign, track, draft, heaps, touched, cases, tried, files: this.filesPresent() })
      const behalf = draft.on_behalf_of
      return Object.assign(form, this.filesView(), {
        mark: this.markNow(), walk: this.data.look.elderly ? walkOf(form) : [],
        behalf_of: behalf ? words.behalf.of(behalf.name) : '', may_switch: !behalf && !this.filesPresent().length && (!this.entry || this.entry.shown_state === 'draft' && this.entry.author !== null)
      })
    }
  }))
