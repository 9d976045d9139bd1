// Works on show as cards. Pure.
const { windowOf } = require('../../domain/phases')
const { thumbOf } = require('../../domain/renditions')
const words = require('../../words').gallery
const { and } = require('../../words').domain

const ICONS = { photo: 'photo', song: 'music', video: 'video', document: 'file-text' }
const NAMED = 3

/** @param {Wire.Work} work */
function cardOf(work) {
  const kind = work.files.length ? work.files[0].kind : 'document'
  return {
    id: work.id, title: work.title, by: credits(work.authors) || work.unit_name || '', track: work.track_label, cover: coverOf(work),
    icon: ICONS[kind] || 'file-text', kind: words.kinds[kind] || ''
  }
}

/** The address of a picture that stands for the work; '' when it has none. @param {Wire.Work} work */
function coverOf(work) {
  return work.files.map(file => thumbOf(file.renditions)).find(Boolean) || ''
}

/** Each name once, the first few. @param {Wire.Author[]} authors */
function credits(authors) {
  const names = authors.map(author => author.name).filter((name, i, all) => name && all.indexOf(name) === i)
  return and(names.slice(0, NAMED)) + (names.length > NAMED ? words.and_more(names.length) : '')
}

/** Why nothing is to be seen, and when there will be. @param {Wire.Campaign} campaign @param {string} track @param {number} now */
function emptyWords(campaign, track, now) {
  const shows = windowOf(campaign, 'exhibit', now)
  if (shows.state === 'future') return words.begins(shows.words)
  return track ? words.none_of_track : words.none
}

module.exports = { cardOf, emptyWords }
