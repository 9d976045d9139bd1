const parts = require('./parts')

App({
  onLaunch() {
    parts.start()
  }
})
