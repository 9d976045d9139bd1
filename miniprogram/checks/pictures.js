// Every picture named in WXML or a script lies in src/, and nothing is loaded from elsewhere on the net.
const { readProgram } = require('./program')
const { readMarkup } = require('./markup')
const { readScript, stringsOf } = require('./script')
const { runAlone } = require('./finding')

const PICTURE = /^\/[\w/{}.-]*\.(?:svg|png|jpg|gif)$/
const ELSEWHERE = /^(?:https?:)?\/\//
const LOADS = ['src', 'poster', 'icon', 'image']

/** @param {string} root @returns {import('./finding').Result} */
function check(root) {
  const program = readProgram(root)
  const named = [...inMarkup(program), ...inScripts(program)]
  const missing = named.filter(one => PICTURE.test(one.value) && !lies(program, one.value))
  const foreign = named.filter(one => one.loads && ELSEWHERE.test(one.value))
  return {
    looked: named.filter(one => PICTURE.test(one.value)).length + ' pictures named',
    findings: [
      ...missing.map(one => ({ ...one, words: one.value + ' is not there (checks/icons.json names the icons)' })),
      ...foreign.map(one => ({ ...one, words: 'nothing is loaded from elsewhere: ' + one.value }))
    ]
  }
}

/** Attributes, where {{…}} stands for anything; and every string inside {{…}}. */
function inMarkup(program) {
  return program.files.filter(file => file.endsWith('.wxml')).flatMap(file =>
    readMarkup(program, file).tags.flatMap(tag => tag.attributes).flatMap(({ key, value, line, column }) => {
      const inside = [...(value || '').matchAll(/'([^']*)'/g)].map(match => match[1])
      return [(value || '').replace(/\{\{.*?\}\}/g, '{}'), ...inside].map(one => ({ file: 'src/' + file, line, column, value: one, loads: LOADS.includes(key) }))
    }))
}

function inScripts(program) {
  return program.files.filter(file => file.endsWith('.js')).flatMap(file =>
    stringsOf(readScript(program, file)).filter(one => one.whole).map(one => ({ ...one, file: 'src/' + file, loads: false })))
}

function lies({ files }, value) {
  const wanted = new RegExp('^' + value.slice(1).replace(/[.]/g, '\\.').replace(/\{\}/g, '.+') + '$')
  return files.some(file => wanted.test(file))
}

if (require.main === module) runAlone('pictures', check)

module.exports = { check }
