// The service's clock, as far as its answers tell: a phone's own may be an hour wrong, and deadlines are the service's.

const SLOWEST_MS = 15000
const WORTH_KEEPING_MS = 5000
const HALF_A_SECOND = 500

/**
 * @param {{ storage: Ports.Storage, key: string, clock: Ports.Clock }} ports `clock`: the phone's own
 * @returns {Api.ServerClock} `ahead_ms`: how far the service's clock is ahead of the phone's
 */
function createServerClock({ storage, key, clock }) {
  let ahead = Number(storage.get(key)) || 0
  let kept = ahead

  /** One answer's Date header (whole seconds), between asking and hearing. A slow answer tells too little. @type {Api.ServerClock['hear']} */
  function hear(date, asked_at, heard_at) {
    const said = Date.parse(date || '')
    const away = heard_at - asked_at
    if (Number.isNaN(said) || away < 0 || away > SLOWEST_MS) return
    ahead = Math.round(said + HALF_A_SECOND - (asked_at + away / 2))
    if (Math.abs(ahead - kept) >= WORTH_KEEPING_MS) keep()
  }

  function keep() {
    kept = ahead
    try {
      storage.set(key, ahead)
    } catch (full) {
      // The next answer tells it again.
    }
  }

  return { now: () => clock.now() + ahead, ahead_ms: () => ahead, hear }
}

module.exports = { createServerClock }
