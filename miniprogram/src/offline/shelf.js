// Records under one key each. A change is one write of one key, so that a kill at any moment tears nothing;
// which records there are is told by the storage's own list of keys, which no index of ours can contradict.

/**
 * @template {{ id: string }} T
 * @param {Ports.Storage} storage
 * @param {string} prefix
 * @returns {Offline.Shelf<T>} records are never changed in place: keep() a new one
 */
function createShelf(storage, prefix) {
  /** @type {Map<string, T>} */
  const held = new Map()
  storage.keys().filter(key => key.indexOf(prefix) === 0).forEach(key => {
    const record = storage.get(key)
    if (record && prefix + record.id === key) held.set(record.id, record)
  })
  /** @param {T} record */
  const keep = record => { storage.set(prefix + record.id, record); held.set(record.id, record) }

  return {
    all: () => Array.from(held.values()),
    get: id => held.get(id) || null,
    keep,
    hold(record) {
      try {
        keep(record)
      } catch (full) {
        held.set(record.id, record)
      }
    },
    drop(id) { storage.remove(prefix + id); held.delete(id) }
  }
}

module.exports = { createShelf }
