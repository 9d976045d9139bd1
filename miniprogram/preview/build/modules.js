// JavaScript: CommonJS modules, each resolved and transformed on its own.
const esbuild = require('esbuild')
const path = require('path')
const { candidates } = require('./source')

/** Map of file to `{code, needs: {as written: file}}`, from app.js and every page and component. */
function findModules(source, app, components) {
  const found = new Map()
  const waiting = [...(source.has('app.js') ? ['app.js'] : []), ...[...components.keys()].map((one) => one + '.js')]
  while (waiting.length) {
    const file = waiting.shift()
    if (found.has(file)) continue
    const code = transformed(source, file)
    const needs = requirements(source, app, file, code)
    found.set(file, { code, needs })
    waiting.push(...Object.values(needs))
  }
  return found
}

function transformed(source, file) {
  try {
    return esbuild.transformSync(source.text(file), {
      format: 'cjs',
      target: 'es2020',
      sourcefile: file,
      minifyWhitespace: true,
      charset: 'utf8',
      logLevel: 'silent'
    }).code
  } catch (fault) {
    for (const { text, location } of fault.errors || []) source.problems.push(`${file}:${location.line}:${location.column + 1} ${text}`)
    return ''
  }
}

function requirements(source, app, file, code) {
  const needs = {}
  for (const [, later, reference] of code.matchAll(/\brequire(\.async)?\(\s*["']([^"']+)["']\s*\)/g)) {
    const target = resolve(source, file, reference)
    if (!target) source.problems.push(`${file}:${place(source, file, reference)} cannot find require('${reference}')`)
    else if (!later && isForeign(app, file, target)) {
      source.problems.push(`${file}:${place(source, file, reference)} '${reference}' lies in another package: use require.async`)
    } else needs[reference] = target
  }
  return needs
}

function resolve(source, file, reference) {
  const endings = (one) => [one, one + '.js', path.posix.join(one, 'index.js')]
  return candidates(file, reference)
    .flatMap(endings)
    .find((one) => one.endsWith('.js') && source.has(one))
}

const isForeign = (app, from, to) => app.packageOf(to) !== '' && app.packageOf(to) !== app.packageOf(from)

function place(source, file, words) {
  const before = source.text(file).split(words)[0].split('\n')
  return `${before.length}:${before[before.length - 1].length + 1}`
}

module.exports = { findModules }
