// Which of the browser's names this module can see. Each is looked at by itself: a name that is not there must not throw.
const look = {
  window: () => typeof window, document: () => typeof document, fetch: () => typeof fetch, localStorage: () => typeof localStorage,
  navigator: () => typeof navigator, location: () => typeof location, XMLHttpRequest: () => typeof XMLHttpRequest, self: () => typeof self,
  globalThis: () => typeof globalThis, indexedDB: () => typeof indexedDB, alert: () => typeof alert, performance: () => typeof performance,
  preview: () => typeof preview, thisOfFunctions: () => typeof (function () { return this }())
}

module.exports = { seen: () => Object.keys(look).filter((name) => look[name]() !== 'undefined').concat('end') }
