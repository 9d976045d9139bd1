// What survives a killed app: the storage and the saved files of one person, in IndexedDB. Both are also held in memory, so that wx's
// synchronous calls can be answered; every write is committed before the next is begun, and `settled()` waits for the last.
const { phone } = require('./settings')

const NAME = 'phone' + (phone && ':' + phone)
const STORES = ['storage', 'files']

const disk = { user: '', storage: new Map(), files: new Map() }
let database = null
let last = Promise.resolve()

const answer = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error)
  })

/** Reads what `user` has on this phone. */
async function openDisk(user) {
  const request = indexedDB.open(NAME, 1)
  request.onupgradeneeded = () => STORES.forEach((store) => request.result.createObjectStore(store))
  database = await answer(request)
  disk.user = user
  const transaction = database.transaction(STORES)
  const mine = IDBKeyRange.bound(user + '\n', user + '\n\uffff')
  await Promise.all(
    STORES.map(async (store) => {
      const [keys, values] = await Promise.all([
        answer(transaction.objectStore(store).getAllKeys(mine)),
        answer(transaction.objectStore(store).getAll(mine))
      ])
      keys.forEach((key, at) => disk[store].set(key.slice(user.length + 1), values[at]))
    })
  )
}

/** Keeps `value` under `key`, or forgets it when undefined. In memory at once, on the disk in a moment. */
function put(store, key, value) {
  if (value === undefined) disk[store].delete(key)
  else disk[store].set(key, value)
  const transaction = database.transaction([store], 'readwrite', { durability: 'strict' })
  const objects = transaction.objectStore(store)
  if (value === undefined) objects.delete(disk.user + '\n' + key)
  else objects.put(value, disk.user + '\n' + key)
  transaction.commit()
  const written = new Promise((done, failed) => {
    transaction.oncomplete = () => done()
    transaction.onabort = () => failed(transaction.error)
  })
  last = Promise.allSettled([last, written])
  return written
}

/** Everybody's everything, gone. */
async function wipeDisk() {
  await last
  database.close()
  await answer(indexedDB.deleteDatabase(NAME))
}

module.exports = { disk, openDisk, put, settled: () => last, wipeDisk }
