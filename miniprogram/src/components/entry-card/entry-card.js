// One work in my list: what it is, where it stands, what to do next. Tapping the card or its button tells the page.
Component(/** @type {Screen} */ ({
  properties: {
    /** { id, title, track, chip: { tone, icon, word }, when, next, todo, button: { label, url } | null, marks: [{ tone, icon, words }] } */
    card: { type: Object, value: { id: '', title: '', track: '', chip: { tone: 'info', icon: 'edit', word: '' }, when: '', next: '', todo: false, button: null, marks: [] } }
  },
  methods: {
    open() { this.triggerEvent('open', { id: this.data.card.id }) },
    act() { this.triggerEvent('act', { id: this.data.card.id, url: this.data.card.button.url }) }
  }
}))
