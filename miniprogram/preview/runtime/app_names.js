// What the app's modules see: wx, App, Page, Component and their like, in the order of names.js. The rest of the browser they see as undefined.
const { space } = require('./elements')
const { GIVEN } = require('./names')
const { current } = require('./modules')
const { PhoneDate } = require('./clock')
const { setApp, getApp } = require('./app')
const pages = require('./pages')
const { wx } = require('./wx')

const FORM_FIELD = /^wx:\/\/form-field/
const builtinBehaviors = new Map()

const inPlace = (work) => space.componentEnv(current.path, work)

/** glass-easel-miniprogram-adapter takes behaviors as objects only; wx:// names those WeChat builds in. */
function builtinBehavior(name) {
  if (!builtinBehaviors.has(name)) {
    const properties = FORM_FIELD.test(name) ? { name: String, value: null } : {}
    builtinBehaviors.set(
      name,
      inPlace(({ Behavior }) => Behavior({ properties }))
    )
  }
  return builtinBehaviors.get(name)
}

function withBehaviors(definition) {
  if (!definition || !definition.behaviors) return definition
  return { ...definition, behaviors: definition.behaviors.map((one) => (typeof one === 'string' ? builtinBehavior(one) : one)) }
}

const Component = (definition) => inPlace((given) => given.Component(withBehaviors(definition)))
const Page = (definition) => inPlace((given) => given.Page(withBehaviors(definition)))
const Behavior = Object.assign((definition) => inPlace((given) => given.Behavior(withBehaviors(definition))), {
  trait: (...given) => inPlace(({ Behavior: own }) => own.trait(...given))
})

const names = { wx, App: setApp, Page, Component, Behavior, getApp, getCurrentPages: pages.instances, Date: PhoneDate, console, global: {} }

const given = () => GIVEN.map((name) => names[name])

/** Whether a component takes part in forms by a wx://form-field behavior. */
const isFormField = (instance) => [...builtinBehaviors].some(([name, one]) => FORM_FIELD.test(name) && instance.hasBehavior(one))

module.exports = { given, isFormField }
