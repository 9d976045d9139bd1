// Who made the work: one card a credit, with name, part and unit. Names are taken as they are typed.
const words = require('../../words').people_editor

Component(/** @type {Screen} */ ({
  properties: {
    /** Wire.People: { roles, required, any_of, at_most, help } */
    people: { type: Object, value: { roles: [], at_most: 0 } },
    /** Wire.Author[] */
    authors: { type: Array, value: [] },
    /** what a new credit starts with: my unit, or '' */
    unit: { type: String, value: '' },
    fault: { type: String, value: '' }
  },
  data: { labels: words.labels, rows: [], more: true, parts: true },
  observers: {
    'authors, people'(authors, people) {
      if (!same(authors, this.rows || null)) this.rows = authors.map(one => this.rowOf(one))
      this.draw(people)
    }
  },
  methods: {
    rowOf(author) {
      this.minted = (this.minted || 0) + 1
      return { key: this.minted, name: author.name, role: author.role, unit: author.unit || '' }
    },
    draw({ roles, at_most }) {
      const last = this.rows.length - 1
      this.setData({
        rows: this.rows.map((row, i) => Object.assign({}, row, {
          title: words.nth(i + 1), first: i === 0, last: i === last, roles: roles.map(name => ({ name, on: name === row.role }))
        })),
        more: this.rows.length < at_most, parts: roles.length > 1 || this.rows.some(row => row.role !== roles[0])
      })
    },
    type(event) {
      const { key, name } = event.currentTarget.dataset
      this.rows = this.rows.map(row => row.key === key ? Object.assign({}, row, { [name]: event.detail.value }) : row)
      this.tell()
    },
    choose(event) {
      const { key, role } = event.currentTarget.dataset
      this.become(this.rows.map(row => row.key === key ? Object.assign({}, row, { role }) : row))
    },
    add() {
      const { roles } = this.data.people
      const free = roles.find(role => !this.rows.some(row => row.role === role))
      this.become(this.rows.concat(this.rowOf({ name: '', role: free || roles[0] || '', unit: this.data.unit })))
    },
    remove(event) { this.become(this.rows.filter(row => row.key !== event.currentTarget.dataset.key)) },
    up(event) {
      const i = this.rows.findIndex(row => row.key === event.currentTarget.dataset.key)
      const moved = this.rows.slice()
      moved.splice(i - 1, 2, this.rows[i], this.rows[i - 1])
      this.become(moved)
    },
    become(rows) {
      this.rows = rows
      this.draw(this.data.people)
      this.tell()
      this.leave()
    },
    tell() { this.triggerEvent('change', { authors: this.rows.map(authorOf) }) },
    leave() { this.triggerEvent('leave', { id: 'authors' }) }
  }
}))

/** Without a unit, none is said. */
function authorOf({ name, role, unit }) {
  return unit ? { name, role, unit } : { name, role }
}

function same(authors, rows) {
  return rows !== null && JSON.stringify(authors.map(authorOf)) === JSON.stringify(rows.map(authorOf))
}
