const parts = require('../../parts')
const { screen } = require('../../screen')
const words = require('../../words').documents

const KINDS = ['notice', 'form', 'consent']
const ICONS = { notice: 'file-text', form: 'printer', consent: 'shield' }

screen({
  data: { words, groups: [] },

  onLoad() {
    this.reload()
  },

  reload() {
    return this.load(async () => {
      const { items } = await parts.api.documents()
      return { groups: KINDS.map(kind => groupOf(kind, items)).filter(group => group.items.length) }
    })
  },

  /** Papers open in the phone's own reader, from where they can be printed or sent on. */
  open(event) {
    const { url, label } = event.currentTarget.dataset
    wx.showLoading({ title: words.fetching, mask: true })
    parts.open(url).then(() => wx.hideLoading(), fault => {
      wx.hideLoading()
      this.tell({ title: label, code: fault.kind, detail: fault.detail })
    })
  },

  copy(event) {
    wx.setClipboardData({ data: event.currentTarget.dataset.url, success: () => this.say(words.copied) })
  }
})

function groupOf(kind, items) {
  return {
    kind, label: words.kinds[kind], soft: words.about[kind],
    items: items.filter(item => item.kind === kind).map(item => ({
      id: item.id, label: item.label, url: item.url, icon: ICONS[kind] + '-soft',
      consent: kind === 'consent' ? item.id.replace(/^consent-/, '') : ''
    }))
  }
}
