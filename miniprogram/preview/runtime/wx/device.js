// What the phone says of itself, and small things it can do.
const { settings, keep } = require('../settings')
const overlays = require('../overlays')
const { api, listening, refuse } = require('./call')

const NAVIGATION_PX = 44
const VERSION = '3.8.0'

const bottom = () => document.getElementById('phone-tabs').offsetHeight

const getWindowInfo = () => ({
  pixelRatio: devicePixelRatio,
  screenWidth: innerWidth,
  screenHeight: innerHeight,
  windowWidth: innerWidth,
  windowHeight: document.getElementById('phone-pages').clientHeight || innerHeight - NAVIGATION_PX - bottom(),
  statusBarHeight: 0,
  screenTop: NAVIGATION_PX,
  safeArea: { left: 0, right: innerWidth, top: 0, bottom: innerHeight, width: innerWidth, height: innerHeight }
})
const getDeviceInfo = () => ({
  brand: 'devtools',
  model: 'iPhone X',
  system: 'iOS 17.0',
  platform: 'devtools',
  benchmarkLevel: 1,
  abi: '',
  cpuType: 'unknown',
  memorySize: '4096'
})
const getAppBaseInfo = () => ({
  SDKVersion: VERSION,
  version: '8.0.50',
  language: 'zh_CN',
  theme: 'light',
  enableDebug: false,
  fontSizeSetting: settings.font_px,
  fontSizeScaleFactor: settings.font_px / 17,
  host: { appId: '' }
})
const getSystemInfoSync = () => ({ ...getWindowInfo(), ...getDeviceInfo(), ...getAppBaseInfo() })

const getMenuButtonBoundingClientRect = () => ({ width: 87, height: 32, top: 6, bottom: 38, right: innerWidth - 7, left: innerWidth - 94 })

async function makePhoneCall({ phoneNumber }) {
  if (!phoneNumber) refuse('parameter error: parameter.phoneNumber should be String instead of Undefined;')
  const yes = await overlays.ask({
    content: phoneNumber,
    buttons: [
      { words: '取消', answer: false },
      { words: '呼叫', answer: true, primary: true }
    ]
  })
  if (!yes) refuse('cancel')
}

async function setClipboardData({ data }) {
  keep({ clipboard: String(data) })
  overlays.toast('内容已复制', { icon: 'success' })
  await navigator.clipboard.writeText(String(data)).catch(() => {})
}

function getRandomValues({ length }) {
  if (!(length > 0 && length <= 1048576)) refuse('length is out of range')
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65536) crypto.getRandomValues(bytes.subarray(at, Math.min(length, at + 65536)))
  return { randomValues: bytes.buffer }
}

const [onWindowResize, offWindowResize] = listening(new Set())
const [onThemeChange, offThemeChange] = listening(new Set())
const [onKeyboardHeightChange, offKeyboardHeightChange] = listening(new Set())
const [onMemoryWarning, offMemoryWarning] = listening(new Set())

module.exports = {
  getWindowInfo,
  getDeviceInfo,
  getAppBaseInfo,
  getSystemInfoSync,
  getMenuButtonBoundingClientRect,
  getSystemInfo: api('getSystemInfo', getSystemInfoSync),
  getSystemInfoAsync: api('getSystemInfoAsync', getSystemInfoSync),
  getSystemSetting: () => ({
    bluetoothEnabled: true,
    locationEnabled: true,
    wifiEnabled: settings.network.type === 'wifi',
    deviceOrientation: 'portrait'
  }),
  getAppAuthorizeSetting: () => ({
    cameraAuthorized: 'authorized',
    microphoneAuthorized: 'authorized',
    albumAuthorized: 'authorized',
    notificationAuthorized: 'authorized'
  }),
  getAccountInfoSync: () => ({ miniProgram: { appId: 'touristappid', envVersion: 'develop', version: '' }, plugin: {} }),
  makePhoneCall: api('makePhoneCall', makePhoneCall),
  setClipboardData: api('setClipboardData', setClipboardData),
  getClipboardData: api('getClipboardData', () => ({ data: settings.clipboard })),
  getRandomValues: api('getRandomValues', getRandomValues),
  vibrateShort: api('vibrateShort', () => ({})),
  vibrateLong: api('vibrateLong', () => ({})),
  getBatteryInfoSync: () => ({ level: 80, isCharging: false }),
  hideKeyboard: api('hideKeyboard', () => document.activeElement && document.activeElement.blur()),
  onWindowResize,
  offWindowResize,
  onThemeChange,
  offThemeChange,
  onKeyboardHeightChange,
  offKeyboardHeightChange,
  onMemoryWarning,
  offMemoryWarning
}
