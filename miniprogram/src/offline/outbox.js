// A durable queue of PUTs to ids this phone minted: sending one twice is the same as sending it once.
// What is to be done is kept before it is done. Knows no wx: everything is handed in.

const { KEYS, BUDGETS, bytesOf } = require('./keys')
const queue = require('./queue')
const { createShelf } = require('./shelf')
const { toWire } = require('../domain/dates')
const words = require('../words').offline

/**
 * @typedef {object} Ports_
 * @property {Ports.Storage} storage
 * @property {Offline.Send} send
 * @property {Ports.Clock} clock the phone's own
 * @property {() => string} account '' while nobody ever signed in here
 * @property {Pick<Ports.Network, 'online'>} network
 * @property {Ports.Timers} [timers] to wake up for what is due; without them somebody else calls flush()
 */

class Outbox {
  /** @param {Ports_} ports */
  constructor(ports) {
    this.ports = ports
    /** @type {Offline.Shelf<Ports.OutboxItem>} */
    this.shelf = createShelf(ports.storage, KEYS.outbox)
    /** @type {Set<() => void>} */
    this.changes = new Set()
    /** @type {Set<(item: Ports.OutboxItem, answer: any) => void>} */
    this.sents = new Set()
    this.draining = false
    this.flown = Promise.resolve()
    this.alarm = Infinity
    queue.doubles(this.every()).forEach(item => this.shelf.drop(item.id))
    this.shelf.all().filter(item => item.state === 'sending').forEach(item => this.shelf.hold(Object.assign({}, item, { state: 'waiting' })))
    this.claim()
  }

  /**
   * Keep a write, to be sent when it can be. `revision`: for a document the one its words rest on; none for a fact.
   * `timed`: each sending says in `sent_at` when it happens, by the phone's own clock.
   * A body of more than 900 KB, or a full phone, throws a Fault storage_full, and the queue stays as it was.
   * @param {string} path @param {any} body @param {{ revision?: number | null, timed?: boolean }} [asked] @returns {Ports.OutboxItem}
   */
  put(path, body, { revision = null, timed = false } = {}) {
    const { clock, account } = this.ports
    const copy = copied(body)
    const former = queue.replaceable(this.every(), path, account())
    const item = former ? queue.renewed(former, copy, revision, clock.now()) : this.fresh(path, copy, revision)
    if (timed) item.timed = true
    this.shelf.keep(item)
    this.changed()
    return item
  }

  /** @param {string} path @param {any} body @param {number | null} revision @returns {Ports.OutboxItem} */
  fresh(path, body, revision) {
    const now = this.ports.clock.now()
    const id = queue.nameAfter(this.shelf.all(), now)
    return { id, account: this.ports.account(), path, revision, body, made_at: now, tries: 0, due_at: now, state: 'waiting', problem: null }
  }

  every() { return queue.inOrder(this.shelf.all()) }

  /** Of the account signed in now, in order. @returns {Ports.OutboxItem[]} */
  items() { return this.every().filter(item => item.account === this.ports.account()) }

  /** The newest write for a path. @param {string} path */
  newest(path) { return this.items().filter(item => item.path === path).pop() || null }

  /** How many have still to go; a refused one waits for the person, not for the network. */
  waiting() { return this.items().filter(item => item.state !== 'refused').length }

  /** Send what is due, one at a time. Whoever calls while that goes on gets the same promise, and his write goes with it. */
  flush() {
    if (!this.draining) {
      this.draining = true
      this.flown = this.drain()
    }
    return this.flown
  }

  /** The program is seen again, or the network is back: what waits is tried at once, unless the service named a time. */
  hurry() {
    const now = this.ports.clock.now()
    this.items().filter(item => item.state === 'waiting' && !(item.problem && asksToWait(item.problem)))
      .forEach(item => this.shelf.hold(Object.assign({}, item, { due_at: now })))
    return this.flush()
  }

  async drain() {
    try {
      for (let item = this.next(); item; item = this.next()) await this.attempt(item)
    } finally {
      this.draining = false
      this.rouse()
    }
  }

  next() {
    const { clock, account, network } = this.ports
    if (!network.online()) return null
    return queue.free(this.every(), account()).find(item => queue.isDue(item, clock.now())) || null
  }

  /** @param {Ports.OutboxItem} item */
  async attempt(item) {
    this.settle(Object.assign({}, item, { state: 'sending', tries: item.tries + 1 }))
    try {
      const answer = await this.ports.send(item.path, this.asSent(item), item.account)
      this.arrived(this.shelf.get(item.id) || item, answer.body)
    } catch (problem) {
      const sent = this.shelf.get(item.id)
      if (sent) this.failed(sent, problem)
    }
  }

  /** @param {Ports.OutboxItem} item */
  asSent({ body, revision, timed }) {
    return Object.assign({}, body, revision === null ? {} : { revision }, timed ? { sent_at: toWire(this.ports.clock.now()) } : {})
  }

  /**
   * First what follows learns its revision, then whoever listens, then the write is dropped: killed in between, it is
   * sent once more and answered the same.
   * @param {Ports.OutboxItem} item @param {any} answer
   */
  arrived(item, answer) {
    const later = this.follower(item)
    if (later && item.revision !== null) this.shelf.keep(Object.assign({}, later, { revision: Math.max(Number(later.revision), item.revision + 1) }))
    this.sents.forEach(listener => listener(item, answer))
    this.shelf.drop(item.id)
    this.changed()
  }

  /** Newer words for the same document, put while this was on its way. @param {Ports.OutboxItem} item */
  follower(item) {
    return this.every().find(other => other.account === item.account && other.path === item.path && other.id > item.id) || null
  }

  /** @param {Ports.OutboxItem} item @param {any} problem an Api.Thrown; anything else is tried again */
  failed(item, problem) {
    if (problem.retryable === false) return this.refuse(item, problem)
    const due_at = this.ports.clock.now() + queue.patience(item.tries, problem.retry_after_s)
    this.settle(Object.assign({}, item, { state: 'waiting', due_at, problem: plain(problem) }))
  }

  /** Newer words take the place of refused ones, so that no move slips in between: refused with them when stale, else tried for themselves. */
  refuse(/** @type {Ports.OutboxItem} */ item, /** @type {any} */ problem) {
    const refused = Object.assign({}, item, { state: 'refused', problem: plain(problem) })
    const later = this.follower(item)
    if (!later) return this.settle(refused)
    const standing = queue.isStale(refused) ? { state: 'refused', problem: refused.problem } : {}
    this.settle(Object.assign({}, later, { id: item.id }, standing))
    this.shelf.drop(later.id)
    this.changed()
  }

  /** Try a refused write again, or a waiting one now. A stale one needs a decision first (drafts.keepMine, takeTheirs). @param {string} id */
  retry(id) {
    const item = this.shelf.get(id)
    if (item && item.state !== 'sending' && !queue.isStale(item)) {
      const tries = item.state === 'refused' ? 0 : item.tries
      this.settle(Object.assign({}, item, { state: 'waiting', tries, due_at: this.ports.clock.now(), problem: null }))
    }
    return this.flush()
  }

  /** Give a write up; with a document go the moves that waited for it. @param {string} id */
  discard(id) {
    const item = this.shelf.get(id)
    if (!item) return
    this.every().filter(other => other.id === id || (!queue.isMove(item.path) && queue.isMove(other.path) && queue.blocks(item, other)))
      .forEach(other => this.shelf.drop(other.id))
    this.changed()
  }

  /** What was written before anybody signed in belongs to the first who does; asked again at launch, for a program killed in between. */
  claim() {
    const account = this.ports.account()
    if (account) this.shelf.all().filter(item => item.account === '').forEach(item => this.shelf.hold(Object.assign({}, item, { account })))
  }

  /** Wake for the first that becomes due. */
  rouse() {
    const { timers, clock, account, network } = this.ports
    const first = Math.min(...queue.free(this.every(), account()).map(item => item.due_at))
    if (!timers || !network.online() || first === Infinity || first >= this.alarm) return
    this.alarm = first
    timers.wait(Math.max(0, first - clock.now())).then(() => { this.alarm = Infinity; return this.flush() })
  }

  /** A standing must not be lost for want of room: memory at least has it. @param {any} item */
  settle(item) {
    this.shelf.hold(item)
    this.changed()
  }

  changed() { this.changes.forEach(listener => listener()) }

  /** @param {() => void} listener */
  on_change(listener) {
    this.changes.add(listener)
    return () => { this.changes.delete(listener) }
  }

  /** The service has it. The listener keeps what it learns before it returns; when it throws, the write is sent once more. */
  on_sent(/** @type {(item: Ports.OutboxItem, answer: any) => void} */ listener) {
    this.sents.add(listener)
    return () => { this.sents.delete(listener) }
  }
}

/** @param {any} body @returns {any} */
function copied(body) {
  if (bytesOf(body) > BUDGETS.outbox) {
    throw Object.assign(new Error(words.too_large), { kind: 'storage_full', code: 'storage_full', detail: words.too_large })
  }
  return JSON.parse(JSON.stringify(body))
}

/** As it may lie in storage. @param {any} problem @returns {Wire.Problem} */
function plain({ type = 'about:blank', title = '', status = 0, code = 'failed', detail = '', context = {}, instance = '', retry_after_s = null }) {
  return { type, title, status, code, detail, context: retry_after_s ? Object.assign({}, context, { retry_after_s }) : context, instance }
}

/** @param {Wire.Problem} problem */
const asksToWait = problem => Boolean(problem.context && problem.context.retry_after_s)

/** @param {Ports_} ports @returns {Offline.Outbox} */
const createOutbox = ports => new Outbox(ports)

module.exports = { createOutbox }
