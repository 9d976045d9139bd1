// The folder being compiled, and what is wrong with it.
const fs = require('fs')
const path = require('path')

/** Files by their path inside the app ("pages/home/home.js"). `problems` are lines of words, each with its place. */
function openSource(root) {
  const problems = []
  const text = (file) => fs.readFileSync(path.join(root, file), 'utf8')
  const has = (file) => fs.existsSync(path.join(root, file)) && fs.statSync(path.join(root, file)).isFile()
  const json = (file) => {
    try {
      return JSON.parse(text(file))
    } catch (fault) {
      problems.push(`${file}:1:1 ${fault.message}`)
      return {}
    }
  }
  return { root, problems, has, text, json, bytes: (file) => fs.readFileSync(path.join(root, file)), files: () => list(root, '') }
}

function list(root, under) {
  return fs.readdirSync(path.join(root, under), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(under, entry.name)
    return entry.isDirectory() ? list(root, name) : [name]
  })
}

/** Where `reference` may lie, seen from the folder of `from`: beside it, from the root, or in a miniprogram_npm on the way up. */
function candidates(from, reference) {
  if (reference.startsWith('/')) return [reference.slice(1)]
  const folder = path.posix.dirname(from)
  const found = [path.posix.join(folder, reference)]
  if (reference.startsWith('.')) return found
  for (let at = folder; ; at = path.posix.dirname(at)) {
    found.push(path.posix.join(at, 'miniprogram_npm', reference))
    if (at === '.') return found
  }
}

module.exports = { openSource, candidates }
