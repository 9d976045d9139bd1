// My own data. The phone keeps a copy of the profile, so that one's liaison can be reached without a network.

const { createVerbs, keepCopy, withQuery } = require('./verbs')

/** @typedef {{ ask: Api.Ask, storage: Ports.Storage, session: Pick<Api.Session, 'learn' | 'forget' | 'account_id'>, keys: { me: string } }} Ports_ */

/** @param {Ports_} ports */
function createMe(ports) {
  const { get, put, post, remove } = createVerbs(ports.ask)
  return {
    me: () => readMe(ports),
    /** @param {{ name?: string, nickname?: string, avatar?: string, phone_code?: string }} profile @returns {Promise<Wire.Me>} */
    saveMe: async profile => known(ports, await put('/api/me', profile)),
    /** @param {{ unit?: string, unit_typed?: string, employee_no?: string }} asked @returns {Promise<Wire.Me>} */
    askUnit: async asked => known(ports, await put('/api/me/unit', asked)),
    /** @param {string} code @returns {Promise<{ role: string, over: string }>} */
    redeem: code => post('/api/me/roles', { code }),
    exportMe: () => get('/api/me/export'),
    deleteMe: async () => { await remove('/api/me'); leave(ports) },
    signOut: async () => { await remove('/api/sessions/current'); leave(ports) },
    /** @param {string} unit @returns {Promise<Wire.Liaison>} */
    liaison: unit => get('/api/units/' + unit + '/liaison'),

    /** @param {string | null} [cursor] @returns {Promise<Wire.Inbox>} */
    inbox: cursor => get(withQuery('/api/inbox', { cursor })),
    /** @param {string[] | 'all'} ids */
    readInbox: ids => post('/api/inbox/read', { ids }),
    /** @param {string} id @param {{ kind: 'complaint' | 'suggestion', words: string, phone?: string }} said @returns {Promise<Wire.Complaint>} */
    complain: (id, said) => put('/api/complaints/' + id, said),
    /** @param {string | null} [cursor] @returns {Promise<Wire.Page<Wire.Complaint>>} */
    complaints: cursor => get(withQuery('/api/complaints', { cursor }))
  }
}

/** My profile; the phone's own copy with `stale` when the service cannot be asked. @param {Ports_} ports @returns {Promise<Wire.Me & { stale?: boolean }>} */
async function readMe(ports) {
  try {
    return known(ports, (await ports.ask('GET', '/api/me')).body)
  } catch (/** @type {any} */ problem) {
    const kept = ports.storage.get(ports.keys.me)
    if (!problem.retryable || !kept || kept.id !== ports.session.account_id()) throw problem
    return Object.assign({}, kept, { stale: true })
  }
}

/** @param {Ports_} ports @param {Wire.Me} me */
function known({ session, storage, keys }, me) {
  session.learn({ id: me.id, name: me.name, unit: me.unit, unit_confirmed: me.unit_confirmed, roles: me.roles })
  keepCopy(storage, keys.me, me)
  return me
}

/** @param {Ports_} ports */
function leave({ session, storage, keys }) {
  storage.remove(keys.me)
  session.forget()
}

module.exports = { createMe }
