// Every page of app.json has its four files, every address written anywhere is a page, and tabs are reached as tabs.
const { readProgram, screens, settingsOf } = require('./program')
const { readMarkup } = require('./markup')
const { readScript, nodesOf, placed, stringsOf } = require('./script')
const { runAlone } = require('./finding')

const ENDINGS = ['.js', '.json', '.wxml', '.wxss']
const GOING = ['navigateTo', 'redirectTo', 'reLaunch', 'switchTab', 'go']

/** @param {string} root @returns {import('./finding').Result} */
function check(root) {
  const program = readProgram(root)
  const addresses = [...addressesInScripts(program), ...addressesInMarkup(program)]
  return {
    looked: program.pages.length + ' pages and ' + addresses.length + ' addresses',
    findings: [
      ...program.pages.flatMap(page => missingFiles(program, page)), ...unlisted(program), ...misdeclared(program),
      ...addresses.filter(one => !isPage(program, one)).map(one => ({ ...one, words: one.value + ' is no page of app.json' })),
      ...program.files.filter(file => file.endsWith('.js')).flatMap(file => goings(program, file))
    ]
  }
}

function missingFiles({ files }, page) {
  return ENDINGS.filter(ending => !files.includes(page + ending)).map(ending => ({ file: 'src/' + page + ending, words: 'app.json names this page, the file is missing' }))
}

/** Pages that lie there and that app.json does not name. */
function unlisted(program) {
  const lost = screens(program).filter(stem => !settingsOf(program, stem).component && !program.pages.includes(stem))
  return lost.map(stem => ({ file: 'src/' + stem + '.json', words: 'neither a component nor a page of app.json' }))
}

/** What app.json says of tabs, preloading and the first page, where it names no page or no file. */
function misdeclared({ app, pages, tabs, files }) {
  const named = [...tabs, ...Object.keys(app.preloadRule || {}), ...(app.entryPagePath ? [app.entryPagePath] : [])]
  const pictures = app.tabBar ? app.tabBar.list.flatMap(tab => [tab.iconPath, tab.selectedIconPath]).filter(Boolean) : []
  const sitemap = app.sitemapLocation ? [app.sitemapLocation] : []
  return [
    ...named.filter(page => !pages.includes(page)).map(page => ({ file: 'src/app.json', words: page + ' is no page of app.json' })),
    ...[...pictures, ...sitemap].filter(name => !files.includes(name)).map(name => ({ file: 'src/app.json', words: name + ' is missing' }))
  ]
}

/** The beginnings an address of a page can have: '/pages/', and the folder of each sub-package. */
function beginnings({ pages }) {
  return new Set(pages.map(page => '/' + page.split('/')[0] + '/'))
}

function startsAsPage(program, value) {
  return [...beginnings(program)].some(beginning => value.startsWith(beginning))
}

function addressesInScripts(program) {
  return program.files.filter(file => file.endsWith('.js')).flatMap(file =>
    stringsOf(readScript(program, file)).filter(one => startsAsPage(program, one.value)).map(one => ({ ...one, file: 'src/' + file })))
}

function addressesInMarkup(program) {
  return program.files.filter(file => file.endsWith('.wxml')).flatMap(file =>
    readMarkup(program, file).tags.flatMap(tag => tag.attributes).flatMap(({ value, line, column }) =>
      pathsIn(value).filter(one => startsAsPage(program, one.value)).map(one => ({ ...one, line, column, file: 'src/' + file }))))
}

/** Addresses in an attribute: its plain beginning, and the strings inside {{ }}. */
function pathsIn(value) {
  if (!value) return []
  const plain = value.split('{{')[0]
  const inside = [...value.matchAll(/\{\{(.*?)\}\}/g)].flatMap(match => [...match[1].matchAll(/'([^']*)'(\s*\+)?/g)])
  return [{ value: plain, whole: plain === value }, ...inside.map(match => ({ value: match[1], whole: !match[2] }))]
}

/** Whether the address names a page; one that is added to needs its question mark, or to begin a page's name. */
function isPage({ pages }, { value, whole }) {
  const [path, query] = value.slice(1).split('?')
  return pages.includes(path) || (!whole && query === undefined && pages.some(page => page.startsWith(path)))
}

/** Going to a tab by anything but switchTab or `go` fails on the phone, and so does switchTab elsewhere or with a query. */
function goings(program, file) {
  const script = readScript(program, file)
  return nodesOf(script, 'CallExpression').flatMap(call => {
    const how = call.callee.property ? call.callee.property.name : call.callee.name
    const url = GOING.includes(how) && call.arguments[0] && addressGiven(call.arguments[0])
    const words = url && complaint(program, how, url)
    return words ? [{ file: 'src/' + file, ...placed(call), words }] : []
  })
}

/** The literal beginning of the url in `{ url: '…' }`, or of the string itself; null when it is not written there. */
function addressGiven(node) {
  if (node.type === 'ObjectExpression') {
    const url = node.properties.find(one => one.key && one.key.name === 'url')
    return url ? addressGiven(url.value) : null
  }
  if (node.type === 'BinaryExpression') return addressGiven(node.left)
  if (node.type === 'TemplateLiteral') return node.quasis[0].value.cooked
  return typeof node.value === 'string' ? node.value : null
}

function complaint({ tabs }, how, url) {
  const [path, query] = url.replace(/^\//, '').split('?')
  if (!url.startsWith('/')) return 'write the address ' + url + ' from the root, with a leading /'
  if (how === 'switchTab' && !tabs.includes(path)) return url + ' is no tab: switchTab cannot go there'
  if (how === 'switchTab' && query !== undefined) return 'switchTab takes no query: ' + url
  if (['navigateTo', 'redirectTo'].includes(how) && tabs.includes(path)) return url + ' is a tab: only switchTab goes there'
  return null
}

if (require.main === module) runAlone('routes', check)

module.exports = { check }
