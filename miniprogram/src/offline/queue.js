// Which write goes next: the rules of the outbox, without the outbox.
//
// A lane is a document with the moves it takes: first in, first out, so that nobody submits an older text than he
// sees. Lanes do not wait for each other. What was ever attempted may have arrived though no answer did: it is sent
// again as it was, and only what was never attempted is replaced in place.

const PATIENCE_S = [2, 10, 60, 300]
const LONGEST_S = 900

/** @param {string} path */
const laneOf = path => path.split('/moves/')[0]
/** @param {string} path */
const isMove = path => laneOf(path) !== path
/** @param {{ problem: Wire.Problem | null }} item */
const isStale = item => Boolean(item.problem && /\.stale$/.test(item.problem.code))

/** @param {Ports.OutboxItem[]} items */
function inOrder(items) {
  return items.slice().sort((one, other) => one.id < other.id ? -1 : 1)
}

/** Names count up, so that their order is the order of putting. @param {Ports.OutboxItem[]} items @param {number} now */
function nameAfter(items, now) {
  const last = items.reduce((most, item) => Math.max(most, parseInt(item.id, 10)), 0)
  return String(last + 1).padStart(9, '0') + '-' + now.toString(36)
}

/** Whether `earlier` must be through before `item` may go. A refused document holds back its own moves, and nothing else. */
function blocks(/** @type {Ports.OutboxItem} */ earlier, /** @type {Ports.OutboxItem} */ item) {
  if (earlier.account !== item.account || earlier.id >= item.id || laneOf(earlier.path) !== laneOf(item.path)) return false
  return earlier.state !== 'refused' || (isMove(item.path) && !isMove(earlier.path))
}

/** The writes that may go, now or when they are due. @param {Ports.OutboxItem[]} items in order @param {string} account */
function free(items, account) {
  return items.filter(item => item.account === account && item.state === 'waiting' && !items.some(other => blocks(other, item)))
}

/** Further off than any patience means that the phone's clock was set back. @param {Ports.OutboxItem} item @param {number} now */
function isDue(item, now) {
  return item.due_at <= now || item.due_at > now + LONGEST_S * 1000
}

/** The later of two that say the same: left when the program was killed while one took the other's place. @param {Ports.OutboxItem[]} items in order */
function doubles(items) {
  const meaning = items.map(({ account, path, revision, body }) => JSON.stringify([account, path, revision, body]))
  return items.filter((item, i) => item.revision !== null && meaning.indexOf(meaning[i]) < i)
}

/** The write that new words for this path take the place of, if any. @param {Ports.OutboxItem[]} items in order @param {string} path @param {string} account */
function replaceable(items, path, account) {
  const last = items.filter(item => item.account === account && item.path === path).pop()
  return last && (last.state === 'refused' || (last.state === 'waiting' && last.tries === 0)) ? last : null
}

/**
 * A write with newer words. Refused as stale, it stays so until the words rest on a newer revision.
 * @param {Ports.OutboxItem} former @param {any} body @param {number | null} revision @param {number} now
 * @returns {Ports.OutboxItem}
 */
function renewed(former, body, revision, now) {
  const newest = revision === null || former.revision === null ? revision : Math.max(former.revision, revision)
  const rests = isStale(former) && newest === former.revision
  const standing = rests ? {} : { state: /** @type {'waiting'} */ ('waiting'), tries: 0, due_at: now, problem: null }
  return Object.assign({}, former, { body, revision: newest, made_at: now }, standing)
}

/** Milliseconds until the next attempt. @param {number} tries @param {number | null} retry_after_s */
function patience(tries, retry_after_s) {
  const own = PATIENCE_S[Math.min(Math.max(tries, 1), PATIENCE_S.length) - 1]
  return Math.min(LONGEST_S, Math.max(own, retry_after_s || 0)) * 1000
}

module.exports = { blocks, doubles, free, inOrder, isDue, isMove, isStale, laneOf, nameAfter, patience, renewed, replaceable }
