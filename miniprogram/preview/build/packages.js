// app.json: pages, sub-packages, the tab bar.
const path = require('path')

/** `{json, pages, entry, packages: [{root, name, pages}], packageOf(file)}`; `packageOf` answers a sub-package's root or ''. */
function readApp(source, leaveOut = false) {
  const json = source.has('app.json') ? source.json('app.json') : { pages: [] }
  if (!source.has('app.json')) source.problems.push('app.json:1:1 there is no app.json')
  const packages = (json.subPackages || json.subpackages || []).map((one) => {
    const root = one.root.replace(/\/$/, '')
    return { root, name: one.name || root, pages: one.pages.map((page) => path.posix.join(root, page)) }
  })
  const all = [...(json.pages || []), ...packages.flatMap((one) => one.pages)]
  const pages = all.filter((page) => !leaveOut || (source.has(page + '.wxml') && source.has(page + '.js')))
  const packageOf = (file) => (packages.find((one) => file.startsWith(one.root + '/')) || { root: '' }).root
  checkTabs(source, json)
  return { json, pages, entry: json.entryPagePath || pages[0], packages, packageOf }
}

function checkTabs(source, json) {
  for (const tab of (json.tabBar && json.tabBar.list) || []) {
    if (!json.pages.includes(tab.pagePath)) source.problems.push(`app.json:1:1 tab page ${tab.pagePath} is not in "pages"`)
    for (const icon of [tab.iconPath, tab.selectedIconPath]) {
      if (icon && !source.has(icon)) source.problems.push(`app.json:1:1 tab icon ${icon} not found`)
    }
  }
}

module.exports = { readApp }
