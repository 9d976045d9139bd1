// Who may require whom (README.md), and where `wx` may be said.
const path = require('path')
const { readProgram } = require('./program')
const { readScript, requiresOf, nodesOf, placed } = require('./script')
const { runAlone } = require('./finding')

// Folder or file → what it may require besides its own folder.
const MAY = {
  'domain': ['words.js', 'miniprogram_npm/js-sha256', 'miniprogram_npm/qrcode-generator'],
  'offline': ['domain', 'words.js'],
  'upload': ['domain', 'words.js', 'miniprogram_npm/js-sha256'],
  'api': ['domain', 'words.js'],
  'phone': ['words.js'],
  'components': ['domain', 'words.js', 'phone/privacy.js'],
  'pages': ['parts.js', 'screen.js', 'domain', 'words.js'],
  'staff': ['parts.js', 'screen.js', 'domain', 'words.js'],
  'parts.js': ['phone', 'domain', 'offline', 'upload', 'api', 'words.js', 'config.js'],
  'screen.js': ['parts.js', 'domain', 'words.js'],
  'app.js': ['parts.js', 'words.js'],
  'config.js': [],
  'words.js': []
}
const SAYS_WX = ['phone', 'screen.js', 'app.js', 'components', 'pages', 'staff']
const HAS_NO_CLOCK = ['domain']

/** @param {string} root @returns {import('./finding').Result} */
function check(root) {
  const program = readProgram(root)
  const scripts = program.files.filter(file => file.endsWith('.js')).map(file => readScript(program, file))
  const findings = scripts.flatMap(script => [...unlawful(script), ...wxSaid(script), ...clocks(script)])
  return { looked: scripts.length + ' scripts', findings: findings.map(one => ({ ...one, file: 'src/' + one.file })) }
}

function placeOf(file) {
  return file.split('/')[0]
}

function unlawful(script) {
  return requiresOf(script).filter(({ asked }) => !isLawful(script.file, asked)).map(({ asked, line, column }) => ({
    file: script.file, line, column, words: placeOf(script.file) + ' may not require ' + asked
  }))
}

/** Relative only; within its own folder (a page's own, a component's neighbours), or what the table allows. */
function isLawful(file, asked) {
  if (typeof asked !== 'string' || !asked.startsWith('.')) return false
  const target = path.posix.join(path.posix.dirname(file), asked)
  const place = placeOf(file)
  if (target.startsWith(ownFolder(file, place) + '/')) return true
  const allowed = MAY[place] || []
  return allowed.some(one => target === one || target + '.js' === one || target.startsWith(one + '/'))
}

function ownFolder(file, place) {
  return place === 'pages' ? path.posix.dirname(file) : place
}

function wxSaid(script) {
  if (SAYS_WX.includes(placeOf(script.file))) return []
  return nodesOf(script, 'MemberExpression').filter(node => node.object.name === 'wx').map(node => ({
    file: script.file, ...placed(node), words: 'wx is said in phone/ and on screens only'
  }))
}

/** Reading the clock or throwing dice, where time and ids are handed in. */
function clocks(script) {
  if (!HAS_NO_CLOCK.includes(placeOf(script.file))) return []
  const calls = nodesOf(script, 'CallExpression').filter(({ callee }) =>
    callee.object && [['Date', 'now'], ['Math', 'random']].some(([object, name]) => callee.object.name === object && callee.property.name === name))
  const dates = nodesOf(script, 'NewExpression').filter(node => node.callee.name === 'Date' && !node.arguments.length)
  return [...calls, ...dates].map(node => ({ file: script.file, ...placed(node), words: 'domain/ has no clock and no dice of its own: they are handed in' }))
}

if (require.main === module) runAlone('borders', check)

module.exports = { check }
