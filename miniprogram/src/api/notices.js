// 提醒与通知: what I may be reminded of, and the notices an organiser writes, sends and watches.

const { createCopies } = require('./copies')
const { createVerbs, withQuery } = require('./verbs')

/** @param {{ ask: Api.Ask, storage: Ports.Storage, clock: Ports.Clock, session: Pick<Api.Session, 'account_id'>, keys: { read: string } }} ports */
function createNoticeRoutes({ ask, storage, clock, session, keys }) {
  const { get, put, post } = createVerbs(ask)
  const { copied } = createCopies({ storage, clock, session, prefix: keys.read })
  return {
    /** @returns {Promise<Api.Copied<Wire.Credits>>} */
    credits: () => copied('credits', () => get('/api/credits')),
    /** By the official account, of one kind. @param {string} word T1 … @param {boolean} wanted @returns {Promise<Wire.Credits>} */
    askOfficial: (word, wanted) => put('/api/credits/asked/' + word, { wanted }),

    /** @param {{ campaign?: string, state?: string, origin?: string, cursor?: string | null }} [asked] @returns {Promise<Wire.Page<Wire.NoticeLine>>} */
    notices: asked => get(withQuery('/api/notices', asked)),
    /** @param {string} id @returns {Promise<Wire.Notice>} */
    notice: id => get('/api/notices/' + id),
    /** One step of the law. Sent again with the same `mov_…`, it answers what it became. @param {string} id @param {string} mov
     *  @param {{ act: string, comment?: string, revision?: number }} step @returns {Promise<{ id: string, act: string, notice: Wire.Notice }>} */
    moveNotice: (id, mov, step) => put('/api/notices/' + id + '/moves/' + mov, step),
    /** Up to three real people of its audience. @param {string} id @returns {Promise<{ people: Wire.NoticePerson[], reachable: Wire.Reach }>} */
    previewNotice: id => get('/api/notices/' + id + '/preview'),
    /** To myself, now. @param {string} id @returns {Promise<{ message: string, pushed: 'official' | 'mini' | 'none' }>} */
    testNotice: id => post('/api/notices/' + id + '/test', {}),
    /** How it goes, by channel, hour and unit. @param {string} id @returns {Promise<Wire.NoticeStatistics>} */
    noticeStatistics: id => get('/api/notices/' + id + '/statistics'),
    /** The campaign's own plans. @param {string} campaign @returns {Promise<Api.Copied<{ items: Wire.NoticePlan[] }>>} */
    noticePlans: campaign => copied('notice-plans', () => get(withQuery('/api/notices/defaults', { campaign }))),
    /** Whom an audience means, and how they are reached. @param {{ campaign: string, terms: Wire.Terms, template: string | null }} asked @returns {Promise<Wire.Reach>} */
    reach: asked => post('/api/audiences/reach', asked),
    /** @param {string} campaign @returns {Promise<Wire.Page<Wire.Audience>>} */
    audiences: campaign => get(withQuery('/api/audiences', { campaign })),
    /** @param {string} id @param {{ campaign: string, name: string, terms: Wire.Terms, revision: number }} said @returns {Promise<Wire.Audience>} */
    saveAudience: (id, said) => put('/api/audiences/' + id, said)
  }
}

module.exports = { createNoticeRoutes }
