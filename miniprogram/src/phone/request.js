// wx.request and wx.uploadFile as promises. Any status is an answer; only no answer is a Fault. WeChat breaks calls off 5 s after
// the app was hidden (“fail interrupted”), and takes ten at a time at most.
const { fault } = require('./fault')
const words = require('../words')

const TIMEOUT_MS = 60000

/** @typedef {'interrupted' | 'aborted' | 'timeout' | 'offline'} Away @type {[RegExp, Away][]} */
const KINDS = [[/interrupted/i, 'interrupted'], [/abort/i, 'aborted'], [/time(d)?[ _]?out/i, 'timeout']]
const GONE = /no such file|file not (found|exist)|file (doesn't|does not) exist|not found file/i

/** What wx said of a failed call, as a Fault. @param {{ errMsg?: string }} failure */
function networkFault(failure) {
  const said = String(failure.errMsg || '')
  const found = KINDS.find(([pattern]) => pattern.test(said))
  const kind = found ? found[1] : 'offline'
  return fault(kind, words.api[kind])
}

/** The same of an upload: a file that is gone is no matter of the network. @param {{ errMsg?: string }} failure */
function uploadFault(failure) {
  return GONE.test(String(failure.errMsg || '')) ? fault('file_gone', words.upload.file_gone) : networkFault(failure)
}

/** @param {Record<string, any> | undefined} headers some hold arrays, some have capitals @returns {Record<string, string>} */
function lowered(headers) {
  /** @type {Record<string, string>} */
  const out = {}
  Object.keys(headers || {}).forEach(name => { out[name.toLowerCase()] = String((headers || {})[name]) })
  return out
}

/** @param {string} text @param {string} [type] the Content-Type; uploadFile tells none on old phones, so JSON is tried then */
function parsed(text, type) {
  if (type && !/[/+]json/i.test(type)) return text
  try {
    return JSON.parse(text)
  } catch (error) {
    return text
  }
}

/** @param {{ statusCode: number, header?: Record<string, any>, data: any }} answer @returns {Ports.Answer} */
function answerOf(answer) {
  const headers = lowered(answer.header)
  const body = typeof answer.data === 'string' ? parsed(answer.data, headers['content-type']) : answer.data
  return { status: answer.statusCode, headers, body }
}

/**
 * @param {(settle: { success: (answer: any) => void, fail: (failure: any) => void }) => { abort(): void }} begin
 * @param {(failure: any) => Ports.Fault} faultOf
 * @returns {Ports.Call}
 */
function callOf(begin, faultOf) {
  /** @type {{ abort(): void } | null} */
  let task = null
  const call = new Promise((resolve, reject) => {
    task = begin({ success: answer => resolve(answerOf(answer)), fail: failure => reject(faultOf(failure)) })
  })
  return Object.assign(call, { abort: () => { if (task) task.abort() } })
}

/** @type {Ports.Request} */
function request({ url, method = 'GET', headers, body, timeout_ms }) {
  const ready = body === undefined || body instanceof ArrayBuffer || typeof body === 'string'
  const header = Object.assign(ready ? {} : { 'content-type': 'application/json' }, lowered(headers))
  return callOf(settle => wx.request(Object.assign({
    url, method: /** @type {any} */ (method), data: ready ? body : JSON.stringify(body), header, timeout: timeout_ms || TIMEOUT_MS,
    // Asked for as text: wx would take any text for JSON, whatever its type.
    dataType: /** @type {any} */ ('text'), responseType: /** @type {const} */ ('text')
  }, settle)), networkFault)
}

/** @type {Ports.SendForm} */
function sendForm({ url, path, name, fields, timeout_ms, on_progress }) {
  return callOf(settle => {
    const task = wx.uploadFile(Object.assign({ url, filePath: path, name, formData: fields, timeout: timeout_ms || TIMEOUT_MS }, settle))
    if (on_progress) task.onProgressUpdate(told => on_progress(told.totalBytesSent, told.totalBytesExpectedToSend))
    return task
  }, uploadFault)
}

module.exports = { request, sendForm }
