// JavaScript read with acorn: what a module requires and gives, and which members an object will have, without running anything.
const path = require('path')
const acorn = require('acorn')
const { full, ancestor } = require('acorn-walk')
const { readSource } = require('./program')

/**
 * @typedef {{ file: string, tree: any, program: import('./program').Program }} Script
 * @typedef {{ members: Map<string, any>, unknown: any[] }} Members node by name; what could not be followed
 */

const NOTHING = () => ({ members: new Map(), unknown: [] })

/**
 * @param {import('./program').Program} program
 * @param {string} file relative to src
 * @returns {Script}
 */
function readScript(program, file) {
  const tree = acorn.parse(readSource(program, file), { ecmaVersion: 2022, sourceType: 'commonjs', locations: true })
  return { file, tree, program }
}

/** Every node of a kind. */
function nodesOf(script, type) {
  const found = []
  full(script.tree, node => { if (node.type === type) found.push(node) })
  return found
}

function placed(node) {
  return { line: node.loc.start.line, column: node.loc.start.column + 1 }
}

/** Every require('…') of a literal: what is asked for, and where. */
function requiresOf(script) {
  const calls = nodesOf(script, 'CallExpression').filter(call => call.callee.name === 'require' && call.arguments[0])
  return calls.map(call => ({ asked: call.arguments[0].value, ...placed(call) }))
}

/** The file a relative require means, or null. */
function fileMeant({ program, file }, asked) {
  if (!asked || !asked.startsWith('.')) return null
  const stem = path.posix.join(path.posix.dirname(file), asked)
  return [stem, stem + '.js', stem + '/index.js'].find(one => one.endsWith('.js') && program.files.includes(one)) || null
}

/**
 * The members an expression's value will have, following consts, requires, Object.assign, spreads and functions that return an object.
 * @param {any} node
 * @param {Script} script where it stands
 * @returns {Members}
 */
function membersOf(node, script) {
  if (!node) return NOTHING()
  if (node.type === 'ObjectExpression') return membersOfObject(node, script)
  if (node.type === 'Identifier') return membersOfName(node, script)
  if (node.type === 'CallExpression') return membersOfCall(node, script)
  if (node.type === 'MemberExpression' && !node.computed) return membersOfMember(node, script)
  return { members: new Map(), unknown: [node] }
}

function membersOfObject(node, script) {
  const found = NOTHING()
  for (const one of node.properties) {
    if (one.type === 'SpreadElement') take(found, membersOf(one.argument, script))
    else found.members.set(one.key.name || String(one.key.value), Object.assign(one.value, { script }))
  }
  return found
}

function take(found, more) {
  for (const [name, node] of more.members) found.members.set(name, node)
  found.unknown.push(...more.unknown)
}

function membersOfName(node, script) {
  const value = valueOfName(node.name, script)
  return value ? membersOf(value.node, value.script) : { members: new Map(), unknown: [node] }
}

/** The expression a module-level const or function of this name holds, followed through a destructured require. */
function valueOfName(name, script) {
  for (const statement of script.tree.body) {
    if (statement.type === 'FunctionDeclaration' && statement.id.name === name) return { node: statement, script }
    if (statement.type !== 'VariableDeclaration') continue
    for (const one of statement.declarations) {
      if (one.id.name === name) return { node: one.init, script }
      const part = one.id.type === 'ObjectPattern' && one.id.properties.find(property => property.value && property.value.name === name)
      if (part) return memberNode(one.init, part.key.name, script)
    }
  }
  return null
}

function memberNode(node, name, script) {
  const found = membersOf(node, script).members.get(name)
  return found ? { node: found, script: found.script || script } : null
}

function membersOfMember(node, script) {
  const found = memberNode(node.object, node.property.name, script)
  return found ? membersOf(found.node, found.script) : { members: new Map(), unknown: [node] }
}

function membersOfCall(node, script) {
  const { callee } = node
  if (callee.name === 'require') return given(fileMeant(script, node.arguments[0].value), script, node)
  if (callee.name === 'Behavior') return membersOf(node.arguments[0], script)
  if (callee.object && callee.object.name === 'Object' && callee.property.name === 'assign') {
    return node.arguments.reduce((found, one) => { take(found, membersOf(one, script)); return found }, NOTHING())
  }
  return membersOfAnswer(node, script)
}

/** What a function of our own answers when called. */
function membersOfAnswer(node, script) {
  const target = node.callee.type === 'Identifier' ? valueOfName(node.callee.name, script)
    : node.callee.type === 'MemberExpression' ? memberNode(node.callee.object, node.callee.property.name, script) : null
  const answer = target && returned(target.node)
  return answer ? membersOf(answer, target.script) : { members: new Map(), unknown: [node] }
}

function returned(node) {
  if (!node.body) return null
  if (node.body.type !== 'BlockStatement') return node.body
  const last = node.body.body.find(one => one.type === 'ReturnStatement')
  return last ? last.argument : null
}

/** What a module of ours exports. */
function given(file, script, node) {
  if (!file) return { members: new Map(), unknown: [node] }
  const module_ = readScript(script.program, file)
  const found = NOTHING()
  for (const one of nodesOf(module_, 'AssignmentExpression')) {
    const { object, property } = one.left
    if (object && object.name === 'module' && property.name === 'exports') take(found, membersOf(one.right, module_))
    if (object && object.name === 'exports') found.members.set(property.name, Object.assign(one.right, { script: module_ }))
  }
  return found
}

/** Every string written in a script, with the start of a template or a sum; `whole` when nothing is added behind it. */
function stringsOf(script) {
  const found = []
  ancestor(script.tree, {
    Literal(node, _, above) { if (typeof node.value === 'string') found.push({ value: node.value, whole: !isAddedTo(node, above), ...placed(node) }) },
    TemplateLiteral(node) {
      node.quasis.forEach(part => found.push({ value: part.value.cooked || '', whole: node.quasis.length === 1, ...placed(part) }))
    }
  })
  return found
}

function isAddedTo(node, above) {
  const parent = above[above.length - 2]
  return parent.type === 'BinaryExpression' && parent.operator === '+' && parent.left === node
}

module.exports = { readScript, nodesOf, placed, requiresOf, fileMeant, membersOf, stringsOf }
