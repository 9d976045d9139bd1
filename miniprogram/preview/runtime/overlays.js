// What a phone lays over the app: toasts, dialogs, sheets.

/** An element of `name` with properties, and children (strings are text). */
function make(name, properties = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value)
    else if (value !== undefined && value !== null && value !== false)
      element.setAttribute(key === 'className' ? 'class' : key, value === true ? '' : value)
  }
  element.append(...children.filter((child) => child !== null && child !== undefined))
  return element
}

/** Lays `content` over the phone; answers a function that takes it away. Tapping beside it calls `beside`. */
function lay(content, { dim = true, beside = null, place = 'middle' } = {}) {
  const overlay = make('div', { className: `overlay ${place}${dim ? ' dim' : ''}` }, content)
  overlay.addEventListener('click', (event) => event.target === overlay && beside && beside())
  letNoFormerTapThrough(overlay)
  document.getElementById('phone-shell').append(overlay)
  return () => overlay.remove()
}

/** A finger that went down before the overlay came must not press what came up under it. */
function letNoFormerTapThrough(overlay) {
  let pressed = false
  overlay.addEventListener('pointerdown', () => (pressed = true), true)
  overlay.addEventListener('click', (event) => event.isTrusted && event.detail > 0 && !pressed && event.stopPropagation(), true)
}

/** A question with buttons `[{words, answer, primary}]`; resolves to the answer of the one tapped. */
function ask({ title = '', content = '', body = null, buttons }) {
  return new Promise((answered) => {
    const row = make('div', { className: 'buttons' })
    const dialog = make(
      'div',
      { className: 'dialog', role: 'dialog', 'aria-modal': 'true', 'aria-label': title || content },
      title ? make('h3', {}, title) : null,
      content ? make('p', {}, content) : null,
      body,
      row
    )
    const away = lay(dialog)
    for (const { words, answer, primary, colour } of buttons) {
      const choose = () => {
        away()
        answered(typeof answer === 'function' ? answer() : answer)
      }
      row.append(make('button', { className: primary ? 'primary' : '', style: colour && `color:${colour}`, onclick: choose }, words))
    }
  })
}

/** A list from below; resolves to the index tapped, or -1. */
function choose(items, { colour = '', cancel = '取消', title = '' } = {}) {
  return new Promise((answered) => {
    const sheet = make('div', { className: 'sheet', role: 'menu', 'aria-label': title || undefined })
    const away = lay(sheet, { place: 'bottom', beside: () => end(-1) })
    const end = (index) => {
      away()
      answered(index)
    }
    if (title) sheet.append(make('div', { className: 'sheet-title' }, title))
    items.forEach((words, index) =>
      sheet.append(make('button', { role: 'menuitem', style: colour && `color:${colour}`, onclick: () => end(index) }, words))
    )
    sheet.append(make('button', { className: 'cancel', onclick: () => end(-1) }, cancel))
  })
}

let toastAway = null
let toastTimer = 0

function hideToast() {
  clearTimeout(toastTimer)
  if (toastAway) toastAway()
  toastAway = null
}

/** A few words in the middle, until `duration_ms` is over or for ever (0). `mask` keeps fingers off the app. */
function toast(words, { icon = 'none', duration_ms = 1500, mask = false } = {}) {
  hideToast()
  const box = make(
    'div',
    { className: `toast ${icon}`, role: 'status' },
    icon === 'none' ? null : make('i', { className: 'toast-icon ' + icon }),
    make('span', {}, words)
  )
  toastAway = lay(box, { dim: false, place: mask ? 'middle' : 'middle through' })
  if (duration_ms) toastTimer = setTimeout(hideToast, duration_ms)
}

module.exports = { make, lay, ask, choose, toast, hideToast }
