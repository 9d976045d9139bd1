// The manner of wx's calls: success, fail and complete, or a promise; errMsg; a line in the journal.
const { journal, add, attempt } = require('../journal')

/** Ends the call that is under way: `words` come after "name:fail ". Thrown as wx tells failures, a plain object. */
function refuse(words, errno) {
  throw Object.assign(new Error(words), { refusal: true, errno })
}

/** What fail() gets of a thrown fault. */
function failure(name, fault) {
  const told = { errMsg: `${name}:fail ${fault && fault.message !== undefined ? fault.message : fault}` }
  if (fault && fault.errno) Object.assign(told, { errno: fault.errno, errCode: fault.errno })
  return told
}

function note(api, errMsg) {
  add(journal.calls, { api, ok: / ?:ok/.test(errMsg), errMsg, at: Date.now() })
}

/** Tells the outcome to the callbacks that `asked` brought. */
function finish(name, asked, isGood, told) {
  note(name, told.errMsg)
  const listener = isGood ? asked.success : asked.fail
  if (listener) attempt(() => listener(told), `${name} ${isGood ? 'success' : 'fail'}`)
  if (asked.complete) attempt(() => asked.complete(told), `${name} complete`)
}

const hasCallbacks = (asked) => Boolean(asked.success || asked.fail || asked.complete)

/** A wx function: `work(asked)` answers or refuses, now or later. */
function api(name, work) {
  return (asked = {}) => {
    const promise = new Promise((done) => done(work(asked))).then(
      (found) => {
        const told = { errMsg: name + ':ok', ...found }
        finish(name, asked, true, told)
        return told
      },
      (fault) => {
        const told = failure(name, fault)
        finish(name, asked, false, told)
        if (!hasCallbacks(asked)) throw told
      }
    )
    return hasCallbacks(asked) ? undefined : promise
  }
}

/** The same for a function whose answer is returned or thrown at once. */
function sync(name, work) {
  return (...given) => {
    try {
      const found = work(...given)
      note(name, name + ':ok')
      return found
    } catch (fault) {
      if (!fault.refusal) throw fault
      const told = failure(name, fault)
      note(name, told.errMsg)
      throw Object.assign(new Error(told.errMsg), told)
    }
  }
}

/** on… and off… for a set of listeners. */
function listening(listeners) {
  return [(listener) => void listeners.add(listener), (listener) => (listener ? void listeners.delete(listener) : listeners.clear())]
}

module.exports = { api, sync, refuse, failure, finish, listening, note }
