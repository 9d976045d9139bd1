// Where the parts are put together with the real phone. Each is made when it is first asked for, and only once.
// Screens say require('../../parts') and nothing else of phone/, api/, offline/ or upload/.

const { FILING, addressOf } = require('./config')
const { KEYS, usage } = require('./offline/keys')
const { clock: phone_clock, timers } = require('./phone/clock')
const { network } = require('./phone/network')
const { storage } = require('./phone/storage')
const { visible } = require('./phone/visible')
const system = require('./phone/system')

/** @template T @param {() => T} make @returns {() => T} */
function once(make) {
  /** @type {{ made: T } | null} */
  let box = null
  return () => (box = box || { made: make() }).made
}

const FIRST_PAGE_MS = 1500

const account = () => session().account_id()
/** @type {Api.Ask} */
const ask = (method, path, body, asking) => wire().ask(method, path, body, asking)

const settings = once(() => require('./offline/settings').createSettings({ storage, system_font_px: system.typeSize }))
const server_clock = once(() => require('./api/server_clock').createServerClock({ storage, key: KEYS.server_clock, clock: phone_clock }))
const session = once(() => require('./api/session').createSession({ storage, key: KEYS.session, code: require('./phone/session_code').sessionCode, ask }))
const wire = once(() => require('./api/wire').createWire({
  request: require('./phone/request').request, clock: phone_clock, session: session(), base_url: addressOf(system.edition()), server_clock: server_clock()
}))
const routes = once(() => require('./api/routes').createRoutes({ ask, storage, session: session(), keys: KEYS }))
const outbox = once(() => require('./offline/outbox').createOutbox({
  storage, clock: phone_clock, account, network, timers, send: (path, body, as) => ask('PUT', path, body, { as })
}))
const drafts = once(() => require('./offline/drafts').createDrafts({
  storage, outbox: outbox(), clock: phone_clock, account, timers, mint: () => mint('ent')
}))
const uploads = once(() => {
  const { request, sendForm } = require('./phone/request')
  const { place, confirm, removeFile } = routes()
  const api = { place: require('./offline/place').placeAfterDraft(drafts(), place), confirm, remove: removeFile }
  return require('./upload/uploads').createUploads({
    storage, files: require('./phone/files').files, request, sendForm, network, visible, clock: phone_clock, timers, api, account
  })
})

const files = once(() => require('./phone/files').files)
const portrait = once(() => require('./offline/portrait').createPortrait({ storage, files: files(), account }))

/** A new id, e.g. mint('mov'). @param {string} prefix */
function mint(prefix) {
  return require('./domain/ids').mint(prefix, phone_clock.now(), require('./phone/random').chance(4))
}

/** What was under way is taken up once: when a screen first asks for the uploads, or soon after the first page is there. */
const takeUp = once(() => {
  drafts().leave()
  uploads().start()
})

/** Once, at launch; and again on every show, return of the network and sign-in. */
function start() {
  network.start()
  visible.on_show(() => { outbox().hurry() })
  visible.on_hide(() => { drafts().leave() })
  network.on_change(online => { if (online) outbox().hurry() })
  session().on_account(() => {
    outbox().claim()
    drafts().claim()
    drafts().leave()
    uploads().start()
  })
  timers.wait(FIRST_PAGE_MS).then(takeUp)
}

module.exports = {
  start, mint, network, visible, timers,
  /** What one page leaves for a tab, which takes no query. @type {Record<string, any>} */
  passing: {},
  /** One function a route. */
  api: routes(),
  /** The service's time, as far as its answers tell: for deadlines on screens. */
  get clock() { return server_clock() },
  get settings() { return settings() },
  get session() { return session() },
  get outbox() { return outbox() },
  get drafts() { return drafts() },
  get uploads() {
    takeUp()
    return uploads()
  },
  get pick() { return require('./phone/picking').pick },
  get record() { return require('./phone/recorder').record },
  get privacy() { return require('./phone/privacy').privacy },
  get open() { return require('./phone/papers').openPaper },
  /** My picture, on this phone alone. */
  get portrait() { return portrait() },
  /** Off this phone: what it keeps for an account that is no more. @param {string} id */
  part: id => require('./offline/parting').part({ storage, files: files() }, id),
  /** What an installer is answerable for: the filing number, '' until config.js has it; and the edition, '' while developing. */
  about: () => ({ filing: FILING, version: system.version() }),
  get secret() { return require('./phone/random').secret },
  /** How full the phone is. */
  usage: () => usage(storage, account())
}
