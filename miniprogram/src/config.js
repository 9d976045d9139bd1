// Where the service is. An installer edits ONE line: the https address under which the service is reached from the
// internet, without a slash at the end. The same address goes into the lists of request and upload hosts in the
// WeChat console. While developing, and in the browser preview, the service is the page's own origin.

const SERVICE = 'https://wangju.example.cn'

// The filing number (备案号) of this mini program, shown under 我的; empty until there is one.
const FILING = ''

/** @param {'develop' | 'trial' | 'release'} edition @returns {string} what stands before /api/… */
function addressOf(edition) {
  return edition === 'develop' ? '' : SERVICE
}

module.exports = { SERVICE, FILING, addressOf }
