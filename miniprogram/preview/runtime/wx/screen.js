// The screen's light.
const app = require('../app')
const { api, refuse } = require('./call')

const USUAL = 0.5

/** What the screen is set to; both end when the app is left. */
const light = { kept_on: false, brightness: USUAL }

function setScreenBrightness({ value }) {
  if (typeof value !== 'number' || value > 1 || (value < 0 && value !== -1)) refuse('invalid value')
  light.brightness = value === -1 ? USUAL : value
}

function setKeepScreenOn({ keepScreenOn }) {
  light.kept_on = Boolean(keepScreenOn)
}

app.listeners.hide.add(() => Object.assign(light, { kept_on: false, brightness: USUAL }))

module.exports = {
  light,
  api: {
    setScreenBrightness: api('setScreenBrightness', setScreenBrightness),
    getScreenBrightness: api('getScreenBrightness', () => ({ value: light.brightness })),
    setKeepScreenOn: api('setKeepScreenOn', setKeepScreenOn)
  }
}
