// What every test of the uploader begins with: a person signed in, a work of theirs, a phone, a line that can be broken.
const { createHash, randomBytes } = require('node:crypto')
const { readFileSync } = require('node:fs')
const fs = require('node:fs/promises')
const os = require('node:os')
const path = require('node:path')
const { createPlaces } = require('../../../../miniprogram/src/api/entries')
const { createSession } = require('../../../../miniprogram/src/api/session')
const { createWire } = require('../../../../miniprogram/src/api/wire')
const { mint } = require('../../../../miniprogram/src/domain/ids')
const { createUploads } = require('../../../../miniprogram/src/upload/uploads')
const { Phone, Pocket } = require('./phone')
const { Proxy } = require('./proxy')

const HOUSE = process.env.WANGJU_HOUSE
const MIB = 1 << 20
const COMMENT = 65533            // bytes a comment of a JPEG takes at most

if (!HOUSE) throw new Error('WANGJU_HOUSE: the address of a running service')
/** What is measured on the way alone (bench/lossy.py) needs no file that can be opened. */
const real = (path, head) => path ? readFileSync(path) : Buffer.from(head, 'latin1')
const REAL = {
  film: real(process.env.WANGJU_FILM, '\0\0\0\x18ftypisom\0\0\x02\0isommp42'), photo: real(process.env.WANGJU_PHOTO, '\xff\xd8\xff\xe0\0\x10JFIF\0')
}

/** A film nobody has seen, and that the service may look into: what no player reads of it is left to chance. @param {number} size bytes */
function film(size) {
  const free = Buffer.alloc(8)
  free.writeUInt32BE(size - REAL.film.length)
  free.write('free', 4)
  return Buffer.concat([REAL.film, free, randomBytes(size - REAL.film.length - 8)])
}

/** A photograph likewise, its comments left to chance. @param {number} size bytes */
function photo(size) {
  const left = size - REAL.photo.length
  const count = Math.ceil(left / (COMMENT + 4))
  const comments = Array.from({ length: count }, (_, i) => comment(Math.floor(left * (i + 1) / count) - Math.floor(left * i / count)))
  return Buffer.concat([REAL.photo.subarray(0, 2), ...comments, REAL.photo.subarray(2)])
}

/** @param {number} size with its four bytes of marker and length */
function comment(size) {
  const head = Buffer.from([0xff, 0xfe, 0, 0])
  head.writeUInt16BE(size - 2, 2)
  return Buffer.concat([head, randomBytes(size - 4)])
}

const sha256 = bytes => createHash('sha256').update(bytes).digest('hex')

class Story {
  /** @param {{ track?: string, user?: string, proxy?: object, phone?: object }} [asked] */
  static async begin({ track = 'recitation', user = 'uploader-' + randomBytes(5).toString('hex'), proxy = {}, phone = {} } = {}) {
    const story = new Story()
    story.user = user
    story.asked = { speed_up: 10, ...phone }
    story.pocket = new Pocket(await fs.mkdtemp(path.join(os.tmpdir(), 'phone-')))
    story.proxy = new Proxy({ target: HOUSE, ...proxy })
    story.line = await story.proxy.start()
    story.launch()
    story.about = await story.draft(track)
    return story
  }

  /** The app starts, for the first time or again. */
  launch() {
    this.phone = new Phone(this.pocket, { ...this.asked, via: url => url.replace(HOUSE, this.line) })
    const ports = this.phone.ports
    const code = () => this.code()
    let ask
    this.session = createSession({ storage: ports.storage, key: 'session', code, ask: (...words) => ask(...words) })
    const wire = createWire({ request: ports.request, clock: ports.clock, session: this.session, base_url: HOUSE })
    ask = this.ask = wire.ask
    const places = createPlaces({ ask })
    const api = { place: places.place, confirm: places.confirm, remove: places.removeFile }
    this.uploads = createUploads({ ...ports, api, account: () => this.signed_out ? '' : this.session.account_id() })
    return this.uploads
  }

  /** Killed and started again: picked files are gone. */
  async restart() {
    this.phone.kill()
    await this.pocket.forgetPicked()
    await this.until(() => this.proxy.under_way === 0)
    this.launch()
    await this.uploads.start()
    return this.uploads
  }

  async code() {
    const answer = await fetch(HOUSE + '/sim/wechat/_sim/login_code', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ user: this.user })
    })
    return (await answer.json()).code
  }

  async draft(track) {
    await this.session.signIn()
    const { body: campaign } = await this.ask('GET', '/api/campaigns/current')
    const id = mint('ent', Date.now(), randomBytes(4))
    const found = campaign.tracks.find(one => one.id === track)
    await this.ask('PUT', '/api/entries/' + id, {
      campaign: campaign.id, track, type: (found.types[0] || { id: null }).id, title: '高原上的追光人', fields: {}, authors: [], consents: [], revision: 0
    })
    return id
  }

  async add(name, bytes, more, kind = 'video') {
    const file = await this.pocket.pick(name, bytes)
    return this.uploads.add(this.about, { path: file, name, size: bytes.length, kind }, more)
  }

  upload(id) {
    return this.uploads.list().find(one => one.id === id)
  }

  /** Until something is so. */
  async until(true_, within_ms = 15000) {
    const deadline = Date.now() + within_ms
    while (!await true_()) {
      if (Date.now() > deadline) throw new Error('not in time: ' + true_ + ' ' + JSON.stringify(this.uploads.list()))
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  }

  async untilState(id, state) {
    await this.until(() => (this.upload(id) || {}).state === state)
    return this.upload(id)
  }

  async end() {
    this.phone.kill()
    this.proxy.stop()
    await fs.rm(this.pocket.folder, { recursive: true, force: true })
  }
}

/** A test with a story of its own. */
function told(test, name, asked, act) {
  test(name, { timeout: 40000 }, async () => {
    const story = await Story.begin(asked)
    try {
      await act(story)
    } finally {
      await story.end()
    }
  })
}

module.exports = { HOUSE, MIB, Story, film, photo, sha256, told }
