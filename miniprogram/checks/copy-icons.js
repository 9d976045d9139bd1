// Copies the Tabler outlines of icons.json into src/icons, one file a colour, because an <image> cannot inherit currentColor.
// The tab bar takes only PNG: `node checks/draw-tabs.js` draws those. With --check it says whether src/icons is fresh.
const fs = require('fs')
const path = require('path')
const { OURS, rootAsked, readJson } = require('./finding')
const { write, differences } = require('./tree')

const OUTLINES = path.join(OURS, 'node_modules', '@tabler', 'icons', 'icons', 'outline')
const TAB_SIDE = 81

/** Everything in src/icons but the drawn tabs, by relative path. */
function pictures() {
  const { colours, plain, icons } = readJson(path.join(__dirname, 'icons.json'))
  const tokens = readJson(path.join(__dirname, 'tokens.json')).light
  const tree = new Map([['LICENSE', fs.readFileSync(path.join(OURS, 'node_modules', '@tabler', 'icons', 'LICENSE'))]])
  for (const [icon, more] of Object.entries(icons)) {
    for (const colour of [...plain, ...more]) tree.set(icon + '-' + colour + '.svg', outline(icon, tokens[colours[colour]]))
  }
  return tree
}

/** One outline in one colour, on one line. */
function outline(icon, colour) {
  const svg = fs.readFileSync(path.join(OUTLINES, icon + '.svg'), 'utf8')
  return svg.replace(/\s+class="[^"]*"/, '').replace('currentColor', colour).replace(/\s+/g, ' ').replace(/ ?([<>]) ?/g, '$1').trim() + '\n'
}

/** The tab bar's pictures: file name → [icon, token of its colour]. */
function tabs() {
  const named = Object.entries(readJson(path.join(__dirname, 'icons.json')).tabs)
  return new Map(named.flatMap(([tab, icon]) => [['tab-' + tab + '.png', [icon, '--ink-soft']], ['tab-' + tab + '-on.png', [icon, '--brand']]]))
}

/** Which of the drawn tabs are missing or of the wrong size; their pixels differ from one Chromium to the next. */
function wrongTabs(folder) {
  return [...tabs().keys()].filter(name => {
    const file = path.join(folder, name)
    return !fs.existsSync(file) || sideOf(fs.readFileSync(file)) !== TAB_SIDE
  })
}

function sideOf(png) {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  return width === height ? width : 0
}

/** The svgs of `pictures` with the tabs as they lie there, which are made by another script. */
function withTabs(folder) {
  const tree = pictures()
  for (const name of tabs().keys()) {
    if (fs.existsSync(path.join(folder, name))) tree.set(name, fs.readFileSync(path.join(folder, name)))
  }
  return tree
}

function main(args) {
  const folder = path.join(rootAsked(args), 'src', 'icons')
  if (!args.includes('--check')) return write(withTabs(folder), folder)
  const stale = [...differences(withTabs(folder), folder), ...wrongTabs(folder)]
  for (const name of stale) console.log('src/icons/' + name + ' is not fresh: run npm run copy, for the tab bar node checks/draw-tabs.js')
  process.exitCode = stale.length ? 1 : 0
}

if (require.main === module) main(process.argv)

module.exports = { outline, tabs, TAB_SIDE }
