// Every check, or those named, two at a time, each in a process of its own; says what was checked. Exit 1 when any found something.
const { spawn } = require('child_process')
const path = require('path')
const { rootAsked } = require('./finding')

// The slow ones first, so that the quick ones run beside them.
const CHECKS = ['types', 'style', 'compile', 'fresh', 'handlers', 'tags', 'routes', 'borders', 'texts', 'pictures', 'theme', 'size', 'measures']
const AT_A_TIME = 2

/** @returns {Promise<{ said: string, failed: boolean }>} */
function run(name, root) {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [path.join(__dirname, name + '.js'), '--root', root])
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', text => { said += text })
    child.on('close', code => resolve({ said, failed: code !== 0 }))
  })
}

async function main(root, named) {
  const checks = named.length ? named : CHECKS
  const waiting = checks.slice()
  let failed = 0
  const worker = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      const done = await run(name, root)
      process.stdout.write(done.said)
      failed += Number(done.failed)
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, worker))
  console.log(failed ? failed + ' of ' + checks.length + ' checks found something' : 'all ' + checks.length + ' checks passed')
  process.exitCode = failed ? 1 : 0
}

main(rootAsked(), process.argv.slice(2).filter(one => CHECKS.includes(one)))
