// What is said of a file before it is sent: the same findings in the same words as models/media/specification.py says after.
// What the phone could not measure (codecs, sound, a camera's data) is judged by nobody here: it is said after the upload.
const words = require('../words').domain.specification
const { ACCEPTED, CONTAINERS, EXTENSIONS } = require('./formats')
const { fileSize } = require('./sizes')
const { mediaOf } = require('./media')
const { counts, later, room } = require('./counts')

const STEPS = ['submit', 'recommend']
const ASPECT_TOLERANCE_PERCENT = 2     // encoders pad to whole blocks: 1920×1088 is meant to be 16:9
const SHRUNK_BYTES = 500 * 1024
const SHRUNK_SIDE_PX = 1440            // WeChat's own compression leaves 1280 or 1440
const WAN = 10000
const YI = WAN * WAN
const ORIGINAL_HELPS = ['bytes_at_least', 'long_side_at_least_px', 'short_side_at_least_px']

/**
 * @typedef {{ name: string, size: number, type?: string, width?: number, height?: number, duration_s?: number, compressed?: boolean }} Measured
 * @typedef {Partial<Wire.Media> & { called?: string }} Media  `called`: the type whose own rules these are
 * @typedef {{ rule: string, outcome: 'warn' | 'refuse', measured: any, limit: any, words: string, advice?: string }} Verdict
 * @typedef {{ measured: any, words: string } | null} Finding
 */

/**
 * What refuses the file, else the specifications it does not meet, in the plan's order. `advice`: what may help with a photograph.
 * Rules of a newer plan, and those a phone cannot judge, are left out.
 * @param {Wire.FileKind} kind @param {Measured} measured @param {Media} media @param {string} [step] @returns {Verdict[]}
 */
function verdicts(kind, measured, media, step = 'submit') {
  const refusals = [empty(measured), tooLarge(measured, media), wrongKind(kind, measured), tooManyPixels(kind, measured, media),
    tooWide(kind, measured, media), tooLong(measured, media)].filter(isFound)
  if (refusals.length) return refusals
  const found = [unusualType(kind, measured, media)].concat((media.rules || []).map(rule => byRule(rule, measured, media, step))).filter(isFound)
  const hint = advice(kind, measured)
  return found.map(one => hint && ORIGINAL_HELPS.indexOf(one.rule) >= 0 ? Object.assign({}, one, { advice: hint }) : one)
}

/** “可能被微信压缩过，请选原图” for a photograph that looks so, else null. @param {Wire.FileKind} kind @param {Measured} measured */
function advice(kind, measured) {
  const sides = sidesOf(measured)
  const shrunk = sides !== null && measured.size < SHRUNK_BYTES && Math.max(sides[0], sides[1]) <= SHRUNK_SIDE_PX
  return kind === 'photo' && (measured.compressed || shrunk) ? words.advice.compressed : null
}

/** The type as told, else by the name's ending; null when neither says anything known. @param {Measured} measured @returns {string | null} */
function mimeOf({ name, type }) {
  const told = String(type || '').toLowerCase().split(';')[0].trim()
  if (told.indexOf('/') >= 0) return told
  const ending = String(name || '').toLowerCase().split('.').pop() || ''
  return EXTENSIONS[told] || EXTENSIONS[ending] || null
}

/** @param {string} rule @param {any} measured @param {any} limit @param {string} says @returns {Verdict} */
function refusal(rule, measured, limit, says) {
  return { rule, outcome: 'refuse', measured, limit, words: says }
}

/** @param {Measured} measured */
function empty({ size }) {
  return size <= 0 ? refusal('empty', size, 1, words.empty) : null
}

/** @param {Measured} measured @param {Media} media */
function tooLarge({ size }, { max_bytes }) {
  if (max_bytes === undefined || !(size > max_bytes)) return null
  const [is, most] = apart(size, max_bytes)
  return refusal('max_bytes', size, max_bytes, words.too_large(is, most))
}

/** @param {Wire.FileKind} kind @param {Measured} measured */
function wrongKind(kind, measured) {
  const mime = mimeOf(measured)
  return mime === null || ACCEPTED[kind].indexOf(mime) >= 0 ? null : refusal('kind', mime, kind, words.kind(kind))
}

/** @param {Wire.FileKind} kind @param {Measured} measured @param {Media} media */
function tooManyPixels(kind, measured, { max_pixels }) {
  const sides = sidesOf(measured)
  if (!sides || !max_pixels || sides[0] * sides[1] <= max_pixels) return null
  const [is, most] = pixelsApart(sides[0] * sides[1], max_pixels)
  return refusal('max_pixels', sides[0] * sides[1], max_pixels, words.too_many_pixels(sides.join('×'), is, most, smaller(kind)))
}

/** @param {Wire.FileKind} kind @param {Measured} measured @param {Media} media */
function tooWide(kind, measured, { max_side }) {
  const sides = sidesOf(measured)
  const px = sides && Math.max(sides[0], sides[1])
  return !sides || !px || !max_side || px <= max_side ? null
    : refusal('max_side', px, max_side, words.too_wide(sides.join('×'), max_side, smaller(kind)))
}

/** @param {Measured} measured @param {Media} media */
function tooLong(measured, { max_seconds }) {
  const seconds = whole(measured.duration_s)
  return seconds === null || !max_seconds || seconds <= max_seconds ? null
    : refusal('max_seconds', seconds, max_seconds, words.lasts_too_long(duration(seconds), duration(max_seconds)))
}

/** @param {Wire.FileKind} kind */
function smaller(kind) {
  return kind === 'video' ? words.smaller_film : words.smaller_photo
}

/** Only pictures have one name for each type. @param {Wire.FileKind} kind @param {Measured} measured @param {Media} media @returns {Verdict | null} */
function unusualType(kind, measured, { types = [] }) {
  const mime = mimeOf(measured)
  if (kind !== 'photo' || mime === null || !types.length || types.indexOf(mime) >= 0) return null
  const usual = types.map(one => one.replace(/^image\//, '').toUpperCase())
  return { rule: 'type', outcome: 'warn', measured: mime, limit: types, words: words.type(usual) }
}

/** @param {Wire.Rule} rule @param {Measured} measured @param {Media} media @param {string} step @returns {Verdict | null} */
function byRule(rule, measured, media, step) {
  const judge = RULES[rule.rule]
  if (!judge || STEPS.indexOf(rule.applies_at || 'submit') > STEPS.indexOf(step)) return null
  const found = judge(measured, rule.limit, media)
  if (!found) return null
  const required = Boolean(rule.required_at) && STEPS.indexOf(String(rule.required_at)) <= STEPS.indexOf(step)
  const refuses = rule.severity === 'refuse' || required
  const says = refuses ? found.words : words.hint + found.words + (rule.required_at ? words.condition : '')
  return { rule: rule.rule, outcome: refuses ? 'refuse' : 'warn', measured: found.measured, limit: rule.limit, words: says }
}

/** @type {Record<string, (measured: Measured, limit: any, media: Media) => Finding>} */
const RULES = {
  duration_at_most_s(measured, limit, { called }) {
    const seconds = whole(measured.duration_s)
    return seconds === null || seconds <= limit ? null
      : { measured: seconds, words: words.too_long(duration(seconds), called || words.here, duration(limit)) }
  },
  duration_at_least_s(measured, limit, { called }) {
    const seconds = whole(measured.duration_s)
    return seconds === null || seconds >= limit ? null
      : { measured: seconds, words: words.too_short(duration(seconds), called || words.here, duration(limit)) }
  },
  long_side_at_least_px(measured, limit) {
    const sides = sidesOf(measured)
    const px = sides && Math.max(sides[0], sides[1])
    return px === null || px >= limit ? null : { measured: px, words: words.long_side(px, limit) }
  },
  short_side_at_least_px(measured, limit) {
    const sides = sidesOf(measured)
    const px = sides && Math.min(sides[0], sides[1])
    return px === null || px >= limit ? null : { measured: px, words: words.short_side(px, limit) }
  },
  bytes_at_least({ size }, limit) {
    if (!(size < limit)) return null
    const [is, least] = apart(size, limit)
    return { measured: size, words: words.bytes(is, least) }
  },
  aspect_ratio(measured, limit) {
    const sides = sidesOf(measured)
    const ratio = /^([0-9]+):([0-9]+)$/.exec(limit)
    if (!sides || !ratio) return null
    const [across, up] = [Number(ratio[1]), Number(ratio[2])]
    if (Math.abs(sides[0] * up - sides[1] * across) * 100 <= ASPECT_TOLERANCE_PERCENT * sides[1] * across) return null
    const said = sides.join('×')
    return { measured: said, words: sides[0] < sides[1] && across > up ? words.upright(said, limit) : words.aspect(said, limit) }
  },
  container(measured, limit) {
    const is = CONTAINERS[mimeOf(measured) || '']
    return !is || is === limit ? null : { measured: is, words: words.container(is.toUpperCase(), String(limit).toUpperCase()) }
  }
}

/** “9 分 12 秒”, “8 分钟”, “45 秒”. @param {number} seconds whole */
function duration(seconds) {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60]
  return minutes && rest ? words.minutes_seconds(minutes, rest) : minutes ? words.minutes(minutes) : words.seconds(rest)
}

/** Both in words; to the byte where rounding would make them the same. @param {number} size @param {number} limit */
function apart(size, limit) {
  const said = [fileSize(size), fileSize(limit)]
  return said[0] === said[1] ? [words.to_the_byte(size), words.to_the_byte(limit)] : said
}

/** The same for pixels: “1.2 亿像素”, “944 万像素”. @param {number} pixels @param {number} limit */
function pixelsApart(pixels, limit) {
  const said = [pixelsSaid(pixels), pixelsSaid(limit)]
  return said[0] === said[1] ? [words.pixels(pixels), words.pixels(limit)] : said
}

/** @param {number} pixels */
function pixelsSaid(pixels) {
  if (pixels >= YI) return words.yi_pixels(Math.floor((pixels * 20 + YI) / (2 * YI)) / 10)
  return pixels >= WAN ? words.wan_pixels(Math.floor((pixels * 2 + WAN) / (2 * WAN))) : words.pixels(pixels)
}

/** A measure in whole seconds or pixels, rounded half up; null when the phone did not know (it says 0 then). @param {any} measure @returns {number | null} */
function whole(measure) {
  return typeof measure === 'number' && measure > 0 && isFinite(measure) ? Math.floor(measure + 0.5) : null
}

/** @param {Measured} measured @returns {[number, number] | null} */
function sidesOf(measured) {
  const [width, height] = [whole(measured.width), whole(measured.height)]
  return width && height ? [width, height] : null
}

/** @param {any} one @returns {one is Verdict} */
function isFound(one) {
  return one !== null
}

module.exports = { verdicts, advice, mimeOf, mediaOf, counts, later, room }
