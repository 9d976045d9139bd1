// WXML as a flat list of tags and texts, each with its place, and the templates a file takes in.
const path = require('path')
const { parse } = require('@wxml/parser')
const { readSource } = require('./program')

const BINDING = /^(?:capture-)?(?:mut-)?(?:bind|catch):?(?=.)/

/**
 * @typedef {{ key: string, value: string | null, line: number, column: number }} Attribute
 * @typedef {{ file: string, name: string, attributes: Attribute[], line: number, column: number }} Tag
 * @typedef {{ file: string, value: string, line: number, column: number }} Text
 */

/**
 * @param {import('./program').Program} program
 * @param {string} file relative to src
 * @returns {{ tags: Tag[], texts: Text[] }}
 */
function readMarkup(program, file) {
  const found = { tags: [], texts: [] }
  walk(parse(readSource(program, file)).body, file, found)
  return found
}

function walk(nodes, file, found) {
  for (const node of nodes) {
    if (node.startTag) found.tags.push(tagOf(node, file))
    if (node.type === 'WXText' || node.type === 'WXInterpolation') found.texts.push({ file, value: node.value, ...placed(node) })
    walk(node.children || [], file, found)
  }
}

function tagOf(node, file) {
  const attributes = node.startTag.attributes.map(one => ({ key: one.key, value: one.value, ...placed(one) }))
  return { file, name: node.name, attributes, ...placed(node) }
}

function placed(node) {
  return { line: node.loc.start.line, column: node.loc.start.column }
}

/** The tags of a screen with those of every template and part it imports or includes. */
function tagsOf(program, file, seen = new Set()) {
  if (seen.has(file) || !program.files.includes(file)) return []
  seen.add(file)
  const { tags } = readMarkup(program, file)
  const taken = tags.filter(tag => tag.name === 'import' || tag.name === 'include').map(tag => valueOf(tag, 'src'))
  return [...tags, ...taken.flatMap(from => tagsOf(program, meant(file, from), seen))]
}

function meant(file, from) {
  const target = from.startsWith('/') ? from.slice(1) : path.posix.join(path.posix.dirname(file), from)
  return target.endsWith('.wxml') ? target : target + '.wxml'
}

function valueOf(tag, key) {
  const found = tag.attributes.find(one => one.key === key)
  return found && found.value || ''
}

/** The strings an attribute's value can be, as far as they are written there: `a`, or 'a' and 'b' of `{{x ? 'a' : 'b'}}`. */
function literalsOf(value) {
  if (!value) return []
  if (!value.includes('{{')) return [value]
  if (!/^\{\{[^]*\}\}$/.test(value) || value.indexOf('{{', 2) > 0) return []
  return [...value.matchAll(/'([^']*)'|"([^"]*)"/g)].map(match => match[1] || match[2] || '').filter(Boolean)
}

function isBinding(key) {
  return BINDING.test(key)
}

module.exports = { readMarkup, tagsOf, valueOf, literalsOf, isBinding }
