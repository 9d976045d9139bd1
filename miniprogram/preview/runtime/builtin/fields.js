// <input> and <textarea>.
const { host, inner, keepIn, passLabel, setOff } = require('./host')
const privacy = require('../wx/privacy')

const MODES = { number: 'numeric', digit: 'decimal', idcard: 'text', tel: 'tel' }

const properties = {
  value: { type: String, value: '' },
  placeholder: String,
  disabled: Boolean,
  maxlength: { type: Number, value: 140 },
  focus: Boolean,
  autoFocus: Boolean,
  name: String,
  type: { type: String, value: 'text' },
  password: Boolean,
  confirmType: { type: String, value: 'done' },
  placeholderStyle: String,
  placeholderClass: String,
  cursorSpacing: Number,
  cursor: Number,
  selectionStart: Number,
  selectionEnd: Number,
  adjustPosition: { type: Boolean, value: true },
  holdKeyboard: Boolean,
  confirmHold: Boolean,
  alwaysEmbed: Boolean,
  autoHeight: Boolean,
  fixed: Boolean,
  showConfirmBar: { type: Boolean, value: true },
  disableDefaultPadding: Boolean
}

function field(isLong) {
  return {
    properties,
    lifetimes: {
      attached() {
        begin(this, isLong)
      }
    },
    observers: {
      'value, placeholder, disabled, maxlength, type, password': function () {
        draw(this, isLong)
      },
      focus(wanted) {
        if (this.element) wanted ? this.element.focus() : this.element.blur()
      }
    },
    methods: {
      fieldValue() {
        return this.data.value
      },
      resetField() {
        this.setData({ value: '' })
      },
      press() {
        this.element.focus()
      }
    }
  }
}

function begin(self, isLong) {
  const element = (self.element = inner(self))
  keepIn(element, 'input', 'change', 'focus', 'blur', 'submit')
  passLabel(self, element)
  draw(self, isLong)
  element.addEventListener('input', () => typed(self, isLong))
  element.addEventListener('focus', () => entered(self))
  element.addEventListener('blur', () => self.triggerEvent('blur', { value: element.value, cursor: element.value.length }))
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || (isLong && self.data.confirmType === 'return') || (isLong && !event.ctrlKey)) return
    self.triggerEvent('confirm', { value: element.value })
    if (!self.data.confirmHold) element.blur()
  })
  if (self.data.focus || self.data.autoFocus) element.focus()
}

function typed(self, isLong) {
  const { element } = self
  const value = element.value
  self.setData({ value })
  if (isLong) fit(self)
  self.triggerEvent('input', { value, cursor: element.selectionStart, keyCode: 0 })
}

/** A nickname is the person's: the privacy guide comes first. */
function entered(self) {
  if (self.data.type === 'nickname') privacy.need('nickname').catch(() => self.element.blur())
  self.triggerEvent('focus', { value: self.element.value, height: 0 })
}

function fit({ element, data }) {
  if (!data.autoHeight) return
  element.rows = 1
  element.style.height = 'auto'
  if (element.scrollHeight) element.style.height = element.scrollHeight + 'px'
}

function draw(self, isLong) {
  const { element, data } = self
  if (!element) return
  const value = data.value === null || data.value === undefined ? '' : String(data.value)
  if (element.value !== value) element.value = value
  element.placeholder = data.placeholder || ''
  element.disabled = data.disabled
  setOff(self, data.disabled)
  if (data.maxlength > 0) element.maxLength = data.maxlength
  else element.removeAttribute('maxlength')
  if (isLong) {
    host(self).classList.toggle('auto-height', data.autoHeight)
    return fit(self)
  }
  element.type = data.password ? 'password' : 'text'
  element.inputMode = MODES[data.type] || 'text'
}

module.exports = { input: field(false), textarea: field(true) }
