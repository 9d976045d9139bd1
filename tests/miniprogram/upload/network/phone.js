// The ports of a phone over real HTTP, real files and a clock that may run faster: what wx offers, without wx.
const fs = require('node:fs/promises')
const http = require('node:http')
const path = require('node:path')

const HIDDEN_MS = 5000
const LEAST_REAL_MS = 20000           // a faster clock does not make this machine faster

/** @param {Ports.Fault['kind']} kind */
function fault(kind) {
  return Object.assign(new Error(kind), { kind, detail: '（' + kind + '）' })
}

/** Where a phone is kept while its app is not running: storage and kept files outlive a restart, picked files do not. */
class Pocket {
  constructor(folder) {
    this.folder = folder
    this.values = new Map()
    this.storage_full = false
    this.files_full = false
  }

  /** What the person has in the album. @returns {Promise<string>} its path until the app ends */
  async pick(name, bytes) {
    const file = path.join(this.folder, 'tmp_' + name)
    await fs.writeFile(file, bytes)
    return file
  }

  async forgetPicked() {
    const names = await fs.readdir(this.folder)
    await Promise.all(names.filter(name => name.startsWith('tmp_')).map(name => fs.unlink(path.join(this.folder, name))))
  }
}

class Phone {
  /**
   * @param {Pocket} pocket
   * @param {{ via?: (url: string) => string, speed_up?: number, ahead_ms?: number }} [asked] `via`: the address really called;
   *   `speed_up`: how many of the phone's milliseconds pass in one; `ahead_ms`: how wrong its clock is
   */
  constructor(pocket, { via = url => url, speed_up = 1, ahead_ms = 0 } = {}) {
    this.pocket = pocket
    this.via = via
    this.speed_up = speed_up
    this.ahead_ms = ahead_ms
    this.began = performance.now()
    this.net = { online: true, type: 'wifi' }
    this.hidden = false
    this.listeners = { network: new Set(), show: new Set(), hide: new Set() }
    this.calls = new Set()
    this.waits = new Set()
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 10 })
    this.most_calls = 0
  }

  /** As when the app is killed: what is under way never ends, timers never fire. */
  kill() {
    this.dead = true
    this.waits.forEach(clearTimeout)
    this.calls.forEach(call => call.give_up(null))
    this.agent.destroy()
  }

  setNetwork(online, type = online ? 'wifi' : 'none') {
    this.net = { online, type }
    if (!online) this.calls.forEach(call => call.give_up('offline'))
    this.listeners.network.forEach(listener => listener(online))
  }

  hide() {
    this.hidden = true
    this.listeners.hide.forEach(listener => listener())
    this.later(HIDDEN_MS, () => { if (this.hidden) this.calls.forEach(call => call.give_up('interrupted')) })
  }

  show() {
    this.hidden = false
    this.listeners.show.forEach(listener => listener())
  }

  later(ms, act) {
    if (this.dead) return
    const timer = setTimeout(() => {
      this.waits.delete(timer)
      act()
    }, ms / this.speed_up)
    this.waits.add(timer)
  }

  get ports() {
    return {
      storage: this.storage(), files: this.files(),
      request: asked => this.request(asked), sendForm: asked => this.sendForm(asked),
      network: { online: () => this.net.online, type: () => this.net.type, on_change: listener => on(this.listeners.network, listener) },
      visible: { on_show: listener => on(this.listeners.show, listener), on_hide: listener => on(this.listeners.hide, listener) },
      clock: { now: () => Math.round(Date.now() + this.ahead_ms + (performance.now() - this.began) * (this.speed_up - 1)) },
      timers: { wait: ms => new Promise(resolve => this.later(ms, resolve)) }
    }
  }

  storage() {
    const { values } = this.pocket
    return {
      get: key => values.has(key) ? JSON.parse(values.get(key)) : null,
      set: (key, value) => {
        if (this.dead) return
        if (this.pocket.storage_full || JSON.stringify(value).length > 1 << 20) throw fault('storage_full')
        values.set(key, JSON.stringify(value))
      },
      remove: key => { if (!this.dead) values.delete(key) },
      keys: () => [...values.keys()]
    }
  }

  files() {
    const gone = error => { throw error.code === 'ENOENT' ? fault('file_gone') : error }
    return {
      size: file => fs.stat(file).then(found => found.size, gone),
      read: (file, position, length) => readPiece(file, position, length).catch(gone),
      keep: async file => {
        if (this.pocket.files_full) throw fault('storage_full')
        const kept = path.join(this.pocket.folder, 'kept_' + path.basename(file) + '_' + this.pocket.values.size)
        return fs.copyFile(file, kept).then(() => kept, gone)
      },
      remove: file => fs.unlink(file).catch(gone)
    }
  }

  request({ url, method = 'GET', headers = {}, body, timeout_ms = 60000 }) {
    const bytes = body === undefined ? Buffer.alloc(0) : body instanceof ArrayBuffer ? Buffer.from(body) : Buffer.from(JSON.stringify(body))
    const type = body === undefined || body instanceof ArrayBuffer ? {} : { 'content-type': 'application/json' }
    return this.call(url, { method, headers: { ...type, ...headers, 'content-length': bytes.length } }, timeout_ms, request => request.end(bytes))
  }

  sendForm({ url, path: file, name, fields, timeout_ms = 60000, on_progress = () => {} }) {
    const boundary = '----WebKitFormBoundary7MA4YWxkTrZu0gWq'
    const head = Object.entries(fields).map(([field, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`).join('') +
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="tmp_ab12"\r\n\r\n`
    const headers = { 'content-type': 'multipart/form-data; boundary=' + boundary }
    return this.call(url, { method: 'POST', headers }, timeout_ms, async (request, give_up) => {
      const content = await fs.readFile(file).catch(() => give_up('file_gone'))
      if (!content) return
      const whole = Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)])
      request.setHeader('content-length', whole.length)
      for (let at = 0; at < whole.length; at += 65536) {
        const more = request.write(whole.subarray(at, at + 65536))
        if (!more) await roomIn(request)
        on_progress(Math.min(at + 65536, whole.length), whole.length)
      }
      request.end()
    })
  }

  /** One HTTP call that can be broken off, by the app, the network or the system. */
  call(url, options, timeout_ms, send) {
    const own = {}
    const call = new Promise((resolve, reject) => {
      if (this.dead) return
      if (!this.net.online) return reject(fault('offline'))
      if (this.hidden) return reject(fault('interrupted'))
      const request = http.request(this.via(url), { ...options, agent: this.agent })
      own.give_up = kind => {
        if (kind) reject(fault(kind))
        this.calls.delete(own)
        // What is still in the system's buffers must not arrive after all.
        if (request.socket) request.socket.resetAndDestroy()
        request.destroy()
      }
      this.calls.add(own)
      this.most_calls = Math.max(this.most_calls, this.calls.size)
      this.later(Math.max(timeout_ms, LEAST_REAL_MS * this.speed_up), () => { if (this.calls.has(own)) own.give_up('timeout') })
      const finish = answer => {
        this.calls.delete(own)
        if (!this.dead) resolve(answer)
      }
      request.on('response', response => readAnswer(response).then(finish, () => own.give_up('offline')))
      request.on('error', () => { if (this.calls.has(own) && !this.dead) own.give_up('offline') })
      send(request, own.give_up)
    })
    return Object.assign(call, { abort: () => { if (own.give_up) own.give_up('aborted') } })
  }
}

function on(listeners, listener) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

async function readPiece(file, position, length) {
  const handle = await fs.open(file)
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, position)
    return buffer.buffer.slice(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** Until a request takes more, or is over. */
function roomIn(request) {
  return new Promise(resolve => {
    const go = () => {
      request.off('drain', go).off('close', go)
      resolve()
    }
    request.on('drain', go).on('close', go)
  })
}

async function readAnswer(response) {
  const chunks = []
  for await (const chunk of response) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  const json = /[/+]json/.test(response.headers['content-type'] || '')
  return { status: response.statusCode, headers: response.headers, body: json && text ? JSON.parse(text) : text }
}

module.exports = { Phone, Pocket }
