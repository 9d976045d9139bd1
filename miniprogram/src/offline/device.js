// A name for this phone, so that the service can tell whose clock it measured. It says nothing of the person.

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const LENGTH = 22

/**
 * @param {{ storage: Ports.Storage, key: string, chance: (count: number) => number[] }} ports
 * @returns {() => string} the same 22 letters until the phone's storage is emptied
 */
function createDevice({ storage, key, chance }) {
  let name = storage.get(key) || ''
  return () => {
    if (name) return name
    name = chance(LENGTH).map(byte => LETTERS[byte % LETTERS.length]).join('')
    try {
      storage.set(key, name)
    } catch (full) {
      // A full phone has this name until it is closed: its clock is measured anew then.
    }
    return name
  }
}

module.exports = { createDevice }
