// A hall on a small service: check-ins as facts, each under its own id, over the contract server's HTTP.
const { createCheckIns } = require('../../../miniprogram/src/offline/check_ins')
const { problem } = require('./contract_server')
const { launch, newId } = require('./running')

const PATH = /^\/api\/events\/(evt_\w+)\/checkins\/(chk_\w+)$/
const EVENT = 'evt_0123456789abcdef'
const MAC = 'AAAAbbbbCCCCdddd'

/** The text of a code as a worker's camera reads it. */
const codeOf = (step, event = EVENT) => 'https://wangju.example.cn/c/v1.' + event + '.' + step + '.' + MAC
const meaning = body => JSON.stringify(Object.entries(body).filter(([name]) => name !== 'sent_at').sort())

/** Makes a contract server take check-ins. `verdict(body)` may turn one away. */
function takingCheckIns(service, verdict = () => null) {
  const otherwise = service.answer.bind(service)
  service.check_ins = new Map()
  service.answer = (asked, body) => {
    const found = PATH.exec(asked.url)
    if (!found) return otherwise(asked, body)
    service.log.push({ method: asked.method, url: asked.url, headers: asked.headers, body })
    const account = service.tokens.get((asked.headers.authorization || '').replace('Bearer ', ''))
    return account ? arrive(service, account, found, body, verdict) : problem(401, 'session.expired', '登录已过期，请重新登录')
  }
  return service
}

function arrive(service, account, [, event, id], body, verdict) {
  const known = service.check_ins.get(id)
  if (known) return known.account === account && meaning(known.body) === meaning(body) ? { status: 200, body: known.told } : problem(409, 'id.reused', '这个编号已用于另一次操作')
  const refusal = verdict(body)
  if (refusal) return refusal
  const told = {
    id, event, event_title: '线下宣讲', how: body.code ? 'code' : 'walk_in', state: 'accepted', evidence: 'live', reason: null, words: '已签到。',
    scanned_at: body.scanned_at, received_at: '2026-11-23T06:00:00Z', counted: true
  }
  service.check_ins.set(id, { account, body, told })
  return { status: 201, body: told }
}

/** A phone as running.js has it, which checks in. */
function launchInHall(service, asked) {
  const phone = launch(service, asked)
  const { storage, outbox, clock, session } = phone
  phone.check_ins = createCheckIns({ storage, outbox, clock, account: () => session.account_id(), mint: () => newId('chk') })
  return phone
}

module.exports = { EVENT, codeOf, launchInHall, takingCheckIns }
