// The elderly mode: one question a screen, forwards and back. Nothing is lost by going on with a blank.
const words = require('../../words').editor

/** @type {Screen} */
module.exports = {
  next() {
    const { walk, walk_at } = this.data
    const here = walk[walk_at]
    const was = here.question ? here.question.fault : ''
    if (here.kind === 'question' || here.kind === 'people') this.touched[here.kind === 'people' ? 'authors' : here.id] = true
    this.draw()
    const now = this.data.walk[walk_at].question
    if (now && now.fault && !was) return this.setData({ walk_next: words.skip })
    this.walkBy(1)
  },

  back() { this.walkBy(-1) },

  walkBy(by) {
    const walk_at = Math.max(0, Math.min(this.data.walk.length - 1, this.data.walk_at + by))
    this.setData({ walk_at, walk_next: words.next })
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },

  walkTo(gap) {
    const id = gap.at === 'files' || gap.at === 'consents' ? gap.at : gap.anchor.slice(2)
    const found = this.data.walk.findIndex(step => step.id === id)
    this.walkBy((found >= 0 ? found : this.data.walk.findIndex(step => step.kind === 'review')) - this.data.walk_at)
  },

  walkToStep(step) {
    const { walk, who } = this.data
    const ids = { work: walk[0].id, people: who.asked.length ? who.asked[0].id : 'review', files: 'files', consents: 'consents' }
    this.walkBy(walk.findIndex(one => one.id === ids[step]) - this.data.walk_at)
  }
}
