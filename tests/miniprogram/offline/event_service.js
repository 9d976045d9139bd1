// The small service of contract_server.js, with events: documents with a revision, secrets that are added once, and one step.
const { contractServer, problem } = require('./contract_server')

const EVENT = /^\/api\/events\/(\w+)(?:\/moves\/(\w+))?$/
const meaning = ({ revision: _, secret: __, ...body }) => JSON.stringify(Object.entries(body).sort())

class EventService {
  constructor(server) {
    Object.assign(this, { server, events: new Map(), moves: new Map() })
  }

  answer(asked, body, account) {
    const [, id, move] = asked.url.match(EVENT)
    return move ? this.step(id, move, body, account) : this.save(id, body, account)
  }

  save(id, body, account) {
    const event = this.events.get(id) || { owner: account, revision: 0, meanings: [], secrets: [], state: 'draft' }
    if (event.owner !== account) return problem(409, 'id.reused', '这个编号已用于另一次操作')
    if (event.revision !== body.revision) {
      if (event.meanings[body.revision + 1] !== meaning(body)) return problem(409, 'event.stale', '这场活动已在另一部手机上改过', { current: this.shown(id) })
      return { status: 200, body: this.shown(id) }
    }
    if (event.state === 'reported') return problem(409, 'event.wrong_state', '活动当前为「待确认」，不能「修改」')
    this.write(id, event, body)
    return { status: 200, body: this.shown(id) }
  }

  write(id, event, body) {
    event.revision += 1
    event.meanings[event.revision] = meaning(body)
    event.text = { ...body }
    if (body.secret && !event.secrets.includes(body.secret)) event.secrets.push(body.secret)
    this.events.set(id, event)
  }

  /** Another phone of a colleague saves. */
  elsewhere(id, patch) {
    const event = this.events.get(id)
    this.write(id, event, { ...event.text, ...patch })
  }

  step(id, move, body, account) {
    const known = this.moves.get(move)
    if (known) return { status: 200, body: known }
    const event = this.events.get(id)
    if (!event || event.owner !== account) return problem(404, 'not_found', '没有找到这场活动')
    if (event.text.claimed === null) return problem(422, 'event.incomplete', '上报前还要填：参加人数（填报）')
    if (event.state !== 'draft') return problem(409, 'event.wrong_state', '活动已经上报')
    event.state = 'reported'
    event.reported = event.text
    this.moves.set(move, { id: move, act: body.act, event: this.shown(id) })
    return { status: 201, body: this.moves.get(move) }
  }

  shown(id) {
    const { revision, text, state, secrets } = this.events.get(id)
    const label = { draft: '未上报', reported: '待确认' }[state]
    const { secret: _, ...words } = text
    return { id, ends_at: null, ...words, campaign: 'qinghai-2022', unit_name: '西宁市总工会', reporting_unit_name: '西宁市总工会', state, state_label: label, revision, secret: secrets[secrets.length - 1], may_look_after: true }
  }

  puts() { return this.server.log.filter(({ method, url }) => method === 'PUT' && EVENT.test(url)) }
}

/** The service of a test, and its events. */
async function withEvents(t) {
  const server = await contractServer(t)
  const events = new EventService(server)
  const others = server.answer.bind(server)
  server.answer = (asked, body) => {
    if (!EVENT.test(asked.url)) return others(asked, body)
    server.log.push({ method: asked.method, url: asked.url, headers: asked.headers, body })
    const account = server.tokens.get((asked.headers.authorization || '').replace('Bearer ', ''))
    return account ? events.answer(asked, body, account) : problem(401, 'session.expired', '登录已过期，请重新登录')
  }
  return { server, events }
}

module.exports = { withEvents }
