// <picker>: one list, several, a date, a time.
const { host, setOff } = require('./host')
const { make, lay } = require('../overlays')

const two = (number) => String(number).padStart(2, '0')
const numbers = (from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)

const picker = {
  properties: {
    mode: { type: String, value: 'selector' },
    range: { type: Array, value: [] },
    rangeKey: String,
    value: null,
    disabled: Boolean,
    start: String,
    end: String,
    fields: { type: String, value: 'day' },
    name: String,
    headerText: String,
    level: String
  },
  observers: {
    disabled(off) {
      setOff(this, off)
    }
  },
  lifetimes: {
    attached() {
      host(this).tabIndex = 0
      host(this).addEventListener('click', () => this.press())
    }
  },
  methods: {
    press() {
      if (!this.data.disabled) open(this)
    },
    fieldValue() {
      return this.data.value
    },
    resetField() {
      this.setData({ value: this.data.mode === 'multiSelector' ? [] : '' })
    }
  }
}

const KINDS = {
  selector: (self) => listed([self.data.range], [Number(self.data.value) || 0], self.data.rangeKey, (chosen) => chosen[0]),
  multiSelector: (self) =>
    listed(
      self.data.range,
      self.data.range.map((_, at) => (self.data.value || [])[at] || 0),
      self.data.rangeKey,
      (chosen) => chosen
    ),
  date: dated,
  time: timed
}

/** `{columns(chosen): [[words]], chosen: [index], answer(chosen)}` */
function listed(columns, chosen, key, answer) {
  return { columns: () => columns.map((column) => column.map((one) => String(key ? one[key] : one))), chosen, answer }
}

function timed({ data }) {
  const [low, high] = [data.start || '00:00', data.end || '23:59']
  const [hour, minute] = (data.value || '00:00').split(':').map(Number)
  const column = [numbers(0, 23).map(two), numbers(0, 59).map(two)]
  const within = (words) => (words < low ? low : words > high ? high : words)
  return { columns: () => column, chosen: [hour, minute], answer: ([at, past]) => within(`${column[0][at]}:${column[1][past]}`) }
}

function dated({ data }) {
  const today = new Date()
  const first = Number((data.start || '').slice(0, 4)) || today.getFullYear() - 50
  const last = Number((data.end || '').slice(0, 4)) || today.getFullYear() + 50
  const [year, month = 1, day = 1] = (data.value || today.toISOString().slice(0, 10)).split('-').map(Number)
  const depth = { year: 1, month: 2, day: 3 }[data.fields] || 3
  const years = numbers(first, last)
  const daysOf = ([y, m]) => new Date(years[y] || first, (m || 0) + 1, 0).getDate()
  const columns = (chosen) =>
    [years.map((one) => one + '年'), numbers(1, 12).map((one) => one + '月'), numbers(1, daysOf(chosen)).map((one) => one + '日')].slice(
      0,
      depth
    )
  const within = (words) =>
    data.start && words < data.start.slice(0, words.length)
      ? data.start
      : data.end && words > data.end.slice(0, words.length)
        ? data.end
        : words
  const answer = ([y, m = 0, d = 0]) => within([years[y], two(m + 1), two(Math.min(d + 1, daysOf([y, m])))].slice(0, depth).join('-'))
  return { columns, chosen: [Math.max(0, years.indexOf(year)), month - 1, day - 1].slice(0, depth), answer }
}

function open(self) {
  const kind = (KINDS[self.data.mode] || KINDS.selector)(self)
  const chosen = [...kind.chosen]
  const wheels = make('div', { className: 'wheels' })
  const sheet = make(
    'div',
    { className: 'sheet wheel-sheet', role: 'dialog', 'aria-label': self.data.headerText || '请选择' },
    make(
      'div',
      { className: 'wheel-head' },
      make('button', { onclick: () => end(false) }, '取消'),
      make('span', {}, self.data.headerText || ''),
      make('button', { className: 'primary', onclick: () => end(true) }, '确定')
    ),
    wheels
  )
  const away = lay(sheet, { place: 'bottom', beside: () => end(false) })
  const end = (isSure) => {
    away()
    if (!isSure) return self.triggerEvent('cancel', {})
    const value = kind.answer(chosen)
    self.setData({ value })
    self.triggerEvent('change', { value })
  }
  const turn = (column, index) => {
    chosen[column] = index
    if (self.data.mode === 'multiSelector') {
      self.triggerEvent('columnchange', { column, value: index })
      const after = KINDS.multiSelector(self)
      kind.columns = after.columns
      after.chosen.forEach((at, other) => {
        if (other > column) chosen[other] = at
      })
    }
    drawWheels(wheels, kind.columns(chosen), chosen, turn)
  }
  drawWheels(wheels, kind.columns(chosen), chosen, turn)
}

function drawWheels(wheels, columns, chosen, turn) {
  wheels.replaceChildren(
    ...columns.map((column, at) =>
      make(
        'div',
        { className: 'wheel', role: 'listbox' },
        ...column.map((words, index) =>
          make('button', { role: 'option', 'aria-selected': String(index === chosen[at]), onclick: () => turn(at, index) }, words)
        )
      )
    )
  )
  for (const wheel of wheels.children) {
    const on = wheel.querySelector('[aria-selected=true]')
    if (on) wheel.scrollTop = on.offsetTop - wheel.clientHeight / 2 + on.clientHeight / 2
  }
}

module.exports = { picker }
