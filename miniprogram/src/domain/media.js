// What files a track takes for a type.
const words = require('../words').domain.specification

/** A type's own list where it has one, under its name. @param {Wire.Track} track @param {string | null} type @returns {(Wire.Media & { called?: string })[]} */
function mediaOf(track, type) {
  const chosen = track.types.find(one => one.id === type)
  if (!chosen || !chosen.media) return track.media
  const called = calledOf(chosen.label)
  return chosen.media.map(media => Object.assign({ called }, media))
}

/** A type's name as it stands in a sentence: 故事情景剧（≤ 8 分钟） is 故事情景剧. @param {string} label */
function calledOf(label) {
  return label.split(words.remark_opens)[0]
}

module.exports = { mediaOf, calledOf }
