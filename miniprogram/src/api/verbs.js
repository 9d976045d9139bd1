// GET, PUT, POST and DELETE as the routes use them: the body is what matters.

/** @param {Api.Ask} ask */
function createVerbs(ask) {
  return {
    /** @param {string} path @param {Api.Asking} [asking] */
    get: async (path, asking) => (await ask('GET', path, undefined, asking)).body,
    /** @param {string} path @param {any} [body] */
    put: async (path, body) => (await ask('PUT', path, body === undefined ? {} : body)).body,
    /** @param {string} path @param {any} [body] */
    post: async (path, body) => (await ask('POST', path, body === undefined ? {} : body)).body,
    /** @param {string} path @returns {Promise<void>} */
    remove: async path => { await ask('DELETE', path) }
  }
}

/** @param {string} path @param {Record<string, any>} [asked] what is empty is left out */
function withQuery(path, asked) {
  const pairs = Object.entries(asked || {}).filter(([, value]) => value !== undefined && value !== null && value !== '')
  return path + pairs.map(([name, value], i) => (i ? '&' : '?') + name + '=' + encodeURIComponent(value)).join('')
}

/** A copy for bad days; without room the phone does without. @param {Ports.Storage} storage @param {string} key @param {any} value */
function keepCopy(storage, key, value) {
  try {
    storage.set(key, value)
  } catch (full) {
    storage.remove(key)
  }
}

module.exports = { createVerbs, withQuery, keepCopy }
