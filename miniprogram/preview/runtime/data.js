// setData goes through JSON on its way to the screen, as between a phone's two threads.
const { warn } = require('./journal')

/** What arrives of `data`. Fields set to undefined and functions do not; a cycle throws a TypeError. */
function crossing(data, where) {
  const arrived = {}
  for (const [field, value] of Object.entries(data || {})) {
    if (value === undefined) warn(`${where}: Setting data field "${field}" to undefined is invalid.`)
    else if (typeof value === 'function') warn(`${where}: Setting data field "${field}" to a function is invalid.`)
    else arrived[field] = value !== null && typeof value === 'object' ? JSON.parse(JSON.stringify(value, lost(where, field))) : value
  }
  return arrived
}

function lost(where, field) {
  return (key, value) => {
    if (typeof value === 'function') warn(`${where}: a function in data field "${field}" (${key}) is lost.`)
    return value
  }
}

module.exports = { crossing }
