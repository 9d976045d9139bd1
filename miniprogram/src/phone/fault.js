// A failure below the service, with words ready to show.

/**
 * @param {Ports.Fault['kind']} kind
 * @param {string} detail
 * @returns {Ports.Fault}
 */
function fault(kind, detail) {
  return Object.assign(new Error(detail), { kind, code: kind, detail })
}

module.exports = { fault }
