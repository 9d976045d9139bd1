// `wx`, put together. What it does not have is undefined, and noted.
const { journal } = require('../journal')

const canIUse = (name) => name.split('.')[0] in whole

const whole = Object.assign(
  {},
  require('./network'),
  require('./online').api,
  require('./sign_in'),
  require('./storage'),
  require('./files').api,
  require('./choosing'),
  require('./pictures'),
  require('./sound'),
  require('./routes'),
  require('./dialogs'),
  require('./privacy').api,
  require('./permissions').api,
  require('./device'),
  require('./screen').api,
  require('./scanner').api,
  require('./selectors').api,
  require('./share').api,
  require('./subscriptions').api,
  require('./calendar').api,
  require('./life'),
  require('./odds'),
  { canIUse, env: { USER_DATA_PATH: 'wxfile://usr' } }
)

const wx = new Proxy(whole, {
  get(target, name) {
    if (name in target) return target[name]
    if (typeof name === 'string' && !journal.missing.includes(name)) {
      journal.missing.push(name)
      console.warn('[preview] wx.' + name + ' is not simulated')
    }
    return undefined
  }
})

module.exports = { wx }
