const { test } = require('node:test')
const assert = require('node:assert/strict')
const { src, track, blank, campaign, ME } = require('./plan')
const { questions, prefill, required, shapeFaults, faults, grouped, progress, stepsOf, consents, tick, tickTogether, lacking } = src('forms')

const { defaultAuthors, named, credits } = src('people')

const WORKS = ['song', 'micro_video', 'photo', 'recitation']
const DAY = '2022-08-25'

test('a typed work asks at most six things of a known worker, whatever its type', () => {
  for (const id of WORKS) {
    for (const type of track(id).types) {
      const draft = blank({ ...prefill(track(id), ME, DAY), type: track(id).types.length > 1 ? type.id : prefill(track(id), ME, DAY).type })
      const { asked, filled } = grouped(track(id), draft)
      const open = asked.filter(one => one.id !== 'authors')
      assert.ok(asked.length <= 6, id + ' ' + type.id + ': ' + asked.map(one => one.label))
      assert.ok(filled.some(one => one.id === 'authors'), id)
      assert.ok(open.some(one => one.id === 'title'))
    }
  }
})

test('what is known is filled in: me, today, the usual case, the only type, and nothing else', () => {
  const { type, fields, authors } = prefill(track('photo'), ME, DAY)
  assert.equal(type, null)
  assert.deepEqual(fields, {
    shot_on: DAY, processing: '没有处理', author_kind: '个人', contact_name: '卓玛·才让', contact_phone: '13800000000', finished_on: DAY,
    published: '未公开发表' })
  assert.deepEqual(authors, [{ name: '卓玛·才让', role: '摄影', unit: '西宁市总工会' }])
  assert.equal(prefill(track('song'), ME, DAY).type, 'original')
  assert.equal(prefill(track('service_case'), ME, DAY).fields.applicant, '西宁市总工会')
})

test('what is filled in is never at fault, for each of the ten tracks', () => {
  for (const one of campaign.tracks) assert.deepEqual(shapeFaults(one, blank(prefill(one, ME, DAY))), [], one.id)
})

test('a person not yet known is asked for his name and phone, and an instant gives the day of Shanghai', () => {
  const { fields, authors } = prefill(track('song'), null, Date.parse('2022-08-25T16:00:00Z'))
  assert.deepEqual([fields.contact_name, fields.contact_phone, fields.finished_on], [undefined, undefined, '2022-08-26'])
  assert.deepEqual(authors, ['作词', '作曲', '演唱'].map(role => ({ name: '', role })))
  assert.deepEqual(named(authors, '扎西').map(one => one.name), ['扎西', '扎西', '扎西'])
})

test('a film puts me down for the first of the roles of which one is needed, an organisation for none', () => {
  assert.deepEqual(defaultAuthors(track('micro_video'), ME).map(one => one.role), ['导演'])
  assert.deepEqual(defaultAuthors(track('service_platform'), ME), [])
})

test('one line a person, whatever the script of the name', () => {
  const authors = [{ name: '卓玛·才让', role: '作词' }, { name: 'བསོད་ནམས།', role: '演唱' }, { name: ' 卓玛·才让 ', role: '作曲' }, { name: '', role: '录制' }]
  assert.deepEqual(credits(authors), ['卓玛·才让（作词、作曲）', 'བསོད་ནམས།（演唱）'])
})

test('questions are the author\'s own, in order, with the length of the type', () => {
  assert.deepEqual(questions(track('photo'), 'single').map(one => one.id), ['theme', 'shot_on', 'place', 'caption', 'processing', 'device', 'author_kind',
    'authors', 'contact_name', 'contact_phone', 'finished_on', 'published', 'published_link', 'awards'])
  const caption = type => questions(track('photo'), type).find(one => one.id === 'caption').at_most
  assert.deepEqual([caption('single'), caption('group'), caption(null)], [200, 600, 200])
  const staff = { ...track('photo'), form: { fields: [{ id: 'rank', label: '次序', kind: 'number', required: true, by: 'unit' }] } }
  assert.deepEqual(questions(staff, null), [])
})

test('a kind of question a newer service asks is marked, and only an update can answer it', () => {
  const newer = { ...track('photo'), form: { fields: [{ id: 'map', label: '地图', kind: 'place', required: true, by: 'author' }] } }
  assert.equal(questions(newer, null)[0].unknown, true)
  assert.equal(questions(track('photo'), null).some(one => one.unknown), false)
  const draft = blank({ type: 'single', title: '题', fields: { map: { lat: 1 } }, authors: [{ name: '甲', role: '摄影' }] })
  assert.deepEqual(faults(newer, draft), [])
  assert.deepEqual(faults(newer, { ...draft, fields: {} }), [{ field: 'map', label: '地图', says: '请更新小程序后填写' }])
})

test('an answer is required in its case only', () => {
  const text = questions(track('recitation'), null).find(one => one.id === 'text')
  assert.deepEqual([required(text, 'own', {}), required(text, 'classic', {}), required(text, 'classic', { language: '藏语' }), required(text, null, {})],
    [true, false, true, false])
})

test('a question filled in for the person moves to him when he empties it, and one he answers stays where it was', () => {
  const draft = blank(prefill(track('recitation'), ME, DAY))
  const heap = (changes, name) => grouped(track('recitation'), { ...draft, ...changes })[name].map(one => one.id)
  assert.deepEqual(heap({ type: 'own' }, 'asked'), ['type', 'title', 'text_title', 'text', 'music'])
  assert.deepEqual(heap({ type: 'own', title: '春', fields: { ...draft.fields, text_title: '春' } }, 'asked'), ['type', 'title', 'text_title', 'text', 'music'])
  assert.ok(heap({ fields: { ...draft.fields, language: '' } }, 'asked').includes('language'))
  assert.ok(heap({}, 'filled').includes('language') && heap({}, 'optional').includes('awards'))
  assert.ok(heap({ authors: [] }, 'asked').includes('authors'))
})

test('each question is in exactly one heap and says where its answer lives', () => {
  for (const one of campaign.tracks) {
    const { asked, filled, optional } = grouped(one, blank(prefill(one, ME, DAY)))
    const ids = [...asked, ...filled, ...optional].map(question => question.id)
    assert.equal(new Set(ids).size, ids.length)
    assert.deepEqual([...asked, ...filled].filter(question => question.of === 'title').map(question => question.id), ['title'])
  }
})

test('progress counts what is needed, and is whole when nothing is at fault', () => {
  const draft = blank(prefill(track('photo'), ME, DAY))
  assert.deepEqual(progress(track('photo'), draft), { done: 8, of: 13 })
  const whole = { ...draft, type: 'single', title: '追光', fields: { ...draft.fields, theme: '爱岗敬业精神风貌', place: '共和县', caption: '清晨五点，林措在巡检。' } }
  assert.deepEqual(progress(track('photo'), whole), { done: 13, of: 13 })
  assert.deepEqual(progress(track('photo'), { ...whole, fields: { ...whole.fields, caption: '太短' } }), { done: 12, of: 13 })
})

test('the elderly mode asks one question a screen and shows what was filled in once', () => {
  const steps = stepsOf(track('photo'), blank(prefill(track('photo'), ME, DAY)))
  assert.deepEqual(steps.map(one => one.id), ['type.type', 'title.title', 'fields.theme', 'fields.place', 'fields.caption', 'review', 'files', 'consents', 'submit'])
  assert.deepEqual(steps[0].question.types.map(type => type.label), ['单幅', '组照（4–8 幅）'])
  assert.ok(steps.every(one => one.label))
})

test('portraits, minors and publicity are never agreed to by “all”', () => {
  const shown = consents(track('photo'), blank(), campaign.consents, { minors: true })
  assert.deepEqual([shown.together.map(one => one.id), shown.separately.map(one => one.id)], [['C1', 'C2', 'C4'], ['C3', 'C5']])
  const given = tickTogether([], [...shown.together, ...shown.separately], true)
  assert.deepEqual(given, [{ id: 'C1', version: 1 }, { id: 'C2', version: 1 }, { id: 'C4', version: 1 }])
  assert.deepEqual(tickTogether(given, shown.together, false), [])
  assert.deepEqual(consents(track('influencer'), blank()).separately.map(one => one.id), ['C8'])
})

test('a consent of a case is asked in that case only, and remembered by its tick', () => {
  const of = (changes, cases) => consents(track('photo'), blank(changes), campaign.consents, cases)
  const ids = shown => [...shown.together, ...shown.separately].map(one => one.id)
  assert.deepEqual(ids(of({})), ['C1', 'C2', 'C4', 'C3'])
  assert.deepEqual(of({}).cases, [{ when: 'minors', label: '有未成年人出镜', holds: false }])
  assert.ok(ids(of({ consents: [{ id: 'C5', version: 1 }] })).includes('C5'))
  assert.ok(!ids(of({ consents: [{ id: 'C5', version: 1 }] }, { minors: false })).includes('C5'))
  assert.ok(ids(of({ on_behalf_of: { name: '扎西' } })).includes('C9'))
  assert.deepEqual(lacking(of({}, { minors: true })).map(one => one.field), ['consents.C1', 'consents.C2', 'consents.C4', 'consents.C3', 'consents.C5'])
})

test('a tick of an older version is no tick, and ticking again replaces it', () => {
  const old = [{ id: 'C1', version: 0 }]
  const c1 = consents(track('photo'), blank({ consents: old })).together[0]
  assert.deepEqual([c1.id, c1.ticked, c1.must], ['C1', false, true])
  assert.deepEqual(tick(old, c1, true), [{ id: 'C1', version: 1 }])
  assert.deepEqual(tick(old, c1, false), [])
})
