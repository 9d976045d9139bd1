// Code that arrives in pieces: the app with its first page, a file per other page, one per sub-package.
const { takeTemplates, declare } = require('./elements')
const { addStyle } = require('./styles')
const { define, run } = require('./modules')
const { settings, keep } = require('./settings')
const { refuse } = require('./wx/call')

const QUIET_AFTER_MS = 3000

const state = { app: null, styles: {}, components: {} }
const loading = new Map()
const arrived = {}

/** Called by each chunk's file. */
function loadChunk({ name, components, templates, modules, app }) {
  if (app) {
    state.app = app
    addStyle('app', app.css)
  }
  takeTemplates(templates)
  for (const [path, { json, scope, css }] of Object.entries(components)) {
    state.components[path] = json
    state.styles[path] = css
    declare(path, json, scope)
    if (css && !isPage(path)) addStyle(path, css)
  }
  modules(define, ...require('./app_names').given())
  arrived[name] = Object.keys(components)
}

const isPage = (path) => state.app && state.app.pages.includes(path)

/** Components' scripts run when their chunk is first needed, in no particular order: they find each other through the space. */
function runComponents(name) {
  const waiting = arrived[name] || []
  arrived[name] = []
  for (const path of waiting) run(path + '.js', path)
}

/** Everything page needs is here and has run. Rejects as wx does when its package is not on the phone and cannot be fetched. */
async function need(page) {
  const name = state.app.chunkOf[page]
  if (name === 'app') return runComponents('app')
  if (name.startsWith('package/')) await needPackage(name.slice('package/'.length))
  else await fetchWithShared(name)
  runComponents('app')
  runComponents('shared')
  runComponents(name)
}

async function needPackage(root) {
  if (!settings.packages.includes(root)) {
    if (settings.offline) refuse(`load subpackage "${root}" fail`)
    await fetchWithShared('package/' + root)
    keep({ packages: [...new Set([...settings.packages, root])] })
  } else await fetchWithShared('package/' + root)
}

async function fetchWithShared(name) {
  if (state.app.shared && name !== 'shared') await fetchChunk('shared')
  await fetchChunk(name)
}

function fetchChunk(name) {
  if (!loading.has(name)) {
    loading.set(
      name,
      new Promise((done, failed) => {
        const script = document.createElement('script')
        script.src = `chunks/${name}.js`
        script.onload = () => done()
        script.onerror = () => {
          loading.delete(name)
          failed(new Error(`the chunk ${name} did not arrive`))
        }
        document.head.append(script)
      })
    )
  }
  return loading.get(name)
}

/** After the first paint: the other pages' code of the main package, one after the other, when nothing else is to do. */
function fetchQuietly() {
  const waiting = [...new Set(Object.values(state.app.chunkOf))].filter((name) => name !== 'app' && !name.startsWith('package/'))
  const idle = window.requestIdleCallback || ((work) => setTimeout(work, 50))
  const next = () => {
    const name = waiting.shift()
    if (name)
      fetchWithShared(name)
        .catch(() => {})
        .then(() => idle(next))
  }
  // A page that waits for its first answer is idle too, and must not be kept from drawing it.
  setTimeout(() => idle(next), QUIET_AFTER_MS)
}

/** preloadRule of app.json: packages fetched because `page` was opened. */
function preloadAfter(page) {
  const rule = (state.app.json.preloadRule || {})[page]
  if (!rule || settings.offline || (rule.network !== 'all' && settings.network.type !== 'wifi')) return
  for (const wanted of rule.packages) {
    const found = state.app.packages.find((one) => one.root === wanted.replace(/\/$/, '') || one.name === wanted)
    if (found) needPackage(found.root).catch(() => {})
  }
}

module.exports = { state, loadChunk, need, needPackage, runComponents, fetchQuietly, preloadAfter }
