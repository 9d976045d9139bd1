const parts = require('../../parts')
const { screen } = require('../../screen')
const words = require('../../words').document

screen({
  data: { words, label: '', paragraphs: [], edition: '' },

  /** The text of a consent, read from the plan the phone keeps, so that it opens without a network too. */
  onLoad({ consent }) {
    this.consent = String(consent || '')
    this.reload()
  },

  reload() {
    return this.load(async () => {
      const { campaign } = await parts.api.campaign()
      const found = campaign.tracks.reduce((all, track) => all.concat(track.consents), campaign.consents)
        .find(one => one.id.toLowerCase() === this.consent.toLowerCase())
      if (!found) throw { code: 'not_found', status: 404, detail: words.gone }
      return { label: found.label, edition: words.edition(found.version), paragraphs: found.text.trim().split('\n') }
    })
  }
})
