// Where the newest words stand: on this phone, with the service, or nowhere yet. It never says more than is so.
Component(/** @type {Screen} */ ({
  properties: {
    /** { tone: 'ok' | 'info' | 'warn' | 'bad', icon, words } */
    mark: { type: Object, value: { tone: 'info', icon: 'device-mobile-soft', words: '' } }
  }
}))
