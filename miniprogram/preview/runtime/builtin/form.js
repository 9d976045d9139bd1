// <form> and <button>.
const { host, around, setOff } = require('./host')
const { settings } = require('../settings')
const overlays = require('../overlays')
const privacy = require('../wx/privacy')
const permissions = require('../wx/permissions')
const picking = require('../wx/picking')
const { failure } = require('../wx/call')

const FIELDS = ['input', 'textarea', 'switch', 'slider', 'checkbox-group', 'radio-group', 'picker']

/** Every field in the form that has a name: built-in ones, and components with a wx://form-field behavior. */
function fieldsOf(form) {
  const { isFormField } = require('../app_names')
  return [...host(form).querySelectorAll('*')]
    .filter((element) => element.__wxElement && element.__wxElement.getMethodCaller)
    .map((element) => {
      const instance = element.__wxElement.getMethodCaller()
      const isBuiltIn = FIELDS.some((name) => element.localName === 'wx-' + name)
      return instance && instance.data && instance.data.name && (isBuiltIn || isFormField(instance)) ? instance : null
    })
    .filter(Boolean)
}

const form = {
  properties: { reportSubmit: Boolean, reportSubmitTimeout: Number },
  methods: {
    submitForm(target) {
      const value = Object.fromEntries(fieldsOf(this).map((one) => [one.data.name, one.fieldValue ? one.fieldValue() : one.data.value]))
      this.triggerEvent('submit', { value, target, formId: '' })
    },
    resetForm() {
      fieldsOf(this).forEach((one) => one.resetField && one.resetField())
      this.triggerEvent('reset', {})
    }
  }
}

const button = {
  properties: {
    disabled: Boolean,
    type: { type: String, value: 'default' },
    size: { type: String, value: 'default' },
    plain: Boolean,
    loading: Boolean,
    openType: String,
    formType: String,
    hoverClass: { type: String, value: 'button-hover' },
    hoverStopPropagation: Boolean,
    hoverStartTime: Number,
    hoverStayTime: Number,
    lang: String,
    sessionFrom: String,
    sendMessageTitle: String,
    sendMessagePath: String,
    sendMessageImg: String,
    showMessageCard: Boolean,
    appParameter: String
  },
  observers: {
    'disabled, type, size, plain, hoverClass': function () {
      draw(this)
    }
  },
  lifetimes: {
    attached() {
      const own = host(this)
      own.setAttribute('role', own.getAttribute('role') || 'button')
      draw(this)
      own.addEventListener('click', () => this.press())
    }
  },
  methods: {
    press() {
      const { disabled, formType, openType } = this.data
      if (disabled) return
      const around_it = formType && around(host(this), 'form')
      if (around_it) formType === 'reset' ? around_it.resetForm() : around_it.submitForm({ id: this.id, dataset: this.dataset })
      if (OPENS[openType]) OPENS[openType](this)
    }
  }
}

function draw(self) {
  const { type, size, plain, disabled, hoverClass } = self.data
  const own = host(self)
  own.tabIndex = disabled ? -1 : 0
  own.setAttribute('data-type', type)
  own.setAttribute('data-size', size)
  own.toggleAttribute('data-plain', plain)
  own.setAttribute('aria-disabled', String(disabled))
  own.setAttribute('hover-class', hoverClass)
  setOff(self, disabled)
}

/** Asks for consent to the privacy guide; tells the button's own event in either case. */
async function privately(self, event, name, work) {
  try {
    await privacy.need(name)
    self.triggerEvent(event, await work())
  } catch (fault) {
    self.triggerEvent(event, failure(name, fault))
  }
}

async function phoneNumber() {
  const answer = await fetch('/sim/wechat/_sim/phone_code', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: settings.user })
  })
  if (!answer.ok) throw new Error('user deny')
  return { errMsg: 'getPhoneNumber:ok', code: (await answer.json()).code }
}

async function avatar() {
  const [file] = await picking.choose({ accept: 'image/*', count: 1 })
  return { avatarUrl: picking.keep(file) }
}

const tell = (words) => overlays.ask({ content: words, buttons: [{ words: '关闭', answer: true, primary: true }] })

const OPENS = {
  share: (self) => require('../wx/share').toFriend('button', { id: self.id, dataset: self.dataset }),
  contact: (self) =>
    tell('这里是客服会话。正式版由微信打开。').then(() => self.triggerEvent('contact', { path: '', query: {}, errMsg: 'enterContact:ok' })),
  feedback: () => tell('这里是意见反馈页。正式版由微信打开。'),
  getPhoneNumber: (self) =>
    privately(self, 'getphonenumber', 'getPhoneNumber', async () => {
      const yes = await overlays.ask({
        title: '',
        content: '网聚 申请获取你的手机号',
        buttons: [
          { words: '不允许', answer: false },
          { words: '允许', answer: true, primary: true }
        ]
      })
      if (!yes) throw new Error('user deny')
      return phoneNumber()
    }),
  chooseAvatar: (self) => privately(self, 'chooseavatar', 'chooseAvatar', avatar),
  openSetting: async (self) => self.triggerEvent('opensetting', { errMsg: 'openSetting:ok', ...(await permissions.openSetting()) }),
  agreePrivacyAuthorization: (self) => {
    privacy.pressAgree(self.id)
    self.triggerEvent('agreeprivacyauthorization', { errMsg: 'agreePrivacyAuthorization:ok' })
  }
}

module.exports = { form, button }
