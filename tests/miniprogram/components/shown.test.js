// What of each file is shown: renditions for everybody, the original only when it is asked for.
const assert = require('node:assert/strict')
const test = require('node:test')
const path = require('node:path')
const { shown } = require(path.join(__dirname, '../../../miniprogram/src/components/media-show/shown'))

const link = (purpose, facts) => Object.assign({ purpose, url: purpose + '-url' }, facts)
const PHOTO = [link('display', { width: 1280, height: 853 }), link('display_webp'), link('original'), link('thumb'), link('thumb_webp')]
const EXAMINED = { state: 'examining', done: 1, of: 5, next_try: null, words: '正在检查' }

test('a photograph is shown in its place as JPEG, its original offered with its weight to those who have it', () => {
  const [mine] = shown([{ id: 'f', kind: 'photo', name: '晨光.jpg', size: 4404019, state: 'ready', renditions: PHOTO }]).photos
  assert.deepEqual([mine.url, mine.height, mine.original, mine.original_says], ['display-url', 66.6, 'original-url', '看原图（4.2 MB）'])
  const [theirs] = shown([{ kind: 'photo', name: '照片 1', renditions: PHOTO.filter(one => one.purpose !== 'original') }]).photos
  assert.deepEqual([theirs.url, theirs.original, theirs.original_says], ['display-url', '', ''])
})

test('until it was looked into its author sees the original, and nobody is offered it twice', () => {
  const [early] = shown([{ id: 'f', kind: 'photo', name: '晨光.jpg', size: 9, state: 'stored', progress: EXAMINED, renditions: [link('original')] }]).photos
  assert.deepEqual([early.url, early.height, early.original], ['original-url', 0, ''])
})

test('a film has its cover and plays what was made for playing; a song tells how long it is', () => {
  const film = [link('original'), link('play', { width: 1280, height: 720, duration_s: 62 }), link('poster'), link('thumb')]
  const { videos, songs } = shown([{ id: 'v', kind: 'video', name: '片.mp4', state: 'ready', renditions: film },
    { id: 's', kind: 'song', name: '歌.wav', state: 'ready', renditions: [link('play', { duration_s: 187.4 }), link('original')] }])
  assert.deepEqual([videos[0].url, videos[0].poster, videos[0].height], ['play-url', 'poster-url', 56.3])
  assert.deepEqual([songs[0].url, songs[0].whole], ['play-url', '3:07'])
})

test('of what arrived and cannot be seen yet it is said so; what is on its way or refused is told elsewhere', () => {
  const file = facts => Object.assign({ id: 'f', kind: 'video', name: '片.mp4', renditions: [] }, facts)
  const coming = facts => shown([file(facts)]).coming.map(one => [one.icon, one.says])
  assert.deepEqual(coming({ state: 'stored', progress: EXAMINED }), [['hourglass-info', '正在检查，检查完就能看']])
  assert.deepEqual(coming({ state: 'stored', progress: Object.assign({}, EXAMINED, { state: 'given_up' }) }), [['video-soft', '现在还不能看']])
  assert.deepEqual(coming({}), [['video-soft', '现在还不能看']])
  assert.deepEqual([coming({ state: 'waiting' }), coming({ state: 'refused' }), coming({ state: 'ready', renditions: [link('play')] })], [[], [], []])
})
