// The service, one function a route. Every function throws an Api.Thrown; what is answered is the route's own shape.

const { createCampaign } = require('./campaign')
const { createEntries, createPlaces } = require('./entries')
const { createMe } = require('./me')

/**
 * @param {{
 *   ask: Api.Ask, storage: Ports.Storage, session: Pick<Api.Session, 'learn' | 'forget' | 'account_id'>, keys: { campaign: string, me: string }
 * }} ports `keys`: where the copies for bad days lie
 */
function createRoutes(ports) {
  return { ...createCampaign(ports), ...createMe(ports), ...createEntries(ports), ...createPlaces(ports) }
}

module.exports = { createRoutes }
