// How fast bytes go: all transfers of the phone share one rate, and some break.
const { settings } = require('../settings')

const SLICE = 16 * 1024
let free_at = 0

const until = (moment) => new Promise((done) => setTimeout(done, Math.max(0, moment - performance.now())))

/** Lets `bytes` through; `sent(n)` after each slice. Resolves false when `isOver()` or when the transfer broke, else true. */
async function carry(bytes, sent, isOver) {
  const { rate_kBps, broken } = settings.network
  const breaks_at = Math.random() < broken ? Math.random() * bytes : Infinity
  for (let gone = 0; gone < bytes; gone += SLICE) {
    const size = Math.min(SLICE, bytes - gone)
    if (rate_kBps) {
      free_at = Math.max(free_at, performance.now()) + size / rate_kBps
      await until(free_at)
    }
    if (isOver()) return false
    if (gone + size >= breaks_at) {
      sent(Math.floor(breaks_at))
      return false
    }
    sent(gone + size)
  }
  return true
}

module.exports = { carry }
