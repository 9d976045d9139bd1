// 职工好网民宣传员 and 宣传台账: myself as a promoter, those of my units, and what my units published elsewhere.

const { createCopies } = require('./copies')
const { createVerbs, withQuery } = require('./verbs')

const NOT_THERE = 404

/** @param {{ ask: Api.Ask, storage: Ports.Storage, clock: Ports.Clock, session: Pick<Api.Session, 'account_id'>, keys: { read: string } }} ports */
function createPromoterRoutes({ ask, storage, clock, session, keys }) {
  const { get, put, remove } = createVerbs(ask)
  const { copied } = createCopies({ storage, clock, session, prefix: keys.read })
  return {
    /** Myself, null when I never was one; what was read last without a network. @returns {Promise<Api.Copied<{ promoter: Wire.Promoter | null }>>} */
    myPromoter: () => copied('promoter', async () => ({ promoter: await orNull(get('/api/promoters/mine')) })),
    /** Sent again with the same `prm_…` and words, it answers what it became. @param {string} id
     *  @param {{ statement: string, consent: { id: string, version: number } }} said @returns {Promise<Wire.Promoter>} */
    enrol: (id, said) => put('/api/promoters/' + id, Object.assign({ revision: 0 }, said)),
    /** One step of a promoter. Sent again with the same `mov_…`, it answers what it became. @param {string} id @param {string} mov
     *  @param {{ act: string, comment?: string, consent?: { id: string, version: number } }} step
     *  @returns {Promise<{ id: string, act: string, promoter: Wire.Promoter | null }>} */
    movePromoter: (id, mov, step) => put('/api/promoters/' + id + '/moves/' + mov, step),
    /** Those of my units. Never kept on the phone. @param {{ unit?: string, state?: string, cursor?: string | null }} [asked]
     *  @returns {Promise<Wire.Page<Wire.Promoter>>} */
    promoters: asked => get(withQuery('/api/promoters', asked)),
    /** How many people all links together brought. @returns {Promise<Api.Copied<{ people: number, since: string | null }>>} */
    promoterReach: () => copied('reach', () => get('/api/promoters/reach')),
    /** Confirmed members of a unit and of those below it. Never kept on the phone. @param {string} unit @param {string | null} [cursor]
     *  @returns {Promise<Wire.Page<{ account: string, name: string | null, nickname?: string | null, unit?: string }>>} */
    members: (unit, cursor) => get(withQuery('/api/units/' + unit + '/members', { state: 'confirmed', cursor })),
    /** The first page of the ledger. @param {string} [unit] @returns {Promise<Api.Copied<Wire.Page<Wire.Article>>>} */
    publicity: unit => copied('publicity:' + (unit || ''), () => get(withQuery('/api/publicity', { unit }))),
    /** @param {{ unit?: string, cursor: string | null }} asked @returns {Promise<Wire.Page<Wire.Article>>} */
    morePublicity: asked => get(withQuery('/api/publicity', asked)),
    /** @param {string} id @returns {Promise<Wire.Article>} */
    article: id => get('/api/publicity/' + id),
    /** It stays with the service, and counts no longer. @param {string} id */
    withdrawArticle: id => remove('/api/publicity/' + id),
    /** Somebody opened what a promoter shared: whoever is signed in, else this phone by a random mark. @param {string} slug @param {string} visitor */
    async visit(slug, visitor) { await ask('POST', '/api/visits', { slug, visitor }, { anonymous: true }) }
  }
}

/** @template T @param {Promise<T>} asked @returns {Promise<T | null>} */
async function orNull(asked) {
  try {
    return await asked
  } catch (/** @type {any} */ problem) {
    if (problem.status !== NOT_THERE) throw problem
    return null
  }
}

module.exports = { createPromoterRoutes }
