/**
 * @param {number} now milliseconds
 * @param {number} then milliseconds
 */
function daysLeft(now, then) {
  return Math.ceil((then - now) / 86400000)
}

module.exports = { daysLeft }
