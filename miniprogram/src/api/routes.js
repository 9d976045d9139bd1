// The service, one function a route. Every function throws an Api.Thrown; what is answered is the route's own shape.

const { createCampaign } = require('./campaign')
const { createCheckInRoutes } = require('./check_ins')
const { createEntries, createPlaces } = require('./entries')
const { createEventRoutes } = require('./events')
const { createMe } = require('./me')
const { createNoticeRoutes } = require('./notices')
const { createPromoterRoutes } = require('./promoters')

/**
 * @param {{
 *   ask: Api.Ask, storage: Ports.Storage, clock: Ports.Clock, session: Pick<Api.Session, 'learn' | 'forget' | 'account_id'>,
 *   keys: { campaign: string, me: string, read: string }
 * }} ports `keys`: where the copies for bad days lie
 */
function createRoutes(ports) {
  return {
    ...createCampaign(ports), ...createMe(ports), ...createEntries(ports), ...createPlaces(ports), ...createEventRoutes(ports),
    ...createCheckInRoutes(ports), ...createPromoterRoutes(ports), ...createNoticeRoutes(ports)
  }
}

module.exports = { createRoutes }
