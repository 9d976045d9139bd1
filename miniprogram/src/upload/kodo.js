// Kodo's upload protocol as far as the phone speaks it: the form, and multipart v2. What an answer means for the upload is
// decided by its callers. Sources: developer.qiniu.com "表单上传", "分片上传 v2"; a key travels as URL-safe base64 with padding.

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const CALL_TIMEOUT_MS = 60000
const PAGE = 1000
const LASTING = [507, 579]                // full; stored although its callback failed

/** The store answered, but not 200. 579 stored but its callback failed; 612 no such upload; 614 there already. */
class KodoRefusal extends Error {
  /** @param {Ports.Answer} answer */
  constructor(answer) {
    super('the store answered ' + answer.status)
    this.status = answer.status
    this.said = String((answer.body && answer.body.error) || '')
    this.retry_after_ms = 1000 * (Number(answer.headers['retry-after']) || 0)
  }

  /** Whether the same call may succeed later. */
  get passes() {
    const later = this.status >= 500 && this.status < 600 && !LASTING.includes(this.status)
    return later || this.status === 406 || this.status === 429
  }
}

/** @param {string} text */
function toBase64(text) {
  const bytes = unescape(encodeURIComponent(text))
  let out = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [one, two, three] = [bytes.charCodeAt(at), bytes.charCodeAt(at + 1), bytes.charCodeAt(at + 2)]
    const bits = one << 16 | (two || 0) << 8 | (three || 0)
    out += DIGITS[bits >> 18] + DIGITS[bits >> 12 & 63]
    out += (at + 1 < bytes.length ? DIGITS[bits >> 6 & 63] : '=') + (at + 2 < bytes.length ? DIGITS[bits & 63] : '=')
  }
  return out
}

/**
 * One call about an upload of parts; `rest` is what follows …/uploads in the path.
 * @param {Ports.Request} request
 * @returns {(ticket: Wire.Ticket, method: string, rest: string, body?: any, timeout_ms?: number) => Ports.Call}
 */
function callerOf(request) {
  return (ticket, method, rest, body, timeout_ms) => {
    const type = body instanceof ArrayBuffer ? 'application/octet-stream' : 'application/json'
    return request({
      url: ticket.up_host + '/buckets/' + ticket.bucket + '/objects/' + toBase64(ticket.key) + '/uploads' + rest,
      method, body, headers: { authorization: 'UpToken ' + ticket.token, 'content-type': type }, timeout_ms: timeout_ms || CALL_TIMEOUT_MS
    })
  }
}

/**
 * Every function gives the running call (with `abort`) and how to read its answer: `read` returns the body or throws KodoRefusal.
 * @param {{ request: Ports.Request, sendForm: Ports.SendForm }} ports
 */
function createKodo({ request, sendForm }) {
  const call = callerOf(request)
  return {
    /**
     * @param {Wire.Ticket} ticket
     * @param {string} path
     * @param {(sent: number, whole: number) => void} on_progress
     */
    form: (ticket, path, on_progress) => sendForm({
      url: ticket.up_host + '/', path, name: 'file', fields: { token: ticket.token, key: ticket.key }, timeout_ms: 600000, on_progress
    }),
    /** @param {Wire.Ticket} ticket body of the answer: `{uploadId}` */
    initiate: ticket => call(ticket, 'POST', ''),
    /**
     * @param {Wire.Ticket} ticket
     * @param {string} upload
     * @param {number} number from 1
     * @param {ArrayBuffer} bytes
     * @param {number} timeout_ms
     */
    put: (ticket, upload, number, bytes, timeout_ms) => call(ticket, 'PUT', '/' + upload + '/' + number, bytes, timeout_ms),
    /**
     * A page of the parts that arrived, ascending: `{parts: [{partNumber, etag, size}], partNumberMarker}`, marker 0 at the end.
     * @param {Wire.Ticket} ticket
     * @param {string} upload
     * @param {number} after
     * @param {number} [most]
     */
    list: (ticket, upload, after, most) =>
      call(ticket, 'GET', '/' + upload + '?max-parts=' + (most || PAGE) + '&part-number-marker=' + after),
    /**
     * @param {Wire.Ticket} ticket
     * @param {string} upload
     * @param {{ partNumber: number, etag: string }[]} parts ascending
     * @param {string} fname
     */
    complete: (ticket, upload, parts, fname) => call(ticket, 'POST', '/' + upload, { parts, fname }),
    /** @param {Wire.Ticket} ticket @param {string} upload */
    abort: (ticket, upload) => call(ticket, 'DELETE', '/' + upload)
  }
}

/**
 * The body of a 200, else throws KodoRefusal.
 * @param {Ports.Answer} answer
 */
function bodyOf(answer) {
  if (answer.status !== 200) throw new KodoRefusal(answer)
  return answer.body
}

module.exports = { KodoRefusal, bodyOf, createKodo, toBase64 }
