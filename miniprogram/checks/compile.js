// WeChat's own compilers over every WXML and WXSS, the vendored ones too. Their binaries exist for x86-64 Linux, macOS and Windows.
const { spawnSync } = require('child_process')
const fs = require('fs')
const os = require('os')
const path = require('path')
const { OURS, runAlone } = require('./finding')
const { filesBelow } = require('./tree')

const BINARIES = path.join(OURS, 'node_modules', 'miniprogram-compiler', 'bin')
const PLATFORMS = { 'linux-x64': ['linux', ''], 'darwin-x64': ['mac', ''], 'darwin-arm64': ['mac', ''], 'win32-x64': ['windows', '.exe'] }

/** @param {string} root @returns {import('./finding').Result} */
function check(root) {
  const src = path.join(root, 'src')
  const files = filesBelow(src)
  const [wxml, wxs, wxss] = ['.wxml', '.wxs', '.wxss'].map(ending => files.filter(file => file.endsWith(ending)).map(file => './' + file))
  const compilers = ['wcc', 'wcsc'].map(runnable)
  if (!compilers.every(Boolean)) return without(os.platform() + '-' + os.arch())
  const findings = [
    ...run(compilers[0], ['-d', '-cc', listed(src, wxml), ...wxml, ...wxs, '-gn', '$gwx'], src),
    ...run(compilers[1], ['-lc', '-db', '-pc', '0', ...wxss], src)
  ]
  return { looked: wxml.length + ' wxml, ' + wxss.length + ' wxss', findings }
}

/** The tags each file may use, as wcc wants them: "count file count tag tag …". */
function listed(src, wxml) {
  return wxml.map(file => {
    const settings = path.join(src, file.replace(/wxml$/, 'json'))
    const used = fs.existsSync(settings) ? Object.keys(JSON.parse(fs.readFileSync(settings, 'utf8')).usingComponents || {}) : []
    return [file, used.length, ...used].join(' ')
  }).reduce((all, one) => all + ' ' + one, String(wxml.length))
}

/** The compiler's path, made executable, since npm unpacks it without that; null where it cannot run. */
function runnable(name) {
  const platform = PLATFORMS[os.platform() + '-' + os.arch()]
  const file = platform && path.join(BINARIES, platform[0], name + platform[1])
  if (!file || !fs.existsSync(file)) return null
  if (os.platform() !== 'win32' && !(fs.statSync(file).mode & 0o100)) fs.chmodSync(file, 0o755)
  return spawnSync(file, ['-v']).error ? null : file
}

function without(platform) {
  const words = 'wcc and wcsc do not run on ' + platform
  return { looked: words + ', nothing compiled', findings: process.env.CI ? [{ file: 'miniprogram-compiler', words }] : [] }
}

function run(compiler, args, src) {
  const ran = spawnSync(compiler, args, { cwd: src, encoding: 'utf8', maxBuffer: 64 << 20 })
  if (ran.status === 0) return []
  const lines = (ran.stderr || ran.stdout || String(ran.error || ran.signal)).split('\n').filter(line => line.trim())
  return lines.map(line => ({ file: path.basename(compiler), words: line.replace(/(^|\s)\.\//g, '$1src/') }))
}

if (require.main === module) runAlone('compile', check)

module.exports = { check }
