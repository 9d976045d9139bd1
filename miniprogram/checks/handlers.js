// Every handler named in WXML exists as a method of its page or component: the runtimes say nothing when one does not.
const { readProgram, screens } = require('./program')
const { tagsOf, literalsOf, isBinding } = require('./markup')
const { readScript, nodesOf, membersOf } = require('./script')
const { runAlone } = require('./finding')

/** @param {string} root @returns {import('./finding').Result} */
function check(root) {
  const program = readProgram(root)
  const shared = mannersOf(program)
  const bindings = screens(program).flatMap(stem => bindingsOf(program, stem))
  const methods = new Map()
  const findings = bindings.filter(({ stem, handler }) => {
    if (!methods.has(stem)) methods.set(stem, methodsOf(program, stem, shared))
    return !methods.get(stem).has(handler)
  }).map(({ stem, handler, file, line, column }) => ({
    file: 'src/' + file, line, column, words: 'handler ' + handler + ' is no method of ' + stem + '.js'
  }))
  return { looked: bindings.length + ' handlers', findings }
}

function bindingsOf(program, stem) {
  return tagsOf(program, stem + '.wxml').flatMap(tag => tag.attributes.filter(one => isBinding(one.key)).flatMap(
    ({ value, line, column }) => literalsOf(value).map(handler => ({ stem, handler, file: tag.file, line, column }))
  ))
}

/** The names of a screen's methods; of a component's, those below `methods` and its behaviors'. */
function methodsOf(program, stem, shared) {
  if (!program.files.includes(stem + '.js')) return new Set()
  const script = readScript(program, stem + '.js')
  const names = new Set()
  for (const call of nodesOf(script, 'CallExpression')) {
    const given = call.arguments[0]
    if (call.callee.name === 'Component') addComponent(names, given, script)
    else if (call.callee.name === 'Page') add(names, membersOf(given, script))
    else if (call.callee.name === 'screen') { shared.forEach(name => names.add(name)); add(names, membersOf(given, script)) }
  }
  return names
}

function add(names, { members }) {
  for (const name of members.keys()) names.add(name)
}

function addComponent(names, node, script) {
  const { members } = membersOf(node, script)
  if (members.has('methods')) add(names, membersOf(members.get('methods'), members.get('methods').script || script))
  const behaviors = members.get('behaviors')
  for (const one of behaviors && behaviors.elements || []) addComponent(names, one, behaviors.script || script)
}

/** The methods src/screen.js gives every page. */
function mannersOf(program) {
  if (!program.files.includes('screen.js')) return new Set()
  const script = readScript(program, 'screen.js')
  const names = new Set()
  for (const call of nodesOf(script, 'CallExpression')) if (call.callee.name === 'Page') add(names, membersOf(call.arguments[0], script))
  return names
}

if (require.main === module) runAlone('handlers', check)

module.exports = { check }
