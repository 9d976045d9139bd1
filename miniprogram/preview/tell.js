// Writes the list of what the preview cannot show into docs/release-check.md, between its two markers: node miniprogram/preview/tell.js
const fs = require('fs')
const path = require('path')

const PAGE = path.join(__dirname, '..', '..', 'docs', 'release-check.md')
const START = '<!-- what the preview cannot show: written from miniprogram/preview/unsimulated.json by miniprogram/preview/tell.js -->'
const END = '<!-- end of what the preview cannot show -->'

const lines = require('./unsimulated.json').map(({ id, zh }) => `- [ ] \`${id}\` ${zh}`)
const intro = "To be looked at in WeChat DevTools and on an iPhone and an Android phone; the preview's page shows the same list."
const section = `${START}\n## What the preview cannot show\n\n${intro}\n\n${lines.join('\n')}\n${END}\n`

const page = fs.readFileSync(PAGE, 'utf8')
const [before, after] = page.includes(START) ? [page.split(START)[0], page.split(END)[1].replace(/^\n/, '')] : [page.trimEnd() + '\n\n', '']
fs.writeFileSync(PAGE, before + section + after)
