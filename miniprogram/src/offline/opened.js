// A reminder was tapped: the page it opened carries `n`, the notice's id. Told once a tap; without a network, later.

const NOTICE = /^ntc_[0-9a-z]{16}$/

/** @param {{ tell: (name: string, path: string, body: any) => Promise<any> }} ports */
function createOpened({ tell }) {
  /** @type {Set<string>} */
  const told = new Set()
  return {
    /** What the program was opened with. @param {Record<string, any> | undefined} query */
    async note(query) {
      const id = String((query && query.n) || '')
      if (!NOTICE.test(id) || told.has(id)) return
      told.add(id)
      await tell('opened:' + id, '/api/notices/' + id + '/opened', {})
    }
  }
}

module.exports = { createOpened }
