// Works being written on this phone. Every change is kept here at once; the service gets the newest text through the
// outbox after a short quiet time. A text is never given up but by the person: neither for a refusal nor for a
// newer one from another phone.

const { KEYS } = require('./keys')
const { createShelf } = require('./shelf')
const { isStale } = require('./queue')
const { bodyOf, patched, same, writingOf } = require('./writing')
const words = require('../words').offline

const QUIET_MS = 1500
const ENTRIES = '/api/entries/'

/**
 * @typedef {object} Ports_
 * @property {Ports.Storage} storage
 * @property {Offline.Outbox} outbox
 * @property {Ports.Clock} clock
 * @property {() => string} account '' while nobody ever signed in here
 * @property {() => string} mint a new ent_…
 * @property {Ports.Timers} timers
 */

class Drafts {
  /** @param {Ports_} ports */
  constructor(ports) {
    this.ports = ports
    /** @type {Offline.Shelf<Offline.Written>} */
    this.shelf = createShelf(ports.storage, KEYS.draft)
    /** @type {Set<() => void>} */
    this.changes = new Set()
    /** @type {Map<string, Wire.Problem>} texts that found no room in the outbox; they stand here, on the phone only */
    this.unsent = new Map()
    /** @type {Map<string, number>} the count of changes, so that only the last one's quiet time ends in a save */
    this.turns = new Map()
    ports.outbox.on_sent((item, answer) => this.sent(item, answer))
    ports.outbox.on_change(() => this.changed())
  }

  /**
   * A new draft, on this phone only until something is written into it. Fault storage_full.
   * @param {{
   *   campaign: Pick<Wire.Campaign, 'id' | 'version'>, track: string, prefill?: Offline.Prefill, on_behalf_of?: Offline.Written['on_behalf_of']
   * }} asked
   * @returns {Ports.Draft}
   */
  begin({ campaign, track, prefill = {}, on_behalf_of = null }) {
    const { mint, account, clock } = this.ports
    const { type = null, title = '', fields = {}, authors = [] } = prefill
    return this.kept({
      id: mint(), account: account(), campaign: campaign.id, plan_version: campaign.version, track, type, title, fields, authors,
      consents: [], on_behalf_of, revision: 0, changed_at: clock.now(), touched: false, synced: false
    })
  }

  /** @param {string} id @returns {Ports.Draft | null} null when this phone has none of that name for this account */
  open(id) {
    const written = this.mine(id)
    return written ? this.draftOf(written) : null
  }

  /** The last changed first. @returns {Ports.Draft[]} */
  list() {
    return this.written().sort((one, other) => other.changed_at - one.changed_at).map(written => this.draftOf(written))
  }

  /** Kept when this returns. Fault storage_full: the text before the change stands. @param {string} id @param {Offline.Patch} patch @returns {Ports.Draft} */
  change(id, patch) {
    const next = patched(this.required(id), patch)
    const draft = this.kept(Object.assign({}, next, { changed_at: this.ports.clock.now(), touched: true, synced: false }))
    this.afterQuiet(id)
    return draft
  }

  /** To the service now: when the editor is left, or a file wants a draft to belong to. @param {string} id @returns {Promise<Ports.Draft | null>} */
  async save(id) {
    const written = this.required(id)
    if (!written.touched) this.shelf.keep(Object.assign({}, written, { touched: true }))
    this.queue(id)
    await this.ports.outbox.flush()
    return this.open(id)
  }

  /** What stood in the way of the last attempt to save, for good or for now; null when nothing did. @param {string} id @returns {Wire.Problem | null} */
  hindrance(id) {
    const item = this.ports.outbox.newest(ENTRIES + id)
    return this.unsent.get(id) || (item && item.problem)
  }

  /** Everything that is not yet with the service is handed to the outbox: at launch, and when the program is left. */
  leave() {
    this.written().forEach(written => this.queue(written.id))
    return this.ports.outbox.flush()
  }

  /** An entry of the service, to go on writing on this phone. Unsent words of this phone stand: their save finds the conflict. @param {Wire.Entry} entry */
  adopt(entry) {
    const former = this.mine(entry.id)
    if (former && (!former.synced || former.revision >= entry.revision)) return this.draftOf(former)
    const written = Object.assign({ on_behalf_of: null }, former, writingOf(entry), { id: entry.id, account: this.ports.account() })
    return this.kept(Object.assign(written, { changed_at: this.ports.clock.now(), touched: true, synced: true }))
  }

  /** Off this phone, with what was to be sent of it. A draft the service knows is the service's to discard. @param {string} id */
  discard(id) {
    const { outbox } = this.ports
    outbox.items().filter(item => item.path === ENTRIES + id || item.path.indexOf(ENTRIES + id + '/') === 0).forEach(item => outbox.discard(item.id))
    this.forget(id)
  }

  /** In conflict: this phone's text goes over the other one's. @param {string} id @returns {Promise<Ports.Draft | null>} */
  async keepMine(id) {
    const { written, theirs } = this.conflict(id)
    if (!theirs) return this.draftOf(written)
    this.shelf.keep(Object.assign({}, written, { revision: theirs.revision, touched: true, synced: false }))
    return this.save(id)
  }

  /** In conflict: the other phone's text is taken, and this one's given up. @param {string} id @returns {Ports.Draft} */
  takeTheirs(id) {
    const { written, item, theirs } = this.conflict(id)
    if (!theirs || !item) return this.draftOf(written)
    const draft = Object.assign({}, written, writingOf(theirs), { changed_at: this.ports.clock.now(), touched: true, synced: true })
    this.shelf.keep(draft)
    this.ports.outbox.discard(item.id)
    return this.draftOf(draft)
  }

  /** @param {string} id */
  conflict(id) {
    const item = this.ports.outbox.newest(ENTRIES + id)
    const theirs = item && isStale(item) && item.problem ? /** @type {Wire.Entry | undefined} */ (item.problem.context.current) : undefined
    return { written: this.required(id), item, theirs }
  }

  /** What was begun before anybody signed in belongs to the first who does. */
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

  /** @param {string} id @returns {Offline.Written} */
  required(id) {
    const written = this.mine(id)
    if (!written) throw new RangeError('no draft ' + id + ' on this phone')
    return written
  }

  /** @param {Offline.Written} written @returns {Ports.Draft} */
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
    if (!written || written.synced || !written.touched) return
    const path = ENTRIES + id
    const last = this.ports.outbox.newest(path)
    if (last && last.revision !== null && last.revision >= written.revision && same(last.body, bodyOf(written))) return
    try {
      this.ports.outbox.put(path, bodyOf(written), { revision: written.revision })
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
    const [id, move] = item.path.indexOf(ENTRIES) === 0 ? item.path.slice(ENTRIES.length).split('/') : ['', '']
    const written = this.shelf.get(id)
    if (!written || written.account !== item.account) return
    if (move) return this.moved(written, item)
    if (item.revision === null) return
    const revision = Math.max(written.revision, item.revision + 1)
    const newest = same(bodyOf(written), item.body)
    const further = newest && answer.revision > revision ? writingOf(answer) : {}
    this.shelf.keep(Object.assign({}, written, { revision, plan_version: answer.plan_version }, further, { synced: newest }))
  }

  /** What was submitted is the service's: returned, it is adopted again. @param {Offline.Written} written @param {Ports.OutboxItem} item */
  moved(written, item) {
    if (item.body.act === 'submit' && (written.synced || !written.touched)) this.forget(written.id)
  }

  /** @param {string} id */
  forget(id) {
    this.shelf.drop(id)
    this.unsent.delete(id)
    this.turns.set(id, (this.turns.get(id) || 0) + 1)
    this.changed()
  }

  /** With where its newest text stands. @param {Offline.Written} written @returns {Ports.Draft} */
  draftOf(written) {
    const item = this.ports.outbox.newest(ENTRIES + written.id)
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

/** @param {Ports_} ports */
const createDrafts = ports => new Drafts(ports)

module.exports = { createDrafts, Drafts }
