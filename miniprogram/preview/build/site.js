// Writes the folder that is served.
const esbuild = require('esbuild')
const fs = require('fs')
const path = require('path')
const { nameOf } = require('./chunks')
const { HIDDEN, GIVEN } = require('../runtime/names')

const CODE = /\.(js|json|wxml|wxss|wxs|ts|md)$/
const PAGES = path.join(__dirname, '..', 'page')

/** The bytes written. The folder is swapped at the end: who looks meanwhile sees the old one whole. */
async function writeSite(to, source, parts) {
  const fresh = `${to}.new`
  fs.rmSync(fresh, { recursive: true, force: true })
  fs.mkdirSync(fresh, { recursive: true })
  const write = (file, content) => {
    fs.mkdirSync(path.dirname(path.join(fresh, file)), { recursive: true })
    fs.writeFileSync(path.join(fresh, file), content)
    return Buffer.byteLength(content)
  }
  let bytes = write('runtime.js', await runtimeCode(parts.templates))
  bytes += write('decoder.js', await bundled('decoder.js'))
  for (const name of parts.chunks.keys()) bytes += write(`chunks/${name}.js`, chunkCode(name, parts))
  for (const file of source.files()) if (!CODE.test(file)) write(`files/${file}`, source.bytes(file))
  for (const file of fs.readdirSync(PAGES)) write(file, fs.readFileSync(path.join(PAGES, file)))
  fs.copyFileSync(path.join(__dirname, '..', 'unsimulated.json'), path.join(fresh, 'unsimulated.json'))
  fs.rmSync(to, { recursive: true, force: true })
  fs.renameSync(fresh, to)
  return bytes
}

/** glass-easel, the built-in components and wx, with their compiled templates before them. */
async function runtimeCode(templates) {
  const made =
    `var templateRuntime=(()=>{${templates.runtime()};return {X,Y,Z,P,Q,D,G:{},R:{}}})();` +
    `(({G,R,D,X,Y,Z,P,Q})=>{${templates.builtin()}})(templateRuntime);`
  return made + (await bundled('phone.js'))
}

/** A script of runtime/ with all it requires. */
async function bundled(name) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [path.join(__dirname, '..', 'runtime', name)],
    bundle: true,
    format: 'iife',
    minify: true,
    write: false,
    charset: 'utf8',
    target: 'es2020',
    define: { 'process.env.NODE_ENV': '"production"' }
  })
  return outputFiles[0].text
}

function chunkCode(name, parts) {
  const { components, modules } = parts.chunks.get(name)
  const told = Object.fromEntries(components.map((one) => [one, { json: parts.components.get(one).json, ...parts.styles.of.get(one) }]))
  const about = name === 'app' ? `,app:${JSON.stringify(described(parts))}` : ''
  const defined = modules.map((one) => {
    const { code, needs } = parts.modules.get(one)
    return `define(${JSON.stringify(one)},${JSON.stringify(needs)},function(require,module,exports){${code}});`
  })
  return (
    `loadChunk({name:${JSON.stringify(name)},components:${JSON.stringify(told)}${about},` +
    `templates:function(G,R,D,X,Y,Z,P,Q,getRegExp,getDate,global){${parts.templates.of(components)}},` +
    `modules:function(define,${[...GIVEN, ...HIDDEN].join(',')}){"use strict";${defined.join('\n')}}});\n`
  )
}

/** What the runtime must know of the whole app before any page. */
function described({ app, styles, chunks }) {
  const chunkOf = Object.fromEntries(app.pages.map((page) => [page, page === app.entry ? 'app' : nameOf(app, page)]))
  return {
    json: app.json,
    pages: app.pages,
    entry: app.entry,
    packages: app.packages,
    css: styles.app,
    chunkOf,
    shared: chunks.has('shared')
  }
}

module.exports = { writeSite }
