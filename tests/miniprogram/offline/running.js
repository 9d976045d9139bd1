// A program on a phone, put together as parts.js does, over one disk, one service and the ports of phone.js.
const { createOutbox } = require('../../../miniprogram/src/offline/outbox')
const { createDrafts } = require('../../../miniprogram/src/offline/drafts')
const { createSession } = require('../../../miniprogram/src/api/session')
const { createWire } = require('../../../miniprogram/src/api/wire')
const { mint } = require('../../../miniprogram/src/domain/ids')
const { Disk, Program, handTimers, requestOf, stillClock, switchedNetwork } = require('./phone')

/**
 * Started anew over the same `disk` it is the same phone after a kill. `user`: whom wx.login names.
 * `sent` sees what became of every send.
 */
function launch(service, { disk = new Disk(), user = 'acc_lin', clock = stillClock(), program = new Program(), seen = () => {} } = {}) {
  const storage = disk.open(program)
  const network = switchedNetwork()
  const timers = handTimers(clock)
  const phone = { disk, storage, network, timers, clock, program, user }
  phone.session = createSession({ storage, key: 'session', code: async () => phone.user + '-' + (service.codes += 1), ask: (...asked) => phone.wire.ask(...asked) })
  phone.wire = createWire({ request: requestOf(program), clock, session: phone.session, base_url: service.url })
  const account = () => phone.session.account_id()
  const send = async (path, body, as) => {
    try {
      return await phone.wire.ask('PUT', path, body, { as })
    } catch (thrown) {
      if (program.alive) seen(path, body, thrown)
      throw thrown
    }
  }
  phone.outbox = createOutbox({ storage, send, clock, account, network, timers })
  phone.drafts = createDrafts({ storage, outbox: phone.outbox, clock, account, timers, mint: () => newId('ent') })
  phone.session.on_account(() => { phone.outbox.claim(); phone.drafts.claim() })
  return phone
}

const newId = kind => mint(kind, Date.now(), Array.from({ length: 4 }, () => Math.floor(Math.random() * 256)))
const CAMPAIGN = { id: 'qinghai-2022', version: 1 }
/** A new draft with a title, on the phone only. */
function beginDraft(phone, title) {
  const { id } = phone.drafts.begin({ campaign: CAMPAIGN, track: 'photo', prefill: { fields: { place: '西宁' }, authors: [{ name: '林措', role: '作者' }] } })
  phone.drafts.change(id, { title })
  return id
}

module.exports = { CAMPAIGN, beginDraft, launch, newId }
