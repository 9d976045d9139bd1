// A phone for tests: the ports over memory and real HTTP. Storage holds JSON, as wx's does, within WeChat's limits.
const http = require('node:http')

const MB = 1024 * 1024

/** The disk of a phone. What is written outlives the programs that open it. */
class Disk {
  constructor({ key_bytes = MB, whole_bytes = 10 * MB } = {}) {
    Object.assign(this, { kept: new Map(), key_bytes, whole_bytes })
  }

  bytes() { return [...this.kept].reduce((sum, [key, text]) => sum + key.length + Buffer.byteLength(text), 0) }

  /** A program's view of it, which a kill cuts off: at once, or in place of the n-th write. */
  open(program = new Program()) {
    const alive = () => program.alive
    return {
      get: key => this.kept.has(key) ? JSON.parse(this.kept.get(key)) : null,
      set: (key, value) => { program.writing(); if (alive()) this.write(key, JSON.stringify(value)) },
      remove: key => { program.writing(); if (alive()) this.kept.delete(key) },
      keys: () => [...this.kept.keys()]
    }
  }

  write(key, text) {
    const former = this.kept.get(key) || ''
    const room = this.whole_bytes - this.bytes() + Buffer.byteLength(former)
    if (Buffer.byteLength(text) > this.key_bytes || Buffer.byteLength(text) + key.length > room) {
      throw Object.assign(new Error('full'), { kind: 'storage_full', detail: '空间已满' })
    }
    this.kept.set(key, text)
  }
}

class Killed extends Error {}

class Program {
  constructor(writes = Infinity) {
    Object.assign(this, { alive: true, writes })
    this.died = new Promise(resolve => { this.die = resolve })
  }

  kill() {
    this.alive = false
    this.die()
  }

  writing() {
    if (this.alive && (this.writes -= 1) < 0) { this.kill(); throw new Killed() }
  }
}

/** A clock that stands still until it is moved. */
const stillClock = (now = Date.UTC(2026, 10, 23, 6)) => ({ now: () => now, forward(ms) { now += ms } })

/** Waiting that ends when the test says so, in the order of its being due. */
function handTimers(clock) {
  let waiting = []
  return {
    wait: ms => new Promise(resolve => waiting.push({ at: clock.now() + ms, resolve })),
    waits: () => waiting.map(({ at }) => at - clock.now()),
    forward(ms) {
      clock.forward(ms)
      const due = waiting.filter(({ at }) => at <= clock.now())
      waiting = waiting.filter(one => !due.includes(one))
      due.forEach(({ resolve }) => resolve())
    }
  }
}

/** A network that can be taken away. */
function switchedNetwork() {
  let on = true
  const listeners = new Set()
  return {
    online: () => on, type: () => on ? 'wifi' : 'none',
    on_change(listener) { listeners.add(listener); return () => listeners.delete(listener) },
    turn(next) { on = next; listeners.forEach(listener => listener(on)) }
  }
}

/** Ports.Request over node's own HTTP. No answer is a Fault, as phone/request.js has it. */
function request({ url, method = 'GET', headers = {}, body, timeout_ms = 60000 }) {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const typed = text === undefined ? headers : { ...headers, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }
    const asked = http.request(url, { method, headers: typed, timeout: timeout_ms, agent: false }, answer => resolve(collect(answer)))
    const fail = kind => reject(Object.assign(new Error(kind), { kind, detail: '' }))
    asked.on('timeout', () => { fail('timeout'); asked.destroy() })
    asked.on('error', () => fail('offline'))
    asked.end(text)
  })
}

async function collect(answer) {
  const chunks = []
  for await (const chunk of answer) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  const isJson = /json/.test(answer.headers['content-type'] || '')
  return { status: answer.statusCode, headers: answer.headers, body: isJson && text ? JSON.parse(text) : text }
}

/** A killed program asks nothing more, and hears nothing more. */
const requestOf = program => asked => program.alive ? heardBy(program, request(asked)) : new Promise(() => {})
const heardBy = (program, call) => new Promise((resolve, reject) => {
  call.then(answer => program.alive && resolve(answer), fault => program.alive && reject(fault))
})

/** Until `holds` is true, by the event loop's own turns; fails after five seconds. */
async function until(holds, what = 'it') {
  const deadline = Date.now() + 5000
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('waited in vain for ' + what)
    await new Promise(resolve => setImmediate(resolve))
  }
}

module.exports = { Disk, Killed, Program, handTimers, request, requestOf, stillClock, switchedNetwork, until }
