// Somebody opened what a 宣传员 shared (query `p`). Said once while the program lives, for a total of people and nothing else;
// without a network it waits until there is one, and is given up when the program is closed.

const SLUG = /^[0-9a-z]{1,20}$/

/** @param {{ visit: (slug: string, visitor: string) => Promise<void>, mark: () => string }} ports `mark`: this phone's own, random */
function createVisits({ visit, mark }) {
  /** @type {Map<string, 'waiting' | 'on its way' | 'said'>} */
  const known = new Map()

  /** @param {string} slug */
  async function say(slug) {
    known.set(slug, 'on its way')
    try {
      await visit(slug, mark())
      known.set(slug, 'said')
    } catch (/** @type {any} */ problem) {
      known.set(slug, problem.retryable ? 'waiting' : 'said')
    }
  }

  return {
    /** What the program was opened with. @param {Record<string, any> | undefined} query */
    async note(query) {
      const slug = String((query && query.p) || '')
      if (SLUG.test(slug) && !known.has(slug)) await say(slug)
    },
    /** There is a network again. */
    async hurry() { await Promise.all(Array.from(known.keys()).filter(slug => known.get(slug) === 'waiting').map(say)) }
  }
}

module.exports = { createVisits }
