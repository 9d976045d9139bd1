// Builds the mini program for the browser: node miniprogram/preview/build.js [--app miniprogram/src] [--out miniprogram/preview/dist]
//
// Out come runtime.js (glass-easel, the built-in components, wx), app.js (app.js and the first page), one chunk per other
// page, shared.js (what several of those need), one chunk per sub-package, the pictures, and the two pages of preview/page.
// Exit 1 with file:line:column when something does not compile. With --unfinished, pages that have no files yet are left out.
const path = require('path')
const { openSource } = require('./build/source')
const { readApp } = require('./build/packages')
const { findComponents } = require('./build/components')
const { findModules } = require('./build/modules')
const { openTemplates } = require('./build/templates')
const { findStyles } = require('./build/styles')
const { divide } = require('./build/chunks')
const { writeSite } = require('./build/site')

/** Compiles `from` into `to`. Resolves to `{problems, summary}`; nothing is written when there are problems. */
async function build(from, to) {
  const source = openSource(from)
  const app = readApp(source, process.argv.includes('--unfinished'))
  const components = findComponents(source, app)
  const modules = findModules(source, app, components)
  const templates = openTemplates(source, components)
  const styles = findStyles(source, components)
  if (source.problems.length) return { problems: source.problems, summary: '' }
  const chunks = divide(app, components, modules)
  const bytes = await writeSite(to, source, { app, components, modules, templates, styles, chunks })
  const summary =
    `${app.pages.length} pages, ${components.size} components, ${modules.size} modules, ` +
    `${chunks.size} chunks, ${Math.round(bytes / 1024)} KB`
  return { problems: source.problems, summary }
}

function option(name, otherwise) {
  const at = process.argv.indexOf(name)
  return path.resolve(at > 0 ? process.argv[at + 1] : otherwise)
}

async function main() {
  const started = Date.now()
  const to = option('--out', path.join(__dirname, 'dist'))
  const { problems, summary } = await build(option('--app', path.join(__dirname, '..', 'src')), to)
  problems.forEach((problem) => console.error(problem))
  if (problems.length) process.exitCode = 1
  else console.log(`preview: ${summary} in ${Date.now() - started} ms`)
}

if (require.main === module) main()
module.exports = { build }
