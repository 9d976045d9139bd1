// The small recorder: a song sung into the phone becomes a file like any other.
const parts = require('../../parts')

const FRESH = { open: false, state: 'idle', seconds: 0, playing: false, says: '' }

/** @type {Screen} */
module.exports = {
  openRecorder() { this.setData({ recorder: Object.assign({}, FRESH, { open: true }) }) },

  recorderAct(event) {
    const acts = {
      start: () => this.record(), stop: () => this.recording.stop(), pause: () => this.pauseRecording(), resume: () => this.resumeRecording(),
      play: () => this.play(), silence: () => this.silence(), use: () => this.useRecording(), close: () => this.closeRecorder()
    }
    return acts[event.detail.act]()
  },

  async record() {
    this.silence()
    this.recorded = null
    try {
      this.recording = await parts.record({
        on_tick: ms => this.ticked(ms), on_done: picked => this.recordedAs(picked),
        on_interrupted: says => this.setData({ 'recorder.state': 'paused', 'recorder.says': says })
      })
      this.setData({ recorder: Object.assign({}, FRESH, { open: true, state: 'recording' }) })
    } catch (fault) {
      this.closeRecorder()
      this.tell(fault)
    }
  },

  ticked(ms) {
    const seconds = Math.floor(ms / 1000)
    if (seconds !== this.data.recorder.seconds) this.setData({ 'recorder.seconds': seconds })
  },

  recordedAs(picked) {
    this.recorded = picked
    this.setData({ 'recorder.state': 'done', 'recorder.seconds': Math.round(picked.duration_s), 'recorder.says': '' })
  },

  pauseRecording() {
    this.recording.pause()
    this.setData({ 'recorder.state': 'paused' })
  },

  resumeRecording() {
    this.recording.resume()
    this.setData({ 'recorder.state': 'recording', 'recorder.says': '' })
  },

  play() {
    this.player = wx.createInnerAudioContext()
    this.player.onEnded(() => this.silence())
    this.player.onError(() => this.silence())
    this.player.src = this.recorded.path
    this.player.play()
    this.setData({ 'recorder.playing': true })
  },

  silence() {
    if (!this.player) return
    this.player.stop()
    this.player.destroy()
    this.player = null
    this.setData({ 'recorder.playing': false })
  },

  useRecording() {
    const { recorded } = this
    this.recorded = null
    this.closeRecorder()
    this.addFile(recorded)
    this.draw()
  },

  /** What was recorded and not used is given up only by the person. */
  async closeRecorder() {
    const { state } = this.data.recorder
    if (state === 'recording') this.pauseRecording()
    if (state !== 'idle' && this.recorded !== null && !await this.ask(this.data.labels.ask_drop_recording, this.data.labels.drop_recording)) return
    this.silence()
    if (this.recording && state !== 'done') this.recording.stop()
    this.recording = null
    this.setData({ recorder: FRESH })
  }
}
