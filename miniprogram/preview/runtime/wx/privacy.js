// Consent to the privacy guide, asked before the first use of an interface that touches something personal.
const { settings, keep } = require('../settings')
const { attempt } = require('../journal')
const overlays = require('../overlays')
const { api, refuse } = require('./call')

const REFUSED = 104
const QUIET_MS = 10000
const CONTRACT = '《网聚小程序用户隐私保护指引》'

const listeners = new Set()
const state = { refused_at: 0, agreed_button: null, asking: null }

const isAgreed = () => Boolean(settings.privacy[settings.user])
const agree = () => keep({ privacy: { ...settings.privacy, [settings.user]: true } })
const no = () => refuse('privacy permission is not authorized', REFUSED)

/** Resolves when the person has agreed, now or before; refuses with errno 104 otherwise. After a refusal nobody asks for ten seconds. */
async function need(name) {
  if (isAgreed()) return
  if (Date.now() - state.refused_at < QUIET_MS) no()
  state.asking = state.asking || (listeners.size ? askApp(name) : askHere())
  const agreed = await state.asking.finally(() => {
    state.asking = null
  })
  if (agreed) return agree()
  state.refused_at = Date.now()
  no()
}

/** The app shows its own dialog; its "agree" counts only after a tap on a button with open-type agreePrivacyAuthorization. */
function askApp(name) {
  return new Promise((answered) => {
    const resolve = ({ event, buttonId } = {}) => {
      if (event === 'exposureAuthorization') return
      answered(event === 'agree' && state.agreed_button !== null && (!buttonId || buttonId === state.agreed_button))
    }
    listeners.forEach((listener) => attempt(() => listener(resolve, { referrer: name }), 'onNeedPrivacyAuthorization'))
  })
}

function askHere() {
  return overlays.ask({
    title: '用户隐私保护提示',
    content: `使用前请阅读${CONTRACT}。同意后才能使用这项功能。`,
    buttons: [
      { words: '拒绝', answer: false },
      { words: '同意', answer: true, primary: true }
    ]
  })
}

/** A tap on the button that agrees. */
function pressAgree(id) {
  state.agreed_button = id || ''
  if (!state.asking) agree()
}

/** There is one listener: the one set last. */
function listenInstead(listener) {
  listeners.clear()
  listeners.add(listener)
}

module.exports = {
  need,
  pressAgree,
  isAgreed,
  api: {
    getPrivacySetting: api('getPrivacySetting', () => ({ needAuthorization: !isAgreed(), privacyContractName: CONTRACT })),
    requirePrivacyAuthorize: api('requirePrivacyAuthorize', () => need('requirePrivacyAuthorize')),
    onNeedPrivacyAuthorization: listenInstead,
    openPrivacyContract: api('openPrivacyContract', async () => {
      await overlays.ask({
        title: CONTRACT,
        content: '这里是预览。正式版由微信显示管理员在后台填写的隐私保护指引。',
        buttons: [{ words: '关闭', answer: true, primary: true }]
      })
    })
  }
}
