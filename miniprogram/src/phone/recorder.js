// A song sung into the phone: mp3, 44.1 kHz, ten minutes at most. WeChat has one recorder; one recording runs at a time.

const { fault } = require('./fault')
const { privacy } = require('./privacy')
const words = require('../words').phone

const LONGEST_MS = 600000
const TICK_MS = 200
const QUALITY = { duration: LONGEST_MS, sampleRate: 44100, numberOfChannels: 1, encodeBitRate: 128000, format: 'mp3' }

/**
 * @typedef {object} Heard
 * @property {(ms: number) => void} [on_tick] how long it has been recording, several times a second
 * @property {(words: string) => void} [on_interrupted] a call or another sound came between: paused, resume() goes on
 * @property {(picked: Ports.Picked) => void} [on_done] it ended: by stop(), or by itself at ten minutes
 * @property {(fault: Ports.Fault) => void} [on_failed]
 */

/** @type {Heard & { ms: number, since: number | null, timer: any, started: (() => void) | null }} */
let now = { ms: 0, since: null, timer: null, started: null }
let wired = false

/**
 * @param {Heard} heard
 * @returns {Promise<{ stop(): void, pause(): void, resume(): void }>} once it really records; Fault refused_by_person, unsupported
 */
async function record(heard) {
  await privacy.require()
  if (!wx.getRecorderManager) throw fault('unsupported', words.record_unsupported)
  const recorder = wx.getRecorderManager()
  wire(recorder)
  return new Promise((resolve, reject) => {
    now = Object.assign({ ms: 0, since: null, timer: null }, heard, {
      started: () => resolve({ stop: () => recorder.stop(), pause: () => recorder.pause(), resume: () => recorder.resume() }),
      on_failed: (/** @type {Ports.Fault} */ why) => { reject(why); if (heard.on_failed) heard.on_failed(why) }
    })
    recorder.start(/** @type {any} */ (QUALITY))
  })
}

/** The recorder is one for the whole program and its listeners cannot be taken off: they are set once. @param {WechatMiniprogram.RecorderManager} recorder */
function wire(recorder) {
  if (wired) return
  wired = true
  recorder.onStart(() => { run(); if (now.started) now.started() })
  recorder.onResume(run)
  recorder.onPause(rest)
  recorder.onInterruptionBegin(() => { rest(); if (now.on_interrupted) now.on_interrupted(words.record_interrupted) })
  recorder.onStop(found => { rest(); if (now.on_done) now.on_done(pickedOf(found)) })
  recorder.onError(why => { rest(); if (now.on_failed) now.on_failed(faultOf(String(why && why.errMsg))) })
}

function run() {
  now.since = Date.now()
  clearInterval(now.timer)
  now.timer = setInterval(() => { if (now.on_tick) now.on_tick(elapsed()) }, TICK_MS)
}

function rest() {
  now.ms = elapsed()
  now.since = null
  clearInterval(now.timer)
}

const elapsed = () => now.since === null ? now.ms : now.ms + Date.now() - now.since

/** @param {{ tempFilePath: string, duration: number, fileSize: number }} found @returns {Ports.Picked} */
function pickedOf({ tempFilePath, duration, fileSize }) {
  const name = tempFilePath.slice(tempFilePath.lastIndexOf('/') + 1)
  return { path: tempFilePath, name, size: fileSize, kind: 'song', duration_s: Math.round(duration / 100) / 10 }
}

/** @param {string} reason */
function faultOf(reason) {
  if (/privacy/.test(reason)) return fault('refused_by_person', words.privacy_refused)
  if (/auth|permission/.test(reason)) return fault('refused_by_person', words.microphone_refused)
  return fault('interrupted', words.record_failed)
}

module.exports = { record }
