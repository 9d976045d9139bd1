// WXML and WXS, by glass-easel's template compiler.
const path = require('path')
const { TmplGroup } = require('glass-easel-template-compiler')
const { rewrite, NOT_SIMULATED } = require('./wxml')
const builtins = require('../runtime/builtin/templates')

/** `{of(paths): code that fills G and R, builtin(): the same of the built-in components, runtime(): what that code calls}`. */
function openTemplates(source, components) {
  const group = new TmplGroup()
  const known = { templates: new Map(), scripts: new Map() }
  for (const component of components.keys()) addTemplate(source, group, known, component)
  group.addScript('__builtin/none', '') // with no script at all the runtime would lack the module loader
  for (const [name, text] of Object.entries(builtins)) group.addTmpl('__builtin/' + name, text)
  const codeOf = (one) => `G[${JSON.stringify(one)}]=${spoken(group.getTmplGenObject(one))};`
  return {
    of: (paths) => {
      const { templates, scripts } = closure(known, paths)
      return scripts.map((one) => scriptCode(one, known.scripts.get(one).text)).join('') + templates.map(codeOf).join('')
    },
    builtin: () =>
      Object.keys(builtins)
        .map((name) => codeOf('__builtin/' + name))
        .join(''),
    runtime: () => group.getRuntimeString()
  }
}

/** What screen readers are told is an attribute of the element, also where the element is a component. */
const spoken = (code) => code.replace(/\bO\(N,"(role|aria-[a-z]+)",/g, 'R.a(N,"$1",')

function addTemplate(source, group, known, one) {
  if (known.templates.has(one)) return
  known.templates.set(one, { templates: [], scripts: [] })
  const file = one.endsWith('.wxml') ? one : one + '.wxml'
  if (!source.has(file)) return void source.problems.push(`${file}:1:1 not found`)
  compile(source, group, file, one)
  const needs = { templates: group.getDirectDependencies(one), scripts: group.getScriptDependencies(one) }
  known.templates.set(one, needs)
  needs.templates.forEach((other) => addTemplate(source, group, known, other))
  needs.scripts.forEach((other) => addScript(source, known, other))
  for (const name of group.getInlineScriptModuleNames(one)) {
    group.setInlineScript(one, name, wxs(group.getInlineScript(one, name)))
  }
}

function compile(source, group, file, one) {
  const { text, original } = rewrite(source.text(file))
  for (const [, tag] of text.matchAll(/<([a-z-]+)[\s/>]/g)) {
    if (NOT_SIMULATED.has(tag)) source.problems.push(`${file}:1:1 <${tag}> is not simulated by the preview`)
  }
  for (const told of group.addTmpl(one, text)) {
    if (!told.isError) continue
    const { line, column } = original(told.startLine, told.startColumn)
    source.problems.push(`${file}:${line}:${column} ${told.message}`)
  }
}

function addScript(source, known, one) {
  if (known.scripts.has(one)) return
  const file = one.endsWith('.wxs') ? one : one + '.wxs'
  if (!source.has(file)) return void source.problems.push(`${file}:1:1 not found`)
  const text = wxs(source.text(file))
  const needs = [...text.matchAll(/require\(\s*['"](.+?)['"]\s*\)/g)].map((found) => path.posix.join(path.posix.dirname(one), found[1]))
  known.scripts.set(one, { text, needs })
  needs.forEach((other) => addScript(source, known, other))
}

/** In WXS `x.constructor` is a word such as 'Array'. */
const wxs = (text) => text.replace(/\.constructor\b(?!\.name)/g, '.constructor.name')

/** Modules answer to both names, "a/b" and "a/b.wxs": a template uses the first, `require` in WXS the second. */
function scriptCode(one, text) {
  const names = one.endsWith('.wxs') ? [one.slice(0, -4), one] : [one, one + '.wxs']
  return names.map((name) => `R[${JSON.stringify(name)}]=D(${JSON.stringify(name)},(require,exports,module)=>{${text}\n});`).join('')
}

function closure(known, paths) {
  const templates = new Set()
  const scripts = new Set()
  const takeScript = (one) => {
    if (scripts.has(one) || !known.scripts.has(one)) return
    scripts.add(one)
    known.scripts.get(one).needs.forEach(takeScript)
  }
  const take = (one) => {
    if (templates.has(one)) return
    templates.add(one)
    known.templates.get(one).templates.forEach(take)
    known.templates.get(one).scripts.forEach(takeScript)
  }
  paths.forEach(take)
  return { templates: [...templates], scripts: [...scripts] }
}

module.exports = { openTemplates }
