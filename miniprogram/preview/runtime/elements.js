// glass-easel, set up as a mini program's screen: one space of components, one browser window behind it.
const adapter = require('glass-easel-miniprogram-adapter')
const { crossing } = require('./data')
const { now } = require('./clock')
const { report, warn } = require('./journal')
const { listen } = require('./touches')

const { glassEasel } = adapter
const made = window.templateRuntime

glassEasel.globalOptions.throwGlobalError = false
glassEasel.addGlobalErrorListener((fault, about) => {
  report(fault, [about && about.type, about && about.element && about.element.is].filter(Boolean).join(' '))
  return false
})
glassEasel.addGlobalWarningListener((text) => {
  warn(text)
  return false
})

const environment = new adapter.MiniProgramEnv()
const space = environment.createCodeSpace('', true)
const components = space.getComponentSpace()
components.updateComponentOptions({
  ...components.getComponentOptions(),
  useMethodCallerListeners: true,
  writeFieldsToNode: false,
  writeIdToDOM: true
})

// Ids as the app wrote them: a prefix for each component would keep tests from finding anything.
const prepare = space.prepareComponentOptions
space.prepareComponentOptions = function (...given) {
  const [options, isolation] = prepare.apply(this, given)
  return [{ ...options, idPrefixGenerator: null }, isolation]
}

const backend = new glassEasel.CurrentWindowBackendContext()
listen(backend, glassEasel)
const screen = environment.associateBackend(backend)

const caller = adapter.component.ComponentCaller.prototype
const setData = caller.setData
caller.setData = function (data, done) {
  setData.call(this, crossing(data, this.is), done)
}
const isHidden = glassEasel.NativeNode.prototype.updateAttribute
glassEasel.NativeNode.prototype.updateAttribute = function (name, value) {
  isHidden.call(this, name, name === 'hidden' ? !!value : value)
}

const getRegExp = (pattern, flags) => new RegExp(pattern, flags)
const getDate = (...given) => (given.length ? new Date(...given) : new Date(now()))

/** Runs a chunk's compiled templates; afterwards `template(path)` finds them. */
function takeTemplates(fill) {
  const { G, R, D, X, Y, Z, P, Q } = made
  fill(G, R, D, X, Y, Z, P, Q, getRegExp, getDate, {})
}

const template = (path) => ({ groupList: made.G, content: made.G[path] })

/** Makes a component known before its script runs. */
function declare(path, json, scope) {
  space.addComponentStaticConfig(path, json)
  space.addCompiledTemplate(path, template(path))
  space.addStyleSheet(path, undefined, scope || undefined)
}

module.exports = { adapter, glassEasel, space, components, screen, caller, takeTemplates, declare }
