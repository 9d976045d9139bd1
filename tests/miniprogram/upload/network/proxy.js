// A line that breaks: an HTTP proxy between a phone and the service. It carries so many bytes a second, closes every connection now
// and then, breaks requests at a chosen byte, changes or withholds answers, and writes down what crossed it.
const http = require('node:http')

const SLICE = 16384
const CREDIT_MS = 20
const PART = /\/uploads\/[^/?]+\/([0-9]+)$/

/**
 * What befalls one request. `break_at`: the connection ends when so many bytes of the body have crossed. `lose_answer`: it arrives, the
 * answer does not. `answer`: answered here, not passed on. `headers`: passed on with these. `hold`: passed on when it resolves.
 * @typedef {{ break_at?: number, lose_answer?: boolean, answer?: { status: number, headers?: object, body?: any }, headers?: object, hold?: Promise<void> }} Fate
 * @typedef {{ method: string, path: string, part: number | null, size: number, crossed: number, status: number | null }} Crossing
 */

/** Chance that can be had again: mulberry32. @param {number} seed @returns {() => number} 0 to 1 */
function chanceOf(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6D2B79F5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Bytes cross one after another, `rate` a second, whoever they belong to. @param {number} rate */
function createRate(rate) {
  let free_at = 0
  return async bytes => {
    if (!rate) return
    free_at = Math.max(performance.now() - CREDIT_MS, free_at) + 1000 * bytes / rate
    const wait = free_at - performance.now()
    if (wait > 1) await new Promise(resolve => setTimeout(resolve, wait))
  }
}

class Proxy {
  /** @param {{ target: string, rate?: number, cut_every_ms?: number, fate?: (crossing: Crossing) => Fate | undefined }} asked rate in bytes a second */
  constructor({ target, rate = 0, cut_every_ms = 0, fate = () => undefined }) {
    this.target = new URL(target)
    this.fate = fate
    /** @type {Crossing[]} every request, in the order they began */
    this.crossings = []
    this.bytes = 0
    this.under_way = 0
    this.cuts = 0
    this.pass = createRate(rate)
    this.cut_every_ms = cut_every_ms
    this.agent = new http.Agent({ keepAlive: true })
    this.sockets = new Set()
    this.server = http.createServer((request, reply) => { this.carry(request, reply) })
    this.server.keepAliveTimeout = 60000
    this.server.on('connection', socket => {
      this.sockets.add(socket)
      socket.on('close', () => this.sockets.delete(socket)).on('error', () => {})
    })
  }

  /** @returns {Promise<string>} its address */
  async start() {
    await new Promise(resolve => this.server.listen(0, '127.0.0.1', resolve))
    return 'http://127.0.0.1:' + this.server.address().port
  }

  /** From now on every connection ends every `cut_every_ms`. */
  startCutting() {
    this.clockwork = setInterval(() => this.cut(), this.cut_every_ms)
  }

  /** Every connection ends, at once. */
  cut() {
    this.cuts += 1
    this.sockets.forEach(socket => socket.destroy())
  }

  stop() {
    clearInterval(this.clockwork)
    this.server.close()
    this.cut()
    this.agent.destroy()
  }

  /** How often each part was sent, whole or not: number → times. */
  puts() {
    const sent = this.crossings.filter(one => one.method === 'PUT' && one.part)
    return sent.reduce((counts, { part }) => ({ ...counts, [part]: (counts[part] || 0) + 1 }), {})
  }

  async carry(request, reply) {
    const { socket } = request
    const crossing = this.begin(request)
    const fate = this.fate(crossing) || {}
    this.under_way += 1
    try {
      await fate.hold
      if (fate.answer) return await this.answerHere(request, reply, crossing, fate.answer)
      const onward = this.onward(request, fate)
      reply.once('close', () => { if (!reply.writableFinished) onward.destroy() })
      const answer = new Promise((resolve, reject) => { onward.on('response', resolve).on('error', reject) })
      answer.catch(() => {})
      await this.feed(request, socket, onward, crossing, fate)
      await this.back(await answer, reply, crossing, fate)
    } catch (error) {
      socket.destroy()
    } finally {
      this.under_way -= 1
    }
  }

  begin(request) {
    const path = request.url
    const found = PART.exec(path)
    const crossing = { method: request.method, path, part: found && Number(found[1]), size: Number(request.headers['content-length'] || 0), crossed: 0, status: null }
    this.crossings.push(crossing)
    this.bytes += request.rawHeaders.join(': ').length + request.method.length + path.length + 14
    return crossing
  }

  onward(request, { headers = {} }) {
    const { hostname, port } = this.target
    const all = { ...request.headers, ...headers, host: this.target.host }
    return http.request({ hostname, port, method: request.method, path: request.url, headers: all, agent: this.agent })
  }

  /** The body, slice by slice, at the line's pace; the crossing counts what has crossed. */
  async feed(request, socket, onward, crossing, { break_at = Infinity }) {
    for await (const chunk of request) {
      for (let at = 0; at < chunk.length; at += SLICE) {
        const slice = chunk.subarray(at, at + Math.min(SLICE, break_at - crossing.crossed))
        await this.pass(slice.length)
        this.bytes += slice.length
        crossing.crossed += slice.length
        if (crossing.crossed >= break_at) throw new Error('broken')
        if (socket.destroyed) throw new Error('cut')
        // A store that has answered already reads no more, but the phone sends on.
        if (!onward.res) onward.write(slice)
      }
    }
    onward.end()
  }

  async back(answer, reply, crossing, { lose_answer = false }) {
    const body = []
    for await (const chunk of answer) body.push(chunk)
    crossing.status = answer.statusCode
    if (lose_answer) throw new Error('lost')
    const headers = { ...answer.headers }
    delete headers['transfer-encoding']
    delete headers.connection
    reply.writeHead(answer.statusCode, { ...headers, 'content-length': Buffer.concat(body).length })
    reply.end(Buffer.concat(body))
  }

  async answerHere(request, reply, crossing, { status, headers = {}, body = {} }) {
    await this.feed(request, request.socket, { write() {}, end() {} }, crossing, {})
    crossing.status = status
    reply.writeHead(status, { 'content-type': 'application/json', ...headers })
    reply.end(JSON.stringify(body))
  }
}

module.exports = { Proxy, chanceOf }
