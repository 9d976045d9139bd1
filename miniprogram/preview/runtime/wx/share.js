// Giving a page to friends or to Moments: what the app would send is shown and noted in preview.shares.
const { journal, add } = require('../journal')
const overlays = require('../overlays')
const pages = require('../pages')
const { api } = require('./call')

const resolve = (given) => Promise.resolve(given && given.promise ? given.promise : given)

const shown = { friend: null, timeline: null }

async function toFriend(from, target) {
  const page = pages.top()
  const given = (await resolve(pages.call(page, 'onShareAppMessage', { from, target, webViewUrl: undefined }))) || {}
  const card = {
    kind: 'friend',
    title: given.title || document.title,
    path: given.path || '/' + page.route,
    imageUrl: given.imageUrl || ''
  }
  await show(card, '转发给朋友')
}

async function toMoments() {
  const page = pages.top()
  const given = pages.call(page, 'onShareTimeline') || {}
  await show(
    {
      kind: 'timeline',
      title: given.title || document.title,
      query: given.query || '',
      path: '/' + page.route,
      imageUrl: given.imageUrl || ''
    },
    '分享到朋友圈'
  )
}

async function show(card, title) {
  add(journal.shares, card)
  const body = overlays.make(
    'div',
    { className: 'card' },
    overlays.make('strong', {}, card.title),
    overlays.make('small', {}, card.path + (card.query ? '?' + card.query : ''))
  )
  await overlays.ask({
    title,
    body,
    buttons: [
      { words: '取消', answer: false },
      { words: '发送', answer: true, primary: true }
    ]
  })
}

/** What the capsule offers for the page on top; a page without onShareAppMessage cannot be forwarded. */
function menu() {
  const { instance } = pages.top()
  const items = []
  if (instance.onShareAppMessage && shown.friend !== false) items.push({ words: '转发给朋友', work: () => toFriend('menu') })
  if (instance.onShareAppMessage && instance.onShareTimeline && shown.timeline !== false)
    items.push({ words: '分享到朋友圈', work: toMoments })
  return items
}

function setMenus(menus, value) {
  const names = menus || ['shareAppMessage', 'shareTimeline']
  if (names.includes('shareAppMessage')) shown.friend = value
  if (names.includes('shareTimeline')) shown.timeline = value
}

module.exports = {
  menu,
  toFriend,
  api: {
    showShareMenu: api('showShareMenu', ({ menus }) => setMenus(menus, true)),
    hideShareMenu: api('hideShareMenu', ({ menus }) => setMenus(menus, false)),
    updateShareMenu: api('updateShareMenu', () => ({}))
  }
}
