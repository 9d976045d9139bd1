// Where the parts are put together with the real phone. Each is made when it is first asked for, and only once.
// Screens say require('../../parts') and nothing else of phone/, api/, offline/ or upload/.

const { FILING, SERVICE, addressOf } = require('./config')
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
const ENDED = ['done', 'refused']

const account = () => session().account_id()
/** @type {Api.Ask} */
const ask = (method, path, body, asking) => wire().ask(method, path, body, asking)

const settings = once(() => require('./offline/settings').createSettings({ storage, system_font_px: system.typeSize }))
const server_clock = once(() => require('./api/server_clock').createServerClock({ storage, key: KEYS.server_clock, clock: phone_clock }))
const session = once(() => require('./api/session').createSession({ storage, key: KEYS.session, code: require('./phone/session_code').sessionCode, ask }))
const wire = once(() => require('./api/wire').createWire({
  request: require('./phone/request').request, clock: phone_clock, session: session(), base_url: addressOf(system.edition()), server_clock: server_clock(),
  device: require('./offline/device').createDevice({ storage, key: KEYS.device, chance: require('./phone/random').chance })
}))
const routes = once(() => require('./api/routes').createRoutes({ ask, storage, clock: phone_clock, session: session(), keys: KEYS }))
const outbox = once(() => require('./offline/outbox').createOutbox({
  storage, clock: phone_clock, account, network, timers, send: (path, body, as) => ask('PUT', path, body, { as })
}))
const drafts = once(() => require('./offline/drafts').createDrafts({
  storage, outbox: outbox(), clock: phone_clock, account, timers, mint: () => mint('ent')
}))
const events = once(() => require('./offline/events').createEvents({
  storage, outbox: outbox(), clock: phone_clock, account, timers, mint: () => mint('evt'), mint_move: () => mint('mov'),
  files_on_way: id => uploads().list(id).filter(one => ENDED.indexOf(one.state) < 0).length
}))
const check_ins = once(() => require('./offline/check_ins').createCheckIns({
  storage, outbox: outbox(), clock: phone_clock, account, mint: () => mint('chk')
}))
const nominations = once(() => require('./offline/promotion').createNominations({
  storage, outbox: outbox(), clock: phone_clock, account, timers, mint: () => mint('prm')
}))
const ledger = once(() => require('./offline/promotion').createLedger({
  storage, outbox: outbox(), clock: phone_clock, account, timers, mint: () => mint('pub')
}))
const notices = once(() => require('./offline/notices').createNotices({
  storage, outbox: outbox(), clock: phone_clock, account, timers, mint: () => mint('ntc')
}))
const tellings = once(() => require('./offline/tellings').createTellings({
  storage, account, send: (path, body, as) => ask('POST', path, body, { as })
}))
/** @param {string} name @param {string} path @param {any} body */
const tell = (name, path, body) => tellings().tell(name, path, body)
const opened = once(() => require('./offline/opened').createOpened({ tell }))
const reminders = once(() => require('./offline/reminders').createReminders({
  storage, account, tell, mint: () => mint('crd'), subscribe: require('./phone/subscribing').subscribe,
  templates: () => (routes().campaignKept() || { templates: {} }).templates, learn: () => routes().campaign()
}))
const visits = once(() => require('./offline/visits').createVisits({
  visit: routes().visit,
  mark: require('./offline/device').createDevice({ storage, key: KEYS.visitor, chance: require('./phone/random').chance })
}))
const uploads = once(() => {
  const { request, sendForm } = require('./phone/request')
  const { place, confirm, removeFile } = routes()
  const { placeAfterDraft } = require('./offline/place')
  const afterEvent = placeAfterDraft(events(), place)
  const afterDraft = placeAfterDraft(drafts(), place)
  /** @type {typeof place} */
  const placed = (id, asked) => (asked.about.indexOf('evt_') === 0 ? afterEvent : afterDraft)(id, asked)
  const api = { place: placed, confirm, remove: removeFile }
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
  uploads().on_change(upload => {
    if (upload.state === 'done' && upload.about.indexOf('evt_') === 0) events().goOn(upload.about)
  })
  drafts().leave()
  uploads().start().then(() => events().leave())
})

/** What waits is sent; whoever keeps the answers is there before they come. */
function hurry() {
  keepers()
  outbox().hurry()
  visits().hurry()
  tellings().hurry()
}

/** Those who take in what the service answers. */
function keepers() {
  check_ins()
  nominations()
  ledger()
  notices()
}

/** Once, at launch; and again on every show, return of the network and sign-in. */
function start() {
  network.start()
  visible.on_show(hurry)
  visible.on_hide(() => {
    drafts().leave()
    events().leave()
    notices().leave()
  })
  network.on_change(online => { if (online) hurry() })
  session().on_account(() => {
    keepers()
    outbox().claim()
    drafts().claim()
    events().claim()
    nominations().claim()
    ledger().claim()
    notices().claim()
    tellings().hurry()
    drafts().leave()
    uploads().start().then(() => events().leave())
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
  /** The phone's own, right or wrong: for what is scanned and shown to be scanned. */
  phone_clock,
  get settings() { return settings() },
  get session() { return session() },
  get outbox() { return outbox() },
  get drafts() { return drafts() },
  get events() { return events() },
  get check_ins() { return check_ins() },
  /** Who is to be a 宣传员, while it lies on this phone. */
  get nominations() { return nominations() },
  /** Lines of the 宣传台账, while they lie on this phone. */
  get ledger() { return ledger() },
  /** People whom a promoter's link brought. */
  get visits() { return visits() },
  /** Notices an organiser writes on this phone. */
  get notices() { return notices() },
  /** Permissions to remind me, asked within a tap. */
  get reminders() { return reminders() },
  /** What was settled for good in WeChat's own settings, and the way there. */
  get subscriptions() { return require('./phone/subscribing').subscriptions },
  get openSubscriptions() { return require('./phone/subscribing').openSubscriptions },
  /** Reminders that were tapped. */
  get opened() { return opened() },
  /** A date into the phone's own calendar. */
  get addToCalendar() { return require('./phone/calendar').addToCalendar },
  get uploads() {
    takeUp()
    return uploads()
  },
  get pick() { return require('./phone/picking').pick },
  /** What stands before /c/… in a code: the address any scanner opens. */
  public_url: SERVICE,
  get record() { return require('./phone/recorder').record },
  /** The camera that reads codes. */
  get scan() { return require('./phone/scanner').scan },
  /** A screen lit for others to look at; answers what puts it back. */
  get light() { return require('./phone/screen_light').light },
  get privacy() { return require('./phone/privacy').privacy },
  get open() { return require('./phone/papers').openPaper },
  /** A paper of the service for those who may see it, opened in the phone's reader. @param {string} path @param {'xlsx'} type */
  openOwn: (path, type) => session().signIn(null).then(token => require('./phone/papers').openPaper(addressOf(system.edition()) + path, type, { Authorization: 'Bearer ' + token })),
  /** A picture of this phone into its album. */
  get keepPicture() { return require('./phone/album').keepPicture },
  /** A picture of the service, for those who may see it, into the phone's album. @param {string} path */
  saveToAlbum: path => session().signIn(null).then(token => require('./phone/album').saveToAlbum(addressOf(system.edition()) + path, { Authorization: 'Bearer ' + token })),
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
