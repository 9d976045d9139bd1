// What is shipped stays small: the main package below 1.5 MB, each sub-package below 2 MB, no file above 200 KB.
const fs = require('fs')
const path = require('path')
const { runAlone } = require('./finding')
const { filesBelow } = require('./tree')
const { readProgram } = require('./program')

const KB = 1024
const MAIN = 1.5 * KB * KB
const SUB = 2 * KB * KB
const FILE = 200 * KB
const NOT_SHIPPED = /\.(d\.ts|md)$/

/** @param {string} root @returns {import('./finding').Result} */
function check(root) {
  const { src, packages } = readProgram(root)
  const files = filesBelow(src).filter(file => !NOT_SHIPPED.test(file)).map(file => ({ file, size: fs.statSync(path.join(src, file)).size }))
  const sums = summed(files, packages.map(one => one.root))
  const heavy = [...sums].filter(([root_, size]) => size >= (root_ ? SUB : MAIN)).map(([root_, size]) => ({
    file: root_ ? 'src/' + root_ : 'src', words: 'the package weighs ' + spoken(size) + ', allowed are ' + spoken(root_ ? SUB : MAIN)
  }))
  const large = files.filter(({ size }) => size > FILE).map(({ file, size }) => ({ file: 'src/' + file, words: 'weighs ' + spoken(size) + ', allowed are 200 KB' }))
  return { looked: [...sums].map(([root_, size]) => (root_ || 'main package') + ' ' + spoken(size)).join(', '), findings: [...heavy, ...large] }
}

/** Bytes by sub-package's root; the main package under ''. */
function summed(files, roots) {
  const sums = new Map(['', ...roots].map(root => [root, 0]))
  for (const { file, size } of files) {
    const root = roots.find(one => file.startsWith(one + '/')) || ''
    sums.set(root, sums.get(root) + size)
  }
  return sums
}

function spoken(bytes) {
  return Math.ceil(bytes / KB) + ' KB'
}

if (require.main === module) runAlone('size', check)

module.exports = { check }
