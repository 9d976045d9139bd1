Page({ onShow() { getApp().told.push(['second', 'show']) }, onUnload() { getApp().told.push(['second', 'unload']) }, onTabItemTap(tab) { getApp().told.push(['second', 'tab', tab.index]) } })
