// Works being written on this phone, as documents of offline/documents.js.

const { Documents } = require('./documents')
const { KEYS } = require('./keys')
const { bodyOf, patched, writingOf } = require('./writing')

/** @type {import('./documents').Kind<Offline.Written>} */
const ENTRY = {
  path: '/api/entries/', key: KEYS.draft, bodyOf, patched, writingOf,
  fresh: () => ({ on_behalf_of: null }),
  lacking: () => null,
  heardOf: ({ plan_version }) => ({ plan_version }),
  /** What was submitted is the service's: returned, it is adopted again. */
  moved: (written, item) => item.body.act === 'submit' && (written.synced || !written.touched) ? null : written
}

/** @augments {Documents<Offline.Written>} */
class Drafts extends Documents {
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
}

/** @param {import('./documents').Ports_} ports */
const createDrafts = ports => new Drafts(ports, ENTRY)

module.exports = { createDrafts, Drafts }
