// The buttons beside the phone: each says one thing to window.preview inside the frame.
const HOUR_S = 3600
const FONT = { standard: 17, large: 23 }
const SCENE = { usual: 1001, moments: 1154 }

const screen = document.getElementById('screen')
const at = (id) => document.getElementById(id)
const button = (name) => document.querySelector(`[data-do="${name}"]`)
const phone = () => screen.contentWindow.preview
const settings = () => JSON.parse(localStorage.getItem('phone:settings') || '{}')
const tell = (words) => {
  at('told').textContent = words
}
let away = false

const DEEDS = {
  restart() {
    phone().restart()
    tell('小程序已被杀掉并重新打开：没保存的都没了，保存过的还在。')
  },
  hide() {
    away = !away
    if (away) phone().hide()
    else phone().show()
    tell(away ? '小程序在后台。5 秒后，没完成的请求会被微信中断。' : '小程序回到了前台。')
  },
  offline() {
    phone().offline(!settings().offline)
    tell(settings().offline ? '手机没有网络了。' : '手机又有网络了。')
  },
  slow() {
    const isSlow = !slow()
    phone().network(
      isSlow ? { type: '3g', rate_kBps: Number(at('rate').value) || 60, broken: 0.1 } : { type: 'wifi', rate_kBps: 0, broken: 0 }
    )
    tell(isSlow ? '网络慢了，十个请求里约有一个中途断开。' : '网络恢复正常。')
  },
  full() {
    phone().storageFull(!settings().storage_full)
    tell(settings().storage_full ? '手机存不下新的内容了。' : '手机又有空间了。')
  },
  deny() {
    phone().deny(denied() ? null : 'all')
    tell(denied() ? '相机、相册、麦克风、日历都会被拒绝。' : '授权已恢复，用到时会询问。')
  },
  large() {
    phone().fontSize(large() ? FONT.standard : FONT.large)
    phone().restart()
    tell('字号在小程序重新打开后生效。')
  },
  moments() {
    phone().scene(moments() ? SCENE.usual : SCENE.moments)
    phone().restart()
    tell(moments() ? '小程序像是从朋友圈打开的（场景值 1154）。' : '小程序像平常一样打开。')
  },
  calendar() {
    phone().calendar()
    tell('这是手机自己的日历：小程序加的日程都在里面，没有网络、没有授权提醒也会响。')
  },
  slower: () => turnClock(-HOUR_S),
  faster: () => turnClock(HOUR_S),
  wipe() {
    if (!confirm('清空后，这部手机上的草稿和登录都会消失。要清空吗')) return
    phone().wipe()
    tell('手机已清空。')
  }
}

const slow = () => Boolean((settings().network || {}).rate_kBps)
const denied = () => (settings().denied || []).length > 0
const large = () => (settings().font_px || FONT.standard) > FONT.standard
const moments = () => settings().scene === SCENE.moments

function turnClock(ahead_s) {
  phone().clock(settings().clock_ahead_s === ahead_s ? 0 : ahead_s)
  const now = settings().clock_ahead_s
  tell(now ? `手机时钟比真实时间${now > 0 ? '快' : '慢'} 1 小时。` : '手机时钟准确。')
}

/** What each button that can be down shows. */
function draw() {
  const { offline, storage_full, clock_ahead_s, user = 'demo-worker' } = settings()
  const down = {
    offline,
    slow: slow(),
    full: storage_full,
    deny: denied(),
    large: large(),
    moments: moments(),
    hide: away,
    slower: clock_ahead_s === -HOUR_S,
    faster: clock_ahead_s === HOUR_S
  }
  for (const [name, isDown] of Object.entries(down)) button(name).setAttribute('aria-pressed', String(Boolean(isDown)))
  button('offline').textContent = offline ? '联网' : '断网'
  button('hide').textContent = away ? '回到前台' : '切到后台'
  button('deny').textContent = denied() ? '恢复授权' : '拒绝授权'
  button('large').textContent = large() ? '字号：标准' : '字号：大'
  document.querySelectorAll('#people button').forEach((one) => one.setAttribute('aria-pressed', String(one.dataset.user === user)))
  at('signal').textContent = offline ? '无网络' : slow() ? '3G' : 'Wi-Fi'
  drawClock()
}

function drawClock() {
  const now = new Date(Date.now() + (settings().clock_ahead_s || 0) * 1000)
  at('time').textContent = now.toLocaleTimeString('zh-CN', { hour: 'numeric', minute: '2-digit', hour12: false })
  const { errors = [] } = phone() || {}
  at('faults').textContent = errors.length ? `出错记录：${errors.length} 条` : '出错记录：没有'
  at('errors').textContent = errors.join('\n\n')
}

function drawPeople() {
  at('people').append(
    ...window.PEOPLE.map(([user, name, role]) => {
      const one = document.createElement('button')
      const what = document.createElement('small')
      what.textContent = role
      one.dataset.user = user
      one.append(name, what)
      one.addEventListener('click', () => {
        phone().as(user)
        away = false
        tell(`现在拿着这部手机的是${name}。原来的人的草稿还在他自己的微信里。`)
        draw()
      })
      return one
    })
  )
}

for (const [name, deed] of Object.entries(DEEDS)) {
  button(name).addEventListener('click', () => {
    deed()
    if (name === 'restart' || name === 'large' || name === 'moments' || name === 'wipe') away = false
    draw()
  })
}
at('scan').addEventListener('submit', (event) => {
  event.preventDefault()
  const { value } = event.target.text
  if (event.submitter && event.submitter.name === 'outside') {
    phone().scanOutside(value)
    tell('这是微信自己的“扫一扫”：签到码的地址会直接打开小程序的签到页。')
  } else {
    phone().scan(value)
    tell('码放好了：小程序里下一次“扫一扫”会读到它。')
  }
})
screen.addEventListener('load', draw)
setInterval(drawClock, 1000)
drawPeople()
draw()
fetch('unsimulated.json')
  .then((answer) => answer.json())
  .then((list) =>
    at('unsimulated').append(
      ...list.map(({ zh }) => {
        const line = document.createElement('li')
        line.textContent = zh
        return line
      })
    )
  )
