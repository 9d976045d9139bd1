// One file of a work: what it is, how far it is, what is to be said of it, and what can be done.
Component(/** @type {Screen} */ ({
  properties: {
    /** { id, name, size, thumb, icon, tone, sign, says, more, percent, line, found: [{ tone, icon, words }], acts: [{ act, label, icon }] } */
    row: { type: Object, value: { id: '', name: '', icon: 'file', sign: 'clock-info', percent: null, more: '', acts: [], found: [] } }
  },
  methods: {
    act(event) { this.triggerEvent('act', { id: this.data.row.id, act: event.currentTarget.dataset.act }) },
    look() { if (this.data.row.thumb) this.triggerEvent('act', { id: this.data.row.id, act: 'look' }) }
  }
}))
