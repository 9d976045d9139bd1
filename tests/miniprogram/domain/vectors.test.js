// The phone says what the service says, word for word.
const { test } = require('node:test')
const assert = require('node:assert/strict')
const { read, src, campaign, track } = require('./plan')
const { faults, consents, lacking } = src('forms')
const { verdicts, mediaOf, counts } = src('specification')

const forms = read('forms.json')
const files = read('specification.json')

test('every draft has the faults the service finds in it', () => {
  assert.ok(forms.drafts.length >= 100 && forms.drafts.filter(draft => draft.faults.length).length >= 60)
  for (const draft of forms.drafts) assert.deepEqual(faults(track(draft.track), draft), draft.faults, JSON.stringify(draft))
})

test('every set of ticks lacks the consents the service would ask for', () => {
  for (const one of forms.consents) {
    const draft = { consents: one.consents, on_behalf_of: one.on_behalf ? { name: '扎西' } : null }
    const ticked = id => one.consents.some(tick => tick.id === id)
    assert.deepEqual(sorted(lacking(consents(track(one.track), draft, campaign.consents, { minors: ticked('C5') }))), sorted(one.lacking))
  }
})

test('every file gets the verdicts the service gives it', () => {
  assert.ok(files.files.length >= 60)
  for (const one of files.files) {
    const media = one.media || mediaOf(track(one.of[0]), one.of[1]).find(media => media.kind === one.kind)
    const said = verdicts(one.kind, one.measured, media, one.step).map(({ advice, ...verdict }) => verdict)
    assert.deepEqual(said, one.verdicts, JSON.stringify(one))
  }
})

test('every heap of files lacks or has too many of what the service says', () => {
  for (const one of files.counts) {
    const gaps = counts(track(one.track), one.type, one.files.map(kind => ({ kind })))
    assert.deepEqual(gaps.map(({ field, label, says }) => ({ field, label, says })), one.gaps, JSON.stringify(one))
    assert.ok(gaps.every(gap => gap.todo || gap.says.includes('不收')), JSON.stringify(gaps))
  }
})

function sorted(gaps) {
  return gaps.slice().sort((one, other) => one.field.localeCompare(other.field))
}
