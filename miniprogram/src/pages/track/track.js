const parts = require('../../parts')
const { screen } = require('../../screen')
const { questions, prefill } = require('../../domain/forms')
const { collection } = require('../../domain/phases')
const { fileSize } = require('../../domain/sizes')
const words = require('../../words').track

const ICONS = { photo: 'photo', song: 'music', video: 'video', document: 'file' }

screen({
  data: { words, track: { label: '' }, consents: [], due: '', limit: '', either: '', types: '', specifications: [], asked: '', liaison: null, contact: null, draft: '' },

  onLoad({ id }) {
    this.id = id
    this.reload()
  },

  onShow() {
    const draft = parts.drafts.list().find(one => one.track === this.id)
    this.setData({ draft: draft ? draft.id : '' })
  },

  reload() {
    return this.load(() => this.read()).then(() => this.whom())
  },

  async read() {
    const { campaign } = await parts.api.campaign()
    const track = campaign.tracks.find(one => one.id === this.id)
    if (!track) throw { code: 'not_found', status: 404, detail: words.gone }
    const { fields } = prefill(track, null, parts.clock.now())
    const asked = questions(track, null).filter(question => question.required && fields[question.id] === undefined)
    return {
      track, consents: track.consents.map(({ id, label }) => ({ id, label: words.named(label) })), contact: campaign.contacts[0],
      due: collection(campaign, parts.clock.now()).words, limit: words.limit(track.limit),
      either: track.media_any_of.length ? words.any_of(words.and(track.media_any_of.map(kind => words.kinds[kind]))) : '',
      types: track.types.length > 1 ? words.and(track.types.map(type => type.label)) : '',
      specifications: specifications(track),
      asked: words.and([track.title.label, ...asked.map(question => question.label)])
    }
  },

  async whom() {
    try {
      const me = await parts.api.me()
      this.setData({ liaison: me.liaison })
    } catch (problem) {
      if (!problem.code) throw problem
    }
  },

  /** The gallery is a tab, and a tab takes no query: what to show is left for it. */
  examples() {
    parts.passing.track = this.id
    wx.switchTab({ url: '/pages/gallery/gallery' })
  },

  onShareAppMessage() {
    return { title: this.data.track.label, path: '/pages/track/track?id=' + this.id }
  },
  onShareTimeline() {
    return { title: this.data.track.label, query: 'id=' + this.id }
  }
})

/** One line a kind of file: how many, how large, what else is asked; a type's own line where types differ. */
function specifications(track) {
  const own = track.types.filter(type => type.media)
  const lines = own.length > 1
    ? own.reduce((all, type) => all.concat(type.media.filter(media => differs(track, media)).map(media => line(media, type.label))), [])
    : []
  const shared = track.media.filter(media => !lines.some(one => one.kind === media.kind))
  return [...lines, ...shared.map(media => line(media, ''))].map((one, i) => Object.assign(one, { id: i }))
}

/** Whether a kind of file is asked for otherwise in other types; how many of it is said in one line either way. */
function differs(track, { kind }) {
  const asked = track.types.filter(type => type.media).map(type => JSON.stringify(type.media.filter(one => one.kind === kind).map(rulesOf)))
  return asked.some(one => one !== asked[0])
}

function rulesOf({ max_bytes, help, rules }) {
  return { max_bytes, help, rules }
}

function line(media, of) {
  const counts = media.counts.map(([least, most]) => words.counts(least, most)).join(words.or)
  const asked = [words.at_most_size(fileSize(media.max_bytes)), ...media.rules.map(rule => rule.words)]
  return {
    kind: media.kind, icon: ICONS[media.kind], title: of ? words.of(of, words.kinds[media.kind] + ' ' + counts) : words.kinds[media.kind] + ' ' + counts,
    words: words.specified(media.help, asked)
  }
}
