// A small service that obeys the contract for sessions, documents with revisions and facts, over real HTTP on loopback.
// `weather` decides what becomes of each request: served, lost on the way there, lost on the way back, or turned away.
const http = require('node:http')

const digest = body => JSON.stringify(Object.entries(body).filter(([name]) => name !== 'revision').sort())

class ContractServer {
  constructor() {
    Object.assign(this, { entries: new Map(), facts: new Map(), tokens: new Map(), log: [], codes: 0, sign_ins: 0, weather: () => 'fine', answers: new Map() })
    this.server = http.createServer((asked, answer) => this.hear(asked, answer))
  }

  async open() {
    await new Promise(resolve => this.server.listen(0, '127.0.0.1', resolve))
    this.url = 'http://127.0.0.1:' + this.server.address().port
    return this
  }

  close() {
    this.server.closeAllConnections()
    return new Promise(resolve => this.server.close(resolve))
  }

  async hear(asked, answer) {
    const chunks = []
    for await (const chunk of asked) chunks.push(chunk)
    const body = chunks.length ? JSON.parse(Buffer.concat(chunks)) : null
    const weather = await this.weather(asked, body)
    if (weather === 'lost there') return asked.socket.destroy()
    const told = typeof weather === 'object' ? weather : this.answer(asked, body)
    if (weather === 'lost back') return asked.socket.destroy()
    const { status, headers = {}, ...rest } = told
    const text = 'text' in rest ? rest.text : rest.body === undefined ? '' : JSON.stringify(rest.body)
    answer.writeHead(status, { ...(text && { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' }), ...headers })
    answer.end(text)
  }

  answer(asked, body) {
    const { method, url, headers } = asked
    this.log.push({ method, url, headers, body })
    if (this.answers.has(method + ' ' + url)) return this.answers.get(method + ' ' + url)(asked, body)
    if (url === '/api/sessions') return this.signIn(body)
    const account = this.tokens.get((headers.authorization || '').replace('Bearer ', ''))
    if (!account) return problem(401, 'session.expired', '登录已过期，请重新登录')
    const move = url.match(/^\/api\/entries\/(\w+)\/moves\/(\w+)$/)
    if (move) return this.fact(account, url, body, move[1])
    const entry = url.match(/^\/api\/entries\/(\w+)$/)
    if (entry && method === 'PUT') return this.save(account, entry[1], body)
    return problem(404, 'not_found', '没有找到这个地址')
  }

  /** The code's name is the account's: acc_lin-3 signs in as acc_lin. */
  signIn({ code }) {
    this.sign_ins += 1
    const id = code.split('-')[0]
    const token = 'tok-' + id + '-' + this.sign_ins
    this.tokens.set(token, id)
    return { status: 201, body: { token, expires_at: '2026-12-23T00:00:00Z', account: { id, name: null, unit: null, unit_confirmed: false, roles: [] } } }
  }

  save(account, id, body) {
    const entry = this.entries.get(id) || { owner: account, revision: 0, digests: [], writers: [], state: 'draft' }
    if (entry.owner !== account) return problem(409, 'id.reused', '这个编号已用于另一次操作')
    if (entry.revision !== body.revision) {
      if (entry.digests[body.revision + 1] === digest(body)) return { status: 200, body: this.shown(id) }
      if (!this.entries.has(id)) return problem(404, 'not_found', '没有找到这份草稿')
      return problem(409, 'entry.stale', '这份草稿已在另一部手机上改过', { current: this.shown(id) })
    }
    if (body.title === '不合格') return problem(422, 'entry.fields', '标题不能用')
    if (entry.state !== 'draft') return problem(409, 'entry.wrong_state', '作品当前为「已提交」，不能「修改」')
    this.write(id, entry, body, 'phone')
    return { status: 200, body: this.shown(id) }
  }

  write(id, entry, body, writer) {
    entry.revision += 1
    entry.digests[entry.revision] = digest(body)
    entry.writers[entry.revision] = writer
    entry.text = { ...body, revision: undefined }
    this.entries.set(id, entry)
  }

  /** Another phone of the same person saves. */
  elsewhere(id, patch) {
    const entry = this.entries.get(id)
    this.write(id, entry, { ...entry.text, ...patch }, 'elsewhere')
  }

  fact(account, url, body, id) {
    const known = this.facts.get(url)
    if (known) return digest(known.body) === digest(body) ? { status: 200, body: known.told } : problem(409, 'id.reused', '这个编号已用于另一次操作')
    const entry = this.entries.get(id)
    if (!entry || entry.owner !== account) return problem(404, 'not_found', '没有找到这件作品')
    if (this.closed) return problem(409, 'phase.closed', '征集已于 8 月 31 日 24:00 截止')
    entry.state = 'submitted'
    entry.submitted = entry.text.title
    this.facts.set(url, { body, told: { id: url.split('/').pop(), act: body.act, entry: this.shown(id) } })
    return { status: 201, body: this.facts.get(url).told }
  }

  shown(id) {
    const { revision, text, state } = this.entries.get(id)
    return { id, plan_version: 1, state, ...JSON.parse(JSON.stringify(text)), revision }
  }

  saves() { return this.log.filter(({ method, url }) => method === 'PUT' && /^\/api\/entries\/\w+$/.test(url)) }
}

function problem(status, code, detail, context = {}, headers = {}) {
  return { status, headers, body: { type: '/problems/' + code, title: code, status, code, detail, context, instance: 'urn:request:1' } }
}

/** Open one for a test, and close it after. */
async function contractServer(t) {
  const service = await new ContractServer().open()
  t.after(() => service.close())
  return service
}

module.exports = { contractServer, problem }
