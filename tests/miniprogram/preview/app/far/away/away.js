const words = require('../words')

Page({ data: { far: words } })
