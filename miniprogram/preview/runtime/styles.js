// Style sheets in the page's head. A page's own apply only while it is on top.
const sheets = new Map()

function addStyle(name, css) {
  if (!css) return null
  const element = document.createElement('style')
  element.textContent = css
  element.dataset.of = name
  document.head.append(element)
  sheets.set(name, element)
  return element
}

/** The style of page `name`, switched on or off; it is made when it is first wanted. */
function useStyle(name, css, isOn) {
  const element = sheets.get(name) || addStyle(name, css)
  if (element) element.media = isOn ? '' : 'not all'
}

module.exports = { addStyle, useStyle }
