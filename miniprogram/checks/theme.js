// theme.wxss carries every token of tokens.json with its value, text can be read on its ground, and no unknown token is used.
const fs = require('fs')
const path = require('path')
const postcss = require('postcss')
const { readJson, runAlone } = require('./finding')
const { filesBelow } = require('./tree')

const TOKENS = readJson(path.join(__dirname, 'tokens.json'))
const THEME = 'src/theme.wxss'
const MODES = { light: 'page', dark: '.dark' }
const NOT_OURS = /^--td-/

/** @param {string} root @returns {import('./finding').Result} */
function check(root) {
  const sheet = postcss.parse(fs.readFileSync(path.join(root, THEME), 'utf8'))
  const [light, dark] = Object.values(MODES).map(selector => tokensOf(sheet, selector))
  const written = { light, dark: { ...light, ...dark } }
  return {
    looked: Object.keys(light).length + ' tokens, ' + 2 * (TOKENS.text.pairs.length + 2 * TOKENS.text.washes.length) + ' pairs of text and ground',
    findings: [
      ...differing('light', light), ...differing('dark', dark), ...unreadable('light', written.light), ...unreadable('dark', written.dark),
      ...unknownTokens(root, light)
    ]
  }
}

function tokensOf(sheet, selector) {
  const found = {}
  sheet.walkRules(selector, rule => rule.walkDecls(/^--/, one => { found[one.prop] = one.value }))
  return found
}

function differing(mode, written) {
  const wrong = Object.entries(TOKENS[mode]).filter(([name, value]) => String(written[name]).toLowerCase() !== value.toLowerCase())
  return wrong.map(([name, value]) => ({ file: THEME, words: MODES[mode] + ' should say ' + name + ': ' + value + ', it says ' + (written[name] || 'nothing') }))
}

/** Text pairs below the least contrast, also upon the washes, which lie on paper and on cards. */
function unreadable(mode, written) {
  const { least, pairs, washes } = TOKENS.text
  const plain = pairs.map(([text, ground]) => ({ text, ground, over: null }))
  const washed = washes.flatMap(([text, ground]) => ['--paper', '--card'].map(over => ({ text, ground, over })))
  return [...plain, ...washed].flatMap(({ text, ground, over }) => {
    if (![text, ground, over || text].every(name => written[name])) return [{ file: THEME, words: 'no token ' + text + ' or ' + ground }]
    const ratio = contrast(colourOf(written[text]), laidOver(colourOf(written[ground]), over && colourOf(written[over])))
    const where = ground + (over ? ' over ' + over : '')
    return ratio >= least ? [] : [{ file: THEME, words: mode + ': ' + text + ' on ' + where + ' is ' + ratio.toFixed(2) + ' : 1, at least ' + least + ' is needed' }]
  })
}

/** [red, green, blue 0–255, opacity 0–1] of #RRGGBB or rgba(…). */
function colourOf(value) {
  if (value.startsWith('#')) return [1, 3, 5].map(at => parseInt(value.slice(at, at + 2), 16)).concat(1)
  const [red, green, blue, opacity = 1] = value.replace(/^rgba?\(|\)$/g, '').split(/[\s,/]+/).map(Number)
  return [red, green, blue, opacity]
}

function laidOver(colour, ground) {
  const opacity = colour[3]
  return opacity === 1 || !ground ? colour : [0, 1, 2].map(at => colour[at] * opacity + ground[at] * (1 - opacity))
}

/** WCAG 2.2 contrast ratio, 1–21. */
function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour) {
  const [red, green, blue] = colour.slice(0, 3).map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function unknownTokens(root, known) {
  const src = path.join(root, 'src')
  const files = filesBelow(src).filter(file => file.endsWith('.wxss') && !file.startsWith('miniprogram_npm/'))
  return files.flatMap(file => {
    const own = new Set()
    const used = []
    postcss.parse(fs.readFileSync(path.join(src, file), 'utf8')).walkDecls(one => {
      own.add(one.prop)
      for (const match of one.value.matchAll(/var\((--[\w-]+)/g)) used.push({ name: match[1], ...one.source.start })
    })
    const strange = used.filter(({ name }) => !(name in known) && !own.has(name) && !NOT_OURS.test(name))
    return strange.map(({ name, line, column }) => ({ file: 'src/' + file, line, column, words: name + ' is no token of theme.wxss' }))
  })
}

if (require.main === module) runAlone('theme', check)

module.exports = { check, contrast, colourOf }
