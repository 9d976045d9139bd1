// @ts-nocheck Texts only: which texts there are is still known to those who say them.
// Every Chinese text the phone says of its own accord, by the room that says it; a second language is a second such file.
// What the service says (labels of states and acts, refusals, forms) comes from the service and is not repeated here.
const and = list => list.join('、')
const file_kinds = { photo: '照片', song: '音频', video: '视频', document: '文档' }
const untitled = '（还没有名称）'
const stale = '没有网络，显示的是上次读到的内容'

module.exports = {
  // Those of answers, people, missing, counts and specification are said by the service too, word for word (models/campaign,
  // models/entries, models/media): tests/vectors holds both to the same cases.
  domain: {
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
      kind: kind => '这里收 ' + { photo: 'JPG、PNG、HEIC 或 WebP 格式的照片', song: 'MP3、WAV、M4A、AAC、FLAC 或 OGG 格式的歌曲', video: 'MP4 或 MOV 格式的视频', document: 'PDF、Word、Excel、ZIP 或图片格式的文档' }[kind] + '，请转换或重新选择',
      too_many_pixels: (size, is, most, then) => '画面是 ' + size + '（' + is + '），这里最多 ' + most + '，' + then,
      too_wide: (size, most, then) => '画面是 ' + size + '，这里每边最多 ' + most + ' 像素，' + then,
      lasts_too_long: (time, most) => '时长 ' + time + '，这里最多 ' + most + '，请剪短后重选',
      smaller_photo: '请缩小后重选',
      smaller_film: '请用较低的清晰度重新导出',
      pixels: count => count + ' 像素',
      wan_pixels: count => count + ' 万像素',
      yi_pixels: count => count + ' 亿像素',
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
    checks: {
      mark: label => '文件检查：' + label,
      waiting: '还没有传完',
      given_up: '文件检查：没有做完',
      given_up_then: says => says + '。不影响提交，不用重新上传',
      step: (says, done, of) => done ? says + ' ' + done + '/' + of : says,
      refused: '这个文件不能用，请换一个文件',
      passes: (all, met) => met === all ? '已检查 ' + all + ' 项，都符合要求' : '已检查 ' + all + ' 项，' + met + ' 项符合要求'
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

    audiences: {
      workers: '职工', staff: '工作人员',
      kinds: {
        draft: '有草稿没提交的作者', returned: '退回后没重交的作者', submitted: '已提交作品的作者', selected: '作品入选的作者', authors: '一个子项目的作者', members: '一个单位和下级单位的职工',
        promoters: '职工好网民宣传员', event: '一场活动的人', everybody: '所有用过小程序的人', coordinators: '报送单位联络员', hosts: '承办单位经办人', jurors: '评审专家', organisers: '省总工会经办人',
        preselect: '有作品待初评的联络员', shortlist: '有作品待遴选的承办单位', audit: '有作品待省总审核的经办人', confirm_members: '有职工待确认的联络员', confirm_events: '有活动待确认的联络员',
        check_ins: '有签到待核实的负责人'
      }
    },
    keywords: {
      empty: '请填写', odd: '格式不对', too_long: (most, now) => '至多 ' + most + ' 个字，现在 ' + now + ' 个', cut: most => '超过 ' + most + ' 个字的部分会用“…”代替', count: (now, most) => most ? now + '/' + most : '',
      like: { phrase: '只能是汉字，5 个以内', time: '要写成“2022年8月31日 23:59”', number: '只能是数字', character_string: '只能是数字、字母或符号' },
      nth: n => '第 ' + n + ' 项',
      labels: {
        T1: ['活动名称', '当前进度', '截止时间', '温馨提示'], T2: ['审核事项', '审核结果', '审核时间', '备注'], T3: ['活动名称', '开始时间', '活动地点', '温馨提示'], T4: ['待办事项', '截止时间', '办理进度', '备注']
      },
      time: (year, month, day, clock) => year + '年' + month + '月' + day + '日 ' + clock
    },
    noticing: {
      untitled: '（还没有标题）', then: '：',
      goes: when => when + ' 发出', saved: when => when + ' 保存', by_plan: plan => '方案预定 ' + plan, at_once: '同意发布后马上发',
      sent_of: (sent, whole) => '已提醒 ' + sent + ' / ' + whole + ' 人',
      reach: (now, people, rest) => '现在能提醒到 ' + now + ' / ' + people + ' 人' + (rest === '0' ? '' : '，其余 ' + rest + ' 人只有站内消息'),
      nobody: '按现在的对象，一个人也没有', ways: (official, mini) => '服务号 ' + official + ' 人，小程序 ' + mini + ' 人',
      quiet: '22:00–08:00 不打扰：站内消息照常，微信提醒等到 08:00', working: '只在工作日 08:30–12:00、14:30–18:00 提醒；站内消息照常',
      count: (now, most) => now + '/' + most + ' 字',
      lacking: {
        title: '请写标题', words: '请写正文', audience: '请选发给谁', long: most => '至多 ' + most + ' 个字', past: '发出时间已经过去，请改成以后的时间', expires: '停止时间要晚于发出时间'
      },
      bars: {
        sent: { label: '已提醒', says: '微信收下了', tone: 'ok' }, waiting: { label: '等待发送', says: '', tone: 'info' },
        no_credit: { label: '只有站内消息', says: '没有授权提醒，也没有关注服务号', tone: 'soft' }, refused: { label: '本人不接收', says: '在微信里拒收了', tone: 'warn' },
        failed: { label: '没有发成', says: '确定没有发出，不占授权次数', tone: 'bad' },
        unknown: { label: '不能确定', says: '发送时网络断了，微信没有答复，可能收到，也可能没有。为了不重复打扰，系统不再自动补发；站内消息都在', tone: 'warn' }
      }
    },
    reminding: {
      event: '线下活动',
      at_hand: count => count ? '还能提醒 ' + count + ' 次' : '还没有授权',
      kinds: {
        T1: { label: '活动进度', soft: '下一阶段开始、截止以前' }, T2: { label: '作品结果', soft: '要修改、要补材料、结果公布' },
        T3: { label: '线下活动', soft: '活动前一天' }, T4: { label: '待办事项', soft: '有作品、活动等您办理' }
      }
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
        refused_after: count => '有 ' + count + ' 个文件不合格，请联系本单位联络员，退回后再换文件',
        waiting: count => '还有 ' + count + ' 个文件没有传完，请保持联网',
        update: '请更新小程序后查看'
      },
      groups: { todo: '等您处理', review: '评选中', results: '结果', ended: '已结束' }
    }
  },
  api: {
    titles: {
      offline: '没有网络', timeout: '网络太慢', interrupted: '请求中断了', aborted: '已取消', not_our_server: '没有连到服务',
      upgrade: '需要更新', odd: '没有完成', 'account.changed': '账号已更换'
    },
    offline: '没有连上网络，请检查网络后再试',
    timeout: '网络太慢，等了很久没有回应，请稍后再试',
    interrupted: '切到后台时请求中断了，请再试一次',
    aborted: '已取消，没有发送',
    not_our_server: '收到的不是本服务的回应。如果连着需要登录的无线网络，请先登录，或改用移动数据后再试',
    under_repair: '服务暂时没有回应，可能正在维护，请稍后再试',
    upgrade: '服务已更新，请退出小程序后重新打开，更新到新版本再试',
    /** @param {number} status */
    odd: status => '服务的回应看不懂（' + status + '），请稍后再试，或退出小程序后重新打开',
    'account.changed': '现在登录的是另一个账号。这项内容留在本机，等原来的账号登录后再发送'
  },
  offline: {
    too_large: '这份内容太大，手机存不下，请把文字精简一些，或把长的内容改成文件上传',
    full: '手机里留给小程序的空间已满，这次没有存下。请到“待上传”发送或删去不要的草稿，再试一次',
    titles: { storage_full: '空间已满' },
    usage: { drafts: '草稿', writes: '待上传的内容', uploads: '待上传的文件', copies: '读过的内容', others: '其他' }
  },
  phone: {
    storage_full: '手机里留给小程序的空间已满，这次没有存下。请到“待上传”发送或删去不要的草稿，再试一次',
    storage_failed: '手机没有存下这项内容。请先不要离开本页，清理一下手机空间再试',
    login_failed: '没有连上微信，请检查网络后再试',
    privacy_refused: '您没有同意《用户隐私保护指引》，暂时不能选取照片、视频、文件或录音，已填写的文字不受影响。需要时请等 10 秒再点一次，在弹出的说明里点“同意”',
    album_refused: '没有得到使用相册或相机的许可。请点右上角“···”，在“设置”里打开，再试一次',
    microphone_refused: '没有得到使用麦克风的许可。请点右上角“···”，在“设置”里打开，再试一次',
    pick_failed: '没有选到文件，请再选一次',
    pick_unsupported: '这个版本的微信不能这样选文件，请更新微信，或改用电脑上传',
    record_failed: '没有录成，请再录一次',
    record_interrupted: '有来电或其他声音打断了录音，已录的部分还在，可以继续',
    record_unsupported: '这个版本的微信不能录音，请更新微信，或从聊天里选取录好的文件',
    paper_offline: '现在没有网络，打不开这份文件，联网后再试',
    paper_refused: '这份文件暂时打不开，请稍后再试，或复制链接到电脑上打开',
    paper_unreadable: '手机上没有能打开它的程序，请复制链接到电脑上打开',
    album_unwritable: '没有得到保存图片的许可。请在手机的设置里允许微信存到相册，再试一次',
    picture_refused: '这张图片暂时取不到，请稍后再试',
    picture_offline: '现在没有网络，取不到这张图片，联网后再试',
    subscribe_unsupported: '这个版本的微信不能设提醒，请更新微信。消息都会发到“消息”里',
    subscribe_off: '微信里关掉了这个小程序的提醒。要打开，请到“我的—设置—提醒”里按说明办',
    subscribe_offline: '没有连上微信，请检查网络后再点一次',
    subscribe_failed: '微信没有弹出询问，请稍后再点一次。消息都会发到“消息”里',
    calendar_unsupported: '这个版本的微信不能写手机日历，请更新微信',
    calendar_refused: '没有得到写手机日历的许可。请点右上角“···”，在“设置”里打开，再试一次',
    random_unsupported: '这个版本的微信太旧，请更新微信后再试',
    scan_unsupported: '这个版本的微信不能在小程序里扫码，请更新微信后再试',
    scan_failed: '没有扫到码，请擦一擦镜头，离码近一些再扫一次',
    camera_refused: '没有得到使用相机的许可。请在手机的设置里允许微信使用相机，再试一次'
  },
  qr_code: { label: '二维码' },
  upload: {
    pick_again: '请重新选择同一个文件。已传的部分已保留，不会重复上传',
    file_gone: '手机里找不到这个文件了，可能已被删除或移动。请重新选择同一个文件，已传的部分不会重复上传',
    file_changed: '这个文件选好以后又有改动，和已传的部分对不上。请重新选择原来的文件，或取消后重新添加',
    other_file: '这不是原来的那个文件，没有上传它的内容。请重新选择原来的文件；如果要换成这个文件，请取消后重新添加',
    asks_mobile_data: '正在使用移动数据，这个文件较大，上传会消耗流量。可以连上无线网后自动上传，也可以现在继续',
    waiting_network: '没有网络，联网后自动接着上传，已传的部分不会重传',
    not_kept: '手机存储空间不足，没有留下备份。上传完之前请不要退出小程序，也不要删除原文件',
    not_remembered: '手机存储空间不足，记不下上传进度。上传完之前请不要退出小程序',
    removed: '这个文件的位置已在别处删除，没有上传完。如果还需要它，请重新添加',
    too_large: '文件超过了这里的大小上限，没有上传成功。请压缩后重新添加',
    wrong_kind: '这种文件不能用在这里，没有上传成功。请检查文件后重新添加',
    store_full: '文件存储已满，暂时传不上去。已传的部分已保留，请联系您的单位联络员，稍后点“重试”',
    store_refused: '文件存储没有收下这个文件。请点“重试”，仍不行请联系您的单位联络员',
    store_away: '文件存储暂时没有回应。已传的部分已保留，请稍后点“重试”',
    service_away: '服务器暂时没有回应。已传的部分已保留，请稍后点“重试”',
    not_found_after: '文件已经发出，但文件存储里还没有找到。请点“重试”',
    unreadable: '手机没能读出这个文件，请重新选择后再试',
    broken: '上传中断了，已传的部分已保留，请稍后点“重试”',
    refused_by_check: '文件检查不合格，请检查文件后重新添加'
  },
  screen: {
    failed: '没有完成，请稍后再试。已填写的内容都保存在本机',
    offline: '现在没有网络。已填写的内容都保存在本机，联网后自动上传',
    not_done: '没有完成',
    not_now: '暂不',
    understood: '知道了',
    granted: '好，到时用微信提醒您一次',
    not_granted: '没有设提醒。消息会发到“消息”里',
    on_calendar: '已加到手机日历',
    copied: '已复制，可以粘贴到群里'
  },
  panel: {
    loading: '正在读取……',
    slow: '网络较慢，还在等',
    retry: '再试一次',
    titles: { offline: '没有网络', refused: '暂时看不了', error: '没有完成', empty: '' }
  },
  liaison: { ask: '遇到困难请找', liaison: names => '联络员 ' + names, and, dial: '拨打' },
  sheet: { close: '关闭' },
  remind_me: { granted: '到时用微信提醒您一次', calendar: '加到手机日历' },
  privacy: {
    title: '使用前请您知悉',
    why: '为了让您选取和上传作品，需要用到下面这些信息。只用于本次征集，不作他用：',
    uses: ['选中的照片、视频和文件：作为作品上传', '麦克风：只在您点“开始录音”时使用', '昵称和头像：只在您自己填写时使用', '日历：只在您点“加到手机日历”时写入'],
    read: '阅读《用户隐私保护指引》',
    agree: '同意，继续',
    refuse: '暂不'
  },
  question: {
    labels: {
      optional: '选填', write: '请填写', choose: '请选择', choose_date: '请选择日期',
      unknown: '这一项需要新版小程序，请更新后填写。已填写的内容都保存在本机'
    },
    written: (count, most) => count + '/' + most + ' 字',
    date: text => {
      const [year, month, day] = text.split('-')
      return !month ? '' : year + ' 年 ' + Number(month) + ' 月' + (day ? ' ' + Number(day) + ' 日' : '')
    }
  },
  people_editor: {
    labels: {
      name: '姓名', role: '分工', unit: '单位', add: '添加一位', remove: '删去这一位', up: '移到前一位', name_hint: '与身份证件一致，可含“·”', unit_hint: '工作单位，可不填'
    },
    nth: count => '第 ' + count + ' 位'
  },
  consent_list: {
    labels: {
      together: '我已阅读并同意以下承诺书', alone: '我已阅读并确认', read: '阅读全文', have_read: '读完了', agree: '我已阅读，确认同意',
      if_so: '（如有请勾选）', also: '还需上传：'
    },
    called: label => '《' + label + '》'
  },
  recorder: {
    title: '录音', hint: '请在安静的地方录，最长 10 分钟', start: '开始录音', stop: '停止', pause: '暂停', resume: '继续录', use: '使用这段录音', play: '听一遍',
    silence: '停止播放', again: '重新录',
    states: { idle: '还没有开始', recording: '正在录音', paused: '已暂停', done: '录好了' }
  },
  files: {
    kinds: file_kinds,
    count: (least, most) => least === most ? least + ' 个' : least === 0 ? '至多 ' + most + ' 个，可不交' : least + '–' + most + ' 个',
    or: '或',
    then: '；',
    at_most: size => '每个不超过 ' + size,
    sources: {
      album: kind => kind === 'video' ? '相册或拍摄' : '相册或拍照',
      chat: () => '从聊天选', recorder: () => '现在录音', computer: () => '从电脑上传'
    },
    source_icons: { album: 'camera', chat: 'message', recorder: 'microphone', computer: 'device-desktop' },
    states: {
      queued: '排队等待上传', sending: '', paused: '已暂停，点“继续”接着传，已传的部分不会重传', waiting_network: '没有网络，联网后自动接着传',
      needs_file: '', asks_mobile_data: '', confirming: '已传完，正在核对', done: '已上传', refused: '没有收下，请更换文件', failed: '没有传完，请点“重试”'
    },
    signs: { ok: 'circle-check-ok', warn: 'alert-triangle-warn', bad: 'circle-x-bad', info: 'clock-info' },
    acts: {
      pause: '暂停', resume: '继续', retry: '重试', cancel: '取消', drop: '移除', remove: '移除', repick: '重新选择', repick_chat: '重新选择', mobile: '用流量上传',
      earlier: '往前', later: '往后', replace: '换一个文件'
    },
    needs_file: percent => '请重新选择同一个文件' + (percent ? '，已传的 ' + percent + '% 不会重传' : ''),
    asks_mobile_data: size => '正在使用移动数据，上传约需流量 ' + size + '。连上无线网会自动上传，也可以现在用流量上传',
    arrived: size => size + ' · 已上传',
    elsewhere: '在另一部手机或电脑上传，还没有传完',
    another: '这不是原来的那个文件，没有上传它',
    ask_cancel: name => '“' + name + '”还没有传完，取消后已传的部分会删去',
    cancel: '取消上传',
    ask_remove: '移除后这个文件不再属于这件作品，可以重新上传',
    not_yet: '暂时不能从电脑上传',
    computer_needs_network: '从电脑上传需要先把草稿保存到服务器，现在没有连上。已填写的内容都在本机，联网后再点一次'
  },
  editor: {
    bar: '填写作品',
    untitled,
    then: '；',
    and: '、',
    numbers: ['①', '②', '③', '④'],
    next: '下一步',
    skip: '先空着，下一步',
    labels: {
      fold_people: '修改作者', edit: '修改', submit_again: '再试一次', summary: '还差这些，点一下就能去填', all_there: '都填好了，可以提交',
      save: '保存草稿', back: '上一步', review: '看一看已替您填好的', review_soft: '没有要改的就点“下一步”', files: '选文件', consents: '阅读并同意', submit: '提交',
      sent_open: '查看作品', sent_home: '回到首页', conflict: '这件作品在另一部手机上改过', conflict_soft: '两部手机上的内容不一样，请选用哪一份。没有选用的那一份不再保留',
      mine: '这部手机的', theirs: '另一部手机的', keep_mine: '用这部手机的', take_theirs: '用另一部的', open_entry: '查看这件作品',
      behalf: '替作者填报（代报）', behalf_soft: '作品归作者本人，作者以后可以用自己的手机认领', behalf_name: '作者姓名', behalf_phone: '作者手机号（选填，认领时核对）',
      behalf_unit: '作者单位', behalf_unit_hint: '请选择单位', behalf_do: '就为这位作者填报', late_code: '延期报送许可', late_hint: '如已得到延期报送许可，请填在这里',
      late_submit: '凭许可提交', ask_drop_recording: '关闭后，这段录音不会保留', drop_recording: '不要这段录音', give_up: '先不提交', step: '步骤',
      media_note: '上传完成前请勿删除小程序或清理微信缓存'
    },
    steps: { work: '作品', people: { work: '作者', person: '本人', organisation: '联系人' }, files: '文件', consents: '承诺' },
    filled: count => '已替您填好 ' + count + ' 项，可修改',
    optional: count => '还有 ' + count + ' 项选填',
    at_least: count => '至少 ' + count + ' 字',
    credit: (name, role) => (name || '（未填姓名）') + '（' + role + '）',
    files: '文件',
    still_sending: count => '还有 ' + count + ' 个没有传完，传完后再提交',
    refused_files: count => count + ' 个不合格，请移除后更换',
    consents_fault: '请阅读后勾选',
    track_gone: '这个子项目已经调整，请回到首页查看。已填写的内容仍在本机',
    elsewhere: state => '这件作品现在是“' + state + '”，不能再修改',
    mark: {
      unsaved: why => '没有保存：' + why,
      conflict: '在另一部手机上改过，请选用哪一份',
      refused: why => '已保存在本机，服务器没有收下：' + why,
      server: '已保存到服务器',
      phone: '已保存在本机',
      phone_only: why => '已保存在本机，还没有上传：' + why,
      offline: '已保存在本机，联网后自动上传',
      blank: '每次修改都会自动保存'
    },
    returned: (who, when) => (who ? who + '退回修改' : '退回修改') + (when ? '，请在 ' + when + ' 前改好' : ''),
    reason: text => '原因：' + text,
    closed_title: '现在不在征集时间内',
    closed_but: '。可以先填写并保存草稿',
    confirm_title: '提交前确认',
    confirm: (title, asks) => '将提交《' + title + '》。提交后由报送单位初评，结果会发到“消息”里。提交以后不能自己再改，请先看一遍' + (asks ? '。接着微信会问能否提醒您一次：要修改或结果公布时用' : ''),
    submitting: '正在提交……',
    not_submitted: '还没有提交：',
    no_network: '没有网络',
    will_submit: '。已保存在本机，联网后自动提交',
    still_here: '。草稿还在，没有丢失',
    no_code: '请先填写延期报送许可',
    sent_title: title => '《' + title + '》已提交',
    sent_at: when => '提交时间：' + when,
    sent_next: '接下来由报送单位初评，结果会发到“消息”里',
    sent_change: '如要修改，请联系本单位联络员退回；撤回以后不能恢复，要重新填写一件',
    remind: { label: '有结果时提醒我', says: '要修改、要补材料、结果公布时，用微信提醒您一次' },
    behalf: {
      of: name => '代 ' + name + ' 填报',
      no_name: '请填写作者姓名',
      bad_phone: '手机号不对，请核对'
    }
  },
  computer: {
    labels: {
      lead: '在电脑浏览器打开', then: '输入这个口令，选好文件就会传到这件作品里', code: '口令', again: '换一个口令', copy: '复制网址', back: '返回作品',
      waiting: '等待电脑输入口令', open: '电脑已连上，请在电脑上选文件', sending: '电脑正在上传', arrived: '已收到文件', refused: '文件检查不合格，请在电脑上更换后重传',
      ended: '口令已过期，请换一个', stopped: '已停止等待。文件传完后，返回作品就能看到', copied: '网址已复制', look_again: '再看一看'
    },
    left: minutes => '还有 ' + minutes + ' 分钟有效',
    last_minute: '不到 1 分钟就过期'
  },
  outbox_page: {
    labels: {
      keep: '上传完成前请勿删除小程序或清理微信缓存', send: '立即上传', drafts: '没有上传的草稿和活动', writes: '等待上传的内容', files: '文件', room: '手机空间', retry: '重试', drop: '放弃',
      open: '打开', none: '都上传好了', none_soft: '这部手机上没有等待上传的内容', files_limit: '已留存的文件，至多 200 MB', go: '去填写'
    },
    draft_states: { phone: '已保存在本机', refused: '服务器没有收下', conflict: '另一部手机上改过，请打开选择', server: '已保存到服务器' },
    what: { report: '上报活动', entry: '作品草稿', submit: '提交作品', move: '办理一步', check_in: '现场签到', walk_in: '补登', complaint: '投诉建议', promoter: '推荐宣传员', publicity: '宣传台账', other: '一项内容' },
    states: { waiting: '等待网络', due: '稍后自动再试', sending: '正在上传', refused: '没有收下' },
    used: (used, limit) => used + '/' + limit,
    others: count => '另有 ' + count + ' 项属于这部手机上的其他账号，等那个账号登录后上传',
    ask_drop: '放弃后，这项内容不再上传，并从手机上删去',
    sent: '已全部上传',
    still_waiting: count => '还有 ' + count + ' 项没有传完，联网后自动上传',
    offline: '现在没有网络，联网后自动上传'
  },
  time_line: { label: '办理记录' },
  media_show: {
    labels: { play: '播放', pause: '暂停', open: '打开', look: '放大看', opening: '正在打开……' },
    original: size => '看原图（' + size + '）',
    being_examined: '正在检查，检查完就能看',
    not_shown: '现在还不能看',
    failed: '没有读到这个文件，请检查网络后再试一次',
    cannot_open: '这部手机打不开这种文件，可以在电脑上查看',
    nth: (at, of) => at + '/' + of
  },
  mine: {
    labels: { todo: '要办的', all: '全部', behalf: '我代报的', claim: '认领', more: '正在读取更多……', write: '继续填写', change: '去修改', supplement: '去补交' },
    untitled,
    then: '；',
    draft: '草稿',
    changing: '正在修改',
    stale: '没有网络，显示的是上次读到的内容和这部手机上的草稿',
    saved: when => '保存于 ' + when,
    submitted: when => '提交于 ' + when,
    marks: {
      phone: '已保存在本机，还没有上传',
      refused: why => '已保存在本机，服务器没有收下：' + why,
      conflict: '在另一部手机上改过，请打开选用哪一份',
      submit: '提交还没有送到，联网后自动提交',
      withdraw: '撤回还没有送到，联网后自动办理',
      uploads: count => '还有 ' + count + ' 个文件没有传完'
    },
    behalf: names => '代 ' + names + ' 填报',
    behalf_nameless: '代作者填报',
    empty: {
      all: '还没有作品。选一个子项目开始，可以随时存草稿',
      todo: '没有要办的。需要您修改或补交时，会列在这里，也会发消息',
      behalf: '还没有代报的作品。打开一个子项目，在填写页可以选“替作者填报”'
    },
    act: { all: '选一个子项目开始', todo: '看全部作品', behalf: '选一个子项目开始' }
  },
  entry: {
    remind: { label: '有结果时提醒我', says: '要修改、要补材料、结果公布时，用微信提醒您一次' },
    due: title => '重交作品《' + title + '》的截止时间',
    labels: {
      next: '接下来', history: '办理记录', files: '文件', uploads: '正在上传', outbox: '查看上传', answers: '填写的内容', people: '作者', unfold: '展开', fold: '收起',
      write: '继续填写', change: '去修改', supplement: '去补交', see_work: '看展示页', drop: '删除草稿', lacking: '提交前还差', claim: '认领这件作品', phone: '先验证手机号',
      give_up: '先不办理'
    },
    untitled,
    then: '；',
    draft: '草稿',
    changing: '正在修改',
    stale,
    on_phone: '没有网络，显示的是这部手机上的草稿',
    unit_not_confirmed: '所在单位还没有确认您的身份，不影响填写和提交。确认后作品才计入单位',
    behalf: names => '您代 ' + names + ' 填报',
    unclaimed: '作者还没有认领。作者用登记的手机号登录后，可以自己认领、修改和撤回',
    exhibited: '这件作品正在优秀作品展示中',
    marks: {
      phone: '这部手机上有还没有上传的修改，联网后自动上传',
      refused: why => '这部手机上的修改，服务器没有收下：' + why,
      conflict: '在另一部手机上改过，请打开填写页选用哪一份'
    },
    pending: {
      submit: why => '还没有提交成功，联网后自动提交' + (why ? '：' + why : ''),
      withdraw: why => '还没有撤回成功，联网后自动撤回' + (why ? '：' + why : '')
    },
    closed: (label, why) => label + '：' + why,
    done: { submit: '已提交', withdraw: '已撤回' },
    confirm: {
      submit: title => ({ title: '提交前确认', words: '将提交《' + title + '》。提交后由报送单位初评，结果会发到“消息”里', verb: '提交' }),
      withdraw: title => ({ title: '撤回作品', words: '撤回后，《' + title + '》不再参加评选，不能恢复。如果还想参评，要在征集时间内重新填写一件', verb: '撤回' })
    },
    confirm_drop: title => ({ title: '删除草稿', words: '将删除《' + title + '》和它的文件，不能恢复', verb: '删除' }),
    drop_needs_network: '这件草稿已经保存到服务器，删除需要联网。联网后再点一次',
    dropped: '已删除',
    people_joined: people => people.map(one => one.name + (one.role ? '（' + one.role + '）' : '')).join('、'),
    of_unit: (number, unit) => number + ' ' + unit,
    fold_passes: '收起',
    claim: {
      title: '联络员替您填报了一件作品',
      words: '认领以后，作品归到您的账号下，可以自己修改、提交和撤回。认领前请先在“我的”里验证手机号，要与联络员登记的一致。',
      done: '已认领'
    }
  },
  gallery: {
    labels: { all: '全部', more: '正在读取更多……', see_all: '看全部作品', stale },
    closed: '优秀作品展示暂未开放，请过些时候再来看',
    share: '网聚职工正能量 争做中国好网民 · 优秀作品展示',
    none: '还没有展示的作品。结果公布后，入选的优秀作品会在这里展示',
    none_of_track: '这个子项目还没有展示的作品',
    begins: when => when + '。\n入选的作品会在这里展示',
    and_more: count => ' 等 ' + count + ' 人',
    kinds: file_kinds
  },
  work: {
    labels: { synopsis: '作品介绍', people: '作者', unit: '单位', shown: '上线时间', more: '看更多优秀作品', dial: '拨打', share: '分享给同事' },
    share_title: (title, track) => '《' + title + '》 ' + track
  },
  inbox: {
    labels: { unread: '未读', read_all: '全部已读', open: '打开', more: '正在读取更多……', whole: '看全文', forward: '复制群转发文案', forward_soft: '可以粘贴到本单位的工作群', go: '去办理' },
    remind: { label: '有待办时提醒我', says: '点了以后微信会问一次，同意一次提醒一次' },
    count: count => count + ' 条未读',
    none_unread: '都看过了',
    empty: '还没有消息。作品有了结果、需要您修改或补交时，会发到这里',
    stale
  },
  home: {
    remind: { label: '下一阶段开始时提醒我', says: '点了以后微信会问一次，同意一次提醒一次' },
    calendar: (label, name) => label + '：' + name,
    tracks: '征集的作品和材料',
    tracks_soft: '选一项开始，可随时存草稿',
    tasks: '我的事项',
    notices: '最新消息',
    all_notices: '全部消息',
    stale,
    drafts: count => count + ' 件草稿没有提交',
    returned: count => count + ' 件退回修改，请在期限内改好',
    supplement: count => count + ' 件请补材料',
    uploads: count => '待上传 ' + count,
    event: (when, title) => '本单位活动 ' + when + ' · ' + title,
    documents: '通知和表格',
    complaint: '投诉建议',
    unread: '未读'
  },
  track: {
    wanted: '征集什么',
    types: '类别',
    specification: '文件要求',
    to_fill: '要填写什么',
    to_agree: '要同意的承诺书',
    contact: '联系电话',
    host: '承办单位',
    province: '由青海省总工会直接受理',
    examples: '看看已展示的作品',
    advice_only: '不合要求的文件也可以先提交，会提示怎样改；推荐全国时需要合格',
    rest_filled: '其余各项已替您填好，可以修改',
    dial: '拨打',
    gone: '没有这个子项目，可能已经调整，请回到首页重选',
    limit: count => '每人至多提交 ' + count + ' 件',
    counts: (least, most) => least === most ? least + ' 个' : least === 0 ? '可附 ' + most + ' 个以内' : least + '–' + most + ' 个',
    at_most_size: text => '每个不超过 ' + text,
    any_of: kinds => kinds + '交一种即可',
    kinds: file_kinds,
    continue_draft: '继续填写草稿',
    and,
    or: ' 或 ',
    of: (type, title) => type + '：' + title,
    specified: (help, rules) => (help ? help + '。' : '') + rules.join('；'),
    named: label => '《' + label + '》'
  },
  documents: {
    kinds: { notice: '通知', form: '表格和签到表', consent: '承诺书和告知书' },
    about: {
      notice: '活动通知的要点',
      form: '可以打印后填写、盖章，再拍照或扫描上传',
      consent: '提交时要同意的文字，可先看或打印'
    },
    read: '阅读', open: '打开打印', copy: '复制链接',
    fetching: '正在打开', copied: '链接已复制，可发到电脑上打开'
  },
  document: {
    edition: version => '第 ' + version + ' 版',
    gone: '没有这份承诺书，可能已经改版，请从“通知和表格”里重新打开'
  },
  complaint: {
    kinds: { suggestion: '建议', complaint: '投诉' },
    said: '要说的话',
    placeholder: '请写明事情、时间和您希望怎样处理',
    phone: '联系电话（选填，只给办理人员看）',
    phone_placeholder: '方便时留一个电话',
    written: (count, most) => count + '/' + most + ' 字',
    send: '提交',
    thanks: '已提交，办理后会在这里和“消息”里答复',
    kept: '已保存在本机，联网后自动上传',
    drop: '不再提交',
    mine: '我提过的',
    answered: '答复',
    reading: '已收到，正在办理',
    or_call: '也可以直接打电话：',
    too_short: (least, count) => '至少写 ' + least + ' 字，现在 ' + count + ' 字',
    too_long: (most, count) => '至多写 ' + most + ' 字，现在 ' + count + ' 字',
    odd_phone: '电话只写数字，可带区号和短横线'
  },
  reminders: {
    lead: '微信规定：点一次“同意”，只能提醒一次。用完了再点一次就行。不设提醒也不影响，消息都会发到“消息”里',
    more: { first: '提醒我', again: '再加一次' },
    about: '提醒',
    stale,
    official: '用服务号提醒我', official_soft: '关注了省总工会服务号的，到时由服务号提醒，不用每次点同意',
    on: '好，有事时由服务号提醒您（要先关注服务号）', off: '不再由服务号提醒您',
    blocked: { title: '微信里设成了不提醒', words: '以前点过“总是保持以上选择”和“取消”，或者关掉了提醒，微信就不再问您。点下面的按钮，打开“订阅消息”里的开关，就能重新提醒', open: '打开微信设置' },
    shut: '微信里设成了不提醒',
    calendar: '不用授权的办法', calendar_soft: '截止日期和活动旁边有“加到手机日历”，没有网络到时也会响',
    none: '这里还没有配置提醒，消息都会发到“消息”里'
  },
  settings: {
    elderly: '大字版',
    elderly_soft: '字更大，填写时一次只做一件事',
    sample: '网聚职工正能量，争做中国好网民',
    system_size: '字号也随微信“我—设置—通用—字体大小”变化',
    reminders: '提醒',
    reminders_soft: '还能提醒几次、用服务号提醒我',
    storage: '手机里的空间',
    storage_soft: '草稿、待上传的内容占了多少',
    permissions: '相册、麦克风等权限',
    permissions_soft: '以前拒绝过的，可以在这里重新打开',
    privacy: '用户隐私保护指引',
    no_contract: '隐私保护指引在正式发布后可以查看'
  },
  me: {
    nobody: '微信用户',
    change: '修改资料',
    avatar: '我的头像',
    unit: {
      none: '还没有填写所在单位', confirmed: '单位已确认', waiting: '等待单位确认，不影响提交作品', refused: '单位没有确认，请核对单位或联系联络员',
      typed: '已记下名称，联络员核对后办理', on_phone: stale
    },
    roles: { coordinator: '单位联络员', host: '承办单位经办人', juror: '评审专家', organiser: '省总工会经办人', administrator: '系统管理员', observer: '只读查看' },
    role: (name, over) => over ? name + '（' + over + '）' : name,
    rows: {
      check_in: '活动签到', profile: '我的资料', unit: '所在单位', outbox: '待上传', documents: '通知和表格', consents: '我同意过的承诺书', complaint: '投诉建议', settings: '设置', data: '我的数据',
      events: '我的活动', notices: '提醒与通知', reminders: '提醒', numbers: '本单位数字', ready: '出发前检查', promoter: '宣传员', promoters: '宣传员名册', publicity: '宣传台账'
    },
    softs: { check_in: '扫码签到、本单位活动', outbox: '都上传好了', data: '导出、注销',
      notices: '写一条、看发得怎样', events: '记一场活动、出示签到码', numbers: '任务数和完成数', ready: '没有信号的地方也能用', promoter: '报名、我的分享链接', promoters: '确认、推荐', publicity: '记一条宣传',
      settings: '权限、隐私、手机空间', reminders: '还能提醒几次、服务号' },
    waiting: count => count + ' 项',
    elderly: '大字版',
    elderly_soft: '字更大，一次只做一件事',
    about: '关于',
    sponsors: names => '主办：' + names.join('、'),
    version: version => version ? '版本 ' + version : '开发版',
    filing: number => number ? '备案号 ' + number : '备案号：上线前填写'
  },
  profile: {
    avatar: '头像',
    avatar_soft: '只存在这部手机上，不上传',
    choose: '选择头像',
    nickname: '昵称',
    nickname_hint: '怎样称呼您',
    name: '姓名',
    name_hint: '与身份证件一致，可含“·”',
    name_soft: '填写一次，以后报作品自动带出。单位联络员凭姓名确认您的身份',
    save: '保存',
    saved: '已保存',
    phone: '手机号',
    phone_none: '还没有验证',
    phone_soft: '用来认领联络员替您填报的作品，也能更快确认身份。可以不填',
    verify: '验证手机号',
    verify_again: '换一个手机号',
    verified: '已验证',
    phone_not_given: '没有得到手机号，可以不填，需要时再点一次',
    hidden: number => number.slice(0, 3) + '****' + number.slice(-4),
    invited: '我有工作人员邀请码',
    code: '邀请码',
    code_hint: '只能用一次，不分大小写',
    code_missing: '请先填写邀请码',
    redeem: '领取角色',
    redeemed: '已领取',
    now: role => '您现在是' + role + '，可以在“我的”里看到'
  },
  unit: {
    title_behalf: '作者的单位',
    search: '查找单位',
    search_hint: '日常的叫法就行，如“西宁总工会”',
    clear: '清空',
    browse: '也可以一级一级地找',
    top: '全部',
    below: '下级',
    below_of: name => '看 ' + name + ' 的下级单位',
    choose: name => '选 ' + name,
    more: '看更多',
    none: '没有找到。换一种叫法，或者先填名称',
    none_below: '没有下级单位了',
    not_there: '找不到我的单位，先填名称',
    typed: '单位全称',
    typed_hint: '请写单位全称',
    typed_soft: '联络员核对后，会替您对应到工会组织。现在就可以填写和提交作品',
    typed_short: '请写至少 2 个字',
    typed_send: '先填这个名称',
    back: '返回查找',
    chosen: '您选的单位',
    employee: '工号（选填）',
    employee_hint: '填了能更快确认',
    ask: '申请加入',
    another: '重选',
    mine: '我的单位',
    change: '更换单位',
    states: {
      confirmed: '单位已确认', waiting: '已申请，等待单位确认', refused: '单位没有确认', typed: '已记下名称，等待联络员核对'
    },
    then: {
      confirmed: '您提交的作品会计入这个单位',
      waiting: '不影响填写和提交作品，确认后会发消息告诉您。着急时可以打电话问联络员',
      refused: '可能是单位选错了，请重选；没有选错的话，请打电话问联络员',
      typed: '不影响填写和提交作品。着急时可以打电话问联络员'
    },
    stale,
    asked: '已申请',
    signs: { confirmed: 'circle-check-ok', waiting: 'clock-info', refused: 'alert-triangle-warn', typed: 'clock-info' },
    tones: { confirmed: 'ok', waiting: 'info', refused: 'warn', typed: 'info' }
  },
  my_data: {
    kept: '这里存了您的什么',
    kinds: [
      ['user', '您填写的', '姓名、昵称、所在单位、工号，微信验证过的手机号。都可以不填，填了的加密保存'],
      ['file-text', '您的作品', '填写的内容、上传的文件、同意过的承诺书，和每一步的办理记录'],
      ['bell', '您的消息', '发给您的消息，和您提过的投诉建议'],
      ['device-mobile', '只在这部手机上', '头像、还没有上传的草稿和文件']
    ],
    not_kept: '不记录您的位置，不读取通讯录和相册里没有选的照片',
    take_title: '要一份我的数据',
    take: '导出我的数据',
    take_soft: '做成一份文字，可以发到微信聊天里，或者复制下来',
    taking: '正在整理……',
    ready: '整理好了',
    send: '发到聊天',
    copy: '复制文字',
    copied: '已复制，可以粘贴到别处',
    cannot_send: '没有发出去，可以改用“复制文字”',
    file: day => '我的数据-' + day + '.txt',
    head: (day, name) => name + '\n导出日期 ' + day,
    consents: '我同意过的承诺书',
    leave: '注销',
    leave_soft: '删去您的资料，不再使用',
    yes: '是',
    no: '否',
    none: '（没有）',
    colon: '：',
    nth: count => '第 ' + count + ' 项',
    labels: {
      account: '账号', entries: '作品', messages: '消息', complaints: '投诉建议', id: '编号', openid: '微信标识', unionid: '微信统一标识', nickname: '昵称', avatar: '头像', name: '姓名',
      phone: '手机号', employee_no: '工号', unit: '单位', unit_name: '单位名称', unit_typed: '填写的单位名称', created_at: '建立时间', last_seen_at: '最近使用', phone_verified_at: '手机号验证时间',
      unit_asked_at: '申请单位时间', unit_confirmed_at: '单位确认时间', unit_refused_at: '单位未确认时间', sessions: '登录记录', expires_at: '有效期至', device: '设备', roles: '角色', role: '角色',
      over: '范围', granted_at: '授予时间', revoked_at: '收回时间', campaign: '活动', track: '子项目', type: '类别', title: '名称', fields: '填写的内容', authors: '作者', consents: '同意过的承诺书',
      version: '版次', saved_at: '保存时间', submitted_at: '提交时间', files: '文件', kind: '种类', size: '大小（字节）', history: '办理记录', act: '办理', to: '办理后', at: '时间', by: '办理人',
      comment: '意见', words: '内容', purpose: '用途', read_at: '阅读时间', sent_at: '时间', answer: '答复', answered_at: '答复时间', about: '关于', page: '页面', received_at: '时间', read: '已读'
    }
  },
  my_consents: {
    title: '我同意过的承诺书',
    none: '还没有同意过承诺书。提交作品时会请您阅读和同意',
    edition: (version, works) => '第 ' + version + ' 版 · 用于' + works.map(title => '《' + title + '》').join(''),
    untitled,
    gone: '这份承诺书已经改版，原文可以向主办单位查询',
    withdraw: '想收回同意',
    withdraw_says: '承诺书和作品是一起的。作品还没有推荐全国前，在“我的作品”里撤回作品，同意也就收回。已经展示或推荐全国的，请打电话给联络员或主办单位，他们会撤下展示',
    open: '阅读'
  },
  leaving: {
    lead: '注销后，您的资料会删去，不能恢复',
    goes: '会删去',
    goes_list: ['姓名、昵称、手机号、工号和所在单位', '没有提交的草稿和文件', '消息，和这部手机上存的内容'],
    withdraws: '会撤回',
    withdraws_list: ['已经提交、还没有推荐全国的作品，不再参加评选'],
    stays: '会留下',
    stays_list: ['已经推荐全国的作品和署名', '不含姓名的统计数字和办理记录', '已经说过的投诉建议，不再与您相连'],
    first: '我要注销',
    second: '确认注销，不能恢复',
    wait: count => '请再看一看，' + count + ' 秒后可以确认',
    stay: '不注销了',
    offline: '现在没有网络，没有注销。联网后再点一次',
    busy: '正在注销……',
    gone: '已经注销',
    gone_says: '您的资料已经删去。再次使用时，会当作新用户重新登录',
    close: '关闭小程序',
    home: '回到首页'
  },
  events_offline: {
    draft: '未上报',
    unfinished_title: '还没有上传',
    unfinished: '选好活动形式和单位后才能上传'
  },
  events: {
    kinds: {
      quiz: '知识竞赛', speech: '宣讲演讲', welfare: '公益服务', volunteering: '志愿服务', publicity: '宣传推广', show: '文艺展演', training: '培训讲座',
      enterprise_visit: '走进企业', other: '其他'
    },
    kindless: '线下活动',
    then: '，',
    fields: { kind: '活动形式', starts_at: '日期和时间', place: '地点', claimed: '参加人数（填报）', unit: '举办单位' },
    lacking: {
      kind: '请选活动形式', starts_at: '请选日期和时间', begun: '活动还没有开始，开始后才能上报', place: '请填活动地点', claimed: '请填到场多少人', unit: '请选举办单位'
    },
    groups: { returned: '退回补充', draft: '待上报', reported: '待确认', confirmed: '已确认', cancelled: '已取消' },
    reason: says => '原因：' + says,
    task: {
      of: (done, task) => done + ' / ' + task + ' 场', done: done => '已确认 ' + done + ' 场', left: count => '还差 ' + count + ' 场', full: '任务已完成',
      none: '没有分配任务数', waiting: count => count + ' 场待确认', all: count => count + ' 个单位合计'
    },
    keep: '未上传前请勿删除小程序',
    marks: {
      phone: '已保存在本机，待上传',
      unfinished: '已保存在本机，选好活动形式后上传',
      refused: why => '已保存在本机，服务器没有收下：' + why,
      conflict: '在另一部手机上改过，请打开选用哪一份',
      report_files: count => '等 ' + count + ' 个文件传完后自动上报',
      report: '上报还没有送到，联网后自动上报',
      report_why: why => '上报还没有送到，联网后自动上报' + (why ? '：' + why : ''),
      files: count => '还有 ' + count + ' 个文件没有传完'
    }
  },
  event_files: { kinds: { document: '签到表', photo: '照片' }, sheet: n => '签到表 ' + n + '.jpg' },
  events_page: {
    remind: { label: '有待办时提醒我', says: '点了以后微信会问一次，同意一次提醒一次' },
    labels: { log: '记一场活动', more: '正在读取更多……', ready: '出发前检查', numbers: '本单位数字', units: '看各单位', fold: '收起', write: '继续填写', change: '去补充' },
    task: '线下活动任务',
    read_at: when => '没有网络，显示的是 ' + when + ' 读到的内容和这部手机上的活动',
    never_read: '没有网络，显示的是这部手机上的活动',
    ahead: '还没有开始',
    attended: count => '核实 ' + count + ' 人',
    claimed: count => '填报 ' + count + ' 人',
    people: parts => '参加人数 ' + parts.join(' · '),
    empty: '还没有活动。到了现场，点“记一场活动”，没有网络也能记',
    no_role: '记活动需要单位联络员或活动负责人的身份。请用“我的资料”里的邀请码领取，或联系上级工会'
  },
  event_edit: {
    bar: { fresh: '记一场活动', change: '修改活动' },
    labels: {
      kind: '活动形式', when: '日期和时间', day: '日期', time: '时间', place: '地点', place_hint: '如：机械厂大礼堂', claimed: '到场人数', claimed_unit: '人', claimed_hint: '点这里填人数',
      claimed_soft: '您数的人数，记作“参加人数（填报）”', unit: '举办单位', unit_hint: '选举办单位', other_unit: '选其他单位', more: '更多内容（选填）', less: '收起', title: '活动名称', title_hint: '可不填',
      ends: '结束时间', ends_hint: '不填按 2 小时算', enterprise: '走进的企业', enterprise_hint: '企业全称', promoters: '到场的职工好网民宣传员', reach: '线上观看或阅读', link: '报道链接', link_hint: 'https://',
      note: '备注', files: '佐证材料（选填）', sheet: '拍签到表', photo: '加照片', files_soft: '纸质签到表拍清楚姓名就行。照片、签到表都可以以后再补',
      save: '保存', report: '上报', back: '退格', clear: '清空', done: '填好了', people: '人', times: '人次', gaps: '上报前还差', conflict: '这场活动在另一部手机上改过',
      conflict_soft: '选用哪一份都可以，另一份不再保留', mine: '这部手机上的', theirs: '另一部手机上的', keep_mine: '用这部手机上的', take_theirs: '用另一部手机上的', open: '查看活动',
      choose_unit: '选举办单位'
    },
    mark: {
      blank: '从第一笔起就保存在本机，没有网络也能记', phone: '已保存在本机，正在上传', offline: '已保存在本机，联网后自动上传',
      unfinished: '已保存在本机，选好活动形式后上传', phone_only: why => '已保存在本机，还没有上传：' + why, server: '已保存到服务器', conflict: '在另一部手机上改过，请选用哪一份',
      refused: why => '已保存在本机，服务器没有收下：' + why, unsaved: why => '没有保存：' + why
    },
    returned: by => by + '退回补充',
    reason: says => '原因：' + says,
    locked: label => '这场活动' + label + '，不能修改。需要修改时，请单位联络员退回',
    pending: '上报还没有送到，送到前不能修改。要修改请先打开活动，点“先不上报”',
    confirm: (title, who) => '“' + title + '”上报后由' + (who || '报送单位') + '确认，确认前不能修改',
    confirm_title: '上报前确认',
    places: '用过的地点',
    no_secret: '这部手机的微信太旧，不能出示签到码。活动照常记，现场可用纸质签到表',
    link_odd: '链接要以 http:// 或 https:// 开头',
    summary: one => one.filter(Boolean).join(' · '),
    claimed: count => count === null ? '没有填人数' : count + ' 人',
    elsewhere: '没有找到这场活动，或者您不是它的负责人'
  },
  event_page: {
    report: '上报',
    labels: {
      attended: '参加人数（核实）', claimed: '参加人数（填报）', live: '现场', late: '晚到', by_hand: '补登', suspicious: '待核实', waiting: '待活动信息', code: '出示签到码',
      attendance: '签到名单', printed: '存打印码', files: '照片和签到表', add_photo: '加照片', add_sheet: '拍签到表', history: '办理记录', forward: '转发到群', forward_soft: '复制一段文字，再打开照片长按转发',
      edit: '修改', change: '去补充', give_up: '先不上报', report_now: '不等文件，现在上报', outbox: '查看上传', info: '活动信息', place: '地点', when: '时间', unit: '举办单位', reporting: '报送单位',
      enterprise: '走进的企业', promoters: '到场宣传员', reach: '线上观看或阅读', links: '链接', note: '备注', task: '线下活动任务', reason: '写明原因', reason_hint: '对方会看到', send: '办理', numbers: '本单位数字',
      drop: '删除', people: '人'
    },
    stale: when => '没有网络，显示的是 ' + when + ' 读到的内容',
    on_phone: '没有网络，显示的是这部手机上的内容',
    local: '这场活动只在这部手机上，联网后自动上传',
    closed: (label, why) => label + '：' + why,
    confirm: {
      report: (title, who) => ({ title: '上报前确认', words: '“' + title + '”上报后由' + (who || '报送单位') + '确认，确认前不能修改', verb: '上报' }),
      confirm: title => ({ title: '确认活动', words: '确认后，“' + title + '”计入本单位完成的场次', verb: '确认' })
    },
    asks: {
      return: { title: '退回补充', hint: '请写明要补充什么', verb: '写好了，退回' },
      cancel: { title: '取消活动', hint: '请写明为什么取消。取消后签到不再计入', verb: '写好了，取消这场活动' }
    },
    done: { report: '已上报', confirm: '已确认', return: '已退回', cancel: '已取消' },
    needs_network: '这一步要联网办理。联网后再点一次',
    reason_missing: '请写明原因',
    returned: by => by + '退回补充',
    returned_soft: '补充后再上报一次',
    copied: '文字已复制，到群里粘贴',
    copied_pictures: '文字已复制。照片打开后，长按可以发到群里',
    pictures: '看照片',
    not_now: '以后再发',
    saved: '已存到相册，可以打印张贴',
    confirm_drop: title => ({ title: '删除活动', words: '“' + title + '”还没有上传，删除后不能恢复', verb: '删除' }),
    people: count => count + ' 人',
    times: count => count + ' 人次'
  },
  numbers: {
    labels: { verified: '已核实', claimed: '单位填报', task: '线下活动任务', rows: '看明细', more: '正在读取更多……', target: '任务', no_target: '全省任务，不分到单位', open: '打开', events: '我的活动' },
    lead: '“已核实”来自签到和提交的材料，“单位填报”附佐证材料。待核实的签到不计入',
    as_of: when => '截至 ' + when,
    stale: when => '没有网络，显示的是 ' + when + ' 读到的数字',
    none: '—',
    at_least: (count, measure) => '任务 ' + count + ' ' + measure,
    no_rows: '这一项还没有明细',
    no_unit: '没有找到您负责的单位',
    rows_offline: '明细要联网看。联网后再点一次',
    row: (unit, when) => [unit, when].filter(Boolean).join(' · ')
  },
  staff_ready: {
    yes: '可离线使用 ✓',
    no: count => '还差 ' + count + ' 项',
    checking: '正在检查……',
    lead: '出发前，在有网络的地方打开一次',
    again: '再检查一次',
    names: { page: '页面', plan: '活动方案', events: '活动和签到码', session: '我的身份', room: '手机空间', clock: '手机时钟' },
    page: '现场用的页面已经在这部手机上',
    plan: { fresh: (version, when) => '第 ' + version + ' 版，' + when + ' 核对', kept: version => '手机里有第 ' + version + ' 版，联网后自动更新', none: '还没有读到，请连上网络再检查一次' },
    session: { yes: name => name ? '已登录：' + name : '已登录', none: '还没有登录，请连上网络再检查一次' },
    events: {
      none: '近期没有要办的活动', yes: count => count + ' 场活动的信息和签到码都在这部手机上',
      lacking: count => '有 ' + count + ' 场的签到码不在这部手机上，请连上网络再检查一次', unknown: '还没有读到，请连上网络再检查一次'
    },
    room: { yes: left => '还能存 ' + left, low: left => '只能再存 ' + left + '，请先到“待上传”里发送或删去不要的' },
    clock: {
      yes: '与服务器一致', kept: '上次核对时一致', unknown: '没有网络，联网后再核对',
      slow: minutes => '慢 ' + minutes + ' 分钟，请在手机设置里打开“自动设定时间”', fast: minutes => '快 ' + minutes + ' 分钟，请在手机设置里打开“自动设定时间”'
    },
    good: '已准备好', bad: '要办'
  },
  promotion_offline: {
    unfinished_title: '还没有发送',
    unfinished: '填好后点最下面的按钮才会发送'
  },
  promoter: {
    title: '职工好网民宣传员',
    lead: '把身边职工的好作品、好活动讲给更多人听',
    duties: ['文明上网，不信谣、不传谣', '在力所能及的范围内宣传本次主题活动', '完全自愿，可以随时退出'],
    rule: '转发量只作合计，不考核、不排名',
    heads: {
      nominated: unit => unit + '推荐您担任宣传员', enrolled: '报名已收到，等待单位确认', confirmed: '您是职工好网民宣传员', refused: '单位没有确认', left: '您已退出宣传员'
    },
    says: {
      nominated: '请读一读承诺书，再决定是否接受。不接受也没有影响',
      enrolled: unit => unit + '确认后，您会在“消息”里看到，分享链接也就可以使用了',
      confirmed: unit => unit,
      refused: '如有疑问，请联系本单位联络员。也可以重新报名',
      left: '想再参加时，可以重新报名'
    },
    reason: says => '说明：' + says,
    consent_on_paper: '您签过的纸质承诺书由单位保存，不用再确认',
    statement: '想说的话（选填）', statement_hint: '如：我是车间团支部书记，常给工友拍短视频',
    enrol: '报名当宣传员', accept: '接受推荐', leave: { nominated: '不接受推荐', enrolled: '撤回报名', confirmed: '退出宣传员' },
    tick: '请先阅读承诺书，再勾选',
    no_unit: '请先填写所在单位，由单位确认宣传员', fill_unit: '填写所在单位',
    unit: '由这个单位确认', change_unit: '修改',
    confirmed_on: when => when + '确认',
    no_consent: '承诺书还没有读到，请连上网络再打开本页',
    link: '我的分享链接', link_soft: '朋友打开后看到的是活动介绍', copy: '复制链接', copied: '链接已复制，可以粘贴到群里', share: '转发给微信好友',
    reach: '大家一起带来', people: '人', reach_soft: '所有宣传员的链接合计。系统不记是谁带来的，也不分单位',
    reach_none: '还没有人从宣传员的链接打开过',
    since: when => when + ' 起',
    ask_leave: { nominated: '不接受推荐没有任何影响，推荐会就此结束', enrolled: '撤回后单位不再办理，以后可以重新报名', confirmed: '退出后，您的分享链接不再使用。以后可以重新报名' },
    leave_verbs: { nominated: '不接受', enrolled: '撤回报名', confirmed: '退出' },
    done: { enrol: '报名已提交', accept: '已接受推荐', leave: '已办理' },
    stale
  },
  promoters: {
    bar: { list: '宣传员', nominate: '推荐宣传员' },
    lacking: {
      unit: '请选单位', name: '请填写姓名', odd_name: most => '姓名不超过 ' + most + ' 个字', phone: '请填写手机号，本人凭它收到推荐', odd_phone: '手机号要有 5 到 20 个数字',
      long: most => '不超过 ' + most + ' 个字'
    },
    marks: {
      unfinished: '只在这部手机上，还没有发送', phone: '已保存在本机，联网后自动发送', phone_only: why => '已保存在本机，还没有发送：' + why,
      refused: why => '没有收下：' + why, conflict: '在别处改过，请打开选用哪一份'
    },
    keep: '发送前请勿删除小程序',
    all: '全部', all_units: '全部单位',
    states: { enrolled: '待单位确认', nominated: '待本人接受', confirmed: '已确认', refused: '未确认', left: '已退出' },
    leave: { nominated: '本人不接受', enrolled: '本人退出', confirmed: '本人退出' },
    nameless: '没有填写姓名', me: '本人', paper: '有纸质承诺书', own: '这是您本人的报名，请另一位联络员或上级工会办理',
    confirmed_at: when => when + ' 确认', received_at: when => when + ' 收到',
    empty: { '': '还没有宣传员。可以在群里请职工报名，也可以点“推荐宣传员”', other: label => '没有“' + label + '”的宣传员' },
    offline: '名册里是职工本人的信息，不留在手机上，要联网看。这里只有这部手机上还没有发送的推荐',
    here: '这部手机上的推荐', more: '看更多', nominate: '推荐宣传员', open: '打开',
    asks: {
      confirm: name => ({ title: '确认宣传员', words: name + '将成为本单位的职工好网民宣传员', verb: '确认' }),
      leave: name => ({ title: '代办退出', words: name + '没有账号，由您代为办理退出', verb: '办理退出' })
    },
    refuse_title: (label, name) => label + '：' + name,
    refuse_soft: '本人会看到这段话', reason: '原因', reason_hint: '请写明原因', reasons: ['不是本单位职工', '重复报名', '本人提出不再担任'], reason_missing: '请写明原因', refuse_send: '写好了，办理',
    done: { confirm: '已确认', refuse: '已办理', leave: '已办理' },
    count_rule: '转发量只作合计，不考核、不排名'
  },
  nominate: {
    lead: '推荐后，本人会在“消息”里看到，接受以后再由单位确认',
    member: '从本单位职工里选', members: '本单位职工', members_soft: '这里是已确认属于本单位和下级单位的职工', no_members: '还没有已确认的职工。可以按姓名和手机号推荐',
    members_offline: '职工名单要联网看。也可以按姓名和手机号推荐，联网后自动发送', chosen: '已选职工', not_member: '改按姓名和手机号', more: '看更多', nameless: '没有填写姓名',
    unit: '单位', unit_hint: '选单位', name: '姓名', name_hint: '与身份证件一致，可含“·”', phone: '手机号', phone_soft: '本人用这个号码在小程序里验证过，就能看到推荐',
    statement: '推荐理由（选填）', statement_hint: '如：热心班组宣传',
    paper: '已签纸质承诺书', paper_soft: '本人不用手机时勾选。签好的承诺书由单位保存，您可以直接确认',
    send: '推荐', sent: '推荐已发送', kept: '已保存在本机，联网后自动发送',
    drop: '删去', ask_drop: '这份推荐还没有发送，删去后不能恢复', gone: '这份推荐已经发送，请到名册里看', to_list: '看宣传员名册', other_unit: '选其他单位',
    conflict: '这份推荐在别处改过', keep_mine: '用这部手机上的', private: '姓名和手机号加密保存，只给单位联络员看。发送后，这部手机上不再留存'
  },
  publicity: {
    bar: { list: '宣传台账', fresh: '记一条宣传', change: '修改台账' },
    channels: {
      portal: '门户网站', wechat_account: '微信公众号', video_account: '视频号', weibo: '微博', douyin: '抖音', newspaper: '报纸', tv: '广播电视', screen: '户外屏幕', other: '其他'
    },
    lacking: {
      unit: '请选单位', channel: '请选发布渠道', title: '请填写标题', day: '请选发布日期', ahead: '发布日期不能晚于今天', reads: '请填阅读（观看）人次，没有就填 0', link: '链接要以 http:// 或 https:// 开头',
      long: most => '不超过 ' + most + ' 个字'
    },
    lead: '本单位在门户网站、公众号、报纸等发布的本活动内容，一条一条记在这里',
    claimed: '阅读（观看）人次由单位填报，与系统核实的数字分开列',
    reads: count => count + ' 人次',
    day: (year, month, day) => (year ? year + ' 年 ' : '') + month + ' 月 ' + day + ' 日',
    on_link: '有链接', all_units: '全部单位', here: '这部手机上的', more: '看更多', add: '记一条宣传', empty: '还没有记录。发布一条，记一条，年底汇总不用再找',
    stale: when => '没有网络，显示的是 ' + when + ' 读到的内容', never_read: '没有网络，这里只有这部手机上的内容', untitled,
    labels: {
      channel: '发布渠道', title: '标题', title_hint: '如：高原上的网络正能量', day: '发布日期', day_hint: '选日期', reads: '阅读（观看）人次', reads_hint: '没有就填 0', link: '链接（选填）', link_hint: 'https://',
      note: '备注（选填）', note_hint: '如：第 3 版、头条', unit: '单位', unit_hint: '选单位', other_unit: '选其他单位', copy: '复制链接'
    },
    send: '记入台账', save: '保存修改', sent: '已记入台账', kept: '已保存在本机，联网后自动发送', copied: '链接已复制',
    drop: '删去', drop_changes: '放弃修改', ask_drop: '还没有发送的内容会从手机上删去，不能恢复', withdraw: '撤下这一条', withdraw_verb: '撤下', ask_withdraw: '撤下后不再计数，系统里仍留有记录', withdrawn: '已撤下',
    conflict: '这一条在别处改过', conflict_soft: '选用哪一份都可以，另一份不再保留', mine: '这部手机上的', theirs: '别处改的', keep_mine: '用这部手机上的', take_theirs: '用别处改的',
    gone: '没有找到这一条，可能已经撤下'
  },
  // 现场签到: on the worker's phone and on the coordinator's.
  check_ins: {
    standings: { unsent: '待上传', turned_away: '没有收下', accepted: '已签到', suspicious: '待核实', waiting_for_event: '等待活动信息', refused: '没有签到成功' },
    says: { unsent: '已记在本机，有网络时自动上传' },
    evidence: { live: '现场', late: '晚到', by_hand: '补登' },
    days: { today: '今天', coming: '将要举行', over: '近 30 天举行过' },
    nameless: '线下活动',
    keep: '未上传前请勿删除小程序或清理缓存',
    notice: '只记录姓名或昵称和签到时间，不取位置。自愿签到，不签到也可以参加',
    not_a_code: '这不是现场签到的码。请扫活动负责人手机上的码，或会场里印好的签到码',
    personal_not_here: '这是职工码，由活动负责人来扫。请扫活动负责人手机上的码'
  },
  check_in: {
    scan: '扫码签到',
    again: '再扫一次',
    lead: '扫活动负责人手机上的码，或会场里印好的码',
    lead_soft: '没有网络也能签，先记在本机',
    titles: {
      unsent: '已记在本机', turned_away: '没有收下', accepted: '已签到', suspicious: '已收到，待核实', waiting_for_event: '已收到，等待活动信息', refused: '没有签到成功'
    },
    scanned: when => '扫码时间 ' + when,
    read_notice: '《活动签到信息告知书》',
    nameless: '还没有填写姓名，活动负责人只能看到“微信用户”',
    fill_name: '去填写',
    otherwise: '扫不了码时，请活动负责人补登，或在纸质签到表上签名',
    rows: { unit_events: '本单位活动', mine: '我的签到', personal: '我的职工码' },
    softs: { unit_events: '近期的线下活动', mine: '', personal: '给活动负责人扫' },
    waiting: count => count + ' 条待上传',
    retry: '再试一次', drop: '不再上传',
    ask_drop: '这一条还没有上传，删去后不能恢复。确实不要了吗',
    drop_it: '删去'
  },
  unit_events: {
    remind: { label: '前一天提醒我', says: '点了以后微信会问一次，同意一次提醒一次' },
    none: '所在单位近期没有线下活动',
    none_soft: '到了会场，也可以直接扫码签到',
    no_unit: '填写所在单位后，这里显示本单位的线下活动',
    stale, scan: '扫码签到', place: '地点', when: '时间'
  },
  my_check_ins: {
    none: '还没有签到过。到了线下活动的会场，扫活动负责人手机上的码',
    unsent: '待上传', sent: '签到记录', stale,
    more: '看更多', retry: '再试一次', drop: '删去',
    ask_drop: '这一条还没有上传，删去后不能恢复。确实不要了吗',
    delete_title: '想删去签到记录',
    delete_says: '可以请活动负责人撤销，或在“投诉建议”里写明活动和时间，我们会删去并答复您',
    complain: '去写'
  },
  personal_code: {
    lead: '给活动负责人扫一下，就记上签到',
    label: '我的职工码',
    none: '还没有职工码',
    none_soft: '职工码存在这部手机上，没有网络也能出示。可以随时更换、停用',
    make: '生成我的职工码', renew: '换一个码', revoke: '停用',
    stale_code: '没有网络，显示的是上次的码，仍可使用',
    ask_renew: '换了以后，原来的码不再有效',
    ask_revoke: '停用后，别人不能再用这个码替您签到。需要时可以重新生成',
    renewed: '已换好', revoked: '已停用',
    private: '请只给活动负责人扫，不要发给别人'
  },
  event_code: {
    left: '秒后更换',
    attended: count => '已签到 ' + count,
    suspicious: count => '待核实 ' + count,
    unsent: count => '本机待上传 ' + count,
    offline: '没有网络，签到照常，联网后计数',
    not_yet: '活动还没有上传，签到照常，上传后计数',
    counting: '正在计数',
    write: '补登', bring: '扫职工码', attendance: '参加名单',
    hint: '请职工用微信“扫一扫”，或在小程序里点“扫码签到”',
    code_label: '现场签到码',
    brought: '已记下',
    brought_offline: '已记在本机，联网后自动上传',
    not_personal: '这不是职工码。请职工打开“我的—活动签到—我的职工码”',
    no_secret: '这部手机上没有这场活动的签到码',
    no_secret_says: '请连上网络再打开一次。没有网络时，可以补登姓名，或请大家在纸质签到表上签名',
    cancelled: '活动已取消，不再签到',
    retry: '再试一次'
  },
  attendance: {
    counts: { attended: '参加人数（核实）', claimed: '填报', live: '现场', late: '晚到', by_hand: '补登', suspicious: '待核实' },
    suspicious: '待核实', accepted: '已签到', undone: '已撤销', refused: '没有签到成功', unsent: '本机待上传',
    none: '还没有人签到',
    none_soft: '打开签到码请大家扫，或者补登姓名',
    nameless: '微信用户',
    phone: tail => '尾号 ' + tail,
    lag: minutes => minutes < 60 ? '晚 ' + minutes + ' 分钟上传' : minutes < 2880 ? '晚 ' + Math.round(minutes / 60) + ' 小时上传' : '晚 ' + Math.round(minutes / 1440) + ' 天上传',
    repeated: '重复，不另计数',
    personal: '扫职工码',
    accept: '核实无误', undo: '撤销',
    undo_title: name => '撤销“' + name + '”的签到',
    accept_title: name => '核实“' + name + '”的签到',
    reason: '原因', reason_hint: '如：不是本人；重名，已另行登记',
    reasons: ['不是本人', '没有到场', '登记错了'],
    reason_missing: '请写明原因',
    cancel: '返回',
    done: { accept: '已核实', undo: '已撤销' },
    write: '补登', code: '签到码', more: '看更多',
    needs_network: '名单要联网才能看。签到和补登照常，先记在本机',
    retry: '再试一次', drop: '删去',
    ask_drop: '这一条还没有上传，删去后不能恢复。确实不要了吗',
    history: (label, when, who, why) => when + ' ' + (who ? who + ' ' : '') + label + (why ? '：' + why : '')
  },
  walk_in: {
    lead: '没有扫码的人，写下姓名就行',
    name: '姓名', name_hint: '怎样称呼都可以',
    phone: '手机号（选填）', phone_hint: '同名的人多时再写',
    keep_on: '记下，下一位',
    kept: name => '已记下 ' + name,
    missing: '请先写姓名',
    too_long: most => '姓名不超过 ' + most + ' 个字',
    odd_phone: '电话只写数字，可带区号和短横线',
    waiting: count => '本机待上传 ' + count + ' 人',
    sent: '都上传好了',
    twice: name => '“' + name + '”刚才已经记下。还有一位同名的人，就再记一次',
    private: '姓名和手机号加密保存，只给活动负责人看。上传后，这部手机上不再留存',
    drop: '删去', done: '看参加名单'
  },
  // 提醒与通知: what organisers write, send and watch.
  notices_offline: { unfinished_title: '还没有写完', unfinished: '写好标题，就会保存到服务器' },
  notices: {
    stale,
    labels: {
      write: '写一条', awaiting: '等待复核', here: '这部手机上的', more: '看更多', plans: '方案预定的提醒', plans_soft: count => '共 ' + count + ' 条，按日期和情况自动发', next: '最近要发', all: '全部'
    },
    states: { awaiting_approval: '待复核', draft: '草稿', scheduled: '待发送', sending: '发送中', paused: '已暂停', done: '已发完', cancelled: '已取消' },
    empty: { '': '还没有写过。点“写一条”，先复制群转发文案，大多数人从群里看到', other: label => '没有“' + label + '”的' },
    offline: '没有网络，这里只有这部手机上的草稿',
    needs_network: '这一步要联网办理。联网后再点一次',
    marks: {
      phone: '已保存在本机，联网后自动上传', phone_only: why => '已保存在本机，还没有上传：' + why, refused: why => '服务器没有收下：' + why,
      conflict: '在别处改过，请打开选用哪一份', server: '已保存到服务器', blank: '每次修改都会自动保存', unsaved: why => '没有保存：' + why
    },
    then: '；'
  },
  notice_edit: {
    bar: { fresh: '写一条', change: '修改' },
    labels: {
      title: '标题', title_hint: '如：征集还有 3 天截止', says: '正文', says_hint: '说清楚什么事、到什么时候、要做什么', audience: '发给谁', choose_audience: '选一选发给谁', unit: '单位', unit_may: '只限一个单位（选填）',
      unit_hint: '选单位', all_units: '不限单位', track: '子项目', track_may: '只限一个子项目（选填）', all_tracks: '不限子项目', event: '哪一场活动', event_hint: '选活动', saved: '存好的对象', save_audience: '存下这个对象，下次再用',
      audience_name: '名称', audience_name_hint: '如：西宁市有草稿的作者', keep: '存下', template: '微信提醒的样子', template_soft: '每一项都要填，手机上收到的就是这几行', no_template: '只发站内消息', page: '点开后到',
      forward: '群转发文案', forward_soft: '联络员复制到工作群的一段话。多数职工从群里看到', forward_hint: '120 字以内，说清楚点哪里',
      due: '什么时候发', now: '同意发布后马上发', later: '定一个时间', day: '日期', time: '时间', working: '只在工作时间提醒', working_soft: '工作日 08:30–12:00、14:30–18:00', once: '每人每天最多一条',
      once_soft: '当天已有别的提醒的，这条只发站内消息', expires: '到什么时候不再提醒（选填）', none: '不限', clear: '不定时间', pick_time: '选日期和时间', next: '看看谁能收到', drop: '删去', open: '打开', close: '关闭'
    },
    pages: { inbox: '消息', home: '首页', mine: '我的作品', events: '本单位活动', gallery: '优秀作品展示', staff: '我的活动（工作人员）' },
    other_audience: '按其他条件选的人', other_page: '其他页面',
    reaching: '正在算能提醒到多少人', no_reach: '联网后显示能提醒到多少人',
    ask_drop: '这条提醒还没有发出，从手机上删去后不能恢复', sent: '已保存', kept: '已保存在本机，联网后自动上传',
    saved_audience: '已存下', audience_unnamed: '请写名称',
    conflict: '这条提醒在别处改过', conflict_soft: '选用哪一份都可以，另一份不再保留', mine: '这部手机上的', theirs: '别处改的', keep_mine: '用这部手机上的', take_theirs: '用别处改的',
    gone: '没有找到这条提醒，或者它已经发出，不能再改', list: '回到列表', needs_network: '看看谁能收到，要先联网保存。已写的都在本机',
    waits: '改动后要重新提交复核', no_events: '近期没有活动', refused: '服务器没有收下，请按提示修改'
  },
  notice_page: {
    then: '：', told: count => '站内消息 ' + count + ' 人', of_channel: (sent, planned, opened) => sent + ' / ' + planned + ' 人，点开 ' + opened + ' 人',
    labels: {
      forward: '先转发到群里', forward_soft: '多数人还没有授权提醒，从群里看到的最多', copy: '复制群转发文案', poster: '存海报', no_forward: '还没有写群转发文案', write_forward: '去写',
      reach: '能提醒到谁', rest: '其余的人怎样通知', rest_soft: '请联络员转告：名单按单位分好，带联络员姓名和办公电话', call_list: '打开名单（表格）',
      counts: '发送情况', opened: count => '看过的 ' + count + ' 人', content: '内容', to: '发给', due: '发出时间', expires: '停止时间', template: '微信提醒', page: '点开后到', preview: '看看真人收到的样子', again: '换一次',
      test: '发给自己看看', change: '修改', history: '办理记录', faults: '发布前还差', statistics: '打开统计表（表格）', reason: '写明原因', reason_hint: '同事会看到',
      inbox: '站内消息', units: '按单位', unknown: '不能确定是否收到', unknown_soft: '网络或机器中断时在路上的。系统不会重发，请另行告知', no_unit: '没有选单位'
    },
    of_unit: (told, read, pushed) => '站内 ' + told + '，已读 ' + read + '，微信 ' + pushed, more_units: count => '还有 ' + count + ' 个单位，见统计表',
    cancel: '取消这条提醒',
    channels: { official: '由服务号提醒', mini: '由小程序提醒', inbox: '只有站内消息', none: '只有站内消息' },
    confirm: {
      submit: () => ({ title: '提交复核', words: '由另一位同事看过同意后发布', verb: '提交复核' }),
      send: (people, now) => ({ title: '发布', words: '发给 ' + people + ' 人，其中 ' + now + ' 人会收到微信提醒。发出后不能收回', verb: '发布' }),
      approve: (people, now) => ({ title: '同意发布', words: '发给 ' + people + ' 人，其中 ' + now + ' 人会收到微信提醒。发出后不能收回', verb: '同意发布' }),
      pause: () => ({ title: '暂停', words: '已经发出的不能收回，其余的先不发', verb: '暂停' }),
      resume: () => ({ title: '继续', words: '接着发给还没有发到的人', verb: '继续发' }),
      cancel: () => ({ title: '取消', words: '已经发出的不能收回，其余的不再发。取消后不能恢复', verb: '取消发送' })
    },
    icons: { submit: 'send', send: 'send', approve: 'check', pause: 'player-pause', resume: 'player-play', cancel: 'x' },
    done: { submit: '已提交复核', send: '已发布', approve: '已同意发布', pause: '已暂停', resume: '继续发送', cancel: '已取消' },
    tested: { official: '已发给您：站内消息和服务号提醒', mini: '已发给您：站内消息和小程序提醒', none: '已发到您的“消息”。您还没有授权提醒，微信没有收到' },
    stopped: why => '已自动暂停：' + why,
    why: why => '原因：' + why,
    approval: '人数较多，要由另一位同事同意后发布',
    needs_network: '这一步要联网办理。联网后再点一次', reason_missing: '请写明原因',
    nobody_preview: '现在没有人符合条件，看不到样子', stale_approved: '这条提醒刚才改过，请看过最新内容后再同意',
    person: (name, unit) => [name, unit].filter(Boolean).join(' · '), by: (label, by) => [by, label].filter(Boolean).join(' '), none: '不限', copied: '已复制，可以粘贴到群里',
    line: '这条按情况自动发：事情发生时提醒有关的人'
  },
  notice_plans: {
    lead: '这些提醒写在活动方案里，到了日期或遇到情况自动发，不用再写。要改请修改方案',
    labels: { next: '下次', when: '什么时候', to: '发给', at: '几点', forward: '复制群转发文案', words: '内容', fold: '收起', unfold: '看内容', inbox: '只发站内消息', off: '没有开' },
    dated: '有日期的', lines: '遇到情况时发', stale, none: '这个活动的方案里没有预定提醒', write: '照着写一条'
  },
  poster: {
    bar: '海报', save: '存到相册', saved: '已存到相册，可以发到群里', drawing: '正在画海报', find: '微信搜一搜小程序“网聚”', label: title => '海报：' + title, soft: '长按图片也可以发到群里', sponsors: names => '主办：' + names.join('、')
  }
}
