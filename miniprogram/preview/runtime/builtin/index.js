// Registers the built-in components. <view>, <text> and <cover-view> need nothing of their own: they are plain elements.
const { space, components, declare } = require('../elements')
const { host } = require('./host')

const all = Object.assign(
  {},
  require('./fields'),
  require('./choices'),
  require('./form'),
  require('./pictures'),
  require('./film'),
  require('./scroll'),
  require('./picker'),
  require('./odds')
)

const hidden = {
  type: Boolean,
  observer(isHidden) {
    host(this).toggleAttribute('hidden', isHidden)
  }
}

for (const [name, definition] of Object.entries(all)) {
  const path = '__builtin/' + name
  declare(path, { component: true, styleIsolation: 'shared' }, '')
  space.componentEnv(path, ({ Component }) => Component({ ...definition, properties: { ...definition.properties, hidden } }))
  components.setGlobalUsingComponent('wx-' + name, components.getComponent(path))
}
