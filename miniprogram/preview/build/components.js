// The graph of pages and components, by the "usingComponents" of their JSON.
const { candidates } = require('./source')

/** Map of path (no extension) to `{json, isPage, uses: [paths]}`; `json.usingComponents` holds absolute paths. */
function findComponents(source, app) {
  const found = new Map()
  const everywhere = resolveAll(source, 'app', app.json.usingComponents)
  const waiting = [...app.pages, ...Object.values(everywhere)]
  while (waiting.length) {
    const path = waiting.shift()
    if (found.has(path) || !isThere(source, path)) continue
    const json = source.has(path + '.json') ? source.json(path + '.json') : {}
    const using = { ...everywhere, ...resolveAll(source, path, json.usingComponents) }
    const generics = genericDefaults(source, path, json.componentGenerics)
    const uses = [...Object.values(using), ...Object.values(generics)]
    found.set(path, { json: settled(source, path, json, using, generics), isPage: app.pages.includes(path), uses })
    waiting.push(...uses)
  }
  return found
}

function isThere(source, path) {
  const missing = ['.wxml', '.js'].filter((ending) => !source.has(path + ending))
  missing.forEach((ending) => source.problems.push(`${path}${ending}:1:1 not found`))
  return missing.length === 0
}

function resolveAll(source, from, references) {
  const found = {}
  for (const [tag, reference] of Object.entries(references || {})) {
    const path = candidates(from, reference)
      .flatMap((one) => [one, one + '/index'])
      .find((one) => source.has(one + '.json'))
    if (path) found[tag] = path
    else source.problems.push(`${from}.json:1:1 component "${reference}" not found`)
  }
  return found
}

function genericDefaults(source, path, generics) {
  const given = Object.entries(generics || {}).filter(([, value]) => value && value.default)
  return resolveAll(source, path, Object.fromEntries(given.map(([name, value]) => [name, value.default])))
}

/** The JSON as the adapter wants it. It reads styleIsolation from JSON only, so what the script's `options` say is put there. */
function settled(source, path, json, using, generics) {
  const absolute = (paths) => Object.fromEntries(Object.entries(paths).map(([tag, to]) => [tag, '/' + to]))
  const all = { ...json, usingComponents: absolute(using) }
  if (json.componentGenerics) {
    const defaults = absolute(generics)
    all.componentGenerics = Object.fromEntries(
      Object.keys(json.componentGenerics).map((name) => [name, defaults[name] ? { default: defaults[name] } : true])
    )
  }
  if (!json.styleIsolation) {
    const said = /\bstyleIsolation\s*[:=]\s*['"]([a-z-]+)['"]/.exec(source.text(path + '.js'))
    if (said) all.styleIsolation = said[1]
    else if (/\baddGlobalClass\s*:\s*true/.test(source.text(path + '.js'))) all.styleIsolation = 'apply-shared'
  }
  return all
}

module.exports = { findComponents }
