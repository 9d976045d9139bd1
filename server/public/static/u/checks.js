// 文件检查 of the file that has arrived: its mark, how far it is, what was found; asked for again while it goes on.
import * as service from './service.js'

const SIGNS = { pass: 'check', warn: 'alert', refuse: 'cross', pending: 'hourglass' }
const TONES = { pass: 'ok', warn: 'warn', refuse: 'bad', pending: '' }
const GOES_ON = ['examining', 'trying_again']
const PAUSES_MS = [3000, 6000, 20000]
const LOOKS_AT_A_PACE = 10
const LOOKS_AT_MOST = 100

/** {sign, tone, words, more} of a file as the server tells of it. */
export function markOf({ state, check, progress }) {
  const step = state === 'stored' && progress
  if (step && step.state === 'given_up') return { sign: 'alert', tone: 'warn', words: '文件检查：没有做完', more: `${step.words}。不影响提交，不用重新上传` }
  const more = !step ? '' : step.state === 'examining' && step.done ? `${step.words} ${step.done}/${step.of}` : step.words
  return { sign: SIGNS[check.outcome], tone: TONES[check.outcome], words: `文件检查：${check.label}`, more }
}

/** Has `tell` hear of the file until its check has ended, `stands` says no, or half an hour is over. A hidden page asks nothing. */
export async function follow(token, file, stands, tell) {
  let latest = file
  for (let looks = 0; goesOn(latest) && looks < LOOKS_AT_MOST; looks += 1) {
    await wait(PAUSES_MS[Math.min(PAUSES_MS.length - 1, Math.floor(looks / LOOKS_AT_A_PACE))])
    await seen()
    if (!stands()) return
    latest = await ask(token) || latest
    if (stands()) tell(latest)
  }
}

function goesOn({ state, progress }) {
  return state === 'stored' && progress !== null && GOES_ON.includes(progress.state)
}

/** Null when there was no answer: the next look may have one. */
async function ask(token) {
  try {
    return await service.confirm(token)
  } catch (problem) {
    if (!problem.code) throw problem
    return null
  }
}

const wait = milliseconds => new Promise(done => { setTimeout(done, milliseconds) })

function seen() {
  return document.hidden ? new Promise(done => { document.addEventListener('visibilitychange', done, { once: true }) }) : undefined
}
