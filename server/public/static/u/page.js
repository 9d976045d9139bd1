// The page: a code, a file, its way, its arrival. One screen at a time; every failure in words.
import { bytes, duration, left, limit } from './amounts.js'
import { follow, markOf } from './checks.js'
import { measure } from './measures.js'
import * as service from './service.js'
import { Uploader } from './uploader.js'

const KEPT = 'wangju.computer'
const STATES = {
  placing: ['正在准备', 'upload'], sending: ['正在上传', 'upload'], paused: ['已暂停，点“继续”接着传', 'pause'], waiting: ['', 'cloud-off'],
  confirming: ['传完了，正在核对', 'upload'], failed: ['', 'alert'], refused: ['', 'alert'],
}
const find = name => document.querySelector(`[data-part="${name}"]`)
const here = { token: null, errand: null, file: null, uploader: null, state: null }

function show(screen) {
  document.querySelectorAll('[data-screen]').forEach(section => { section.hidden = section.dataset.screen !== screen })
  document.body.dataset.at = screen
  const heading = document.querySelector(`[data-screen="${screen}"] h1`)
  if (heading && screen !== 'code') heading.focus()
}

function say(part, words) {
  const place = find(part)
  place.querySelector('span').textContent = words
  place.hidden = !words
}

// A code

function startOver(words = '') {
  if (here.uploader) here.uploader.drop()
  Object.assign(here, { token: null, errand: null, file: null, uploader: null, state: null })
  sessionStorage.removeItem(KEPT)
  find('code').value = ''
  say('code-problem', words)
  show('code')
  find('code').focus()
}

/** As people write it: XXXX-XXXX. What is misread is set right by the server. */
function tidyCode() {
  const field = find('code')
  const letters = field.value.normalize('NFKC').toUpperCase().replace(/[^0-9A-Z]/g, '').slice(0, 8)
  field.value = letters.length > 4 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters
}

async function takeUp(event) {
  event.preventDefault()
  tidyCode()
  const code = find('code').value
  if (code.length < 9) return say('code-problem', '口令是 8 个字，请对照手机再看一遍')
  find('open').disabled = true
  try {
    const { token, ...errand } = await service.takeUp(code)
    sessionStorage.setItem(KEPT, token)
    say('code-problem', '')
    return begin(token, errand)
  } catch (problem) {
    return say('code-problem', problem.code === 'offline' ? '网络断开了，请联网后再点一次' : problem.detail)
  } finally {
    find('open').disabled = false
  }
}

async function comeBack(token) {
  try {
    begin(token, await service.lookAgain(token))
  } catch (problem) {
    startOver(problem.code === 'offline' ? '网络断开了，请联网后刷新这一页' : problem.detail)
    if (problem.code === 'offline') sessionStorage.setItem(KEPT, token)
  }
}

// A file

function begin(token, errand) {
  Object.assign(here, { token, errand })
  const facts = { track: errand.entry.track_label, title: errand.entry.title, kind: errand.kind_label }
  document.querySelectorAll('[data-fact]').forEach(place => { place.textContent = facts[place.dataset.fact] })
  document.querySelectorAll('[data-fact="kind"]').forEach(place => { place.textContent = errand.kind_label })
  find('file').accept = errand.accept.join(',')
  listWants(errand)
  const { file } = errand
  if (file && file.state !== 'waiting') return arrived(file)
  say('unfinished', file ? `上次有一个 ${bytes(file.size)} 的文件没有传完，请再选同一个文件，会接着传` : '')
  choose(null)
  return show('choose')
}

function listWants({ help, rules, max_bytes }) {
  const wants = [help, ...rules.filter(rule => rule.rule !== 'count_at_least').map(rule => rule.words), `不超过 ${limit(max_bytes)}`]
  find('wants').replaceChildren(...wants.filter(Boolean).map(item))
}

function item(words) {
  const line = document.createElement('li')
  line.textContent = words
  return line
}

/** A warning: with its sign, so that it is not told by colour alone. */
function hint(words) {
  const line = document.createElement('li')
  const said = document.createElement('span')
  said.textContent = words
  line.append(find('hint-sign').content.cloneNode(true), said)
  return line
}

async function choose(file) {
  here.file = file
  find('chosen').hidden = !file
  find('zone').hidden = Boolean(file)
  find('start').disabled = true
  say('refusal', '')
  find('warnings').replaceChildren()
  if (!file) return
  find('name').textContent = file.name
  find('facts').textContent = bytes(file.size)
  const measures = await measure(file)
  if (here.file !== file) return
  find('facts').textContent = factsOf(file, measures)
  await judge(file, measures)
}

/** What the server says to it, before anything is sent. */
async function judge(file, measures) {
  try {
    const { verdicts } = await service.check(here.token, { name: file.name, size: file.size, ...measures })
    if (here.file !== file) return
    say('refusal', verdicts.filter(one => one.outcome === 'refuse').map(one => one.words).join('；'))
    find('warnings').replaceChildren(...verdicts.filter(one => one.outcome === 'warn').map(one => hint(one.words)))
    find('start').disabled = verdicts.some(one => one.outcome === 'refuse')
  } catch (problem) {
    if (problem.code === 'computer.over') startOver(problem.detail)
    else if (here.file === file) say('refusal', problem.code === 'offline' ? '网络断开了，请联网后再选一次' : problem.detail)
  }
}

function factsOf(file, { duration_s, width, height }) {
  return [bytes(file.size), duration_s && `时长 ${duration(duration_s)}`, width && `${width} × ${height}`].filter(Boolean).join(' · ')
}

function chooseAnother() {
  if (here.uploader) here.uploader.drop()
  here.uploader = null
  find('file').value = ''
  say('unfinished', '')
  choose(null)
  show('choose')
}

// Its way

function send() {
  find('sent-name').textContent = here.file.name
  here.uploader = new Uploader({ token: here.token, file: here.file, kindLabel: here.errand.kind_label, tell })
  show('sending')
  here.uploader.start()
}

function tell(told) {
  here.state = told.state
  if (told.state === 'done') return arrived(told.answer)
  if (told.state === 'over') return startOver(told.words)
  const percent = Math.floor(told.sent * 100 / here.file.size)
  find('bar').value = percent
  find('percent').textContent = `${percent}%`
  find('amount').textContent = amountOf(told)
  const [words, icon] = STATES[told.state]
  find('state').dataset.icon = icon
  find('state').dataset.tone = { waiting: 'warn', failed: 'bad', refused: 'bad' }[told.state] || ''
  find('state').querySelector('span').textContent = told.words || words || refusedWords(told.answer)
  find('state').querySelector('use').setAttribute('href', `#${icon}`)
  return offer(told.state)
}

function amountOf({ sent, speed, left_s }) {
  return [`${bytes(sent)} / ${bytes(here.file.size)}`, speed && `每秒 ${bytes(speed)}`, left_s !== null && left(left_s)].filter(Boolean).join(' · ')
}

function refusedWords(file) {
  return file.verdicts.filter(verdict => verdict.outcome === 'refuse').map(verdict => verdict.words).join('；')
    + '。请在手机上移除它，再取一个口令'
}

/** The buttons that make sense now. */
function offer(state) {
  find('pause').hidden = !['placing', 'sending', 'waiting'].includes(state)
  find('resume').hidden = state !== 'paused'
  find('retry').hidden = !['waiting', 'failed'].includes(state)
  find('retry').classList.toggle('main', state === 'failed')
  find('another').hidden = !['paused', 'failed'].includes(state)
  find('again').hidden = state !== 'refused'
}

// Its arrival

function arrived(file) {
  here.state = file.state
  if (file.state === 'refused') return refusedBefore(file)
  find('arrived-size').textContent = bytes(file.size)
  showCheck(file)
  follow(here.token, file, () => here.token !== null && document.body.dataset.at === 'done', showCheck)
  return show('done')
}

/** What was found is said in its own words, what was met is not: the phone tells it to whoever asks. */
function showCheck(file) {
  const { sign, tone, words, more } = markOf(file)
  const isRefused = file.state === 'refused'
  find('check').dataset.tone = tone
  find('check').querySelector('use').setAttribute('href', `#${sign}`)
  find('check').querySelector('span').textContent = words
  find('check-more').textContent = more
  say('check-refusal', isRefused ? refusedWords(file) : '')
  find('verdicts').replaceChildren(...file.verdicts.filter(verdict => verdict.outcome === 'warn').map(verdict => hint(verdict.words)))
  find('arrival').textContent = isRefused ? '文件已传到，但不能用' : '文件已传到，手机上可以看到了'
  find('then').hidden = isRefused
  document.querySelector('.done').dataset.refused = isRefused ? 'yes' : ''
}

function refusedBefore(file) {
  startOver(refusedWords(file))
}

function listen() {
  find('code-form').addEventListener('submit', takeUp)
  find('code').addEventListener('input', event => { if (!event.isComposing) tidyCode() })
  find('file').addEventListener('change', event => { if (event.target.files[0]) choose(event.target.files[0]) })
  find('start').addEventListener('click', send)
  find('other').addEventListener('click', chooseAnother)
  find('another').addEventListener('click', chooseAnother)
  find('pause').addEventListener('click', () => here.uploader.pause())
  find('resume').addEventListener('click', () => here.uploader.start())
  find('retry').addEventListener('click', () => here.uploader.retry())
  document.querySelectorAll('[data-part="again"]').forEach(button => button.addEventListener('click', () => startOver()))
  window.addEventListener('beforeunload', event => { if (['placing', 'sending', 'waiting', 'confirming'].includes(here.state)) event.preventDefault() })
}

function listenToDrops() {
  const mayDrop = () => document.body.dataset.at === 'choose'
  const over = isOver => { find('zone').dataset.over = isOver ? 'yes' : '' }
  window.addEventListener('dragover', event => { event.preventDefault(); over(mayDrop()) })
  window.addEventListener('dragleave', event => { if (!event.relatedTarget) over(false) })
  window.addEventListener('drop', event => {
    event.preventDefault()
    over(false)
    if (mayDrop() && event.dataTransfer.files[0]) choose(event.dataTransfer.files[0])
  })
}

listen()
listenToDrops()
const kept = sessionStorage.getItem(KEPT)
if (kept) comeBack(kept)
else startOver()
