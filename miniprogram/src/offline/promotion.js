// What a coordinator fills in for others, as documents of offline/documents.js: who is to be a 宣传员, and lines of the 宣传台账.
// Kept on this phone from the first letter, sent only once the person said so, and off this phone when it has arrived:
// names and phones of other people are not kept here any longer than they must.

const { Documents } = require('./documents')
const { KEYS } = require('./keys')
const words = require('../words').promotion_offline

/** What PUT /api/promoters/<id> takes, but for the revision: a `member` by account, else somebody by name and phone. @param {Offline.Nomination} written */
function nominationBody({ campaign, unit, member, name, phone, statement, paper }) {
  const whom = member ? { account: member } : { unit, name, phone }
  return Object.assign({ statement, paper }, whom, campaign ? { campaign } : {})
}

/** What PUT /api/publicity/<id> takes, but for the revision. @param {Offline.Article} written */
function articleBody({ campaign, unit, channel, title, link, reads, day, note }) {
  return Object.assign({ unit, channel, title, link, reads, day, note }, campaign ? { campaign } : {})
}

/** @param {Wire.Article} article */
function articleWriting({ campaign, unit, unit_name, channel, title, link, reads, day, note, revision }) {
  return { campaign, unit, unit_name, channel, title, link, reads, day, note, revision }
}

/** It stands on the phone until the person says that it is to go. @param {{ ready: boolean }} written @returns {Wire.Problem | null} */
function lacking({ ready }) {
  if (ready) return null
  return { type: 'about:blank', title: words.unfinished_title, status: 0, code: 'form.unfinished', detail: words.unfinished, context: {}, instance: '' }
}

/** Whatever is changed has to be said yes to again. @template {Offline.Form} W @param {W} written @param {Partial<W>} patch @returns {W} */
const patched = (written, patch) => Object.assign({}, written, patch, { ready: false })

/** @type {import('./documents').Kind<Offline.Nomination>} */
const NOMINATION = {
  path: '/api/promoters/', key: KEYS.nomination, bodyOf: nominationBody, patched, lacking,
  writingOf: ({ revision }) => ({ revision }), fresh: () => ({ ready: false }), heardOf: () => ({}), moved: written => written
}

/** @type {import('./documents').Kind<Offline.Article>} */
const ARTICLE = {
  path: '/api/publicity/', key: KEYS.article, bodyOf: articleBody, patched, lacking,
  writingOf: articleWriting, fresh: () => ({ ready: false }), heardOf: () => ({}), moved: written => written
}

/**
 * @template {Offline.Form} W
 * @augments {Documents<W>}
 */
class Forms extends Documents {
  /** A new form, kept when this returns. Fault storage_full. @param {Omit<W, keyof Offline.Form>} begun */
  begin(begun) {
    const { mint, account, clock } = this.ports
    const standing = { id: mint(), account: account(), revision: 0, changed_at: clock.now(), touched: false, synced: false, ready: false }
    return this.kept(/** @type {W} */ (/** @type {unknown} */ (Object.assign({}, begun, standing))))
  }

  /** The person said so: to the service now, or when there is a network. Fault storage_full. @param {string} id */
  async send(id) {
    this.kept(Object.assign({}, this.required(id), { ready: true, touched: true, synced: false }))
    return this.save(id)
  }

  /** Whatever has still to go: unfinished, on its way, or turned away. */
  unsent_ones() { return this.list().filter(one => one.saved !== 'server') }

  /** What was to go and lies in no queue any more (given up on the page 待上传) has to be said yes to again. @param {W} written */
  draftOf(written) {
    const draft = super.draftOf(written)
    const goes = written.ready && (this.unsent.has(written.id) || this.ports.outbox.newest(this.kind.path + written.id) !== null)
    return Object.assign(draft, { ready: goes })
  }

  /** @param {Ports.OutboxItem} item @param {any} answer */
  sent(item, answer) {
    super.sent(item, answer)
    const written = this.shelf.get(item.path.slice(this.kind.path.length))
    if (written && written.ready && written.synced) this.forget(written.id)
  }
}

/** @param {import('./documents').Ports_} ports @returns {Forms<Offline.Nomination>} */
const createNominations = ports => new Forms(ports, NOMINATION)

/** @param {import('./documents').Ports_} ports @returns {Forms<Offline.Article>} */
const createLedger = ports => new Forms(ports, ARTICLE)

module.exports = { createLedger, createNominations, Forms }
