// What happened, for whoever looks: errors, warnings, calls of wx, and what was asked of wx that is not simulated.
const KEPT = 2000

const journal = { errors: [], warnings: [], calls: [], missing: [], shares: [], requests: [] }
const listeners = { error: new Set(), rejection: new Set() }

function add(list, one) {
  list.push(one)
  if (list.length > KEPT) list.shift()
}

const words = (fault) => String((fault && (fault.stack || fault.errMsg)) || fault)

/** A fault of the app's own code, or of the framework beneath it. */
function report(fault, where = '') {
  add(journal.errors, (where ? where + ': ' : '') + words(fault))
  console.error('[preview]', where, fault)
  listeners.error.forEach((listener) => listener(words(fault)))
}

/** A promise of the app's that nobody caught. */
function reportRejection(reason, promise) {
  add(journal.errors, 'unhandled rejection: ' + (reason && !reason.stack ? JSON.stringify(reason) : words(reason)))
  console.error('[preview] unhandled rejection', reason)
  listeners.rejection.forEach((listener) => listener({ reason, promise }))
}

function warn(text) {
  add(journal.warnings, text)
  console.warn('[preview]', text)
}

/** Runs the app's code; a fault is reported and answers undefined. */
function attempt(work, where) {
  try {
    return work()
  } catch (fault) {
    report(fault, where)
  }
}

window.addEventListener('error', (event) => report(event.error || event.message))
window.addEventListener('unhandledrejection', (event) => {
  event.preventDefault()
  reportRejection(event.reason, event.promise)
})

module.exports = { journal, listeners, add, report, warn, attempt }
