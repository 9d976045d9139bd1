// A tree of files held in memory, written to a folder or compared with it: what copied folders are made of.
const fs = require('fs')
const path = require('path')

/**
 * Every file below a folder, as paths relative to it with forward slashes, sorted.
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  if (!fs.existsSync(folder)) return []
  const found = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return found.map(entry => path.relative(folder, path.join(entry.parentPath || entry.path, entry.name)).split(path.sep).join('/')).sort()
}

/**
 * Make `folder` hold exactly `tree`.
 * @param {Map<string, string | Buffer>} tree content by relative path
 * @param {string} folder
 */
function write(tree, folder) {
  for (const name of differences(tree, folder)) {
    const content = tree.get(name)
    if (content === undefined) fs.rmSync(path.join(folder, name))
    else {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
      fs.writeFileSync(path.join(folder, name), content)
    }
  }
}

/**
 * The files of `folder` that are missing, differ or do not belong.
 * @param {Map<string, string | Buffer>} tree
 * @param {string} folder
 * @returns {string[]}
 */
function differences(tree, folder) {
  const names = new Set([...tree.keys(), ...filesBelow(folder)])
  return [...names].filter(name => !same(tree.get(name), path.join(folder, name))).sort()
}

function same(content, file) {
  return content !== undefined && fs.existsSync(file) && Buffer.from(content).equals(fs.readFileSync(file))
}

module.exports = { filesBelow, write, differences }
