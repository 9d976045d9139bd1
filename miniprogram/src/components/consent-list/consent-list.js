// The undertakings of a work: one tick for the ordinary ones together, one each for those that must be given separately.
// Every text can be read where it stands.
const words = require('../../words').consent_list

Component(/** @type {Screen} */ ({
  properties: {
    /** domain/consents.js: { together, separately, cases } */
    shown: { type: Object, value: { together: [], separately: [], cases: [] } },
    fault: { type: String, value: '' }
  },
  data: { labels: words.labels, together: [], separately: [], all: false, open: false, reading: { label: '', text: '' } },
  observers: {
    shown({ together, separately }) {
      const called = one => Object.assign({ called: words.called(one.label) }, one)
      this.setData({
        together: together.map(called), separately: separately.map(called), all: together.length > 0 && together.every(one => one.ticked)
      })
    }
  },
  methods: {
    tickAll() { this.triggerEvent('together', { yes: !this.data.all }) },
    tick(event) {
      const { id } = event.currentTarget.dataset
      this.tell(id, !this.find(id).ticked)
    },
    tickCase(event) {
      const { when } = event.currentTarget.dataset
      this.triggerEvent('case', { when, yes: !this.data.shown.cases.find(one => one.when === when).holds })
    },
    read(event) { this.setData({ open: true, reading: this.find(event.currentTarget.dataset.id) }) },
    close() { this.setData({ open: false }) },
    agree() {
      this.tell(this.data.reading.id, true)
      this.close()
    },
    tell(id, yes) { this.triggerEvent('tick', { id, yes }) },
    find(id) {
      const { together, separately } = this.data.shown
      return together.concat(separately).find(one => one.id === id)
    }
  }
}))
