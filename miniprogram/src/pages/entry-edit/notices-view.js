// What the editor says about the work as a whole: where its words stand, why it came back, that the time is over, what comes next. Pure.
const { isOpen } = require('../../domain/entries')
const { collection } = require('../../domain/phases')
const { spoken, endOf } = require('../../domain/dates')
const words = require('../../words').editor

/**
 * Where the newest words stand; it never says more than is so.
 * @param {Ports.Draft} draft @param {{ unsaved: string, blank: boolean, online: boolean }} now
 * `unsaved`: why the phone itself did not keep them; `blank`: nothing was written yet
 */
function markOf({ saved, problem }, { unsaved, blank, online }) {
  if (unsaved) return { tone: 'bad', icon: 'circle-x-bad', words: words.mark.unsaved(unsaved) }
  if (blank) return { tone: 'info', icon: 'info-circle-soft', words: words.mark.blank }
  if (saved === 'conflict') return { tone: 'warn', icon: 'alert-triangle-warn', words: words.mark.conflict }
  if (saved === 'refused') return { tone: 'bad', icon: 'alert-triangle-bad', words: words.mark.refused(problem ? problem.detail : '') }
  if (saved === 'server') return { tone: 'ok', icon: 'circle-check-ok', words: words.mark.server }
  if (!online) return { tone: 'warn', icon: 'wifi-off-warn', words: words.mark.offline }
  if (problem && problem.detail) return { tone: 'warn', icon: 'device-mobile-soft', words: words.mark.phone_only(problem.detail) }
  return { tone: 'info', icon: 'device-mobile-soft', words: words.mark.phone }
}

/**
 * What stands above the form: a return with its reason and date, or that collecting is over and whom to ask.
 * @param {Wire.Campaign} campaign @param {Wire.Entry | null} entry @param {number} now @param {Wire.Liaison | null} liaison
 * @returns {{ tone: 'warn' | 'info', title: string, words: string, closed: boolean } | null}
 */
function noticeOf(campaign, entry, now, liaison) {
  const returned = entry && entry.shown_state !== 'draft' && isOpen(entry) ? entry.history.filter(one => one.act === 'return').pop() : undefined
  if (entry && returned) {
    const due = entry.editable_until || returned.due_at
    const who = returned.actor.unit || ''
    return { tone: 'warn', title: words.returned(who, due ? endOf(due, now, true) : ''), words: words.reason(returned.comment), closed: false }
  }
  const asked = liaison ? { name: liaison.unit_name, line: liaison.office_phone } : null
  const mine = collection(campaign, now, asked)
  if (mine.state === 'open') return null
  return { tone: 'warn', title: words.closed_title, words: mine.words + words.closed_but, closed: mine.state === 'past' }
}

/**
 * After submitting: what happened, and what comes next.
 * @param {Wire.Campaign} campaign @param {string} title @param {any} told Wire.Told with its entry, or null @param {number} now
 */
function sentOf(campaign, title, told, now) {
  const due = collection(campaign, now).due_words
  return {
    title: words.sent_title(title), when: words.sent_at(spoken(told && told.at ? told.at : now, now)),
    next: [words.sent_next, due, words.sent_change].filter(Boolean)
  }
}

/** Both texts of a conflict, with their times. @param {Ports.Draft} draft @param {number} now */
function conflictOf(draft, now) {
  const theirs = draft.problem && draft.problem.context ? draft.problem.context.current : null
  const said = (/** @type {string} */ title) => title || words.untitled
  return {
    mine: { title: said(draft.title), when: spoken(draft.changed_at, now) },
    theirs: theirs ? { title: said(theirs.title), when: theirs.saved_at ? spoken(theirs.saved_at, now) : '' } : null
  }
}

module.exports = { markOf, noticeOf, sentOf, conflictOf }
