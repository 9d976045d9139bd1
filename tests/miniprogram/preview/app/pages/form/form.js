Page({
  data: { title: '', both: '原', report: '', several: [['甲', '乙'], ['一', '二']] },
  say(event) { this.setData({ report: JSON.stringify(event.detail) }) },
  typed(event) { this.setData({ title: event.detail.value, report: 'typed ' + event.detail.value + ' ' + event.detail.cursor }) },
  sent(event) { this.setData({ report: 'sent ' + event.detail.value }) },
  left(event) { this.setData({ report: 'left ' + event.detail.value }) },
  column(event) { if (event.detail.column === 0) this.setData({ several: [['甲', '乙'], event.detail.value ? ['三', '四'] : ['一', '二']] }) },
  cancelled() { this.setData({ report: 'cancelled' }) },
  submit(event) { this.setData({ report: JSON.stringify(event.detail.value) }) },
  reset() { this.setData({ report: 'reset' }) }
})
