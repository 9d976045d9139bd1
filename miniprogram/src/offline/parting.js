// Everything this phone keeps for one account, taken off it: the person has left the service.

const { KEYS } = require('./keys')
const { KEY: PORTRAIT } = require('./portrait')

const PERSONAL = [KEYS.draft, KEYS.event, KEYS.read, KEYS.outbox, KEYS.upload, KEYS.check_in, KEYS.nomination, KEYS.article, KEYS.notice, KEYS.telling, KEYS.declined, PORTRAIT]

/**
 * What lies in memory of it belongs to nobody who is signed in, and is neither shown nor sent.
 * @param {{ storage: Ports.Storage, files: Ports.Files }} ports
 * @param {string} account
 */
async function part({ storage, files }, account) {
  const keys = storage.keys().filter(key => PERSONAL.some(beginning => key.indexOf(beginning) === 0))
  const mine = keys.map(key => ({ key, kept: storage.get(key) })).filter(({ kept }) => kept && kept.account === account)
  mine.forEach(({ key }) => storage.remove(key))
  await Promise.all(mine.filter(holdsFile).map(({ kept }) => files.remove(kept.path).catch(() => {})))
}

/** A file of ours; one that still lies in the album is not. @param {{ key: string, kept: any }} one */
function holdsFile({ key, kept }) {
  return key === PORTRAIT || (key.indexOf(KEYS.upload) === 0 && kept.kept)
}

module.exports = { part }
