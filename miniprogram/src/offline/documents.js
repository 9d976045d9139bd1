// Documents being written on this phone: works, events. Every change is kept here at once; the service gets the newest
// text through the outbox after a short quiet time. A text is never given up but by the person: neither for a refusal
// nor for a newer one from another phone. What differs between kinds of documents is handed in.

const { createShelf } = require('./shelf')
const { isStale } = require('./queue')
const { same } = require('./writing')
const words = require('../words').offline

const QUIET_MS = 1500

/**
 * @template {Offline.Standing} W as it lies in storage
 * @typedef {object} Kind
 * @property {string} path of the service, before the id
 * @property {string} key of the storage, before the id
 * @property {(written: W) => any} bodyOf what is sent, but for the revision
 * @property {(document: any) => Partial<W>} writingOf what was written in a document of the service
 * @property {(written: W, patch: any) => W} patched
 * @property {() => Partial<W>} fresh what the service does not say of one
 * @property {(written: W) => Wire.Problem | null} lacking why it cannot be sent yet
 * @property {(answer: any) => Partial<W>} heardOf what the service alone decides
 * @property {(written: W, item: Ports.OutboxItem, answer: any) => W | null} moved after a step arrived: as it stands then, or null when it is the service's alone
 */

/**
 * @typedef {object} Ports_
 * @property {Ports.Storage} storage
 * @property {Offline.Outbox} outbox
 * @property {Ports.Clock} clock
 * @property {() => string} account '' while nobody ever signed in here
 * @property {() => string} mint a new id of this kind
 * @property {Ports.Timers} timers
 */

/** @template {Offline.Standing} W @typedef {Omit<W, 'touched' | 'synced'> & Ports.Saved} Shown */

/** @template {Offline.Standing} W */
class Documents {
  /** @param {Ports_} ports @param {Kind<W>} kind */
  constructor(ports, kind) {
    this.ports = ports
    this.kind = kind
    /** @type {Offline.Shelf<W>} */
    this.shelf = createShelf(ports.storage, kind.key)
    /** @type {Set<() => void>} */
    this.changes = new Set()
    /** @type {Map<string, Wire.Problem>} texts that found no room in the outbox; they stand here, on the phone only */
    this.unsent = new Map()
    /** @type {Map<string, number>} the count of changes, so that only the last one's quiet time ends in a save */
    this.turns = new Map()
    ports.outbox.on_sent((item, answer) => this.sent(item, answer))
    ports.outbox.on_change(() => this.changed())
    this.claim()
  }

  /** @param {string} id @returns {Shown<W> | null} null when this phone has none of that name for this account */
  open(id) {
    const written = this.mine(id)
    return written ? this.draftOf(written) : null
  }

  /** The last changed first. @returns {Shown<W>[]} */
  list() {
    return this.written().sort((one, other) => other.changed_at - one.changed_at).map(written => this.draftOf(written))
  }

  /** Kept when this returns. Fault storage_full: the text before the change stands. @param {string} id @param {any} patch @returns {Shown<W>} */
  change(id, patch) {
    const next = this.kind.patched(this.required(id), patch)
    const draft = this.kept(Object.assign({}, next, { changed_at: this.ports.clock.now(), touched: true, synced: false }))
    this.afterQuiet(id)
    return draft
  }

  /** To the service now: when the editor is left, or a file wants a draft to belong to. @param {string} id @returns {Promise<Shown<W> | null>} */
  async save(id) {
    const written = this.required(id)
    if (!written.touched) this.shelf.keep(Object.assign({}, written, { touched: true }))
    this.queue(id)
    await this.ports.outbox.flush()
    return this.open(id)
  }

  /** What stood in the way of the last attempt to save, for good or for now; null when nothing did. @param {string} id @returns {Wire.Problem | null} */
  hindrance(id) {
    const item = this.ports.outbox.newest(this.kind.path + id)
    const written = this.mine(id)
    return this.unsent.get(id) || (item && item.problem) || (written && this.kind.lacking(written))
  }

  /** Everything that is not yet with the service is handed to the outbox: at launch, and when the program is left. */
  leave() {
    this.written().forEach(written => this.queue(written.id))
    return this.ports.outbox.flush()
  }

  /** One of the service, to go on writing on this phone. Unsent words of this phone stand: their save finds the conflict. @param {any} document @returns {Shown<W>} */
  adopt(document) {
    const former = this.mine(document.id)
    if (former && (!former.synced || former.revision >= document.revision)) return this.draftOf(former)
    const written = Object.assign(this.kind.fresh(), former, this.kind.writingOf(document), this.kind.heardOf(document), { id: document.id, account: this.ports.account() })
    return this.kept(Object.assign(written, { changed_at: this.ports.clock.now(), touched: true, synced: true }))
  }

  /** Off this phone, with what was to be sent of it. A draft the service knows is the service's to discard. @param {string} id */
  discard(id) {
    const { outbox } = this.ports
    outbox.items().filter(item => item.path === this.kind.path + id || item.path.indexOf(this.kind.path + id + '/') === 0).forEach(item => outbox.discard(item.id))
    this.forget(id)
  }

  /** In conflict: this phone's text goes over the other one's. @param {string} id @returns {Promise<Shown<W> | null>} */
  async keepMine(id) {
    const { written, theirs } = this.conflict(id)
    if (!theirs) return this.draftOf(written)
    this.shelf.keep(Object.assign({}, written, { revision: theirs.revision, touched: true, synced: false }))
    return this.save(id)
  }

  /** In conflict: the other phone's text is taken, and this one's given up. @param {string} id @returns {Shown<W>} */
  takeTheirs(id) {
    const { written, item, theirs } = this.conflict(id)
    if (!theirs || !item) return this.draftOf(written)
    const draft = Object.assign({}, written, this.kind.writingOf(theirs), { changed_at: this.ports.clock.now(), touched: true, synced: true })
    this.shelf.keep(draft)
    this.ports.outbox.discard(item.id)
    return this.draftOf(draft)
  }

  /** @param {string} id */
  conflict(id) {
    const item = this.ports.outbox.newest(this.kind.path + id)
    const theirs = item && isStale(item) && item.problem ? /** @type {{ revision: number } | undefined} */ (item.problem.context.current) : undefined
    return { written: this.required(id), item, theirs }
  }

  /** What was begun before anybody signed in belongs to the first who does; asked again at launch, for a program killed in between. */
  claim() {
    const account = this.ports.account()
    if (account) this.shelf.all().filter(written => written.account === '').forEach(written => this.shelf.hold(Object.assign({}, written, { account })))
    this.changed()
  }

  written() { return this.shelf.all().filter(written => written.account === this.ports.account()) }

  /** @param {string} id */
  mine(id) {
    const written = this.shelf.get(id)
    return written && written.account === this.ports.account() ? written : null
  }

  /** @param {string} id @returns {W} */
  required(id) {
    const written = this.mine(id)
    if (!written) throw new RangeError('no draft ' + id + ' on this phone')
    return written
  }

  /** @param {W} written @returns {Shown<W>} */
  kept(written) {
    this.shelf.keep(written)
    this.changed()
    return this.draftOf(written)
  }

  /** @param {string} id */
  afterQuiet(id) {
    const turn = (this.turns.get(id) || 0) + 1
    this.turns.set(id, turn)
    this.ports.timers.wait(QUIET_MS).then(() => {
      if (this.turns.get(id) !== turn) return undefined
      this.queue(id)
      return this.ports.outbox.flush()
    })
  }

  /** Into the outbox, unless the newest write there says the same. @param {string} id */
  queue(id) {
    const written = this.mine(id)
    if (!written || written.synced || !written.touched || this.kind.lacking(written)) return
    const path = this.kind.path + id
    const last = this.ports.outbox.newest(path)
    if (last && last.revision !== null && last.revision >= written.revision && same(last.body, this.kind.bodyOf(written))) return
    try {
      this.ports.outbox.put(path, this.kind.bodyOf(written), { revision: written.revision })
      this.unsent.delete(id)
    } catch (/** @type {any} */ full) {
      this.unsent.set(id, noRoom(full))
    }
  }

  /**
   * The service has what was sent. Its revision may be further on when another phone was there in between: then that
   * text is shown, unless newer words stand here, whose save will find the conflict.
   * @param {Ports.OutboxItem} item @param {any} answer
   */
  sent(item, answer) {
    const [id, below] = item.path.indexOf(this.kind.path) === 0 ? item.path.slice(this.kind.path.length).split('/') : ['', '']
    const written = this.shelf.get(id)
    if (!written || written.account !== item.account) return
    if (below === 'moves') return this.moved(written, item, answer)
    if (item.revision === null) return
    const revision = Math.max(written.revision, item.revision + 1)
    const newest = same(this.kind.bodyOf(written), item.body)
    const further = newest && answer.revision > revision ? this.kind.writingOf(answer) : {}
    this.shelf.keep(Object.assign({}, written, { revision }, this.kind.heardOf(answer), further, { synced: newest }))
  }

  /** @param {W} written @param {Ports.OutboxItem} item @param {any} answer */
  moved(written, item, answer) {
    const next = this.kind.moved(written, item, answer)
    if (next === null) return this.forget(written.id)
    if (next !== written) this.shelf.keep(next)
  }

  /** @param {string} id */
  forget(id) {
    this.shelf.drop(id)
    this.unsent.delete(id)
    this.turns.set(id, (this.turns.get(id) || 0) + 1)
    this.changed()
  }

  /** With where its newest text stands. @param {W} written @returns {Shown<W>} */
  draftOf(written) {
    const item = this.ports.outbox.newest(this.kind.path + written.id)
    const refused = item && item.state === 'refused' ? item : null
    const { touched: _, synced, ...draft } = written
    const stands = synced ? 'server' : 'phone'
    return {
      ...draft, saved: refused ? (isStale(refused) ? 'conflict' : 'refused') : stands,
      problem: refused ? refused.problem : this.unsent.get(written.id) || null
    }
  }

  changed() { this.changes.forEach(listener => listener()) }

  /** @param {() => void} listener @returns {() => void} off */
  on_change(listener) {
    this.changes.add(listener)
    return () => { this.changes.delete(listener) }
  }
}

/** @param {Ports.Fault} fault @returns {Wire.Problem} */
function noRoom({ detail }) {
  return { type: 'about:blank', title: words.titles.storage_full, status: 0, code: 'storage_full', detail: detail || words.full, context: {}, instance: '' }
}

module.exports = { Documents }
