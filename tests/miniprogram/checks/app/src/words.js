module.exports = { home: { hello: count => '共 ' + count + ' 件' } }
