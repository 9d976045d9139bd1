// 推荐宣传员: a member of my unit, or somebody by name and phone. What is written is on this phone until it was sent, and not longer.
const parts = require('../../../parts')
const { screen, viewOf } = require('../../../screen')
const { faultsOf, joined, markOf } = require('../../../domain/promoters')
const words = require('../../../words').nominate

const NO_MEMBERS = { open: false, rows: [], next: null, says: '', reading: false }
const LIST = '/staff/pages/promoters/promoters'

screen(Object.assign({}, require('../../filling'), require('../../choosing_unit'), /** @type {Screen} */ ({
  data: {
    words, gone: false, busy: false, member: '', name: '', phone: '', statement: '', paper: false, unit_name: '', faults: {}, mark: { tone: 'info', icon: '', words: '' },
    conflict: false, fresh: true, units: [], members: NO_MEMBERS
  },

  onLoad(asked) { this.startForm(asked, parts.nominations, LIST) },
  onShow() { this.takeUnit() },
  onUnload() { this.endForm() },

  async blankForm() {
    const plan = parts.api.campaignKept()
    return Object.assign({ campaign: plan ? plan.id : '', member: '', name: '', phone: '', statement: '', paper: false }, await this.firstUnit())
  },

  view(form) {
    const { member, name, phone, statement, paper, unit_name, saved } = form
    const mark = this.unsaved ? { tone: 'bad', icon: 'circle-x-bad', words: this.unsaved } : this.blank ? { tone: 'info', icon: '', words: '' } : markOf(form)
    return { member, name, phone, statement, paper, unit_name, mark, faults: this.tried ? this.faults(form) : {}, conflict: saved === 'conflict', fresh: this.blank }
  },
  faults(form) { return faultsOf(form) },

  tickPaper() { this.change({ paper: !this.data.paper }) },
  byName() { this.change({ member: '', name: '', phone: '' }) },

  openMembers() {
    if (!this.form().unit) return this.chooseUnit()
    this.setData({ members: Object.assign({}, NO_MEMBERS, { open: true }) })
    return this.readMembers()
  },
  closeMembers() { this.setData({ 'members.open': false }) },

  async readMembers() {
    const { rows, next } = this.data.members
    this.setData({ 'members.reading': true })
    try {
      const page = await parts.api.members(this.form().unit, next)
      const all = joined(rows, page.items.map(one => ({ id: one.account, name: one.name || one.nickname || words.nameless })))
      this.setData({ members: { open: this.data.members.open, rows: all, next: page.next, says: all.length ? '' : words.no_members, reading: false } })
    } catch (problem) {
      if (!problem.code) throw problem
      this.setData({ 'members.reading': false, 'members.says': viewOf(problem).state === 'offline' ? words.members_offline : problem.detail })
    }
  },
  takeMember(event) {
    const { id, name } = event.currentTarget.dataset
    this.closeMembers()
    this.change({ member: id, name, phone: '' })
  }
})))
