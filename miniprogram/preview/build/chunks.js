// Which component and module travels in which file.

/**
 * Map of chunk name to `{components: [], modules: []}`: 'app' (app.js and the first page), a page's own path, 'shared' (needed by
 * several pages or packages of which none is the first), 'package/<root>'.
 */
function divide(app, components, modules) {
  const users = new Map()
  use(users, 'app', ['app.js'], [app.entry], components, modules)
  for (const page of app.pages) {
    if (page !== app.entry) use(users, nameOf(app, page), [], [page], components, modules)
  }
  const chunks = new Map([
    ['app', { components: [], modules: [] }],
    ['shared', { components: [], modules: [] }]
  ])
  for (const page of app.pages) if (page !== app.entry) chunks.set(nameOf(app, page), { components: [], modules: [] })
  for (const one of components.keys()) chunks.get(home(app, one, users.get(one)) || 'shared').components.push(one)
  for (const one of modules.keys()) chunks.get(home(app, one, users.get(one)) || 'shared').modules.push(one)
  if (!chunks.get('shared').components.length && !chunks.get('shared').modules.length) chunks.delete('shared')
  return chunks
}

const nameOf = (app, page) => (app.packageOf(page) ? 'package/' + app.packageOf(page) : page)

/** Marks everything `chunk` reaches. */
function use(users, chunk, files, pages, components, modules) {
  const take = (one) => {
    const known = users.get(one) || users.set(one, new Set()).get(one)
    if (known.has(chunk)) return
    known.add(chunk)
    if (components.has(one)) [...components.get(one).uses, one + '.js'].forEach(take)
    if (modules.has(one)) Object.values(modules.get(one).needs).forEach(take)
  }
  files.forEach(take)
  pages.forEach(take)
}

function home(app, one, users) {
  if (app.packageOf(one)) return 'package/' + app.packageOf(one)
  if (!users || users.has('app')) return 'app'
  const only = users.size === 1 ? [...users][0] : 'shared'
  return only.startsWith('package/') ? 'shared' : only
}

module.exports = { divide, nameOf }
