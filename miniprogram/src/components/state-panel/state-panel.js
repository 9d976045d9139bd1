// Loading, empty, offline, refused and error through one component; when ready, what it holds.
const words = require('../../words').panel
const PATIENCE_MS = 8000
const ICONS = { empty: 'list', offline: 'wifi-off', refused: 'shield', error: 'alert-triangle' }

Component(/** @type {Screen} */ ({
  options: { multipleSlots: false },
  properties: {
    state: { type: String, value: 'loading' },
    words: { type: String, value: '' },
    action: { type: String, value: '' }
  },
  data: { icon: '', title: '', slow: false, labels: words },
  observers: {
    state(state) {
      clearTimeout(this.timer)
      this.setData({ icon: ICONS[state] || '', title: words.titles[state] || '', slow: false })
      if (state === 'loading') this.timer = setTimeout(() => this.setData({ slow: true }), PATIENCE_MS)
    }
  },
  lifetimes: { detached() { clearTimeout(this.timer) } },
  methods: {
    retry() { this.triggerEvent('retry') },
    act() { this.triggerEvent('act') }
  }
}))
