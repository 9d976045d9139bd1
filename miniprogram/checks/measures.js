// The house measure for JavaScript: short functions, short files, plain names, nothing left for later. What tests/house asks of Python.
// --root here is the folder of the repository.
const fs = require('fs')
const path = require('path')
const acorn = require('acorn')
const { fullAncestor } = require('acorn-walk')
const { OURS, runAlone, rootAsked } = require('./finding')
const { filesBelow } = require('./tree')

const SHIPPED = ['miniprogram/src', 'miniprogram/preview', 'miniprogram/checks']
const ALL = [...SHIPPED, 'tests/miniprogram']
const SKIPPED = /(^|\/)(node_modules|miniprogram_npm|dist|built|app)\//
const BANNED = ['utils', 'util', 'helpers', 'helper', 'common', 'manager', 'service', 'base', 'handle', 'process']
const LATER = new RegExp('TO' + 'DO|FIX' + 'ME|XX' + 'X\\b')
const NAMED_BY_WECHAT = /^miniprogram\/preview\/runtime\//
const TEXTS = 'miniprogram/src/words.js'      // every text in one place, as long as it gets
const LONGEST_FILE = 300
const LONGEST_FUNCTION = 40
const MIDDLE_FUNCTION = 8

/** @param {string} root @returns {import('./finding').Result} */
function check(root) {
  const scripts = ALL.flatMap(folder => scriptsBelow(root, folder))
  const functions = scripts.flatMap(one => functionsOf(one).map(found => ({ ...found, file: one.file })))
  const shipped = functions.filter(one => SHIPPED.some(folder => one.file.startsWith(folder + '/')))
  return {
    looked: scripts.length + ' files, ' + functions.length + ' functions of ' + medianOf(shipped) + ' lines in the middle',
    findings: [...scripts.flatMap(ofFile), ...functions.flatMap(ofFunction), ...ofMiddle(shipped)]
  }
}

function scriptsBelow(root, folder) {
  const files = filesBelow(path.join(root, folder)).map(file => folder + '/' + file)
  return files.filter(file => /\.[cm]?js$/.test(file) && !SKIPPED.test(file)).map(file => ({ file, text: fs.readFileSync(path.join(root, file), 'utf8') }))
}

function ofFile({ file, text }) {
  const lines = text.split('\n').length - 1
  const findings = []
  if (lines > LONGEST_FILE && file !== TEXTS) findings.push({ file, words: lines + ' lines, allowed are ' + LONGEST_FILE })
  if (file.split(/[/.]/).some(part => BANNED.includes(part))) findings.push({ file, words: 'this name says nothing' })
  if (commentsOf(text).some(comment => LATER.test(comment))) findings.push({ file, words: 'something is left for later' })
  return findings
}

function ofFunction({ file, name, line, lines }) {
  const findings = []
  if (lines > LONGEST_FUNCTION) findings.push({ file, line, words: name + ' has ' + lines + ' lines, allowed are ' + LONGEST_FUNCTION })
  if (!NAMED_BY_WECHAT.test(file) && wordsOf(name).some(word => BANNED.includes(word))) findings.push({ file, line, words: 'the name ' + name + ' says nothing' })
  return findings
}

function ofMiddle(functions) {
  const middle = medianOf(functions)
  return middle > MIDDLE_FUNCTION ? [{ file: SHIPPED[0], words: 'half the functions have more than ' + MIDDLE_FUNCTION + ' lines: ' + middle }] : []
}

function medianOf(functions) {
  const sorted = functions.map(one => one.lines).sort((a, b) => a - b)
  return sorted.length ? sorted[sorted.length >> 1] : 0
}

function wordsOf(name) {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase().split('_')
}

function commentsOf(text) {
  const comments = []
  parsed(text, (_, comment) => { comments.push(comment) })
  return comments
}

function parsed(text, onComment) {
  const sourceType = /^(import|export) /m.test(text) ? 'module' : 'commonjs'
  return acorn.parse(text, { ecmaVersion: 'latest', sourceType, locations: true, allowHashBang: true, onComment })
}

/** Named functions with their own lines: those of the named functions inside them, a thing's verbs, are counted there. */
function functionsOf({ file, text }) {
  const found = []
  fullAncestor(parsed(text), (node, _, above) => {
    const name = /Function/.test(node.type) && nameOf(node, above[above.length - 2])
    if (name) found.push({ node, name, line: node.loc.start.line })
  })
  return found.map(one => ({ file, name: one.name, line: one.line, lines: ownLines(one.node, found.map(other => other.node)) }))
}

function nameOf(node, parent) {
  if (node.id) return node.id.name
  if (parent.type === 'VariableDeclarator') return parent.id.name
  if (['Property', 'MethodDefinition'].includes(parent.type)) return parent.key.name
  return null
}

function ownLines(node, others) {
  const inside = others.filter(other => other !== node && other.start > node.start && other.end < node.end)
  const outermost = inside.filter(one => !inside.some(other => other !== one && other.start < one.start && other.end > one.end))
  return linesOf(node) - outermost.reduce((sum, one) => sum + (linesOf(one) > 1 ? linesOf(one) : 0), 0)
}

function linesOf(node) {
  return node.loc.end.line - node.loc.start.line + 1
}

if (require.main === module) runAlone('measures', root => check(root === OURS ? path.join(OURS, '..') : rootAsked()))

module.exports = { check }
