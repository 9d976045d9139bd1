// Whatever happens, in whatever order: the newest words are with the service, or stand on the phone beside what closes
// their way; nobody's text is laid over unseen; a revision found stale is not sent again.
const { test } = require('node:test')
const assert = require('node:assert/strict')
const { contractServer, problem } = require('./contract_server')
const { Disk, Killed, Program, stillClock } = require('./phone')
const { CAMPAIGN, beginDraft, launch } = require('./running')

const LIVES = 60
const STEPS = 40
const WEATHERS = ['fine', 'fine', 'fine', 'lost there', 'lost back', 'away']

/** mulberry32: a seed tells a whole life again. */
function chanceFrom(seed) {
  return () => {
    seed = (seed + 0x6D2B79F5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

class Life {
  constructor(service, seed) {
    const chance = chanceFrom(seed)
    Object.assign(this, { service, chance, disk: new Disk(), clock: stillClock(), words: 0, stale: [], seen: new Set(), under_way: [] })
    this.pickFrom = list => list[Math.floor(chance() * list.length)]
  }

  start() {
    this.phone = launch(this.service, { disk: this.disk, clock: this.clock, seen: (path, body, thrown) => {
      if (thrown.code === 'entry.stale') this.stale.push(body.revision)
    } })
    this.phone.drafts.leave()
  }

  get draft() { return this.phone.drafts.open(this.id) }

  edit() {
    this.mine = '字' + (this.words += 1)
    this.phone.drafts.change(this.id, { title: this.mine })
  }

  flush() { this.under_way.push(this.phone.drafts.leave()) }
  hurry() { this.under_way.push(this.phone.outbox.hurry()) }
  wait() { this.phone.timers.forward(this.pickFrom([100, 1500, 70000])) }
  network() { this.phone.network.turn(!this.phone.network.online()) }

  /** In the middle of whatever goes on. */
  kill() {
    this.phone.program.kill()
    this.under_way = []
    this.start()
  }

  elsewhere() {
    if (this.service.entries.has(this.id)) this.service.elsewhere(this.id, { title: '别处' + (this.words += 1) })
  }

  async resolve() {
    if (this.draft.saved !== 'conflict') return
    const theirs = this.draft.problem.context.current
    this.seen.add(theirs.revision)
    if (this.chance() < 0.5) {
      this.under_way.push(this.phone.drafts.keepMine(this.id))
    } else {
      this.phone.drafts.takeTheirs(this.id)
      this.mine = theirs.title
    }
  }

  async step() {
    const what = this.pickFrom(['edit', 'edit', 'edit', 'flush', 'flush', 'hurry', 'wait', 'network', 'kill', 'elsewhere', 'resolve', 'breathe'])
    if (what === 'breathe') await new Promise(resolve => setTimeout(resolve, 1))
    else await this[what]()
    this.look()
  }

  /** The text on the screen is the last one written here, or one of the service's that was shown since. */
  look() {
    const { title, revision, saved } = this.draft
    if (title === this.mine) return
    assert.equal(saved, 'server')
    this.seen.add(revision)
    this.mine = title
  }

  /** The sky clears: everything that can go, goes. */
  async end() {
    this.service.weather = () => 'fine'
    this.kill()
    this.phone.network.turn(true)
    await this.phone.session.signIn()
    await this.phone.drafts.leave()
    await this.phone.outbox.hurry()
    await Promise.all(this.under_way)
    this.look()
  }

  judge() {
    const { title, saved, revision } = this.draft
    assert.equal(title, this.mine)
    assert.equal(this.phone.outbox.waiting(), 0)
    if (saved === 'server' && !this.service.entries.has(this.id)) assert.fail('the phone says it is saved, and it is not')
    if (saved === 'server' && this.service.entries.get(this.id).revision === revision) assert.equal(this.service.shown(this.id).title, this.mine)
    if (saved !== 'conflict') assert.equal(saved, this.words === 0 ? 'phone' : 'server')
    assert.deepEqual(this.stale, [...new Set(this.stale)], 'a stale revision was sent twice')
    const { writers } = this.service.entries.get(this.id)
    const covered = writers.map((who, i) => who === 'elsewhere' && writers[i + 1] === 'phone' ? i : 0).filter(Boolean)
    assert.deepEqual(covered.filter(i => !this.seen.has(i)), [], 'somebody else\'s text was laid over unseen')
  }
}

test('in random lives of a phone nothing written is lost and nothing of others is laid over unseen', async t => {
  const service = await contractServer(t)
  const ends = { conflict: 0, server: 0 }
  for (let seed = 1; seed <= LIVES; seed += 1) {
    const life = new Life(service, seed)
    service.weather = () => life.away ? problem(503, 'neighbour.away', '稍后') : 'fine'
    life.start()
    await life.phone.session.signIn()
    life.id = beginDraft(life.phone, '')
    life.edit()
    service.weather = () => {
      const weather = life.pickFrom(WEATHERS)
      return weather === 'away' ? problem(503, 'neighbour.away', '稍后') : weather
    }
    try {
      for (let i = 0; i < STEPS; i += 1) await life.step()
      await life.end()
      life.judge()
    } catch (why) {
      why.message = 'life ' + seed + ': ' + why.message
      throw why
    }
    ends[life.draft.saved] += 1
  }
  assert.ok(ends.conflict > 0 && ends.server > 0, 'lives of both ends were lived: ' + JSON.stringify(ends))
})

/** One life, told with a program that dies at its n-th write to the disk. What it answers is what a second program finds. */
async function lifeKilledAt(service, n) {
  const life = { disk: new Disk(), program: new Program(n), id: null, kept: null }
  await Promise.race([life.program.died, liveThrough(service, life, n)])
  return life
}

async function liveThrough(service, life, n) {
  const phone = launch(service, life)
  const write = title => {
    phone.drafts.change(life.id, { title })
    if (life.program.alive) life.kept = title
  }
  try {
    await phone.session.signIn()
    const { id } = phone.drafts.begin({ campaign: CAMPAIGN, track: 'photo' })
    life.id = id
    write('一')
    await phone.drafts.save(id)
    write('二')
    const saving = phone.drafts.save(id)
    write('三')
    await saving
    await phone.drafts.save(id)
    phone.outbox.put('/api/entries/' + id + '/moves/mov_' + n, { act: 'submit' })
    await phone.outbox.flush()
  } catch (why) {
    if (!(why instanceof Killed)) throw why
  }
}

test('killed at any write to the disk, the phone finishes the same work without a conflict with itself', async t => {
  const service = await contractServer(t)
  let deaths = 0
  for (let survived = false; !survived;) {
    const { disk, id, kept, program } = await lifeKilledAt(service, deaths)
    survived = program.alive
    deaths += survived ? 0 : 1
    const after = launch(service, { disk })
    if (!after.session.account_id()) await after.session.signIn()
    await after.drafts.leave()
    await after.outbox.hurry()
    assert.deepEqual(after.outbox.items(), [], 'killed at write ' + deaths)
    if (kept) assert.equal(service.shown(id).title, kept, 'killed at write ' + deaths)
    assert.ok(deaths < 200)
  }
  assert.ok(deaths > 15, 'it died ' + deaths + ' times')
  assert.equal(service.facts.size > 0, true)
})
