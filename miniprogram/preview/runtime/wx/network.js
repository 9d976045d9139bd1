// wx.request, uploadFile and downloadFile over XMLHttpRequest, with WeChat's failures.
const { journal, add, attempt } = require('../journal')
const files = require('./files')
const online = require('./online')
const { carry } = require('./pipe')
const { finish, failure, refuse } = require('./call')

const DEFAULT_MS = 60000

/**
 * One HTTP exchange. `asked` is the app's: url, timeout, callbacks. `plan`: {method, body, size in bytes, header, kind of answer,
 * arrived(xhr) makes the answer, progress(sent, size), progressDown(event)}. Answers {abort}; the outcome goes to the callbacks.
 */
function exchange(name, asked, plan) {
  const xhr = new XMLHttpRequest()
  const line = { method: plan.method, url: asked.url, size: plan.size, sent: 0, status: 0 }
  add(journal.requests, line)
  const run = { xhr, line, over: false, end, fail }
  const ended = online.begin(fail)
  const timer = setTimeout(() => fail('timeout', 5), asked.timeout || DEFAULT_MS)
  const stopped = online.obstacle()
  if (stopped) setTimeout(() => fail(...stopped))
  else send(name, asked, plan, run)
  return { abort: () => fail('abort', 0) }

  function end(isGood, told) {
    if (run.over) return
    run.over = true
    ended()
    clearTimeout(timer)
    finish(name, asked, isGood, told)
  }

  function fail(words, errno) {
    end(false, failure(name, { message: words, errno }))
    xhr.abort()
  }
}

async function send(name, asked, plan, run) {
  const { xhr, line } = run
  try {
    xhr.open(plan.method, address(asked.url))
    xhr.responseType = plan.kind
    for (const [field, value] of Object.entries(plan.header)) xhr.setRequestHeader(field, value)
  } catch (fault) {
    return setTimeout(() => run.fail(fault.message))
  }
  const whole = await carry(
    plan.size,
    (sent) => {
      line.sent = sent
      if (plan.progress) plan.progress(sent, plan.size)
    },
    () => run.over
  )
  if (run.over) return
  if (!whole) return run.fail('net::ERR_CONNECTION_RESET', 600001)
  if (plan.progressDown) xhr.onprogress = plan.progressDown
  xhr.onload = () => {
    line.status = xhr.status
    run.end(true, { errMsg: name + ':ok', ...plan.arrived(xhr) })
  }
  xhr.onerror = () => run.fail('net::ERR_CONNECTION_REFUSED', 600001)
  xhr.send(plan.body)
}

/** Whole addresses, as on a phone; one that begins with a slash is of the service that serves the preview. */
function address(url) {
  if (!/^(https?:\/\/|\/)/i.test(url || '')) refuse(`invalid url "${url}"`)
  return url
}

const lower = (header) => Object.fromEntries(Object.entries(header || {}).map(([name, value]) => [name.toLowerCase(), String(value)]))

function headersOf(xhr) {
  return Object.fromEntries(
    xhr
      .getAllResponseHeaders()
      .trim()
      .split('\r\n')
      .filter(Boolean)
      .map((line) => {
        const at = line.indexOf(': ')
        return [line.slice(0, at), line.slice(at + 2)]
      })
  )
}

const sizeOf = (body) =>
  body === undefined ? 0 : typeof body === 'string' ? new TextEncoder().encode(body).length : body.byteLength || body.size || 0

function bodyOf({ data }, header) {
  if (data === undefined || data === null || typeof data === 'string' || data instanceof ArrayBuffer)
    return data === null ? undefined : data
  if (/x-www-form-urlencoded/.test(header['content-type'])) return new URLSearchParams(data).toString()
  return JSON.stringify(data)
}

function withQuery(url, data) {
  const pairs = new URLSearchParams(data).toString()
  return pairs ? url + (url.includes('?') ? '&' : '?') + pairs : url
}

function read(xhr, asked) {
  if (asked.responseType === 'arraybuffer') return xhr.response || new ArrayBuffer(0)
  if ((asked.dataType || 'json') !== 'json') return xhr.response
  try {
    return JSON.parse(xhr.response)
  } catch (fault) {
    return xhr.response
  }
}

/** The task, or with no callbacks a promise that also is the task. */
function task(asked, begin) {
  if (asked.success || asked.fail || asked.complete) return begin(asked)
  let made
  const promise = new Promise((success, fail) => {
    made = begin({ ...asked, success, fail })
  })
  return Object.assign(promise, made)
}

function request(asked = {}) {
  const method = (asked.method || 'GET').toUpperCase()
  const header = { 'content-type': 'application/json', ...lower(asked.header) }
  const inQuery = method === 'GET' && asked.data && typeof asked.data === 'object' && !(asked.data instanceof ArrayBuffer)
  const url = inQuery ? withQuery(asked.url, asked.data) : asked.url
  const body = method === 'GET' ? undefined : bodyOf(asked, header)
  return task({ ...asked, url }, (given) =>
    Object.assign(
      exchange('request', given, {
        method,
        body,
        size: sizeOf(body),
        header,
        kind: asked.responseType === 'arraybuffer' ? 'arraybuffer' : 'text',
        arrived: (xhr) => ({ data: read(xhr, asked), statusCode: xhr.status, header: headersOf(xhr), cookies: [] })
      }),
      { onHeadersReceived() {}, offHeadersReceived() {}, onChunkReceived() {}, offChunkReceived() {} }
    )
  )
}

const share = (listeners, done, whole, names) =>
  listeners.forEach((listener) =>
    attempt(
      () =>
        listener({
          progress: whole ? Math.floor((done / whole) * 100) : 0,
          [names[0]]: done,
          [names[1]]: whole
        }),
      'onProgressUpdate'
    )
  )

/** A multipart form with one file. The name a server sees is the phone's own for the file, as on a phone. */
function uploadFile(asked = {}) {
  const listeners = new Set()
  const task = {
    abort: () => {
      task.stopped = true
    },
    onProgressUpdate: (one) => listeners.add(one),
    offProgressUpdate: (one) => listeners.delete(one),
    onHeadersReceived() {},
    offHeadersReceived() {}
  }
  const begun = files.blob(asked.filePath).then((blob) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(asked.formData || {})) form.append(name, String(value))
    form.append(asked.name, blob, asked.filePath.split('/').pop())
    const { 'content-type': _, ...header } = lower(asked.header)
    const { abort } = exchange('uploadFile', asked, {
      method: 'POST',
      body: form,
      size: blob.size,
      header,
      kind: 'text',
      progress: (sent, whole) => share(listeners, sent, whole, ['totalBytesSent', 'totalBytesExpectedToSend']),
      arrived: (xhr) => ({ data: xhr.response, statusCode: xhr.status, header: headersOf(xhr) })
    })
    task.abort = abort
    if (task.stopped) abort()
  })
  begun.catch(() =>
    finish('uploadFile', asked, false, failure('uploadFile', { message: `file not found ${asked.filePath}`, errno: 1300002 }))
  )
  return task
}

function downloadFile(asked = {}) {
  const listeners = new Set()
  const { abort } = exchange('downloadFile', asked, {
    method: 'GET',
    body: undefined,
    size: 0,
    header: lower(asked.header),
    kind: 'blob',
    progressDown: (event) => share(listeners, event.loaded, event.total, ['totalBytesWritten', 'totalBytesExpectedToWrite']),
    arrived: (xhr) => ({
      tempFilePath: files.keepTemporary(xhr.response, files.ending(asked.url, xhr.response.type)),
      statusCode: xhr.status,
      header: headersOf(xhr)
    })
  })
  return {
    abort,
    onProgressUpdate: (one) => listeners.add(one),
    offProgressUpdate: (one) => listeners.delete(one),
    onHeadersReceived() {},
    offHeadersReceived() {}
  }
}

module.exports = { request, uploadFile, downloadFile }
