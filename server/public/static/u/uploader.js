// One file on its way: the official SDK sends the bytes and remembers which parts arrived; this decides when it goes on.
import { createPace } from './pace.js'
import * as service from './service.js'

const { upload } = window.qiniu
const MEBIBYTE = 1048576
const STILL_MS = 60000                                   // a connection on which nothing moved for so long is given up
const WAITS_S = [1, 2, 4, 8, 15]
const IN_FLIGHT = 3
const BUSY = [429, 500, 502, 503, 504, 573, 599]
const ARRIVED = [579, 614]                               // it is there already, and only the answer was lost
const ANEW = [400, 401, 612]                             // the permit or the half upload lives no longer
const WORDS = {
  waiting_network: '网络断开了，恢复后自动接着传',
  waiting_server: '服务器正忙，马上接着传',
  anew: '正在重新接上',
  gone: '读不到这个文件了，可能已被移动、改名或改过，请重新选择',
  too_large: '文件比选择时大了，请重新选择',
  not_whole: '还没有收到完整的文件，请点“重试”',
  failed: '没有传成，请点“重试”；还不行，请换一个浏览器或联系本单位联络员',
}

export class Uploader {
  /**
   * @param {{token: string, file: File, kindLabel: string, tell: (told: object) => void}} asked
   *   `tell` is given {state, sent, speed, left_s, words, answer} at every change; state is one of
   *   placing, sending, paused, waiting, confirming, done, refused, failed, over.
   */
  constructor({ token, file, kindLabel, tell }) {
    Object.assign(this, { token, file, kindLabel, tell, sent: 0, failures: 0, run: 0, sending: null })
    this.start = this.start.bind(this)
  }

  /** Begin, or go on where it stopped. */
  async start() {
    const mine = this.drop()
    this.say('placing')
    try {
      const ticket = await service.place(this.token, this.file)
      if (mine !== this.run) return
      if (ticket.state === 'waiting') this.send(ticket)
      else this.confirm()
    } catch (problem) {
      if (mine === this.run) this.refused(problem)
    }
  }

  pause() {
    this.drop()
    this.say('paused')
  }

  retry() {
    this.failures = 0
    return this.start()
  }

  /** Let go of everything under way; the number of the run that may begin now. */
  drop() {
    if (this.sending) this.sending.unsubscribe()
    this.sending = null
    clearTimeout(this.timer)
    clearInterval(this.watch)
    window.removeEventListener('online', this.start)
    return ++this.run
  }

  say(state, more = {}) {
    if ('sent' in more) this.sent = more.sent
    this.tell({ state, sent: this.sent, speed: null, left_s: null, words: '', answer: null, ...more })
  }

  send(ticket) {
    const pace = createPace()
    this.moved = performance.now()
    this.say('sending')
    this.sending = upload(this.file, ticket.key, ticket.token, { fname: 'file' }, wayTo(ticket)).subscribe({
      next: ({ total, chunks }) => this.progressed(total, chunks || [], pace),
      error: error => this.broken(error),
      complete: () => this.confirm(),
    })
    this.watch = setInterval(() => { if (performance.now() - this.moved > STILL_MS) this.wait(WORDS.waiting_network) }, 1000)
  }

  progressed(total, chunks, pace) {
    const kept = chunks.filter(chunk => chunk.fromCache).reduce((sum, chunk) => sum + chunk.loaded, 0)
    this.moved = performance.now()
    pace.note(total.loaded - kept)
    if (total.loaded > kept) this.failures = 0
    const sent = Math.min(this.file.size, total.loaded)
    const speed = pace.speed()
    this.say('sending', { sent, speed, left_s: speed ? (this.file.size - sent) / speed : null })
  }

  /** The SDK gave up: `code` is the store's status, 0 without an answer, absent for a fault of its own. */
  async broken({ code }) {
    const mine = this.run
    if (ARRIVED.includes(code)) return this.confirm()
    if (code === 403) return this.fail(`这不是${this.kindLabel}文件，请换一个文件`)
    if (code === 413) return this.fail(WORDS.too_large)
    const isReadable = await canRead(this.file)
    if (mine !== this.run) return undefined
    if (!isReadable) return this.fail(WORDS.gone)
    if (BUSY.includes(code)) return this.wait(WORDS.waiting_server)
    if (ANEW.includes(code) && this.failures < WAITS_S.length) return this.wait(WORDS.anew)
    return code ? this.fail(WORDS.failed) : this.wait(WORDS.waiting_network)
  }

  wait(words, seconds = WAITS_S[Math.min(this.failures, WAITS_S.length - 1)]) {
    this.drop()
    this.failures += 1
    this.say('waiting', { words })
    window.addEventListener('online', this.start, { once: true })
    this.timer = setTimeout(this.start, seconds * 1000)
  }

  fail(words) {
    this.drop()
    this.say('failed', { words })
  }

  /** Our server refused, or did not answer. */
  refused({ code, status, detail, retry_after_s }) {
    if (code === 'computer.over') {
      this.drop()
      this.say('over', { words: detail })
    } else if (status === 0) this.wait(WORDS.waiting_network)
    else if (BUSY.includes(status)) this.wait(WORDS.waiting_server, retry_after_s || undefined)
    else this.fail(detail)
  }

  async confirm() {
    const mine = this.drop()
    this.say('confirming', { sent: this.file.size })
    try {
      const answer = await service.confirm(this.token)
      if (mine !== this.run) return
      if (answer.state === 'waiting') this.fail(WORDS.not_whole)
      else this.say(answer.state === 'refused' ? 'refused' : 'done', { answer })
    } catch (problem) {
      if (mine === this.run) this.refused(problem)
    }
  }
}

/** How the SDK is to send it; the MD5 of each part kept is compared, since a film may be cut anew under its old name. */
function wayTo(ticket) {
  const [scheme, host] = ticket.up_host.split('://')
  return {
    uphost: [host], upprotocol: scheme, forceDirect: ticket.mode === 'form', chunkSize: Math.ceil(ticket.part_size / MEBIBYTE),
    concurrentRequestLimit: IN_FLIGHT, checkByMD5: true, retryCount: 0, disableStatisticsReport: true,
  }
}

async function canRead(file) {
  try {
    await file.slice(0, 1).arrayBuffer()
    return true
  } catch (_) {
    return false
  }
}
