// Every tag is WeChat's own or registered, every registered component exists and is used: an unknown tag shows nothing, silently.
const fs = require('fs')
const path = require('path')
const { readProgram, screens, settingsOf, componentMeant } = require('./program')
const { tagsOf } = require('./markup')
const { runAlone } = require('./finding')

const BUILT_IN = new Set([
  'ad', 'ad-custom', 'audio', 'block', 'button', 'camera', 'canvas', 'checkbox', 'checkbox-group', 'cover-image', 'cover-view', 'editor', 'form',
  'icon', 'image', 'import', 'include', 'input', 'label', 'live-player', 'live-pusher', 'map', 'match-media', 'movable-area', 'movable-view',
  'navigation-bar', 'navigator', 'official-account', 'open-data', 'page-container', 'page-meta', 'picker', 'picker-view', 'picker-view-column',
  'progress', 'radio', 'radio-group', 'rich-text', 'root-portal', 'scroll-view', 'share-element', 'slider', 'slot', 'swiper', 'swiper-item',
  'switch', 'template', 'text', 'textarea', 'video', 'view', 'voip-room', 'web-view', 'wxs'
])

/** @param {string} root @returns {import('./finding').Result} */
function check(root) {
  const program = readProgram(root)
  const everywhere = program.app.usingComponents || {}
  const used = new Set()
  const findings = [...missing(program, 'app', everywhere)]
  for (const stem of screens(program)) {
    const own = settingsOf(program, stem).usingComponents || {}
    const tags = tagsOf(program, stem + '.wxml')
    const names = new Set([...tags.map(tag => tag.name), ...genericsOf(tags)])
    names.forEach(name => used.add(name))
    findings.push(...unknown(tags, own, everywhere), ...missing(program, stem, own), ...idle(stem, own, names))
  }
  findings.push(...idle('app', everywhere, used), ...strays(program))
  return { looked: used.size + ' kinds of tag', findings }
}

/** Component names handed over as generic:item="name". */
function genericsOf(tags) {
  return tags.flatMap(tag => tag.attributes).filter(one => one.key.startsWith('generic:')).map(one => one.value)
}

function unknown(tags, own, everywhere) {
  const strange = tags.filter(({ name }) => !BUILT_IN.has(name) && !(name in own) && !(name in everywhere))
  return strange.map(({ file, name, line, column }) => ({
    file: 'src/' + file, line, column, words: '<' + name + '> is neither built in nor in usingComponents'
  }))
}

function missing(program, stem, registered) {
  return Object.entries(registered).filter(([, value]) => !componentMeant(program, stem, value)).map(([name, value]) => ({
    file: 'src/' + stem + '.json', words: 'component ' + name + ' is registered as ' + value + ', where no component is'
  }))
}

function idle(stem, registered, names) {
  return Object.keys(registered).filter(name => !names.has(name)).map(name => ({
    file: 'src/' + stem + '.json', words: 'component ' + name + ' is registered and never used'
  }))
}

/** Our own components that no page or component registers. */
function strays(program) {
  const meant = ['app', ...screens(program)].flatMap(stem => {
    const registered = stem === 'app' ? program.app.usingComponents : settingsOf(program, stem).usingComponents
    return Object.values(registered || {}).map(value => componentMeant(program, stem, value))
  })
  const components = screens(program).filter(stem => settingsOf(program, stem).component && fs.existsSync(path.join(program.src, stem + '.js')))
  return components.filter(stem => !meant.includes(stem)).map(stem => ({ file: 'src/' + stem + '.json', words: 'this component is registered nowhere' }))
}

if (require.main === module) runAlone('tags', check)

module.exports = { check }
