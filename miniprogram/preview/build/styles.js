// WXSS to CSS: @import, rpx, vh, the `page` selector, built-in tags, and a prefix for the classes of isolated components.
const path = require('path')
const postcss = require('postcss')
const esbuild = require('esbuild')
const { BUILTIN } = require('./wxml')

const START = '(^|[\\s>+~,(])'
const END = '(?=$|[\\s>+~.:#\\[,)])'
const PAGE = new RegExp(`${START}page${END}`, 'g')
const TAGS = new RegExp(`${START}(${BUILTIN.join('|')})${END}`, 'g')

/** `{app: css, of: Map of component to {css, scope}}`; scope '' means that its classes are everybody's. */
function findStyles(source, components) {
  const of = new Map()
  let counted = 0
  for (const [name, { json }] of components) {
    const isolation = json.styleIsolation || (json.component ? 'isolated' : 'shared')
    const scope = ['shared', 'page-shared'].includes(isolation) ? '' : 's' + (counted++).toString(36)
    of.set(name, { scope, css: source.has(name + '.wxss') ? compiled(source, name + '.wxss', scope) : '' })
  }
  return { app: source.has('app.wxss') ? compiled(source, 'app.wxss', '') : '', of }
}

function compiled(source, file, scope) {
  const css = translated(source, file, scope, new Set())
  return esbuild.transformSync(css, { loader: 'css', minifyWhitespace: true, charset: 'utf8', logLevel: 'silent' }).code.trim()
}

function translated(source, file, scope, seen) {
  if (seen.has(file)) return ''
  seen.add(file)
  const root = parsed(source, file)
  if (!root) return ''
  const imported = takeImports(source, file, root)
    .map((one) => translated(source, one, scope, seen))
    .join('')
  root.walkAtRules('font-face', (rule) => void (/https?:/.test(rule.toString()) && rule.remove()))
  root.walkAtRules((rule) => {
    rule.params = rule.params.replace(/(-?[\d.]+)rpx/g, (_, size) => size / 2 + 'px')
  })
  root.walkDecls((declaration) => translateValue(source, file, declaration))
  root.walkRules((rule) => {
    const isFrame = rule.parent.type === 'atrule' && /keyframes$/.test(rule.parent.name)
    if (!isFrame) rule.selectors = rule.selectors.map((selector) => translateSelector(selector, scope))
  })
  return imported + root.toString()
}

function parsed(source, file) {
  if (!source.has(file)) return void source.problems.push(`${file}:1:1 not found`)
  try {
    return postcss.parse(source.text(file), { from: file })
  } catch (fault) {
    source.problems.push(`${file}:${fault.line}:${fault.column} ${fault.reason}`)
  }
}

function takeImports(source, file, root) {
  const found = []
  root.walkAtRules('import', (rule) => {
    const said = /['"](.+?)['"]/.exec(rule.params)
    if (said) found.push(said[1].startsWith('/') ? said[1].slice(1) : path.posix.join(path.posix.dirname(file), said[1]))
    rule.remove()
  })
  return found
}

/** A phone's vh is of the page between its bars, which `--vh` of the page holds. */
function translateValue(source, file, declaration) {
  const { line, column } = declaration.source.start
  if (/url\(\s*['"]?(?!data:|https?:|#|['"])/.test(declaration.value)) {
    source.problems.push(`${file}:${line}:${column} WXSS cannot show a local file: use <image> or a data: address`)
  }
  declaration.value = declaration.value
    .replace(/(-?\d*\.?\d+)rpx\b/g, (_, size) => +(size / 7.5).toFixed(5) + 'vw')
    .replace(/(-?\d*\.?\d+)vh\b/g, (_, size) => `calc(var(--vh)*${size})`)
}

function translateSelector(selector, scope) {
  const plain = selector.replace(PAGE, '$1.page-body').replace(TAGS, '$1wx-$2')
  if (!scope) return plain
  return plain
    .replace(/:host\b(?:\(([^)]*)\))?/g, (_, more) => `[wx-host="${scope}"]${more || ''}`)
    .replace(/\.(?=[A-Za-z_-])(?!page-body)/g, `.${scope}--`)
}

module.exports = { findStyles }
