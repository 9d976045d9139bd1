// Two phones on one page. What stands above each says one thing to window.preview inside its own frame.
const PHONES = [
  { name: 'left', title: '左边的手机', person: 'demo-coordinator' },
  { name: 'right', title: '右边的手机', person: 'demo-worker' }
]
const FRESH = { offline: false, clock_ahead_s: 0 }

/** One phone, made from the template. Its frame's storage is its own: settings are read where that phone keeps them. */
function openPhone({ name, title, person }) {
  const section = document.getElementById('phone').content.cloneNode(true).firstElementChild
  const find = (selector) => section.querySelector(selector)
  const kept = localStorage.getItem('phone:settings:' + name)
  const screen = find('iframe')
  const one = {
    find,
    away: false,
    preview: () => screen.contentWindow.preview,
    settings: () => ({ ...FRESH, user: person, ...JSON.parse(localStorage.getItem('phone:settings:' + name) || '{}') })
  }
  section.setAttribute('aria-label', title)
  Object.assign(screen, { title, src: `phone.html?frame&phone=${name}` + (kept ? '' : '&user=' + person) })
  find('[name="person"]').append(...window.PEOPLE.map(([user, who, role]) => new Option([who, role].filter(Boolean).join(' · '), user)))
  wire(one)
  screen.addEventListener('load', () => draw(one))
  document.querySelector('main').append(section)
  setInterval(() => drawClock(one), 1000)
  draw(one)
}

const DEEDS = {
  outside: (one) => void one.preview().scanOutside(),
  hide(one) {
    one.away = !one.away
    if (one.away) one.preview().hide()
    else one.preview().show()
  },
  restart(one) {
    one.away = false
    one.preview().restart()
  },
  wipe(one) {
    if (!confirm('清空后，这部手机上的草稿和登录都会消失。要清空吗')) return
    one.away = false
    one.preview().wipe()
  }
}

const CHOICES = {
  person(one, { value }) {
    one.away = false
    one.preview().as(value)
  },
  clock: (one, { value }) => one.preview().clock(Number(value)),
  online: (one, { checked }) => one.preview().offline(!checked)
}

function wire(one) {
  for (const [name, deed] of Object.entries(DEEDS)) {
    one.find(`[data-do="${name}"]`).addEventListener('click', () => {
      deed(one)
      draw(one)
    })
  }
  for (const [name, choice] of Object.entries(CHOICES)) {
    one.find(`[name="${name}"]`).addEventListener('change', ({ target }) => {
      choice(one, target)
      draw(one)
    })
  }
}

function draw(one) {
  const { offline, clock_ahead_s, user } = one.settings()
  const hide = one.find('[data-do="hide"]')
  hide.setAttribute('aria-pressed', String(one.away))
  hide.textContent = one.away ? '回到前台' : '切到后台'
  one.find('[name="person"]').value = user
  one.find('[name="clock"]').value = String(clock_ahead_s)
  one.find('[name="online"]').checked = !offline
  one.find('.signal').textContent = offline ? '无网络' : 'Wi-Fi'
  drawClock(one)
}

function drawClock(one) {
  const now = new Date(Date.now() + one.settings().clock_ahead_s * 1000)
  one.find('time').textContent = now.toLocaleTimeString('zh-CN', { hour: 'numeric', minute: '2-digit', hour12: false })
  const { errors = [] } = one.preview() || {}
  one.find('.faults').textContent = errors.length ? `出错记录：${errors.length} 条。${errors[errors.length - 1].slice(0, 80)}` : ''
}

PHONES.forEach(openPhone)
