// The portrait a person chose: it stays on this phone, and the service is never given it.

const KEY = 'portrait'

/** @param {{ storage: Ports.Storage, files: Ports.Files, account: () => string }} ports */
function createPortrait({ storage, files, account }) {
  /** The path of mine, '' without one. @returns {string} */
  function mine() {
    const kept = storage.get(KEY)
    return kept && kept.account === account() ? kept.path : ''
  }

  /** Keep what was chosen instead of the former one. Fault storage_full: the former one stands. @param {string} chosen @returns {Promise<string>} its path */
  async function change(chosen) {
    const former = storage.get(KEY)
    const path = await files.keep(chosen)
    storage.set(KEY, { account: account(), path })
    if (former) await files.remove(former.path).catch(() => {})
    return path
  }

  return { mine, change }
}

module.exports = { createPortrait, KEY }
