// The plan in force, and what anybody may read. Nothing here asks a person to sign in.

const { createVerbs, keepCopy, withQuery } = require('./verbs')

const PUBLIC = { anonymous: true }

/** @param {{ ask: Api.Ask, storage: Ports.Storage, keys: { campaign: string } }} ports */
function createCampaign({ ask, storage, keys }) {
  const { get } = createVerbs(ask)
  /** @type {Promise<{ campaign: Wire.Campaign, stale: boolean }> | null} */
  let reading = null

  return {
    /** The plan in force; the phone's own copy with `stale` when the service cannot be asked. */
    campaign() {
      if (!reading) reading = readCampaign(ask, storage, keys.campaign).finally(() => { reading = null })
      return reading
    },
    /** What was read last, at once, or null. @returns {Wire.Campaign | null} */
    campaignKept: () => (storage.get(keys.campaign) || { campaign: null }).campaign,
    /** @returns {Promise<{ items: { id: string, label: string, kind: string, url: string }[] }>} */
    documents: () => get('/api/documents', PUBLIC),
    /** @param {{ q?: string, parent?: string, cursor?: string | null }} asked @returns {Promise<Wire.Page<Wire.Unit>>} */
    units: asked => get(withQuery('/api/units', asked), PUBLIC),
    /** @param {{ track?: string, cursor?: string | null }} [asked] @returns {Promise<Wire.Page<Wire.Work>>} */
    works: asked => get(withQuery('/api/works', asked), PUBLIC),
    /** @param {string} id @returns {Promise<Wire.Work>} */
    work: id => get('/api/works/' + id, PUBLIC)
  }
}

/** @param {Api.Ask} ask @param {Ports.Storage} storage @param {string} key @returns {Promise<{ campaign: Wire.Campaign, stale: boolean }>} */
async function readCampaign(ask, storage, key) {
  const kept = storage.get(key)
  try {
    const answer = await ask('GET', '/api/campaigns/current', undefined, { anonymous: true, etag: kept ? kept.etag : null })
    if (answer.status === 304) return { campaign: kept.campaign, stale: false }
    keepCopy(storage, key, { etag: answer.etag, campaign: answer.body })
    return { campaign: answer.body, stale: false }
  } catch (/** @type {any} */ problem) {
    if (!kept || !problem.retryable) throw problem
    return { campaign: kept.campaign, stale: true }
  }
}

module.exports = { createCampaign }
