// One film over a lossy line: `node measure.js '{"rate": 1000000, "speed_up": 8, "size": 67108864, "seed": 1}'` with WANGJU_HOUSE set.
// The line carries `rate` bytes a second of the phone's own time, breaks every tenth part at a random byte and cuts all connections every
// 30 s of it; the phone's clock and the line run `speed_up` times as fast, so that every length and every chance stays as it is.
const { Story, film } = require('./story')
const { chanceOf } = require('./proxy')

const CUT_EVERY_S = 30
const BROKEN = 0.1
const RUNS_OF_FLOOR = 400

/** @returns {Promise<{ ratio: number, seconds: number, cuts: number, broken: number, floor: number, most_calls: number }>} */
async function measure({ rate, speed_up, size, seed }) {
  const chance = chanceOf(seed)
  let broken = 0
  const fate = ({ part, method, size: length }) => {
    if (method !== 'PUT' || part === null || chance() >= BROKEN) return undefined
    broken += 1
    return { break_at: Math.floor(chance() * length) }
  }
  const story = await Story.begin({ proxy: { rate: rate * speed_up, cut_every_ms: 1000 * CUT_EVERY_S / speed_up, fate }, phone: { speed_up } })
  try {
    story.proxy.startCutting()
    const [from, before, cuts] = [performance.now(), story.proxy.bytes, story.proxy.cuts]
    const { id } = await story.add('film.mp4', film(size))
    await story.uploads.idle()
    const { state, problem } = story.upload(id)
    if (state !== 'done') throw new Error(state + ' ' + JSON.stringify(problem))
    return {
      ratio: (story.proxy.bytes - before) / size, seconds: (performance.now() - from) * speed_up / 1000, cuts: story.proxy.cuts - cuts, broken,
      floor: floorOf(rate, size, seed), most_calls: story.phone.most_calls
    }
  } finally {
    await story.end()
  }
}

/**
 * What nobody who sends whole parts of 1 MiB, one at a time, and cannot foresee a cut, gets below: bytes sent ÷ size by arithmetic alone,
 * without headers, waits or a second part in flight. The mean of many runs.
 */
function floorOf(rate, size, seed) {
  const chance = chanceOf(seed + 1000)
  let sum = 0
  for (let run = 0; run < RUNS_OF_FLOOR; run += 1) sum += oneFloor(rate, size, chance)
  return sum / RUNS_OF_FLOOR
}

function oneFloor(rate, size, chance) {
  let [done, sent, until_cut] = [0, 0, chance() * CUT_EVERY_S * rate]
  while (done < size) {
    const part = Math.min(1 << 20, size - done)
    const breaks_at = chance() < BROKEN ? chance() * part : Infinity
    const crosses = Math.min(part, breaks_at, until_cut)
    sent += crosses
    until_cut -= crosses
    if (crosses === part) done += part
    if (until_cut <= 0) until_cut = CUT_EVERY_S * rate
  }
  return sent / size
}

if (require.main === module) {
  measure(JSON.parse(process.argv[2])).then(found => console.log(JSON.stringify(found)), error => {
    console.error(error)
    process.exit(1)
  })
}

module.exports = { floorOf, measure }
