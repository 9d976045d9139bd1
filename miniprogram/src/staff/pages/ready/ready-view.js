// What must be on a phone before it goes where there is no signal, each with how it stands and what to do.
const { fileSize } = require('../../../domain/sizes')
const { spoken } = require('../../../domain/dates')
const { upcoming } = require('../../../domain/check_ins')
const words = require('../../../words').staff_ready

const ROOM_BYTES = 2 * 1024 * 1024
const MINUTE_MS = 60000

/**
 * @param {{
 *   plan: Wire.Campaign | null, fresh: boolean, account: Wire.Account | null, token: string | null, free: number, ahead_ms: number, now: number,
 *   events: Wire.EventLine[] | null, holds: (id: string) => boolean
 * }} found `fresh`: the service has just been asked; `events`: those I look after, as last read, null when never; `holds`: whether
 *   an event lies on this phone with what its codes are made of; `ahead_ms`: how far its clock is ahead of the phone's
 */
function readyView({ plan, fresh, account, token, free, ahead_ms, now, events, holds }) {
  const lines = [
    lineOf('page', true, words.page),
    lineOf('plan', Boolean(plan), !plan ? words.plan.none : fresh ? words.plan.fresh(plan.version, spoken(now, now)) : words.plan.kept(plan.version)),
    lineOf('session', Boolean(token), token ? words.session.yes(account && account.name || '') : words.session.none),
    eventsLine(events, holds, now),
    lineOf('room', free >= ROOM_BYTES, free >= ROOM_BYTES ? words.room.yes(fileSize(free)) : words.room.low(fileSize(Math.max(0, free)))),
    clockLine(ahead_ms, fresh)
  ]
  const lacking = lines.filter(line => !line.good).length
  return { lines, good: lacking === 0, headline: lacking ? words.no(lacking) : words.yes }
}

/** @param {Wire.EventLine[] | null} events @param {(id: string) => boolean} holds @param {number} now */
function eventsLine(events, holds, now) {
  if (!events) return lineOf('events', false, words.events.unknown)
  const coming = upcoming(events, now)
  const lacking = coming.filter(event => !holds(event.id)).length
  if (lacking) return lineOf('events', false, words.events.lacking(lacking))
  return lineOf('events', true, coming.length ? words.events.yes(coming.length) : words.events.none)
}

/** A minute is what a check-in code forgives. @param {number} ahead_ms @param {boolean} fresh */
function clockLine(ahead_ms, fresh) {
  const minutes = Math.round(Math.abs(ahead_ms) / MINUTE_MS)
  if (minutes < 1) return lineOf('clock', true, fresh ? words.clock.yes : words.clock.kept)
  return lineOf('clock', false, ahead_ms > 0 ? words.clock.slow(minutes) : words.clock.fast(minutes))
}

/** @param {keyof typeof words.names} id @param {boolean} good @param {string} says */
function lineOf(id, good, says) {
  return { id, good, name: words.names[id], says, icon: good ? 'circle-check-ok' : 'alert-triangle-warn', sign: good ? words.good : words.bad }
}

module.exports = { readyView }
