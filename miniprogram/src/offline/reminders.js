// Permissions to remind, asked where the person presses something anyway. What WeChat's dialog answered is told to the service
// under a name of its own, so that a lost network costs nothing and counts nothing twice; whoever said no is not asked again
// unless he presses for it himself.

const { KEYS } = require('./keys')
const { createShelf } = require('./shelf')

const MOST = 3      // templates in one dialog: WeChat's limit of the longest standing
const PATH = '/api/credits'

/**
 * @typedef {object} Ports_
 * @property {Ports.Storage} storage
 * @property {Ports.Subscribe} subscribe WeChat's dialog
 * @property {() => Record<string, string>} templates WeChat's ids by word (T1 …), of the plan this phone knows
 * @property {() => Promise<any>} learn reads the plan, for a phone that has none yet
 * @property {(name: string, path: string, body: any) => Promise<any>} tell
 * @property {() => string} mint a new crd_…
 * @property {() => string} account
 */

class Reminders {
  /** @param {Ports_} ports */
  constructor(ports) {
    this.ports = ports
    /** @type {Offline.Shelf<{ id: string, account: string, words: string[] }>} */
    this.declined = createShelf(ports.storage, KEYS.declined)
  }

  /** Whether this installation has the template. @param {string} word */
  has(word) { return Boolean(this.ports.templates()[word]) }

  /** The word when this installation has its template, else ''; asked on a phone that never read the plan, too. @param {string} word @returns {Promise<string>} */
  async offered(word) {
    if (!Object.keys(this.ports.templates()).length) await this.ports.learn().catch(() => null)
    return this.has(word) ? word : ''
  }

  /** Whether it may be brought up by ourselves: it was not declined here. @param {string} word */
  offers(word) { return this.has(word) && this.no().indexOf(word) < 0 }

  no() {
    const mine = this.declined.get(this.ports.account() || 'nobody')
    return mine ? mine.words : []
  }

  /**
   * WeChat's dialog, at once: to be called within the tap. @param {string[]} wanted words, of which the first three count
   * @returns {Promise<string[]>} the words that were granted; Fault of phone/subscribing
   */
  async ask(wanted) {
    const templates = this.ports.templates()
    const asked = wanted.filter(word => templates[word]).slice(0, MOST)
    if (!asked.length) return []
    const results = await this.ports.subscribe(asked.map(word => templates[word]))
    const granted = asked.filter(word => isYes(results[templates[word]]))
    this.remember(asked, granted)
    const nonce = this.ports.mint()
    if (Object.keys(results).length) this.ports.tell(nonce, PATH, { results, nonce })
    return granted
  }

  /** The same beside something else that was pressed: not after a no, and no failure of it is told. @param {string} word @returns {Promise<boolean>} whether it was granted */
  async askBeside(word) {
    if (!this.offers(word)) return false
    try {
      return (await this.ask([word])).length > 0
    } catch (fault) {
      return false
    }
  }

  /** @param {string[]} asked @param {string[]} granted */
  remember(asked, granted) {
    const account = this.ports.account()
    const words = this.no().filter(word => asked.indexOf(word) < 0).concat(asked.filter(word => granted.indexOf(word) < 0))
    this.declined.hold({ id: account || 'nobody', account, words })
  }
}

/** @param {string | undefined} answer */
const isYes = answer => typeof answer === 'string' && answer.indexOf('accept') === 0

/** @param {Ports_} ports */
const createReminders = ports => new Reminders(ports)

module.exports = { createReminders, Reminders }
