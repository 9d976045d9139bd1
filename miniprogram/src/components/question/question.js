// One question of a form, of whichever kind. What is typed stays in the field and is told at once; the page keeps it.
const { length } = require('../../domain/text')
const words = require('../../words').question

const LISTED_AT_MOST = 4
const COUNTED = ['line', 'text']
const FIRST_DAY = '1900-01-01'
const LAST_DAY = '2100-12-31'

Component(/** @type {Screen} */ ({
  properties: {
    /** { id, of, kind, label, help, value, choices: [{ value, label }], at_most, optional, fault, unknown, month } */
    question: { type: Object, value: { id: '', kind: '', choices: [] } }
  },
  data: { labels: words.labels, value: '', said: '', written: '', over: false, choices: [], listed: true, open: false, first: FIRST_DAY, last: LAST_DAY },
  observers: {
    question(question) { this.show(question) }
  },
  methods: {
    show({ kind, value, choices, at_most }) {
      const given = kind === 'choices' ? (value || []) : [value]
      const marked = (choices || []).map(one => Object.assign({}, one, { on: given.indexOf(one.value) >= 0 }))
      const text = value === undefined || value === null || Array.isArray(value) ? '' : String(value)
      this.setData(Object.assign(
        { choices: marked, listed: marked.length <= LISTED_AT_MOST || kind === 'choices', said: saidOf(kind, marked, text) },
        text === this.data.value ? {} : { value: text }, counted(kind, text, at_most)))
    },
    type(event) {
      const text = event.detail.value
      const { kind, at_most } = this.data.question
      if (at_most && COUNTED.indexOf(kind) >= 0) this.setData(counted(kind, text, at_most))
      this.tell(kind === 'number' ? numberOf(text) : text)
    },
    enter() { this.entered = this.data.question.id },
    /** The question that was entered: in the elderly mode another may stand here already. */
    left() { this.triggerEvent('leave', { id: this.entered || this.data.question.id }) },
    leave() { this.triggerEvent('leave', { id: this.data.question.id }) },
    unfold() { this.setData({ open: true }) },
    fold() { this.setData({ open: false }) },
    choose(event) {
      const { value } = event.currentTarget.dataset
      this.setData({ open: false })
      this.tell(this.data.question.kind === 'choices' ? this.toggled(value) : value)
      this.leave()
    },
    toggled(value) {
      const given = this.data.question.value || []
      return given.indexOf(value) >= 0 ? given.filter(one => one !== value) : given.concat(value)
    },
    pick(event) {
      this.tell(event.detail.value)
      this.leave()
    },
    tell(value) {
      const { id, of } = this.data.question
      this.triggerEvent('answer', { id, of, value })
    }
  }
}))

/** What a folded answer reads. */
function saidOf(kind, choices, text) {
  if (kind === 'date') return words.date(text)
  const chosen = choices.find(one => one.on)
  return chosen ? chosen.label : ''
}

function counted(kind, text, at_most) {
  if (!at_most || COUNTED.indexOf(kind) < 0) return { written: '', over: false }
  const count = length(text)
  return { written: words.written(count, at_most), over: count > at_most }
}

/** Undefined for nothing; what is no number stays as it was typed, and the form says so. */
function numberOf(text) {
  const tidy = text.trim()
  return tidy === '' ? undefined : isNaN(Number(tidy)) ? text : Number(tidy)
}
