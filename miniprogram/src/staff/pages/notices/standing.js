// Where the newest words of a notice stand, in words: of the list and of the form. Pure.
const words = require('../../../words').notices
const { domain } = require('../../../words')

/** @param {Ports.NoticeDraft} draft @param {{ unsaved: string, blank: boolean }} [now] `unsaved`: why the phone itself did not keep them */
function markOf({ saved, problem }, { unsaved, blank } = { unsaved: '', blank: false }) {
  const why = problem && problem.detail ? problem.detail : ''
  if (unsaved) return { tone: 'bad', icon: 'circle-x-bad', words: words.marks.unsaved(unsaved) }
  if (blank) return { tone: 'info', icon: 'info-circle-soft', words: words.marks.blank }
  if (saved === 'conflict') return { tone: 'warn', icon: 'alert-triangle-warn', words: words.marks.conflict }
  if (saved === 'refused') return { tone: 'bad', icon: 'alert-triangle-bad', words: words.marks.refused(whole(problem)) }
  if (saved === 'server') return { tone: 'ok', icon: 'circle-check-ok', words: words.marks.server }
  return { tone: 'info', icon: 'device-mobile-soft', words: why ? words.marks.phone_only(why) : words.marks.phone }
}

/** What was refused, with the fields the service names. @param {Wire.Problem | null} problem */
function whole(problem) {
  const fields = problem && problem.context && Array.isArray(problem.context.fields) ? problem.context.fields : []
  const says = fields.map((/** @type {{ says: string }} */ one) => one.says).filter(Boolean)
  return [problem ? problem.detail : ''].concat(says.slice(0, 2)).filter((one, at, all) => one && all.indexOf(one) === at).join(words.then)
}

/** One of this phone, in the list. @param {Ports.NoticeDraft} draft */
function formRow(draft) {
  return { id: draft.id, title: draft.title || domain.noticing.untitled, mark: markOf(draft) }
}

module.exports = { formRow, markOf }
