// tsc, strict, over src/ with WeChat's own typings and types/.
const path = require('path')
const ts = require('typescript')
const { OURS, readJson, runAlone } = require('./finding')

const IMPLICIT_ANY = 7006

// Screens: what WeChat hands them (`this`, events) need not be declared; all else is checked there too.
const LOOSE = { noImplicitAny: false }
const SCREENS = /^src\/(pages|components|staff|app\.js|screen\.js)/

/** @param {string} root @returns {import('./finding').Result} */
function check(root) {
  const settings = ts.parseJsonConfigFileContent(readJson(path.join(OURS, 'tsconfig.json')), ts.sys, root)
  const options = { ...settings.options, typeRoots: [path.join(OURS, 'node_modules')] }
  const strict = diagnosed(settings.fileNames, options, root).filter(one => !SCREENS.test(one.file))
  const loose = diagnosed(settings.fileNames, { ...options, ...LOOSE }, root).filter(one => SCREENS.test(one.file))
  return { looked: settings.fileNames.length + ' files', findings: [...strict, ...loose] }
}

function diagnosed(files, options, root) {
  return ts.getPreEmitDiagnostics(ts.createProgram(files, options)).filter(isMeant).map(one => said(one, root))
}

/** The parameters of a text, `count => count + ' …'`, say enough by their names. */
function isMeant({ code, file }) {
  return !(code === IMPLICIT_ANY && file && path.basename(file.fileName) === 'words.js')
}

function said({ file, start, messageText }, root) {
  const words = ts.flattenDiagnosticMessageText(messageText, ' ')
  if (!file) return { file: 'tsconfig.json', words }
  const { line, character } = file.getLineAndCharacterOfPosition(start || 0)
  return { file: path.relative(root, file.fileName), line: line + 1, column: character + 1, words }
}

if (require.main === module) runAlone('types', check)

module.exports = { check }
