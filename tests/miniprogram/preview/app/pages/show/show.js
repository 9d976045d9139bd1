Page({
  data: { report: '', loaded: '', lost: '', at: 0, into: '', rows: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], film: '', kept: '', html: '<p class="r">好<script>x</script><b onclick="y()">字</b></p>' },
  say(event) { this.setData({ report: event.type + ' ' + JSON.stringify(event.detail) }) },
  loaded(event) { this.setData({ loaded: 'load ' + JSON.stringify(event.detail) }) },
  broken(event) { this.setData({ lost: 'broken ' + event.currentTarget.id }) },
  lower() { this.setData({ report: 'lower' }) },
  played() { this.setData({ report: 'played' }) },
  paused() { this.setData({ report: 'paused' }) },
  next() { this.setData({ at: 1 }) },
  down() { this.setData({ into: 'row9' }) },
  measure() {
    wx.createSelectorQuery().select('#scroll').boundingClientRect().select('#canvas').fields({ node: true, size: true }).selectViewport().scrollOffset().exec(([box, canvas, window]) => {
      const pen = canvas.node.getContext('2d')
      pen.fillRect(0, 0, 5, 5)
      wx.canvasToTempFilePath({ canvas: canvas.node, success: ({ tempFilePath }) => this.setData({ kept: tempFilePath, report: [box.height, canvas.width, window.scrollTop, tempFilePath.slice(0, 13)].join(' ') }) })
    })
  }
})
