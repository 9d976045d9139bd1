// What a phone leaves to the service, and what it makes of a service that also says what is met.
const { test } = require('node:test')
const assert = require('node:assert/strict')
const { src, track } = require('./plan')
const { verdicts, mediaOf } = src('specification')
const { mediaView } = src('files')

const FILM = { name: '追光.mp4', size: 3000000, duration_s: 100, width: 1920, height: 1080 }

test('rules a phone cannot judge, and those of a newer plan, are left out', () => {
  const rules = ['video_codec', 'audio_codec', 'bitrate_at_least_kbps', 'bitrate_at_most_kbps', 'frame_rate_at_least', 'sample_rate_at_least_hz',
    'has_sound', 'not_silent', 'not_recompressed', 'count', 'count_at_least', 'a_rule_of_a_newer_plan'].map(rule => ({ rule, limit: null }))
  assert.deepEqual(verdicts('video', { ...FILM, video_codec: 'hevc', has_sound: false, count: 0 }, { rules }), [])
})

test('a film past a hard limit of the plan is refused before it is sent', () => {
  const [film] = mediaOf(track('micro_video'), 'drama')
  assert.deepEqual(verdicts('video', FILM, film), [])
  const said = measured => verdicts('video', { ...FILM, ...measured }, film).map(one => [one.outcome, one.rule, one.words])
  assert.deepEqual(said({ duration_s: 4000 }), [['refuse', 'max_seconds', '时长 66 分 40 秒，这里最多 60 分钟，请剪短后重选']])
  assert.deepEqual(said({ width: 5120, height: 2880 }), [
    ['refuse', 'max_pixels', '画面是 5120×2880（1475 万像素），这里最多 944 万像素，请用较低的清晰度重新导出'],
    ['refuse', 'max_side', '画面是 5120×2880，这里每边最多 4096 像素，请用较低的清晰度重新导出']])
})

test('a plan of a service that knows no such limits refuses nothing by them', () => {
  for (const nothing of [null, undefined]) {
    const media = { max_pixels: nothing, max_side: nothing, max_seconds: nothing }
    assert.deepEqual(verdicts('video', { ...FILM, width: 9000, height: 9000, duration_s: 90000 }, media), [])
  }
})

test('a rule by which the organiser refuses keeps the file from being sent', () => {
  const media = { rules: [{ rule: 'duration_at_most_s', limit: 90, severity: 'refuse' }] }
  assert.deepEqual(verdicts('video', FILM, media).map(one => [one.outcome, one.words]), [['refuse', '时长 1 分 40 秒，这里不超过 1 分 30 秒，请剪短后重选']])
})

test('what is met is no warning on the screen', () => {
  const verdict = (rule, outcome, words) => ({ rule, outcome, measured: 1, limit: 1, words })
  const file = { id: 'fil_1', about: 'ent_1', kind: 'photo', name: '晨光.jpg', size: 9, state: 'ready', mime: 'image/jpeg', position: 1, renditions: [],
    check: { outcome: 'warn', label: '提示' }, progress: null, verdicts: [verdict('type', 'pass', 'JPEG 格式，符合要求'), verdict('bytes_at_least', 'warn', '提示：文件只有 9 字节'), verdict('not_recompressed', 'pass', '没有看出被压缩过')] }
  const [row] = mediaView(track('photo'), 'group', [file], []).media[0].rows
  assert.deepEqual([row.found.map(one => one.words), row.tone], [['提示：文件只有 9 字节'], 'warn'])
})
