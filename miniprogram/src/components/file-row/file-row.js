// One file of a work: what it is, how far it is, what is to be said of it, and what can be done.
Component(/** @type {Screen} */ ({
  properties: {
    /** { id, name, size, thumb, icon, tone, sign, says, percent, line, warnings: [], acts: [{ act, label, icon }] } */
    row: { type: Object, value: { id: '', name: '', icon: 'file', sign: 'clock-info', percent: null, acts: [], warnings: [] } }
  },
  methods: {
    act(event) { this.triggerEvent('act', { id: this.data.row.id, act: event.currentTarget.dataset.act }) },
    look() { if (this.data.row.thumb) this.triggerEvent('act', { id: this.data.row.id, act: 'look' }) }
  }
}))
