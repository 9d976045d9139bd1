// A card that comes up from the bottom over the page: choices, a text to read, a question of WeChat's. What it holds is its slot.
const words = require('../../words').sheet

Component(/** @type {Screen} */ ({
  properties: {
    open: { type: Boolean, value: false },
    title: { type: String, value: '' },
    /** false: only its own buttons close it */
    closable: { type: Boolean, value: true }
  },
  data: { words, overlay: { zIndex: 99 } },
  methods: {
    close() { if (this.data.closable) this.triggerEvent('close') }
  }
}))
