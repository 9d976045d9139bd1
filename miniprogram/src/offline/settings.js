// What the person chose for his phone: elderly mode. The system's own type size is followed in any case.
const KEY = 'settings'
const NORMAL_PX = 16
const ELDERLY_PX = 20
const LARGEST_PX = 28

/** @param {{ storage: Ports.Storage, system_font_px: () => number }} ports */
function createSettings({ storage, system_font_px }) {
  /** @returns {{ elderly: boolean, size_px: number }} the larger of the system's type size and the mode's */
  function read() {
    const { elderly = false } = storage.get(KEY) || {}
    const size_px = Math.min(LARGEST_PX, Math.max(elderly ? ELDERLY_PX : NORMAL_PX, system_font_px() || 0))
    return { elderly, size_px }
  }

  /** @param {{ elderly: boolean }} chosen */
  function change(chosen) {
    storage.set(KEY, chosen)
  }
  return { read, change }
}

module.exports = { createSettings }
