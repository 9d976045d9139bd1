// Everything that can go wrong between the phone and the service, as one shape with words ready to show.

const words = require('../words').api

const RETRYABLE = [401, 408, 425, 426, 429]

/**
 * The refusal in an answer. A page that is not the service's (a hotel's sign-in, a proxy's apology) is not_our_server.
 * @param {Ports.Answer} answer not 2xx, or not JSON
 * @returns {Api.Thrown}
 */
function problemOf(answer) {
  const { status, headers, body } = answer
  const retry_after_s = seconds(headers['retry-after']) || seconds(body && body.context && body.context.retry_after_s)
  if (isProblem(body)) return thrown(Object.assign({}, body, { status }), mayHelp(status, body.code), retry_after_s)
  if (status === 426) return thrown(told('upgrade', words.upgrade, status), true, null)
  if (!isJson(answer)) return thrown(told('not_our_server', status >= 500 ? words.under_repair : words.not_our_server, status), true, retry_after_s)
  return thrown(told('odd', words.odd(status), status), mayHelp(status, ''), retry_after_s)
}

/**
 * No answer at all. @param {any} fault a Ports.Fault @returns {Api.Thrown}
 */
function problemOfFault(fault) {
  if (typeof fault.kind !== 'string') return fault
  const said = /** @type {Record<string, any>} */ (words)[fault.kind]
  return thrown(told(fault.kind, fault.detail || said || words.offline, 0), true, null)
}

/** @param {'account.changed'} code @returns {Api.Thrown} */
function problemOfOurs(code) {
  return thrown(told(code, words[code], 0), true, null)
}

/** Only what a Problem is, so that it can be kept in storage. @param {any} problem @returns {Wire.Problem} */
function plain({ type, title, status, code, detail, context, instance }) {
  return { type, title, status, code, detail, context, instance }
}

/** @param {Ports.Answer} answer @returns {boolean} */
function isJson({ headers, body }) {
  return /json/.test(headers['content-type'] || '') && typeof body === 'object' && body !== null
}

/** @param {any} body */
function isProblem(body) {
  return typeof body === 'object' && body !== null && typeof body.code === 'string' && typeof body.detail === 'string'
}

/**
 * Whether the same request may succeed later. `conflict`: two arrived at one instant; asking again finds what stands.
 * @param {number} status @param {string} code
 */
function mayHelp(status, code) {
  return RETRYABLE.includes(status) || status >= 500 || code === 'conflict'
}

/** @param {any} text @returns {number | null} */
function seconds(text) {
  const number = Number(text)
  return text !== undefined && text !== null && text !== '' && number >= 0 ? number : null
}

/** @param {string} code @param {string} detail @param {number} status @returns {Wire.Problem} */
function told(code, detail, status) {
  const titles = /** @type {Record<string, string>} */ (words.titles)
  return { type: 'about:blank', title: titles[code] || titles.odd, status, code, detail, context: {}, instance: '' }
}

/** @param {Wire.Problem} problem @param {boolean} retryable @param {number | null} retry_after_s @returns {Api.Thrown} */
function thrown(problem, retryable, retry_after_s) {
  return Object.assign(new Error(problem.detail), plain(problem), { context: problem.context || {}, retryable, retry_after_s })
}

module.exports = { problemOf, problemOfFault, problemOfOurs, plain, isJson }
