// What was read last, for places without a network: a copy of one account's own, with the time it was read.

const { keepCopy } = require('./verbs')

const MOST = 60

/** @typedef {{ storage: Ports.Storage, clock: Ports.Clock, session: Pick<Api.Session, 'account_id'>, prefix: string }} Ports_ */

/** @param {Ports_} ports */
function createCopies({ storage, clock, session, prefix }) {
  /** @param {string} name @returns {any} what was kept of it for this account, or null */
  function kept(name) {
    const copy = storage.get(prefix + name)
    return copy && copy.account === session.account_id() ? Object.assign({}, copy.value, { stale: true, read_at: copy.at }) : null
  }

  /** The oldest make room. */
  function prune() {
    const keys = storage.keys().filter(key => key.indexOf(prefix) === 0)
    if (keys.length <= MOST) return
    const aged = keys.map(key => ({ key, at: (storage.get(key) || { at: 0 }).at })).sort((one, other) => one.at - other.at)
    aged.slice(0, keys.length - MOST).forEach(({ key }) => storage.remove(key))
  }

  /**
   * What `read` answers now; the copy with `stale` when the service cannot be asked.
   * @template {object} T
   * @param {string} name
   * @param {() => Promise<T>} read
   * @returns {Promise<Api.Copied<T>>}
   */
  async function copied(name, read) {
    try {
      const value = await read()
      keepCopy(storage, prefix + name, { account: session.account_id(), at: clock.now(), value })
      prune()
      return Object.assign({}, value, { stale: false, read_at: clock.now() })
    } catch (/** @type {any} */ problem) {
      const copy = problem.retryable ? kept(name) : null
      if (!copy) throw problem
      return copy
    }
  }

  return { copied, kept }
}

module.exports = { createCopies }
