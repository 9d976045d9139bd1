// The one place that knows which library sums. By its path, so that the tests run the very file the phone runs.
const { sha256 } = require('../miniprogram_npm/js-sha256/index')

/**
 * A SHA-256 that is fed piece by piece.
 * @returns {{ feed(bytes: Uint8Array): void, hex(): string }} `hex` ends it
 */
function createSha256() {
  const sum = sha256.create()
  return { feed: bytes => { sum.update(bytes) }, hex: () => sum.hex() }
}

module.exports = { createSha256 }
