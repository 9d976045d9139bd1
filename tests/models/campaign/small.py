"""A small campaign of another year: one track, three phases, two units. For what breaks, and for what lives beside."""

SMALL = """\
id: small-2023
name: 小活动
notice: {number: 试〔2023〕1号, dated: "2023-01-01", issued_by: [甲总工会], addressees: [乙工会]}
starts: "2023-03-01 00:00"
ends: "2023-04-30 24:00"
phases:
  - id: collect
    stage: conduct
    label: 征集
    opens: "2023-03-01 00:00"
    due: "2023-03-20 18:00"
    closes: "2023-03-31 24:00"
    permits: [submit]
  - {id: recommend, stage: summary, label: 推荐, by: [host], opens: "2023-03-01 00:00", due: "2023-04-10 24:00", permits: [recommend]}
limits: {per_person: 3, per_track: 2, drafts: 5, source: 试}
returns: {days: 3, latest: "2023-04-05 24:00", source: 试}
consents:
  - {id: C1, version: 1, label: 承诺书, text: 我承诺}
media_kinds:
  photo: {max_bytes: 1000, types: [image/jpeg], source: 试}
blocks:
  common:
    - {id: contact, label: 联系人, kind: line, required: true, at_most: 25, default: me.name}
tracks:
  - id: poem
    label: 诗歌
    kind: work
    host: 乙工会
    contact: null
    description: 诗
    title: {label: 题目, at_most: 20}
    types: [{id: old, label: 旧体}, {id: new, label: 新诗}]
    people: {roles: [作者, 朗诵], required: [作者]}
    block: common
    fields:
      - {id: form, label: 体裁, kind: choice, required: true, default: 律诗, options: [律诗, 绝句]}
      - {id: text, label: 正文, kind: text, required_when: [{type: [new]}], at_least: 5, at_most: 100}
    media:
      - {kind: photo, counts: [[0, 2]], rules: [{rule: bytes_at_least, limit: 10, source: 试}]}
    consents: [C1]
opinions: {reporting_unit: [], host: [], province: []}
units:
  - {name: 甲总工会, kind: province, reports: false}
  - {name: 乙工会, kind: city, parent: 甲总工会}
allocation:
  total_events: 7
  source: 试
  rows:
    - {no: 1, unit: 乙工会, events: 7}
targets:
  verified: 已核实
  claimed: 填报
  statement: 截至
  onward: 二次传播
  rows:
    - {id: events, label: 活动, at_least: 7, measure: 场, counted: 已确认的}
exhibition: {label: 展示, channels: [网站], takedown: 可以撤下}
"""
