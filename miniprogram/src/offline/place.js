// A file belongs to a work, so the work must be with the service before a place for the file is asked.

/**
 * @template T
 * @param {Pick<import('./drafts').Drafts, 'open' | 'save' | 'hindrance'>} drafts
 * @param {(id: string, asked: T & { about: string }) => Promise<Wire.Ticket>} place
 * @returns {(id: string, asked: T & { about: string }) => Promise<Wire.Ticket>} throws the draft's own Problem while it cannot be saved
 */
function placeAfterDraft(drafts, place) {
  return async (id, asked) => {
    const draft = drafts.open(asked.about)
    if (draft && draft.revision === 0) requireSaved(await drafts.save(draft.id), drafts.hindrance(draft.id))
    return place(id, asked)
  }
}

/** @param {Ports.Draft | null} draft @param {Wire.Problem | null} hindrance */
function requireSaved(draft, hindrance) {
  if (!draft || draft.revision > 0) return
  const problem = hindrance || { code: 'offline', status: 0, detail: '' }
  throw Object.assign(new Error(problem.detail), problem, { retryable: draft.saved !== 'refused', retry_after_s: null })
}

module.exports = { placeAfterDraft }
