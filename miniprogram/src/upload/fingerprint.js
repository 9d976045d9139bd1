// Whether a file is the one we knew: its size and both ends at once, and a small hash of every part while it is read.
const { createSha256 } = require('./hash')

const END = 256 * 1024
const SLICE = 64 * 1024
const PART_DIGITS = 16

/**
 * SHA-256 of the first and last 256 KiB, in hex. They overlap in a small file.
 * @param {Ports.Files} files
 * @param {string} path
 * @param {number} size bytes
 * @returns {Promise<{ head: string, tail: string }>} rejects with Fault file_gone
 */
async function endsOf(files, path, size) {
  const length = Math.min(END, size)
  const head = await files.read(path, 0, length)
  const tail = await files.read(path, size - length, length)
  return { head: whole(head), tail: whole(tail) }
}

/** @param {ArrayBuffer} bytes */
function whole(bytes) {
  const sum = createSha256()
  sum.feed(new Uint8Array(bytes))
  return sum.hex()
}

/**
 * The first 64 bits of a part's SHA-256, in hex. Summed in slices, because a megabyte at once would hold up the screen.
 * @param {ArrayBuffer} bytes
 * @param {Ports.Timers} timers
 */
async function partHash(bytes, timers) {
  const sum = createSha256()
  for (let at = 0; at < bytes.byteLength; at += SLICE) {
    sum.feed(new Uint8Array(bytes, at, Math.min(SLICE, bytes.byteLength - at)))
    await timers.wait(0)
  }
  return sum.hex().slice(0, PART_DIGITS)
}

module.exports = { endsOf, partHash }
