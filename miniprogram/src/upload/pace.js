// How many parts are on their way at once, and how long to wait before trying again.

const FAST = 600000                  // bytes per second from which a second part costs less than it gains
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30000
const SHORTEST_TIMEOUT_MS = 120000
const LONGEST_TIMEOUT_MS = 600000

/**
 * Parts in flight for a speed of late (bytes per second; null when nothing was measured yet). Below 0.6 MB/s one:
 * two would share the line, and a cut would break both half-way.
 * @param {number | null} speed
 */
function lanes(speed) {
  return speed !== null && speed >= FAST ? 2 : 1
}

/**
 * How long a part may take before it is given up: four times what the speed of late promises.
 * @param {number} bytes
 * @param {number | null} speed bytes per second
 * @param {number} timeouts of this part so far; each doubles the patience
 */
function partTimeout(bytes, speed, timeouts) {
  const promised = speed ? 4000 * bytes / speed : 0
  return Math.min(LONGEST_TIMEOUT_MS, Math.max(SHORTEST_TIMEOUT_MS, promised) * Math.pow(2, timeouts))
}

/**
 * Waits of 0.5, 1, 2, 4 … 30 s, each a quarter longer or shorter by chance, so that a hall of phones does not knock at once.
 * @param {() => number} random as Math.random
 */
function createPatience(random) {
  let tries = 0
  return {
    tries: () => tries,
    reset() { tries = 0 },
    /** @param {number} [at_least_ms] what the other side asked for */
    next(at_least_ms) {
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * Math.pow(2, tries)) * (0.75 + random() / 2)
      tries += 1
      return Math.max(wait, at_least_ms || 0)
    }
  }
}

module.exports = { createPatience, lanes, partTimeout }
