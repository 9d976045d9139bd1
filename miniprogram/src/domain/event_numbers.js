// The numbers of 12351+ on a phone: two columns, each number with the way to the rows behind it. Pure.
const { spoken } = require('./dates')
const words = require('../words').numbers

const EVENT_PAGE = '/staff/pages/event/event?id='
const SHORT_OF_WIDTH = 10000

/** @param {Wire.TargetRow} row */
function rowView({ id, label, measure, at_least, figures, met, counted, percent }) {
  return {
    id, label, target: at_least === null ? '' : words.at_least(at_least, measure), counted, met: met === true, percent,
    figures: figures.map(figure => ({
      id: figure.id, label: figures.length > 1 ? figure.label : '',
      cells: /** @type {const} */ (['verified', 'claimed']).map(column => cellOf(figure, column))
    }))
  }
}

/** @param {Wire.TargetFigure} figure @param {'verified' | 'claimed'} column */
function cellOf(figure, column) {
  const count = figure[column]
  const path = figure.evidence ? figure.evidence[column] || '' : ''
  return {
    column, label: words.labels[column], count: count === null ? words.none : grouped(count), opens: count !== null && count > 0 && path ? path : '',
    called: figure.label + ' ' + words.labels[column]
  }
}

/** 12 345 as it is read. @param {number} count */
function grouped(count) {
  return count < SHORT_OF_WIDTH ? String(count) : String(count).replace(/(\d)(?=(\d{3})+$)/g, '$1 ')
}

/** One row of evidence; an event opens. @param {Wire.TargetEvidence} row @param {number} now */
function evidenceView({ id, label, unit_name, at }, now) {
  return { id, label, says: words.row(unit_name, at ? spoken(at, now) : ''), url: id.indexOf('evt_') === 0 ? EVENT_PAGE + id : '' }
}

module.exports = { evidenceView, grouped, rowView }
