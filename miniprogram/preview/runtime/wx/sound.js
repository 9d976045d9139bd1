// The recorder and the player.
const files = require('./files')
const privacy = require('./privacy')
const permissions = require('./permissions')
const { attempt } = require('../journal')
const { note } = require('./call')

const RATE = 8000
const EVENTS = ['start', 'pause', 'resume', 'stop', 'error', 'frameRecorded', 'interruptionBegin', 'interruptionEnd']

/** A quiet tone of `seconds`, as a WAV file that every player opens: the preview does not listen to the computer's microphone. */
function tone(seconds) {
  const samples = Math.max(1, Math.round(seconds * RATE))
  const view = new DataView(new ArrayBuffer(44 + samples * 2))
  const word = (at, text) => [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)))
  word(0, 'RIFF')
  view.setUint32(4, 36 + samples * 2, true)
  word(8, 'WAVEfmt ')
  const format = [
    [16, 16, 32],
    [20, 1, 16],
    [22, 1, 16],
    [24, RATE, 32],
    [28, RATE * 2, 32],
    [32, 2, 16],
    [34, 16, 16]
  ]
  for (const [at, value, bits] of format) view['setUint' + bits](at, value, true)
  word(36, 'data')
  view.setUint32(40, samples * 2, true)
  for (let at = 0; at < samples; at++) view.setInt16(44 + at * 2, Math.sin((at * 440 * 2 * Math.PI) / RATE) * 8000, true)
  return new Blob([view], { type: 'audio/wav' })
}

function listeningObject(events) {
  const listeners = {}
  const object = {}
  for (const name of events) {
    const title = name[0].toUpperCase() + name.slice(1)
    listeners[name] = new Set()
    object['on' + title] = (listener) => void listeners[name].add(listener)
    object['off' + title] = (listener) => void (listener ? listeners[name].delete(listener) : listeners[name].clear())
  }
  const tell = (name, told) => listeners[name].forEach((listener) => attempt(() => listener(told), 'on' + name))
  return { object, tell }
}

/** There is one recorder. It stops by itself after `duration` (60 s unless told, 10 minutes at most). */
function makeRecorder() {
  const { object, tell } = listeningObject(EVENTS)
  let running = null
  const elapsed = () => running.done_ms + (running.paused ? 0 : Date.now() - running.since)
  const stop = () => {
    if (!running) return
    const duration = Math.min(elapsed(), running.limit)
    const blob = tone(duration / 1000)
    clearTimeout(running.timer)
    running = null
    tell('stop', { tempFilePath: files.keepTemporary(blob, 'wav'), duration, fileSize: blob.size })
  }
  const start = async ({ duration = 60000 } = {}) => {
    try {
      await privacy.need('getRecorderManager')
      await permissions.need('scope.record')
    } catch (fault) {
      note('operateRecorder', 'operateRecorder:fail ' + fault.message)
      return tell('error', { errMsg: 'operateRecorder:fail ' + fault.message, errno: fault.errno })
    }
    if (running) return tell('error', { errMsg: "operateRecorder:fail:audio is recording, don't start record again" })
    const limit = Math.min(duration, 600000)
    running = { limit, since: Date.now(), done_ms: 0, paused: false, timer: setTimeout(stop, limit) }
    tell('start', {})
  }
  const pause = () => {
    if (!running || running.paused) return
    Object.assign(running, { done_ms: elapsed(), paused: true })
    clearTimeout(running.timer)
    tell('pause', {})
  }
  const resume = () => {
    if (!running || !running.paused) return
    Object.assign(running, { since: Date.now(), paused: false, timer: setTimeout(stop, running.limit - running.done_ms) })
    tell('resume', {})
  }
  return Object.assign(object, { start, stop, pause, resume })
}

const PLAYER_EVENTS = {
  canplay: 'canplay',
  play: 'play',
  pause: 'pause',
  ended: 'ended',
  timeUpdate: 'timeupdate',
  waiting: 'waiting',
  seeking: 'seeking',
  seeked: 'seeked'
}

/** What of the player is read and written as a property. */
function playerProperties(audio) {
  let source = ''
  const setSource = (value) => {
    source = value
    audio.src = files.address(value)
  }
  const passed = (name) => [name, { get: () => audio[name], set: (value) => void (audio[name] = value) }]
  return {
    src: { get: () => source, set: setSource },
    ...Object.fromEntries(['currentTime', 'loop', 'volume', 'playbackRate', 'autoplay'].map(passed)),
    duration: { get: () => audio.duration || 0 },
    paused: { get: () => audio.paused },
    buffered: { get: () => (audio.buffered.length ? audio.buffered.end(0) : 0) },
    startTime: { value: 0, writable: true },
    obeyMuteSwitch: { value: true, writable: true }
  }
}

function createInnerAudioContext() {
  const audio = new Audio()
  const { object, tell } = listeningObject([...Object.keys(PLAYER_EVENTS), 'stop', 'error'])
  for (const [name, native] of Object.entries(PLAYER_EVENTS)) audio.addEventListener(native, () => tell(name, {}))
  audio.addEventListener('error', () => tell('error', { errCode: 10004, errMsg: 'the sound cannot be played' }))
  Object.defineProperties(object, playerProperties(audio))
  return Object.assign(object, {
    play: () => void audio.play().catch(() => tell('error', { errCode: 10001, errMsg: 'play fail' })),
    pause: () => audio.pause(),
    seek: (to) => void (audio.currentTime = to),
    stop() {
      audio.pause()
      audio.currentTime = 0
      tell('stop', {})
    },
    destroy() {
      audio.pause()
      audio.removeAttribute('src')
    }
  })
}

const recorder = makeRecorder()

module.exports = {
  getRecorderManager: () => recorder,
  createInnerAudioContext,
  setInnerAudioOption: require('./call').api('setInnerAudioOption', () => ({}))
}
