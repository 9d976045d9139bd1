// How fast it goes of late.
const WINDOW_MS = 8000

/** Bytes really sent in this run, told as often as they are known. */
export function createPace() {
  let samples = []
  return {
    note(sent) {
      const now = performance.now()
      samples = samples.filter(sample => now - sample.at < WINDOW_MS).concat({ at: now, sent })
    },
    /** Bytes per second, or null while too little is known. */
    speed() {
      const first = samples[0]
      const last = samples[samples.length - 1]
      const ms = first ? last.at - first.at : 0
      return ms < 500 || last.sent <= first.sent ? null : (last.sent - first.sent) * 1000 / ms
    },
  }
}
