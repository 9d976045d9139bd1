// The people of the demo whose WeChat a phone may be: [the simulator's name, name, what he does].
window.PEOPLE = [
  ['demo-worker', '林措', '职工'],
  ['demo-coordinator', '马海燕', '单位联络员'],
  ['demo-host', '承办单位', '经办人'],
  ['demo-juror', '评审专家', '摄影'],
  ['demo-organiser', '省总工会', '经办人'],
  ['demo-organiser-2', '省总工会', '经办人二'],
  ['demo-admin', '系统管理员', '']
]
