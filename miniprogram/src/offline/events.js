// Events logged on this phone, as documents of offline/documents.js: kept from the first tap with the secret its codes are
// made of, which is the phone's until the service has it. 上报 is kept as an intention, and goes out once all of it arrived.

const { Documents } = require('./documents')
const { KEYS } = require('./keys')
const { same } = require('./writing')
const words = require('../words').events_offline

const PATH = '/api/events/'

/** What PUT /api/events/<id> takes, but for the revision. @param {Offline.Logged} written */
function bodyOf(written) {
  const { campaign, unit, kind, title, place, starts_at, ends_at, claimed, enterprise, promoters_present, online_reach, links, note, secret } = written
  return Object.assign({ unit, kind, title, place, starts_at, claimed, enterprise, promoters_present, online_reach, links, note },
    campaign ? { campaign } : {}, ends_at ? { ends_at } : {}, secret ? { secret } : {})
}

/** @param {Wire.Event} event as its coordinators see it */
function writingOf({ campaign, unit, kind, title, place, starts_at, ends_at, claimed, enterprise, promoters_present, online_reach, links, note, revision }) {
  return {
    campaign, unit, kind, title, place, starts_at, ends_at, claimed: numberOf(claimed), enterprise: enterprise || '', note: note || '', revision,
    promoters_present: numberOf(promoters_present), online_reach: numberOf(online_reach), links: links || []
  }
}

/** @param {number | null | undefined} found */
const numberOf = found => typeof found === 'number' ? found : null

/** @param {Wire.Event} event */
function heardOf({ state, state_label, unit_name, reporting_unit_name }) {
  return { state, state_label, unit_name, reporting_unit_name: reporting_unit_name || '' }
}

/** Without these the service has no place for it; it stands on the phone meanwhile. @param {Offline.Logged} written @returns {Wire.Problem | null} */
function lacking({ unit, kind, starts_at }) {
  if (unit && kind && starts_at) return null
  return { type: 'about:blank', title: words.unfinished_title, status: 0, code: 'event.unfinished', detail: words.unfinished, context: {}, instance: '' }
}

/** @type {import('./documents').Kind<Offline.Logged>} */
const EVENT = {
  path: PATH, key: KEYS.event, bodyOf, writingOf, heardOf, lacking,
  patched: (written, patch) => Object.assign({}, written, patch),
  fresh: () => ({ secret: '', report: null, files_later: false, unit_name: '', reporting_unit_name: '' }),
  moved: (written, item, answer) => Object.assign({}, written, answer && answer.event ? heardOf(answer.event) : {}, endOf(item, written))
}

/** The intention is fulfilled. @param {Ports.OutboxItem} item @param {Offline.Logged} written */
function endOf({ path }, { report }) {
  return report && path.slice(-report.length) === report ? { report: null, files_later: false } : {}
}

/**
 * @typedef {import('./documents').Ports_ & { mint_move: () => string, files_on_way: (id: string) => number }} EventPorts
 * `files_on_way`: how many files of it are not with the service yet
 */

/** @augments {Documents<Offline.Logged>} */
class Events extends Documents {
  /** @param {EventPorts} ports */
  constructor(ports) {
    super(ports, EVENT)
    this.own = ports
  }

  /**
   * A new event, kept when this returns. Fault storage_full.
   * @param {Pick<Offline.Logged, 'campaign' | 'unit' | 'unit_name' | 'starts_at' | 'secret'>} begun `secret`: 43 characters, '' on a phone without chance
   * @returns {Ports.EventDraft}
   */
  begin(begun) {
    const { mint, account, clock } = this.ports
    return this.kept(Object.assign({
      id: mint(), account: account(), kind: '', title: '', place: '', ends_at: null, claimed: null, enterprise: '', promoters_present: null,
      online_reach: null, links: [], note: '', state: 'draft', state_label: words.draft, reporting_unit_name: '', report: null, files_later: false,
      revision: 0, changed_at: clock.now(), touched: false, synced: false
    }, begun))
  }

  /** One of the service: its state is news even where this phone's words stand, and its secret where this phone has none. @param {Wire.Event} event */
  adopt(event) {
    super.adopt(event)
    const written = this.required(event.id)
    const next = Object.assign({}, written, heardOf(event), { secret: written.secret || event.secret || '' })
    return same(written, next) ? this.draftOf(written) : this.kept(next)
  }

  /** The name of its unit, which is no change of the event. @param {string} id @param {string} unit_name */
  name(id, unit_name) {
    return this.kept(Object.assign({}, this.required(id), { unit_name }))
  }

  /** 上报, once its words and files are with the service. Kept when this returns. Fault storage_full. @param {string} id */
  report(id) {
    this.kept(Object.assign({}, this.required(id), { report: this.own.mint_move(), files_later: false, touched: true }))
    return this.goOn(id)
  }

  /** The report is not to wait for files. @param {string} id */
  reportNow(id) {
    this.kept(Object.assign({}, this.required(id), { files_later: true }))
    return this.goOn(id)
  }

  /** The intention is given up; what is on its way already may still arrive. @param {string} id */
  forgetReport(id) {
    const item = this.reporting(id)
    if (item) this.ports.outbox.discard(item.id)
    this.kept(Object.assign({}, this.required(id), { report: null, files_later: false }))
  }

  /** The report in the outbox; null while it waits for files, or there is none. @param {string} id @returns {Ports.OutboxItem | null} */
  reporting(id) {
    const written = this.mine(id)
    return written && written.report ? this.ports.outbox.newest(PATH + id + '/moves/' + written.report) : null
  }

  /** The next step of a report, if it is time: asked again whenever a file arrived, at launch and when the program is left. @param {string} id */
  goOn(id) {
    const written = this.mine(id)
    if (!written || !written.report || this.reporting(id)) return this.ports.outbox.flush()
    if (!written.files_later && this.own.files_on_way(id) > 0) return this.ports.outbox.flush()
    this.queue(id)
    this.ports.outbox.put(PATH + id + '/moves/' + written.report, { act: 'report' })
    return this.ports.outbox.flush()
  }

  leave() {
    this.written().filter(written => written.report).forEach(written => { this.goOn(written.id) })
    return super.leave()
  }
}

/** @param {EventPorts} ports */
const createEvents = ports => new Events(ports)

module.exports = { createEvents, Events }
