// Every Chinese text the phone says stands in a words.js, so that a second language is a second such file. Comments are free.
const { readProgram } = require('./program')
const { readMarkup } = require('./markup')
const { readScript, stringsOf } = require('./script')
const { runAlone } = require('./finding')

const CHINESE = /[\p{Script=Han}\u3000-\u303f\uff01-\uff5e]/u

/** @param {string} root @returns {import('./finding').Result} */
function check(root) {
  const program = readProgram(root)
  const scripts = program.files.filter(file => file.endsWith('.js') && !/(^|\/)words\.js$/.test(file))
  const markups = program.files.filter(file => file.endsWith('.wxml'))
  const said = [...scripts.flatMap(file => inScript(program, file)), ...markups.flatMap(file => inMarkup(program, file))]
  const findings = said.filter(({ value }) => CHINESE.test(value || '')).map(({ file, line, column, value }) => ({
    file: 'src/' + file, line, column, words: 'this text belongs into words.js: ' + value.trim().slice(0, 20)
  }))
  return { looked: said.length + ' texts in ' + (scripts.length + markups.length) + ' files', findings }
}

function inScript(program, file) {
  return stringsOf(readScript(program, file)).map(one => ({ ...one, file }))
}

function inMarkup(program, file) {
  const { tags, texts } = readMarkup(program, file)
  return [...texts, ...tags.flatMap(tag => tag.attributes.map(one => ({ ...one, file })))]
}

if (require.main === module) runAlone('texts', check)

module.exports = { check }
