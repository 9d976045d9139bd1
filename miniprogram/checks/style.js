// stylelint over WXSS, ESLint over WXML, over what the phone runs and over the tools beside it.
const fs = require('fs')
const path = require('path')
const { FlatESLint } = require('eslint/use-at-your-own-risk')
const { OURS, runAlone } = require('./finding')
const { filesBelow } = require('./tree')

const TOOLS = ['checks', 'preview']

/** @param {string} root @returns {Promise<import('./finding').Result>} */
async function check(root) {
  const sheets = filesBelow(path.join(root, 'src')).filter(file => file.endsWith('.wxss') && !file.startsWith('miniprogram_npm/'))
  return {
    looked: sheets.length + ' wxss, and every wxml and script',
    findings: [...await ofSheets(root, sheets.map(file => path.join(root, 'src', file))), ...await ofScripts(root)]
  }
}

async function ofSheets(root, files) {
  if (!files.length) return []
  const { default: stylelint } = await import('stylelint')
  const { results } = await stylelint.lint({ files, configFile: path.join(OURS, '.stylelintrc.json'), cwd: root, configBasedir: OURS })
  return results.flatMap(({ source, warnings, parseErrors }) => [...warnings, ...parseErrors].map(({ line, column, text, rule }) => ({
    file: path.relative(root, source), line, column, words: text.includes(rule) ? text : text + ' (' + rule + ')'
  })))
}

/** @wxml/parser counts columns from 1, which ESLint takes for 0. */
async function ofScripts(root) {
  const eslint = new FlatESLint({ cwd: root, overrideConfigFile: path.join(OURS, 'eslint.config.js') })
  const patterns = ['src/**/*.js', 'src/**/*.wxml', ...TOOLS.filter(folder => fs.existsSync(path.join(root, folder))).map(folder => folder + '/**/*.js')]
  const results = await eslint.lintFiles(patterns)
  return results.flatMap(({ filePath, messages }) => messages.map(({ line, column, message, ruleId }) => ({
    file: path.relative(root, filePath), line, column: column - Number(filePath.endsWith('.wxml')), words: message + (ruleId ? ' (' + ruleId + ')' : '')
  })))
}

if (require.main === module) runAlone('style', check)

module.exports = { check }
