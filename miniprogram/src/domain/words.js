// @ts-nocheck Texts only: which texts there are is still known to those who say them.
// The words of domain/. Those of `answers`, `people`, `missing`, `counts` and `specification` are said by the service too,
// word for word (models/campaign, models/entries, models/media): tests/vectors holds both to the same cases.
const and = list => list.join('、')

module.exports = {
  and,
  update: '请更新小程序',

  answers: {
    not_text: '要填文字',
    unprintable: '含有不能显示的字符，请删去后重新输入',
    too_long: (most, now) => '至多 ' + most + ' 字，现在 ' + now + ' 字',
    one_of: options => '要在' + and(options) + '之中选一项',
    some_of: options => '要在' + and(options) + '之中选',
    twice: '同一项选了两次',
    too_many: most => '至多选 ' + most + ' 项',
    month: '要写成年月，如 1985-06',
    day: '要写成年月日，如 2022-08-01',
    no_day: '没有这一天',
    year: '年份不对',
    not_number: '要填数字',
    between: (least, most) => '要在 ' + least + ' 到 ' + most + ' 之间',
    decimals: count => '至多 ' + count + ' 位小数',
    whole: '要填整数',
    link: '要填以 http:// 或 https:// 开头的链接',
    list: most => '要是名单，至多 ' + most + ' 位',
    list_line: '每位写姓名和分工，各不超过 50 字'
  },
  missing: {
    choose: '请选择',
    fill: '请填写',
    too_short: (least, now) => '至少 ' + least + ' 字，现在 ' + now + ' 字',
    newer: '请更新小程序后填写'
  },
  forms: {
    type: '类别',
    no_type: '没有这个类别，请重新选择',
    form: '表单',
    unknown_field: '表单里没有这一栏，请更新小程序后再试',
    shape: '格式不对，请更新小程序后再试',
    steps: { review: '看一看已替您填好的', files: '选文件', consents: '阅读并同意', submit: '提交' }
  },
  people: {
    label: '作者',
    name: '姓名',
    role: '分工',
    unit: '单位',
    none_here: '本子项目不另列人员',
    nth: (i, says) => '第 ' + i + ' 位' + says,
    too_many: (most, now) => '至多写 ' + most + ' 位，现在有 ' + now + ' 位',
    of: (what, says) => '的' + what + says,
    role_of: roles => '的分工要在' + and(roles) + '之中选',
    fill: (i, what) => '第 ' + i + ' 位请填写' + what,
    lacking: roles => '还缺' + and(roles),
    any_of: roles => and(roles) + '至少写一项',
    credit: (name, roles) => name + '（' + and(roles) + '）'
  },
  consents: { read: '请阅读后确认' },

  kinds: { photo: '照片', song: '歌曲', video: '视频', document: '文档' },
  counts: {
    exactly: count => count + ' 个',
    from_to: (least, most) => least + ' 到 ' + most + ' 个',
    wanted: pairs => '要有 ' + pairs.join(' 或 '),
    stray: '本子项目不收，请删去',
    either: kinds => kinds.join('或'),
    any_of: '至少要有一个',
    lacking: count => '还差 ' + count + ' 个',
    over: count => '多了 ' + count + ' 个，请删去',
    later: (label, count) => '提示：推荐全国前要有' + label + ' ' + count + ' 个，现在可以先提交'
  },
  specification: {
    hint: '提示：',
    condition: '（推荐全国时必须符合）',
    here: '这里',
    remark_opens: '（',
    empty: '文件是空的，请重新选择',
    too_large: (size, most) => '文件有 ' + size + '，这里最多 ' + most + '，请压缩后重选',
    kind: label => '这不是' + label + '文件，请重新选择',
    type: types => '提示：这里一般要 ' + and(types) + ' 格式，推荐全国时可能需要替换',
    container: (is, wanted) => '这是 ' + is + ' 文件，这里要 ' + wanted + ' 格式，请转换后重选',
    bytes: (size, least) => '文件只有 ' + size + '，建议不小于 ' + least + '，请尽量选原图',
    long_side: (px, least) => '长边只有 ' + px + ' 像素，建议不少于 ' + least + ' 像素，请尽量选原图',
    short_side: (px, least) => '短边只有 ' + px + ' 像素，建议不少于 ' + least + ' 像素，请用更高的清晰度重新导出',
    too_long: (time, of, most) => '时长 ' + time + '，' + of + '不超过 ' + most + '，请剪短后重选',
    too_short: (time, of, least) => '时长 ' + time + '，' + of + '不少于 ' + least + '，请补足后重选',
    aspect: (size, wanted) => '画面是 ' + size + '，这里要 ' + wanted + '，请按 ' + wanted + ' 重新导出',
    upright: (size, wanted) => '画面是竖的（' + size + '），这里要横屏 ' + wanted + '，请横过来重拍或重新导出',
    advice: { compressed: '可能被微信压缩过，请选原图' },
    to_the_byte: count => count + ' 字节',
    minutes: count => count + ' 分钟',
    minutes_seconds: (minutes, seconds) => minutes + ' 分 ' + seconds + ' 秒',
    seconds: count => count + ' 秒'
  },
  sizes: {
    bytes: count => count + ' 字节',
    still: time => '还要 ' + time,
    seconds: count => count + ' 秒',
    minutes: count => count + ' 分钟',
    hours: (hours, minutes) => hours + ' 小时' + (minutes ? ' ' + minutes + ' 分钟' : ''),
    nearly: '马上传完',
    join: ' · '
  },

  dates: {
    weekdays: ['日', '一', '二', '三', '四', '五', '六'],
    date: (month, day) => month + ' 月 ' + day + ' 日',
    year: year => year + ' 年 ',
    weekday: name => '（周' + name + '）',
    today: '今天',
    yesterday: '昨天',
    tomorrow: '明天',
    closes: when => when + ' 截止',
    left: { days: count => '还有 ' + count + ' 天', hours: count => '还有 ' + count + ' 小时', minutes: count => '还有 ' + count + ' 分钟' },
    comma: '，'
  },
  phases: {
    stages: { launch: '启动', conduct: '开展', summary: '总结', exhibition: '展示' },
    due: when => '单位报送期限 ' + when,
    opens: (label, when) => label + '从 ' + when + ' 开始',
    left: (label, left) => label + left,
    closes: (label, when) => label + ' ' + when,
    closed: (label, when, whom) => label + '已于 ' + when + ' 截止。如有特殊情况，请联系' + whom,
    liaison: '本单位联络员',
    with_line: (whom, line) => whom + ' ' + line,
    none: '本次活动没有这项办理',
    over: '本次活动已结束，感谢参与'
  },
  entries: {
    me: '您',
    by: (unit, role) => (unit ? unit + ' · ' : '') + role,
    acts: { exhibit: '作品上线展示', unexhibit: '作品撤下展示', endorse: '基层工会已推荐' },
    reason: text => '原因：' + text,
    change_by: when => '请在 ' + when + ' 前改好后重新提交',
    supplement_by: when => '请在 ' + when + ' 前补交',
    next: {
      draft: '继续填写，填好后提交',
      returned: by => (by ? '请在 ' + by + ' 前' : '请') + '按退回的原因改好，重新提交',
      supplement: by => (by ? '请在 ' + by + ' 前' : '请') + '补齐材料后提交',
      submitted: '已提交，请等待初评，结果会发到消息里',
      in_review: '正在评选，请等待，结果会发到消息里',
      selected: '已入选，请留意展示安排',
      not_selected: '感谢参与，作品仍可自由使用',
      recommended: '已推荐到全国，请留意消息',
      withdrawn: '已撤回，不再参评',
      disqualified: '不再参评，如有疑问请联系联络员',
      refused: count => '有 ' + count + ' 个文件不合格，请更换后再提交',
      waiting: count => '还有 ' + count + ' 个文件没有传完，请保持联网',
      update: '请更新小程序后查看'
    },
    groups: { todo: '等您处理', review: '评选中', results: '结果', ended: '已结束' }
  }
}
