// <switch>, <checkbox>, <radio>, their groups, and <label>.
const { host, inner, around, within, keepIn, passLabel, setOff } = require('./host')

const CONTROLS = ['checkbox', 'radio', 'switch', 'input', 'textarea', 'button']

/** Draws `checked` and `disabled`; `pressed()` is called when the person taps the element. */
function ticked(properties, pressed) {
  return {
    properties: { checked: Boolean, disabled: Boolean, color: String, ...properties },
    lifetimes: {
      attached() {
        const element = (this.element = inner(this))
        keepIn(element, 'input', 'change')
        passLabel(this, element)
        draw(this)
        const own = host(this)
        own.addEventListener('click', (event) => {
          event.stopPropagation()
          if (event.target === element) event.preventDefault()
          if (!this.data.disabled) this.press()
        })
      }
    },
    observers: {
      'checked, disabled': function () {
        draw(this)
      }
    },
    methods: {
      press() {
        pressed(this)
      }
    }
  }
}

/** The browser puts a box back after its click was prevented; what the data say is drawn after that. */
function draw(self) {
  const { element } = self
  if (!element) return
  const show = () => {
    element.checked = self.data.checked
  }
  show()
  setTimeout(show)
  element.disabled = self.data.disabled
  setOff(self, self.data.disabled)
}

const toggle = (self) => {
  self.setData({ checked: !self.data.checked })
  self.triggerEvent('change', { value: self.data.checked })
}

function tick(self) {
  self.setData({ checked: !self.data.checked })
  const group = around(host(self), 'checkbox-group')
  if (group) group.triggerEvent('change', { value: group.fieldValue() })
}

function pick(self) {
  const group = around(host(self), 'radio-group')
  if (self.data.checked) return
  if (group) within(host(group), 'radio').forEach((other) => other.setData({ checked: other === self }))
  else self.setData({ checked: true })
  if (group) group.triggerEvent('change', { value: self.data.value })
}

const checked = (group, name) =>
  within(host(group), name)
    .filter((one) => one.data.checked)
    .map((one) => one.data.value)

function groupOf(name, value) {
  return {
    properties: { name: String },
    methods: {
      fieldValue() {
        return value(this)
      },
      resetField() {
        within(host(this), name).forEach((one) => one.setData({ checked: false }))
      }
    }
  }
}

const label = {
  properties: { for: String },
  lifetimes: {
    attached() {
      host(this).addEventListener('click', (event) => {
        if (event.target.closest(CONTROLS.map((name) => 'wx-' + name).join(','))) return
        const target = controlOf(this)
        if (target && target.press && !target.data.disabled) target.press()
      })
    }
  }
}

function controlOf(self) {
  if (!self.data.for) return within(host(self), ...CONTROLS)[0]
  const found = self._$.ownerShadowRoot.getElementById(self.data.for)
  return found && found.getMethodCaller()
}

module.exports = {
  switch: (() => {
    const made = ticked({ type: { type: String, value: 'switch' }, name: String }, toggle)
    Object.assign(made.methods, {
      fieldValue() {
        return this.data.checked
      },
      resetField() {
        this.setData({ checked: false })
      }
    })
    return made
  })(),
  checkbox: ticked({ value: String }, tick),
  radio: ticked({ value: String }, pick),
  'checkbox-group': groupOf('checkbox', (group) => checked(group, 'checkbox')),
  'radio-group': groupOf('radio', (group) => checked(group, 'radio')[0] || ''),
  label
}
