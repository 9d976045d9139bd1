// What happened to a work, oldest first, each with its day; a return with its reason and until when.
const words = require('../../words').time_line

Component({
  properties: {
    /** domain/entries.js timeline(): [{ id, when, title, by, reason, due, tone, icon }] */
    items: { type: Array, value: [] }
  },
  data: { words }
})
