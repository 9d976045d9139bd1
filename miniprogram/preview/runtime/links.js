// What WeChat opens for what its own scanner read: 普通链接二维码 and mini program codes, as registered in the platform's console.
const { now } = require('./clock')

// Of every address below /c/ this page is told, as `q`; docs on launching say how it is registered.
const LINKS = [{ address: /^https?:\/\/[^/?#\s]+(?:\/[^?#\s]*)?\/c\//, path: 'pages/check-in/check-in' }]
const SCENE = { link: 1011, code: 1047 }

/** The first page's address, `{path, …, entered}`, for `{result, path}` of a scan; null where WeChat stays outside the program. */
function opened({ result, path }) {
  if (path) {
    const [page, search] = path.split('?')
    return { ...Object.fromEntries(new URLSearchParams(search)), path: page, entered: SCENE.code }
  }
  const link = LINKS.find(({ address }) => address.test(result))
  return link ? { path: link.path, q: result, scancode_time: Math.floor(now() / 1000), entered: SCENE.link } : null
}

module.exports = { opened }
