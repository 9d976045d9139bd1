// The mini program as its files declare it: app.json, pages, packages, components of our own.
const fs = require('fs')
const path = require('path')
const { filesBelow } = require('./tree')
const { readJson } = require('./finding')

const VENDORED = 'miniprogram_npm/'

/**
 * @typedef {{
 *   src: string, app: any, pages: string[], tabs: string[], packages: { root: string, pages: string[] }[], files: string[]
 * }} Program `pages` and `tabs` as in app.json, sub-packages' pages with their root; `files` relative to src, ours only
 */

/** @param {string} root @returns {Program} */
function readProgram(root) {
  const src = path.join(root, 'src')
  const app = readJson(path.join(src, 'app.json'))
  const packages = (app.subPackages || app.subpackages || []).map(one => ({ ...one, root: one.root.replace(/\/$/, '') }))
  const pages = [...app.pages, ...packages.flatMap(one => one.pages.map(page => one.root + '/' + page))]
  const tabs = app.tabBar ? app.tabBar.list.map(tab => tab.pagePath) : []
  return { src, app, pages, tabs, packages, files: filesBelow(src).filter(file => !file.startsWith(VENDORED)) }
}

/** Pages and components of our own, by stem: what has a .wxml beside a .json. */
function screens({ files }) {
  const all = new Set(files)
  return files.filter(file => file.endsWith('.wxml') && all.has(stemOf(file) + '.json')).map(stemOf)
}

function stemOf(file) {
  return file.replace(/\.[^./]+$/, '')
}

/** A page's or component's own .json; empty when there is none. */
function settingsOf({ src }, stem) {
  const file = path.join(src, stem + '.json')
  return fs.existsSync(file) ? readJson(file) : {}
}

/**
 * The stem a usingComponents value means, seen from `stem`; null when nothing is there.
 * @param {Program} program
 */
function componentMeant({ src }, stem, value) {
  const plain = path.posix.join(path.posix.dirname(stem), value)
  const tries = value.startsWith('/') ? [value.slice(1)] : value.startsWith('.') ? [plain] : [plain, VENDORED + value]
  return tries.flatMap(one => [one, one + '/index']).find(one => isComponent(path.join(src, one))) || null
}

function isComponent(stem) {
  return ['.json', '.js', '.wxml'].every(ending => fs.existsSync(stem + ending)) && readJson(stem + '.json').component === true
}

function readSource({ src }, file) {
  return fs.readFileSync(path.join(src, file), 'utf8')
}

module.exports = { readProgram, screens, settingsOf, componentMeant, readSource, stemOf }
