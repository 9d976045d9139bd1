const parts = require('../../parts')
const { screen } = require('../../screen')
const words = require('../../words').my_consents

screen({
  data: { words, agreed: [], liaison: null, contact: null },

  onLoad() { this.reload() },

  reload() {
    return this.load(async () => {
      const [{ entries }, { campaign }, me] = await Promise.all([parts.api.exportMe(), parts.api.campaign(), parts.api.me()])
      return { agreed: agreedIn(entries, campaign), liaison: me.liaison, contact: campaign.contacts[0] || null }
    })
  }
})

/** Each edition of a text once, with the works it was agreed to for; what the plan no longer has can be told but not read. */
function agreedIn(entries, campaign) {
  const texts = campaign.tracks.reduce((all, track) => all.concat(track.consents), campaign.consents)
  const found = new Map()
  entries.forEach(entry => entry.consents.forEach(({ id, version }) => {
    const key = id + ' ' + version
    found.set(key, { id, key, version, works: (found.get(key) || { works: [] }).works.concat(entry.title || words.untitled) })
  }))
  return Array.from(found.values()).map(({ id, key, version, works }) => {
    const text = texts.find(one => one.id === id)
    return { key, label: text ? text.label : id, edition: words.edition(version, works), url: text && text.version === version ? '/pages/document/document?consent=' + id : '' }
  })
}
