// Events as their coordinators read them, what their unit has done, and its numbers. Each answer leaves a copy for halls without a network.

const { createCopies } = require('./copies')
const { createVerbs, withQuery } = require('./verbs')

/** @param {{ ask: Api.Ask, storage: Ports.Storage, clock: Ports.Clock, session: Pick<Api.Session, 'account_id'>, keys: { read: string, me: string } }} ports */
function createEventRoutes({ ask, storage, clock, session, keys }) {
  const { get, put } = createVerbs(ask)
  const { copied, kept } = createCopies({ storage, clock, session, prefix: keys.read })
  /** @param {string} name @param {string} path */
  const read = (name, path) => copied(name, () => get(path))
  return {
    /** @param {{ scope?: string, campaign?: string, unit?: string, state?: string, cursor?: string | null }} [asked] @returns {Promise<Wire.Page<Wire.EventLine>>} */
    events: asked => get(withQuery('/api/events', asked)),
    /** The first page of those I may look after. @returns {Promise<Api.Copied<Wire.Page<Wire.EventLine>>>} */
    myEvents: () => read('events', '/api/events?scope=mine'),
    /** @param {string} id @returns {Promise<Api.Copied<Wire.Event>>} */
    event: id => read('event:' + id, '/api/events/' + id),
    /** @param {string} id @returns {Api.Copied<Wire.Event> | null} */
    eventKept: id => kept('event:' + id),
    /** Events done and asked for, of the reporting units I look after. @returns {Promise<Api.Copied<{ items: Wire.EventTask[] }>>} */
    eventProgress: () => read('progress', '/api/events/progress'),
    /** Names of units by their ids, as far as this phone has read them. @param {{ unit: string, unit_name: string }[]} others
     *  @returns {Record<string, string>} */
    unitNames: others => namesOf([kept('progress'), kept('events')].reduce((all, copy) => all.concat(copy ? copy.items : []), others).concat(ofMe(storage.get(keys.me)))),
    /** One step of the law. Sent again with the same `mov_…`, it answers what it became. @param {string} id @param {string} mov @param {string} act
     *  @param {string} [comment] @returns {Promise<{ id: string, act: string, event: Wire.Event | null }>} */
    moveEvent: (id, mov, act, comment) => put('/api/events/' + id + '/moves/' + mov, comment ? { act, comment } : { act }),
    /** @param {string} id @returns {Promise<{ words: string, pictures: string[] }>} */
    paragraph: id => get('/api/events/' + id + '/paragraph'),
    /** @param {string} [unit] @returns {Promise<Api.Copied<Wire.Targets>>} */
    targets: unit => read('targets:' + (unit || ''), withQuery('/api/targets', { unit })),
    /** The rows behind a number. @param {string} path of its evidence @param {string | null} [cursor] @returns {Promise<Wire.Page<Wire.TargetEvidence>>} */
    evidence: (path, cursor) => get(cursor ? path + (path.indexOf('?') < 0 ? '?' : '&') + 'cursor=' + encodeURIComponent(cursor) : path)
  }
}

/** @param {{ unit: string, unit_name: string }[]} told @returns {Record<string, string>} */
function namesOf(told) {
  return told.filter(one => one.unit_name).reduce((names, { unit, unit_name }) => Object.assign(names, { [unit]: unit_name }), {})
}

/** @param {Wire.Me | null} me @returns {{ unit: string, unit_name: string }[]} */
function ofMe(me) {
  if (!me) return []
  return /** @type {any[]} */ ([{ unit: me.unit, unit_name: me.unit_name }, me.liaison]).filter(one => one && one.unit)
}

module.exports = { createEventRoutes }
