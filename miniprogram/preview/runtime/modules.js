// The app's CommonJS modules. While one runs, `current` says for which component, so that Page() and Component() know their place.
const chunks = () => require('./chunks') // which requires this module
const definitions = new Map()
const instances = new Map()
const current = { path: '' }

function define(file, needs, body) {
  definitions.set(file, { needs, body })
}

/** The exports of `file`, run once. */
function run(file, path = current.path) {
  if (instances.has(file)) return instances.get(file).exports
  const definition = definitions.get(file)
  if (!definition) throw new Error(`module '${file}' is not defined`)
  const module = { exports: {} }
  instances.set(file, module)
  const outer = current.path
  current.path = path
  try {
    definition.body.call(undefined, requireFrom(file, definition.needs), module, module.exports)
  } catch (fault) {
    instances.delete(file)
    throw fault
  } finally {
    current.path = outer
  }
  return module.exports
}

function requireFrom(file, needs) {
  const find = (reference) => {
    if (!needs[reference]) throw new Error(`module '${reference}' is not defined, require args is '${reference}' in ${file}`)
    return needs[reference]
  }
  const require = (reference) => run(find(reference))
  require.async = async (reference) => {
    const target = find(reference)
    const { state, needPackage } = chunks()
    const home = state.app.packages.find((one) => target.startsWith(one.root + '/'))
    if (home) await needPackage(home.root)
    return run(target)
  }
  return require
}

module.exports = { define, run, current, has: (file) => definitions.has(file) }
