const parts = require('./parts')

App({
  onLaunch() {
    parts.start()
  },

  /** Opened anew or come back: with what it was opened. */
  onShow({ query }) {
    parts.visits.note(query)
    parts.opened.note(query)
  }
})
