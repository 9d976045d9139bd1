const { test } = require('node:test')
const assert = require('node:assert/strict')
const { KEYS, BUDGETS, WHOLE, bytesOf, usage } = require('../../../miniprogram/src/offline/keys')
const { createShelf } = require('../../../miniprogram/src/offline/shelf')
const { createSettings } = require('../../../miniprogram/src/offline/settings')
const { Disk } = require('./phone')

test('bytes are counted as UTF-8, torn emoji included', () => {
  for (const value of ['abc', '网聚', '🎵', { a: [1, null, '་བོད'] }]) assert.equal(bytesOf(value), Buffer.byteLength(JSON.stringify(value)))
  assert.equal(bytesOf('\ud83c'), Buffer.byteLength(JSON.stringify('\ud83c')))
  assert.equal(bytesOf(undefined), 0)
})

test('every budget keeps its key below the limit of one megabyte', () => {
  assert.deepEqual(Object.keys(BUDGETS).sort(), Object.keys(KEYS).sort())
  Object.values(BUDGETS).forEach(bytes => assert.ok(bytes < 1024 * 1024))
})

test('how full the phone is, is told by what it holds, and what belongs to others apart', () => {
  const storage = new Disk().open()
  storage.set('draft:ent_1', { id: 'ent_1', account: 'acc_lin', title: '高原' })
  storage.set('draft:ent_2', { id: 'ent_2', account: 'acc_ma', title: '别人的' })
  storage.set('outbox:1', { id: '1', account: 'acc_lin' })
  storage.set('campaign', { etag: 'x' })
  const size = key => bytesOf(storage.get(key))
  assert.deepEqual(usage(storage, 'acc_lin'), {
    bytes: storage.keys().reduce((sum, key) => sum + size(key), 0), limit: WHOLE, of_others: { count: 1, bytes: size('draft:ent_2') },
    parts: [
      { what: 'drafts', label: '草稿', count: 1, bytes: size('draft:ent_1') },
      { what: 'writes', label: '待上传的内容', count: 1, bytes: size('outbox:1') },
      { what: 'copies', label: '读过的内容', count: 1, bytes: size('campaign') }
    ]
  })
})

test('a shelf reads back what it kept, and passes over what is not its own or is damaged', () => {
  const disk = new Disk()
  const storage = disk.open()
  createShelf(storage, 'draft:').keep({ id: 'a', title: '一' })
  storage.set('draft:b', 'not a record')
  storage.set('draft:c', { id: 'other' })
  storage.set('outbox:a', { id: 'a' })
  assert.deepEqual(createShelf(storage, 'draft:').all(), [{ id: 'a', title: '一' }])
})

test('a record that finds no room leaves the former one, or is held in memory where that is asked', () => {
  const disk = new Disk({ whole_bytes: 60 })
  const shelf = createShelf(disk.open(), 'draft:')
  shelf.keep({ id: 'a', title: '短' })
  const long = { id: 'a', title: '长'.repeat(30) }
  assert.throws(() => shelf.keep(long), { kind: 'storage_full' })
  assert.deepEqual(shelf.get('a'), { id: 'a', title: '短' })
  shelf.hold(long)
  assert.deepEqual(shelf.get('a'), long)
  assert.deepEqual(createShelf(disk.open(), 'draft:').get('a'), { id: 'a', title: '短' })
})

test('the larger of the system\'s type size and the elderly mode\'s is used', () => {
  const settings = createSettings({ storage: new Disk().open(), system_font_px: () => 18 })
  assert.deepEqual(settings.read(), { elderly: false, size_px: 18 })
  settings.change({ elderly: true })
  assert.deepEqual(settings.read(), { elderly: true, size_px: 20 })
})
