const parts = require('../../parts')
const { screen } = require('../../screen')
const { isPhone, length } = require('../../domain/text')
const { spoken } = require('../../domain/dates')
const words = require('../../words').complaint

const LEAST = 5
const MOST = 1000
const PATH = '/api/complaints/'

screen({
  data: { words, kinds: ['suggestion', 'complaint'], kind: 'suggestion', said: '', phone: '', written: words.written(0, MOST), faults: {}, waiting: [], sent: [], contact: null },

  onLoad() {
    this.off = parts.outbox.on_change(() => this.showWaiting())
    this.reload()
  },
  onUnload() {
    this.off()
  },

  /** The page is for writing, so it opens at once; what was said before follows when there is a network. */
  async reload() {
    this.setData({ view: { state: 'ready', words: '' } })
    this.showWaiting()
    try {
      const [{ campaign }, { items }] = await Promise.all([parts.api.campaign(), parts.api.complaints()])
      this.setData({ contact: campaign.contacts[0] || null, sent: items.map(said => lineOf(said, parts.clock.now())) })
    } catch (problem) {
      if (!problem.code) throw problem
    }
  },

  showWaiting() {
    const items = parts.outbox.items().filter(item => item.path.indexOf(PATH) === 0)
    if (items.length < this.data.waiting.length) this.reload()
    this.setData({
      waiting: items.map(item => ({ id: item.id, words: item.body.words, refused: item.state === 'refused' && item.problem ? item.problem.detail : '' }))
    })
  },

  choose(event) {
    this.setData({ kind: event.detail.value })
  },
  write(event) {
    this.setData({ said: event.detail.value, written: words.written(length(event.detail.value.trim()), MOST), 'faults.said': '' })
  },
  writePhone(event) {
    this.setData({ phone: event.detail.value, 'faults.phone': '' })
  },

  send() {
    const { kind, said, phone } = this.data
    const faults = faultsOf(said.trim(), phone.trim())
    this.setData({ faults })
    if (faults.said || faults.phone) return
    try {
      parts.outbox.put(PATH + parts.mint('cmp'), Object.assign({ kind, words: said.trim() }, phone.trim() ? { phone: phone.trim() } : {}))
    } catch (fault) {
      this.tell(fault)
      return
    }
    this.setData({ said: '', phone: '', written: words.written(0, MOST) })
    parts.outbox.flush()
    this.say(parts.network.online() ? words.thanks : words.kept)
  },
  drop(event) {
    parts.outbox.discard(event.currentTarget.dataset.id)
  }
})

function faultsOf(said, phone) {
  const count = length(said)
  return {
    said: count < LEAST ? words.too_short(LEAST, count) : count > MOST ? words.too_long(MOST, count) : '',
    phone: phone && !isPhone(phone) ? words.odd_phone : ''
  }
}

function lineOf(said, now) {
  return {
    id: said.id, kind: words.kinds[said.kind], words: said.words, when: spoken(said.sent_at, now),
    answer: said.answer, answered: said.answered_at ? spoken(said.answered_at, now) : ''
  }
}
