// Who I am to the service: a token, asked for when first needed and again when it no longer counts.

const { problemOfFault } = require('./problem')

const CODE_REFUSED = 'wechat.code_refused'

/**
 * @typedef {object} Ports_
 * @property {Ports.Storage} storage
 * @property {string} key
 * @property {() => Promise<string>} code one of wx.login, good for one exchange
 * @property {Api.Ask} ask
 */

class Session {
  /** @param {Ports_} ports */
  constructor(ports) {
    this.ports = ports
    /** @type {{ token: string | null, account: Wire.Account | null }} */
    this.mine = ports.storage.get(ports.key) || { token: null, account: null }
    /** @type {Promise<string> | null} */
    this.flying = null
    /** @type {Set<(id: string) => void>} */
    this.listeners = new Set()
  }

  token() { return this.mine.token }
  account() { return this.mine.account }
  account_id() { return this.mine.account ? this.mine.account.id : '' }

  /** The token that counts now. Whoever asks while a sign-in is under way waits for that one. @type {Api.Session['signIn']} */
  signIn(refused) {
    if (this.mine.token && this.mine.token !== refused) return Promise.resolve(this.mine.token)
    if (!this.flying) this.flying = this.begin().finally(() => { this.flying = null })
    return this.flying
  }

  async begin() {
    const { token, account } = await this.exchange(true)
    this.become({ token, account })
    return token
  }

  /** A code may have been used up by an answer that was lost: another one is tried, once. @param {boolean} again @returns {Promise<Wire.Session>} */
  async exchange(again) {
    const { ask, code } = this.ports
    try {
      return (await ask('POST', '/api/sessions', { code: await code() }, { bare: true })).body
    } catch (/** @type {any} */ problem) {
      if (again && problem.code === CODE_REFUSED) return this.exchange(false)
      throw problemOfFault(problem)
    }
  }

  /** @param {Wire.Account} account what the service says of me now */
  learn(account) { this.become({ token: this.mine.token, account }) }

  forget() {
    this.become({ token: null, account: null })
    this.ports.storage.remove(this.ports.key)
  }

  /** @param {{ token: string | null, account: Wire.Account | null }} next */
  become(next) {
    const former = this.account_id()
    this.mine = next
    try {
      this.ports.storage.set(this.ports.key, next)
    } catch (full) {
      // A full phone must not keep anybody out: the session holds until the program is closed.
    }
    if (this.account_id() !== former) this.listeners.forEach(listener => listener(this.account_id()))
  }

  /** @param {(id: string) => void} listener hears the new account's id, '' after signing out */
  on_account(listener) {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }
}

/** @param {Ports_} ports @returns {Api.Session} */
const createSession = ports => new Session(ports)

module.exports = { createSession }
