const parts = require('../../parts')
const { screen } = require('../../screen')
const { strip } = require('../../domain/text')
const { standingOf, linesOf } = require('./unit-view')
const words = require('../../words').unit

const QUIET_MS = 300
const TYPED_AT_LEAST = 2

screen({
  data: {
    words, step: '', standing: null, contact: null, q: '', path: [], lines: [], next: null, root: '', more: false, chosen: null, employee_no: '', typed: '', fault: '', busy: false, behalf: false
  },

  /** `for=behalf`: the choice is only handed back to the page before. */
  onLoad(query) {
    this.setData({ behalf: query.for === 'behalf' })
    if (this.data.behalf) wx.setNavigationBarTitle({ title: words.title_behalf })
    const kept = parts.api.campaignKept()
    this.setData({ contact: kept ? kept.contacts[0] || null : null })
    this.reload()
  },
  onUnload() { clearTimeout(this.quiet) },
  onReachBottom() { return this.readMore() },

  /** First where I stand; whoever belongs nowhere yet begins with looking. */
  reload() {
    if (this.data.step) return this.look()
    return this.load(async () => {
      const standing = this.data.behalf ? null : standingOf(await parts.api.me())
      return standing ? { step: 'mine', standing } : Object.assign({ step: 'look' }, await this.found())
    })
  },

  look() { return this.load(() => this.found()) },

  /** What was typed is looked for everywhere; without it the tree is shown, its lonely root skipped. */
  async found() {
    const { q, path } = this.data
    const parent = path.length ? path[path.length - 1].id : ''
    const { items, next } = await parts.api.units(q ? { q } : { parent })
    if (!q && !parent && items.length === 1) {
      const below = await parts.api.units({ parent: items[0].id })
      return { lines: linesOf(items.concat(below.items), false), next: below.next, root: items[0].id }
    }
    return { lines: linesOf(items, Boolean(q)), next, root: parent }
  },

  async readMore() {
    const { next, q, root, more, step } = this.data
    if (!next || more || step !== 'look') return
    this.setData({ more: true })
    try {
      const page = await parts.api.units(q ? { q, cursor: next } : { parent: root, cursor: next })
      this.setData({ lines: this.data.lines.concat(linesOf(page.items, Boolean(q))), next: page.next })
    } catch (problem) {
      this.tell(problem)
    }
    this.setData({ more: false })
  },

  type(event) {
    this.setData({ q: strip(event.detail.value) })
    clearTimeout(this.quiet)
    this.quiet = setTimeout(() => this.look(), QUIET_MS)
  },
  clear() {
    this.setData({ q: '' })
    this.look()
  },

  descend(event) {
    const { id, name } = event.currentTarget.dataset
    this.setData({ q: '', path: this.data.path.concat({ id, name }) })
    this.look()
  },
  ascend(event) {
    this.setData({ path: this.data.path.slice(0, event.currentTarget.dataset.depth) })
    this.look()
  },

  choose(event) {
    const { id, name, parent } = event.currentTarget.dataset
    if (!this.data.behalf) return this.setData({ step: 'chosen', chosen: { id, name, parent } })
    parts.passing.unit = { id, name }
    return wx.navigateBack()
  },

  /** To looking, from wherever. */
  again() {
    this.setData({ step: 'look', fault: '' })
    if (!this.data.lines.length) this.look()
  },
  notThere() { this.setData({ step: 'typed', typed: this.data.q, fault: '' }) },

  writeEmployee(event) { this.setData({ employee_no: event.detail.value }) },
  writeTyped(event) { this.setData({ typed: event.detail.value, fault: '' }) },

  ask() {
    const employee_no = strip(this.data.employee_no)
    return this.send(Object.assign({ unit: this.data.chosen.id }, employee_no ? { employee_no } : {}))
  },
  askTyped() {
    const unit_typed = strip(this.data.typed)
    if (unit_typed.length < TYPED_AT_LEAST) return this.setData({ fault: words.typed_short })
    return this.send({ unit_typed })
  },

  async send(asked) {
    this.setData({ busy: true })
    try {
      const me = await parts.api.askUnit(asked)
      this.setData({ step: 'mine', standing: standingOf(me) })
      this.say(words.asked)
    } catch (problem) {
      this.tell(problem)
    }
    this.setData({ busy: false })
  }
})
