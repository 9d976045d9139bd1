// One question to the service: who asks, when by the phone's own clock, and whatever goes wrong as a Problem.

const { isJson, problemOf, problemOfFault, problemOfOurs } = require('./problem')

const UNAUTHENTICATED = 401
const READING_MS = 30000
const WRITING_MS = 60000

/**
 * @typedef {object} Ports_
 * @property {Ports.Request} request
 * @property {Ports.Clock} clock the phone's own, right or wrong
 * @property {Pick<Api.Session, 'token' | 'signIn' | 'account_id'>} session
 * @property {string} base_url
 * @property {Pick<Api.ServerClock, 'hear'>} [server_clock] hears the Date of every answer
 * @property {() => string} [device] the name of this phone, by which its clock is measured
 */

/** @param {Ports_} ports @returns {{ ask: Api.Ask }} */
function createWire(ports) {
  const { session } = ports
  return {
    /** 2xx and 304 resolve; everything else throws an Api.Thrown. A 401 signs in again, once. */
    async ask(method, path, body, asking = {}) {
      const shown = await tokenFor(session, asking)
      requireSame(session, asking)
      const answer = await once(ports, { method, path, body, etag: asking.etag, token: shown })
      if (answer.status !== UNAUTHENTICATED || !shown) return read(answer)
      const token = asking.anonymous ? null : await session.signIn(shown)
      requireSame(session, asking)
      return read(await once(ports, { method, path, body, etag: asking.etag, token }))
    }
  }
}

/** @param {Ports_['session']} session @param {Api.Asking} asking @returns {Promise<string | null>} */
async function tokenFor(session, { bare, anonymous }) {
  if (bare) return null
  return session.token() || (anonymous ? null : session.signIn(null))
}

/** Signing in again may have made this phone somebody else's. @param {Ports_['session']} session @param {Api.Asking} asking */
function requireSame(session, { as }) {
  if (as && session.account_id() !== as) throw problemOfOurs('account.changed')
}

/**
 * @param {Ports_} ports
 * @param {{ method: string, path: string, body: any, etag?: string | null, token: string | null }} asked
 */
async function once({ request, clock, base_url, server_clock, device }, { method, path, body, etag, token }) {
  const asked_at = clock.now()
  const timeout_ms = method === 'GET' ? READING_MS : WRITING_MS
  try {
    const answer = await request({ url: base_url + path, method, body, headers: headersFor(asked_at, etag, token, device ? device() : ''), timeout_ms })
    if (server_clock && (answer.status === 304 || isJson(answer))) server_clock.hear(answer.headers.date, asked_at, clock.now())
    return answer
  } catch (fault) {
    throw problemOfFault(fault)
  }
}

/** @param {number} asked_at @param {string | null | undefined} etag @param {string | null} token @param {string} device */
function headersFor(asked_at, etag, token, device) {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json', 'X-Sent-At': new Date(asked_at).toISOString() }
  if (device) headers['X-Device'] = device
  if (token) headers.Authorization = 'Bearer ' + token
  if (etag) headers['If-None-Match'] = etag
  return headers
}

/** @param {Ports.Answer} answer @returns {Api.Answer} */
function read(answer) {
  const { status, headers, body } = answer
  const etag = headers.etag || null
  if (status === 204 || status === 304) return { status, body: null, etag }
  if (status >= 200 && status < 300 && isJson(answer)) return { status, body, etag }
  throw problemOf(answer)
}

module.exports = { createWire }
