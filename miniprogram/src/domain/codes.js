// What the codes of an event say. The twin of models/events/codes.py: both read and make the same texts, byte for byte.
//
//   v1.<event>.<step>.<mac>   the rotating code, behind `<public_url>/c/` so that any scanner can open it
//   m1.<event>.<key>          the printed mini program code, from its scene `<event>.<key>`
//   p1.<account>.<22 letters> a worker's own code

const { sha256 } = require('../miniprogram_npm/js-sha256/index')
const base64 = require('./base64')
const { SPACES } = require('./text')

const STEP_MS = 10000
const MAC_LETTERS = 16
const LONGEST = 1000
const LETTER = '[0-9abcdefghjkmnpqrstvwxyz]'
const NAME = LETTER + '{16}'
const ROTATING = new RegExp('^v1\\.(evt_' + NAME + ')\\.(0|[1-9][0-9]{0,11})\\.([A-Za-z0-9_-]{' + MAC_LETTERS + '})$')
const PRINTED = new RegExp('^m1\\.(evt_' + NAME + ')\\.(' + LETTER + '{8})$')
const PERSONAL = new RegExp('^p1\\.(acc_' + NAME + ')\\.([A-Za-z0-9_-]{22})$')
const PART = '[^/?#' + SPACES + ']+'
const ADDRESS = new RegExp('^https?://' + PART + '(?:/' + PART + ')*/c/')
const SCENE = /^\/?pages\/[^?#]+\?(?:[^#]*&)?scene=([^&#]+)/

/** Which ten seconds these are, by the phone's own clock. @param {number} now_ms */
function stepAt(now_ms) {
  return Math.floor(now_ms / STEP_MS)
}

/** Until the code changes, in milliseconds: 10000 at its first moment, never 0. @param {number} now_ms */
function leftOf(now_ms) {
  return (stepAt(now_ms) + 1) * STEP_MS - now_ms
}

/** @param {string} secret 43 letters of base64url @param {string} event @param {number} step @returns {string} 16 letters; RangeError for another secret */
function mac(secret, event, step) {
  const key = base64.read(secret)
  if (!key || key.length !== 32) throw new RangeError('a secret is 32 bytes of base64url')
  return base64.written(sha256.hmac.array(key, event + '.' + step)).slice(0, MAC_LETTERS)
}

/** What the code shows. @param {string} public_url without a slash at its end @param {string} secret @param {string} event @param {number} step */
function textOf(public_url, secret, event, step) {
  return public_url + '/c/v1.' + event + '.' + step + '.' + mac(secret, event, step)
}

/**
 * What a code of an event says, with or without its address; null for any other text.
 * @param {string} text
 * @returns {{ event: string, step: number, mac: string } | { event: string, key: string } | null}
 */
function read(text) {
  const bare = withoutAddress(text)
  const rotating = ROTATING.exec(bare)
  if (rotating) return { event: rotating[1], step: Number(rotating[2]), mac: rotating[3] }
  const printed = PRINTED.exec(bare)
  return printed ? { event: printed[1], key: printed[2] } : null
}

/** Whether it is somebody's own code. @param {string} text */
function isPersonal(text) {
  return PERSONAL.test(withoutAddress(text))
}

/** @param {string} text */
function withoutAddress(text) {
  return Array.from(text).length > LONGEST ? '' : text.replace(ADDRESS, '')
}

/** What the scanner read, as it is kept and sent: without its address; the path that a mini program code holds as m1.…. @param {string} text */
function bareOf(text) {
  const scene = SCENE.exec(text)
  return scene ? ofScene(scene[1]) : withoutAddress(text)
}

/** The printed code, from what a page gets as `scene`. @param {string} scene percent-encoded, as WeChat hands it over */
function ofScene(scene) {
  return 'm1.' + decoded(scene)
}

/** What WeChat's own scanner read, from what a page gets as `q`. @param {string} q percent-encoded, as WeChat hands it over */
function ofLink(q) {
  return decoded(q)
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text)
  } catch (why) {
    return text
  }
}

module.exports = { STEP_MS, stepAt, leftOf, mac, textOf, read, isPersonal, bareOf, ofScene, ofLink }
