// What the built-in components share.

/** The component's own element. */
const host = (component) => component._$.getBackendElement()

/** The element `id` inside it. */
const inner = (component, id = 'i') => component._$.getShadowRoot().getElementById(id).getBackendElement()

/** The nearest component around `element` that is a <wx-name>, or null. */
function around(element, ...names) {
  const found = element.closest(names.map((name) => 'wx-' + name).join(','))
  return found && found.__wxElement ? found.__wxElement.getMethodCaller() : null
}

/** The components <wx-name> inside `element`, in the page's order. */
function within(element, ...names) {
  return [...element.querySelectorAll(names.map((name) => 'wx-' + name).join(','))].map((one) => one.__wxElement.getMethodCaller())
}

/** Browser events of `element` that would look like the component's own. */
function keepIn(element, ...types) {
  types.forEach((type) => element.addEventListener(type, (event) => event.stopPropagation()))
}

/** What a screen reader is told of the component belongs to the element that has the focus. */
function passLabel(component, element) {
  for (const name of ['aria-label', 'aria-describedby', 'aria-invalid']) {
    const said = host(component).getAttribute(name)
    if (!said) continue
    element.setAttribute(name, said)
    host(component).removeAttribute(name)
  }
}

const setOff = (component, disabled) => host(component).toggleAttribute('data-disabled', disabled)

module.exports = { host, inner, around, within, keepIn, passLabel, setOff }
