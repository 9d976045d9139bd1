// Singing into the phone: start, pause, stop, listen again, use it or record anew. The page holds the recorder.
const words = require('../../words').recorder

Component(/** @type {Screen} */ ({
  properties: {
    open: { type: Boolean, value: false },
    /** 'idle' | 'recording' | 'paused' | 'done' */
    state: { type: String, value: 'idle' },
    seconds: { type: Number, value: 0 },
    playing: { type: Boolean, value: false },
    says: { type: String, value: '' }
  },
  data: { labels: words, time: '0:00' },
  observers: {
    seconds(seconds) { this.setData({ time: Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0') }) }
  },
  methods: {
    tell(event) { this.triggerEvent('act', { act: event.currentTarget.dataset.act }) },
    close() { this.triggerEvent('act', { act: 'close' }) }
  }
}))
