// Draws the tab bar's icons, 81 × 81 PNG with a clear ground, with Chromium ($CHROMIUM, else `chromium`). Run by hand when icons.json changes.
const { execFileSync } = require('child_process')
const fs = require('fs')
const os = require('os')
const path = require('path')
const { rootAsked, readJson } = require('./finding')
const { outline, tabs, TAB_SIDE } = require('./copy-icons')

const MARGIN = 9

function draw(svg, target, scratch) {
  const page = path.join(scratch, 'page.html')
  const side = TAB_SIDE - 2 * MARGIN
  const style = 'body{margin:' + MARGIN + 'px;overflow:hidden}svg{display:block;width:' + side + 'px;height:' + side + 'px}'
  fs.writeFileSync(page, '<!doctype html><style>' + style + '</style>' + svg)
  execFileSync(process.env.CHROMIUM || 'chromium', [
    '--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--default-background-color=00000000', '--user-data-dir=' + scratch,
    '--window-size=' + TAB_SIDE + ',' + TAB_SIDE, '--screenshot=' + target, 'file://' + page
  ], { stdio: 'ignore' })
}

function main() {
  const folder = path.join(rootAsked(), 'src', 'icons')
  const tokens = readJson(path.join(__dirname, 'tokens.json')).light
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'tabs-'))
  for (const [name, [icon, token]] of tabs()) draw(outline(icon, tokens[token]), path.join(folder, name), scratch)
  fs.rmSync(scratch, { recursive: true })
}

main()
