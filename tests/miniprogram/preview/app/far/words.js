module.exports = '到了'
