// Check-ins as the service tells them: an event's for who looks after it, my own, and my personal code.

const { createCopies } = require('./copies')
const { createVerbs, withQuery } = require('./verbs')

/** @param {{ ask: Api.Ask, storage: Ports.Storage, clock: Ports.Clock, session: Pick<Api.Session, 'account_id'>, keys: { read: string } }} ports */
function createCheckInRoutes({ ask, storage, clock, session, keys }) {
  const { get, put, remove } = createVerbs(ask)
  const { copied, kept } = createCopies({ storage, clock, session, prefix: keys.read })
  return {
    /** Who was there. Never kept on the phone. @param {string} event @param {{ state?: string, cursor?: string | null }} [asked] @returns {Promise<Wire.Page<Wire.AttendanceLine>>} */
    attendance: (event, asked) => get(withQuery('/api/events/' + event + '/checkins', asked)),
    /** Sent again with the same `mov_…`, it answers what it became. @param {string} event @param {string} id @param {string} mov
     *  @param {'accept' | 'undo'} act @param {string} comment @returns {Promise<Wire.AttendanceLine>} */
    decideCheckIn: (event, id, mov, act, comment) => put('/api/events/' + event + '/checkins/' + id + '/moves/' + mov, { act, comment }),
    /** The counts of this moment; null while they are as they were. @param {string} event @param {string | null} etag @returns {Promise<{ board: Wire.Board | null, etag: string | null }>} */
    async board(event, etag) {
      const answer = await ask('GET', '/api/events/' + event + '/board', undefined, { etag })
      return answer.status === 304 ? { board: null, etag } : { board: answer.body, etag: answer.etag }
    },
    /** The first page of mine. @returns {Promise<Api.Copied<Wire.Page<Wire.OwnCheckIn>>>} */
    myCheckIns: () => copied('checkins', () => get('/api/checkins')),
    /** @param {string} cursor @returns {Promise<Wire.Page<Wire.OwnCheckIn>>} */
    moreCheckIns: cursor => get(withQuery('/api/checkins', { cursor })),
    /** Those my unit and the unions above it hold. @returns {Promise<Api.Copied<Wire.Page<Wire.EventLine>>>} */
    unitEvents: () => copied('unit_events', () => get('/api/events?scope=unit')),
    /** As read last. @returns {Api.Copied<Wire.Page<Wire.EventLine>> | null} */
    unitEventsKept: () => kept('unit_events'),
    /** What I show to a coordinator; null when there is none. @returns {Promise<Api.Copied<{ code: string | null }>>} */
    personalCode: () => copied('personal_code', () => get('/api/me/personal-code')),
    /** A code of mine; `renew`: another one, and the former counts no more. @param {boolean} renew @returns {Promise<Api.Copied<{ code: string | null }>>} */
    makePersonalCode: renew => copied('personal_code', () => put('/api/me/personal-code', { renew })),
    /** It counts no more. */
    async revokePersonalCode() {
      await remove('/api/me/personal-code')
      storage.remove(keys.read + 'personal_code')
    }
  }
}

module.exports = { createCheckInRoutes }
