// What was copied from npm is what the packages give today.
const { spawnSync } = require('child_process')
const path = require('path')
const { runAlone } = require('./finding')

const COPIES = ['copy-components.js', 'copy-icons.js']

/** @param {string} root @returns {import('./finding').Result} */
function check(root) {
  const findings = COPIES.flatMap(name => {
    const ran = spawnSync(process.execPath, [path.join(__dirname, name), '--check', '--root', root], { encoding: 'utf8' })
    const lines = (ran.stdout + ran.stderr).split('\n').filter(Boolean)
    return ran.status === 0 ? [] : lines.map(words => ({ file: 'checks/' + name, words }))
  })
  return { looked: 'src/miniprogram_npm and src/icons', findings }
}

if (require.main === module) runAlone('fresh', check)

module.exports = { check }
