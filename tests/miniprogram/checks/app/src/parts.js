const { createStore } = require('./phone/store')

module.exports = { store: createStore() }
