// What is rewritten in WXML before glass-easel reads it, and the way back to the written line and column.

/** Built-in components the preview has. They are renamed to wx-…: a browser's own <input> cannot host children. */
const BUILTIN = [
  'view',
  'text',
  'image',
  'button',
  'input',
  'textarea',
  'scroll-view',
  'swiper',
  'swiper-item',
  'picker',
  'switch',
  'checkbox',
  'checkbox-group',
  'radio',
  'radio-group',
  'label',
  'form',
  'slider',
  'progress',
  'icon',
  'navigator',
  'rich-text',
  'video',
  'canvas',
  'cover-view',
  'cover-image',
  'root-portal',
  'page-container'
]
const NOT_SIMULATED = new Set([
  'picker-view',
  'picker-view-column',
  'map',
  'camera',
  'live-player',
  'live-pusher',
  'movable-area',
  'movable-view',
  'web-view',
  'open-data',
  'editor',
  'ad',
  'audio',
  'page-meta',
  'navigation-bar',
  'official-account',
  'match-media'
])

const TAG = `<\\/?(?=(?:${BUILTIN.join('|')})[\\s/>])`
const EVENT = '\\s(?:capture-bind|capture-catch|mut-bind|bind|catch)(?=[a-z]+\\s*=)'
const ARIA = '\\saria-(?=role\\s*=)'
const REWRITTEN = new RegExp(`(${TAG})|(${EVENT})|(${ARIA})`, 'g')

/** glass-easel parses `bind:tap` and not `bindtap`; it passes on `role` and not `aria-role`. */
function rewrite(text) {
  const changes = []
  let grown = 0
  const out = text.replace(REWRITTEN, (found, tag, event, aria, at) => {
    const instead = tag ? found + 'wx-' : event ? found + ':' : found[0]
    grown += instead.length - found.length
    changes.push({ after: at + found.length + grown, grown })
    return instead
  })
  return { text: out, original: (line, column) => placeOf(text, offsetOf(out, line, column), changes) }
}

function offsetOf(text, line, column) {
  return (
    text
      .split('\n')
      .slice(0, line)
      .reduce((sum, one) => sum + one.length + 1, 0) + column
  )
}

function placeOf(text, offset, changes) {
  const last = changes.filter((change) => change.after <= offset).pop()
  const before = text.slice(0, offset - (last ? last.grown : 0)).split('\n')
  return { line: before.length, column: before[before.length - 1].length + 1 }
}

module.exports = { BUILTIN, NOT_SIMULATED, rewrite }
