// The plan as a phone reads it, and the cases shared with the service (written by `python -m tests.vectors`).
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

const read = name => JSON.parse(readFileSync(join(__dirname, '../../vectors', name), 'utf8'))
const src = name => require(join(__dirname, '../../../miniprogram/src/domain', name))
const [campaign] = read('campaign.json').campaign
const track = id => campaign.tracks.find(one => one.id === id)
const blank = changes => Object.assign({ type: null, title: '', fields: {}, authors: [], consents: [], on_behalf_of: null }, changes)

const ME = { id: 'acc_1', name: '卓玛·才让', phone: '13800000000', unit: 'unt_1', unit_name: '西宁市总工会', unit_typed: '' }
const at = (day, time = '12:00') => Date.parse(day + 'T' + time + ':00+08:00')

module.exports = { read, src, campaign, track, blank, ME, at }
