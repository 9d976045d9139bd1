// The campaign's three stages as a ribbon, the open one marked, and under it what is open for a worker and how long.
Component(/** @type {Screen} */ ({
  properties: {
    /** domain/phases.js ribbon(): { stages: [{ id, label, state }], words } */
    ribbon: { type: Object, value: { stages: [], words: '' } }
  }
}))
