// The phone's clock: the computer's, ahead or behind by what was set.
const { settings } = require('./settings')

const now = () => Date.now() + settings.clock_ahead_s * 1000

/** `Date` as the app sees it. */
const PhoneDate = new Proxy(Date, {
  construct: (_, given, target) => Reflect.construct(Date, given.length ? given : [now()], target === PhoneDate ? Date : target),
  apply: () => new Date(now()).toString(),
  get: (_, name) => (name === 'now' ? now : Reflect.get(Date, name))
})

module.exports = { now, PhoneDate }
