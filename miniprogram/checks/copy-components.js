// Copies what the phone needs from npm into src/miniprogram_npm: the TDesign components of components.json with all they
// require, js-sha256 and qrcode-generator. WeChat DevTools then needs no npm. With --check it only says whether the copy is what the packages give.
const fs = require('fs')
const path = require('path')
const postcss = require('postcss')
const { OURS, rootAsked, readJson } = require('./finding')
const { write, differences } = require('./tree')

const MODULES = path.join(OURS, 'node_modules')
const DIST = path.join(MODULES, 'tdesign-miniprogram', 'miniprogram_dist')
const ICONS = path.join(MODULES, '@tabler', 'icons', 'icons')
const REFERENCES = {
  '.js': /(?:from|import|require\()\s*["']([@\w./-]*\w)["']/g,
  '.wxml': /<(?:wxs|import|include)\b[^>]*?\bsrc=["']([^"']+)["']/g,
  '.wxs': /require\(\s*["']([^"']+)["']\s*\)/g,
  '.wxss': /@import\s+["']([^"']+)["']/g
}

/** Everything src/miniprogram_npm holds, by relative path. */
function vendored() {
  const { components, glyphs } = readJson(path.join(__dirname, 'components.json'))
  const tree = new Map()
  for (const file of withAllTheyNeed(components)) tree.set('tdesign-miniprogram/' + file, textOf(file, glyphs))
  tree.set('tdesign-miniprogram/LICENSE', read('tdesign-miniprogram/LICENSE'))
  tree.set('js-sha256/index.js', read('js-sha256/build/sha256.cjs'))
  tree.set('js-sha256/index.d.ts', read('js-sha256/index.d.ts'))
  tree.set('js-sha256/LICENSE', read('js-sha256/LICENSE.txt'))
  tree.set('qrcode-generator/index.js', read('qrcode-generator/dist/qrcode.js'))
  tree.set('qrcode-generator/index.d.ts', asModule(read('qrcode-generator/dist/qrcode.d.ts')))
  tree.set('qrcode-generator/LICENSE', licenceOf(read('qrcode-generator/dist/qrcode.js')))
  tree.set('README.md', readme(components))
  return tree
}

function read(name) {
  return fs.readFileSync(path.join(MODULES, name), 'utf8')
}

/** Types that are found beside the copy, by its path. */
function asModule(types) {
  return types.replace(/declare module '[^']+' \{\s*(export = \w+;)\s*\}/, '$1')
}

/** qrcode-generator carries its licence by name only: the notice at the head of its file, and the MIT licence's own words. */
function licenceOf(script) {
  const notice = script.split('\n').filter(line => line.startsWith('//')).map(line => line.replace(/^\/\/ ?/, '').trimEnd())
  const words = read('js-sha256/LICENSE.txt').replace(/^.*Copyright.*\n+/m, '')
  return notice.slice(1, notice.lastIndexOf(notice[0])).join('\n').trim() + '\n\n' + words.trimStart()
}

/** The files of these components and everything they reach, relative to the package's miniprogram_dist. */
function withAllTheyNeed(components) {
  const found = new Set()
  const waiting = components.flatMap(name => componentFiles(name + '/' + name))
  while (waiting.length) {
    const file = waiting.pop()
    if (found.has(file)) continue
    found.add(file)
    waiting.push(...neededBy(file))
  }
  return [...found].sort()
}

function componentFiles(stem) {
  return ['.json', '.js', '.wxml', '.wxss'].map(ending => stem + ending).filter(exists)
}

function exists(file) {
  return fs.existsSync(path.join(DIST, file)) && fs.statSync(path.join(DIST, file)).isFile()
}

function neededBy(file) {
  const text = fs.readFileSync(path.join(DIST, file), 'utf8')
  const ending = path.posix.extname(file)
  if (ending === '.json') {
    const used = Object.values(JSON.parse(text).usingComponents || {})
    return used.flatMap(reference => componentFiles(path.posix.join(path.posix.dirname(file), reference)))
  }
  return [...text.matchAll(REFERENCES[ending])].map(match => resolved(file, match[1], ending))
}

/** The file a reference means. Throws when the package does not hold it. */
function resolved(file, reference, ending) {
  const bare = ending === '.js' && !reference.startsWith('.')
  const stem = bare ? 'miniprogram_npm/' + reference : path.posix.join(path.posix.dirname(file), reference)
  const found = [stem, stem + ending, stem + '/index' + ending].find(exists)
  if (!found) throw new Error('tdesign-miniprogram/' + file + ' asks for ' + reference + ', which the package does not hold')
  return found
}

function textOf(file, glyphs) {
  const text = fs.readFileSync(path.join(DIST, file), 'utf8')
  return file === 'icon/icon.wxss' ? withOwnGlyphs(text, glyphs) : text
}

/** The icon font lives on a CDN: it is left out with its glyphs, and the few the components show are drawn by masks instead. */
function withOwnGlyphs(text, glyphs) {
  const sheet = postcss.parse(text)
  sheet.walkAtRules('font-face', rule => { rule.remove() })
  sheet.walkRules(/^\.t-icon-[a-z0-9-]+:before$/, rule => { rule.remove() })
  sheet.walkDecls('font-family', declaration => { declaration.parent.remove() })
  return sheet.toString() + '\n' + Object.entries(glyphs).map(([name, drawn]) => glyph(name, drawn)).join('')
}

/** One icon as a mask of the text's colour; `drawn` names a Tabler icon, such as filled/circle-check. */
function glyph(name, drawn) {
  const picture = fs.readFileSync(path.join(ICONS, drawn + '.svg'), 'utf8').replace(/\s+class="[^"]*"/, '').replace(/\s+/g, ' ')
  const mask = 'url(data:image/svg+xml;base64,' + Buffer.from(picture).toString('base64') + ') center/contain no-repeat'
  return '.t-icon-' + name + ":before{content:'';display:block;width:1em;height:1em;background:currentColor;-webkit-mask:" + mask + ';mask:' + mask + ';}\n'
}

function readme(components) {
  const { version: tdesign } = readJson(path.join(MODULES, 'tdesign-miniprogram', 'package.json'))
  const { version: sha } = readJson(path.join(MODULES, 'js-sha256', 'package.json'))
  const { version: qr } = readJson(path.join(MODULES, 'qrcode-generator', 'package.json'))
  return `# Vendored: made by checks/copy-components.js, never by hand

| package | version | licence | what was taken |
|---|---|---|---|
| tdesign-miniprogram | ${tdesign} | MIT | ${components.join(', ')}, and what they require |
| js-sha256 | ${sha} | MIT | build/sha256.cjs as index.js |
| qrcode-generator | ${qr} | MIT | dist/qrcode.js as index.js |

One change is made: TDesign's icon font lives on a CDN, so its @font-face and glyphs are left out of icon/icon.wxss, and the few
glyphs that the components themselves show are drawn by masks from Tabler outlines (MIT; named in checks/components.json).
\`t-icon\` with a path as its name (\`/icons/home-ink.svg\`) works as before.

js-sha256 was chosen for the phone: one file, ES5, no BigInt, no \`require('crypto')\`, \`sha256.create().update(buffer).hex()\`
piece by piece, and \`sha256.hmac\`. @noble/hashes 1.8.0 makes BigInt constants while it loads (absent before iOS 14) and requires
\`@noble/hashes/crypto\`, so it does not copy cleanly. Require it by its path, \`require('../miniprogram_npm/js-sha256/index')\`,
so that the tests run the very file the phone runs: Node's own look-up would find the package's other build.

qrcode-generator was chosen for the phone: one file, ES5, CommonJS, nothing of a browser's (it only hands out squares), its own UTF-8,
kept since 2009. lean-qr is smaller and twice as fast, but is written in ES2020 and makes a TextEncoder while it loads; the package
qrcode spreads over two dozen files and asks for a canvas of the DOM.

To change what is here: edit checks/components.json or package.json, run \`npm run copy\`, commit. \`npm run check\` compares.
`
}

function main(args) {
  const folder = path.join(rootAsked(args), 'src', 'miniprogram_npm')
  const tree = vendored()
  if (!args.includes('--check')) return write(tree, folder)
  const stale = differences(tree, folder)
  for (const name of stale) console.log('src/miniprogram_npm/' + name + ' is not what the packages give: run npm run copy')
  process.exitCode = stale.length ? 1 : 0
}

if (require.main === module) main(process.argv)

module.exports = { vendored }
