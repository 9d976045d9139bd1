// Numbers as people read them.
const MEBIBYTE = 1048576

/** @param {number} bytes */
export function bytes(bytes) {
  if (bytes < 1024) return `${bytes} 字节`
  if (bytes < MEBIBYTE / 10) return `${(bytes / 1024).toFixed(0)} KB`
  if (bytes < 1024 * MEBIBYTE) return `${(bytes / MEBIBYTE).toFixed(1)} MB`
  return `${(bytes / 1024 / MEBIBYTE).toFixed(2)} GB`
}

/** A limit as it was set: no digits after the point that say nothing. */
export function limit(bytes) {
  const mebibytes = bytes / MEBIBYTE
  return mebibytes >= 1024 ? `${+(mebibytes / 1024).toFixed(2)} GB` : `${+mebibytes.toFixed(1)} MB`
}

/** @param {number} seconds */
export function duration(seconds) {
  const whole = Math.round(seconds)
  const minutes = Math.floor(whole / 60)
  const rest = whole % 60
  return (minutes ? `${minutes} 分` : '') + (rest || !minutes ? `${minutes ? ' ' : ''}${rest} 秒` : minutes ? '钟' : '')
}

/** How long it will still take: rough, as a guess should be. */
export function left(seconds) {
  if (seconds < 10) return '马上传完'
  if (seconds < 60) return `还要 ${Math.ceil(seconds / 10) * 10} 秒`
  if (seconds < 5400) return `还要 ${Math.ceil(seconds / 60)} 分钟`
  return `还要 ${(seconds / 3600).toFixed(1)} 小时`
}
