// wx.login: a code for the person whose phone this is, from the WeChat simulator beside the service.
const { settings } = require('../settings')
const { api, refuse } = require('./call')
const { obstacle } = require('./online')

/** Asks the simulator's control `name`. */
async function simulator(name, body) {
  const stopped = obstacle()
  if (stopped) refuse(stopped[0])
  const answer = await fetch(`/sim/wechat/_sim/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body)
  }).catch(() => refuse('net::ERR_CONNECTION_REFUSED', 600001))
  return answer.ok ? answer.json() : refuse(`the simulator answered ${answer.status}`)
}

/** WeChat knows who has opened the mini program lately, and checks only their content. A phone without a network tells nobody. */
const visit = () => simulator('visit', { user: settings.user }).catch(() => {})

module.exports = {
  login: api('login', async () => ({ code: (await simulator('login_code', { user: settings.user })).code })),
  checkSession: api('checkSession', () => ({}))
}
Object.defineProperties(module.exports, { simulator: { value: simulator, enumerable: false }, visit: { value: visit, enumerable: false } })
