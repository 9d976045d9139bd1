// What every check hands back and how it is said: findings, each with its place, and the number of things looked at.
const fs = require('fs')
const path = require('path')

const OURS = path.join(__dirname, '..')

/**
 * @typedef {{ file: string, line?: number, column?: number, words: string }} Finding `file` relative to the checked root
 * @typedef {{ looked: string, findings: Finding[] }} Result `looked`: what was checked, with its count
 */

/** The mini program to check: the folder after --root, else the one this file belongs to. */
function rootAsked(args = process.argv) {
  const at = args.indexOf('--root')
  return at < 0 ? OURS : path.resolve(args[at + 1])
}

/** Line and column (both from 1) of an offset into a text. */
function placeOf(text, offset) {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: before[before.length - 1].length + 1 }
}

/** @param {Finding} found */
function spoken({ file, line, column, words }) {
  return [file, line, line && column].filter(Boolean).join(':') + ' ' + words
}

/**
 * Run a check by itself: print what it found, exit 1 when it found anything.
 * @param {string} name
 * @param {(root: string) => Result | Promise<Result>} check
 */
async function runAlone(name, check) {
  const { looked, findings } = await check(rootAsked())
  for (const found of findings) console.log(spoken(found))
  console.log(name + ': ' + looked + (findings.length ? ', findings: ' + findings.length : ', nothing found'))
  process.exitCode = findings.length ? 1 : 0
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'))
}

module.exports = { OURS, rootAsked, placeOf, spoken, runAlone, readJson }
