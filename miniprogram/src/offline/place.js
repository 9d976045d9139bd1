// A file belongs to a work or an event, which must be with the service before a place for the file is asked.

/**
 * @template T
 * @param {{ open(id: string): Draft | null, save(id: string): Promise<Draft | null>, hindrance(id: string): Wire.Problem | null }} drafts
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

/** @typedef {Ports.Saved & { id: string, revision: number }} Draft */

/** @param {Draft | null} draft @param {Wire.Problem | null} hindrance */
function requireSaved(draft, hindrance) {
  if (!draft || draft.revision > 0) return
  const problem = hindrance || { code: 'offline', status: 0, detail: '' }
  throw Object.assign(new Error(problem.detail), problem, { retryable: draft.saved !== 'refused', retry_after_s: null })
}

module.exports = { placeAfterDraft }
