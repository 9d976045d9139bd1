// The calls to our server. Each failure is thrown as {code, detail, status, retry_after_s}, its detail ready to show.
const PATIENCE_MS = 30000
const OFFLINE = { code: 'offline', status: 0, detail: '网络断开了，恢复后自动接着传' }

/** Exchange the phone's code for what this computer may do. */
export const takeUp = code => call('POST', 'u/open', { code })
/** What this computer's token is for, as things stand. */
export const lookAgain = token => call('GET', 'u/open', undefined, token)
/** What is said of a file before it is sent, in the same words as afterwards. */
export const check = (token, measured) => call('POST', 'u/check', measured, token)
/** The place for the chosen file, with a fresh permit. */
export const place = (token, file) => call('PUT', 'u/place', { name: file.name, size: file.size }, token)
/** Have the server look whether it arrived. */
export const confirm = token => call('POST', 'u/confirm', undefined, token)

async function call(method, path, body, token) {
  const headers = token ? { 'X-Computer-Token': token } : {}
  if (body) headers['Content-Type'] = 'application/json'
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS)
  try {
    const answer = await fetch(`/${path}`, {
      method, headers, body: body && JSON.stringify(body), credentials: 'omit', cache: 'no-store', signal: patience.signal,
    })
    return await read(answer)
  } catch (fault) {
    throw fault.code && fault.detail ? fault : OFFLINE
  } finally {
    clearTimeout(timer)
  }
}

async function read(answer) {
  const told = await answer.json().catch(() => ({}))
  if (answer.ok) return told
  const detail = told.detail || '服务暂时没有回应，请稍后再试'
  throw { code: told.code || 'unknown', status: answer.status, detail, retry_after_s: Number(answer.headers.get('Retry-After')) || null }
}
