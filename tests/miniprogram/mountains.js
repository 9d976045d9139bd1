// Pictures of a high country, drawn on a canvas: sky, a sun, ridges one behind the other, a lake, and a grain as of a camera.
// Run in a page; window.drawing.photograph and .clip answer base64.
(() => {
  const SKIES = [
    ['#1B2A49', '#C8553D', '#F2B880'], ['#2F6690', '#81C3D7', '#FBF7F2'], ['#3A4F7A', '#8FA6CB', '#F6E7CB'], ['#0B1D3A', '#31508A', '#E3A93C'],
    ['#4A6FA5', '#BFD7EA', '#FFF6E6'], ['#5B3758', '#C97C5D', '#FFE0B5']
  ]
  const LANDS = [
    ['#6D5A72', '#4A3B57', '#2C2438'], ['#7BA591', '#4B7F6B', '#2A5445'], ['#8C9A76', '#5F6F4B', '#39462E'], ['#3C5A80', '#274166', '#142540'],
    ['#A3B18A', '#6B8F57', '#3A5A40'], ['#7D4F50', '#543744', '#2E1F2B']
  ]

  /** Numbers of chance, the same for the same seed. */
  function chance(seed) {
    let state = seed * 2654435761 >>> 0
    return () => {
      state = (state + 0x6D2B79F5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
    }
  }

  function paintSky(pen, { scene, width, height, time = 0 }) {
    const colours = SKIES[scene % SKIES.length]
    const sky = pen.createLinearGradient(0, 0, 0, height * 0.75)
    colours.forEach((colour, at) => sky.addColorStop(at / 2, colour))
    pen.fillStyle = sky
    pen.fillRect(0, 0, width, height)
    const [x, y, radius] = [width * (0.22 + (scene * 0.17) % 0.56), height * (0.36 - 0.02 * time), height * 0.055]
    const glow = pen.createRadialGradient(x, y, radius * 0.4, x, y, radius * 7)
    glow.addColorStop(0, 'rgba(255,244,214,0.95)')
    glow.addColorStop(0.14, 'rgba(255,236,190,0.55)')
    glow.addColorStop(1, 'rgba(255,236,190,0)')
    pen.fillStyle = glow
    pen.fillRect(0, 0, width, height)
  }

  /** One ridge: hills of several lengths laid over each other. */
  function paintRidge(pen, { scene, width, height, time = 0 }, nth, of) {
    const roll = chance(scene * 31 + nth * 7 + 1)
    const waves = [1, 2, 4, 9, 21].map((count) => ({ count: count * (0.8 + roll() * 0.5), shift: roll() * 7 + time * 0.05 * (nth + 1), high: 0.085 / Math.pow(count, 0.8) }))
    const base = height * (0.5 + 0.13 * nth)
    const top = (x) => base - height * waves.reduce((sum, one) => sum + one.high * Math.abs(Math.sin(x / width * Math.PI * one.count + one.shift)), 0) * (1.5 - nth * 0.3)
    pen.beginPath()
    pen.moveTo(0, height)
    for (let x = 0; x <= width; x += Math.max(2, width / 700)) pen.lineTo(x, top(x))
    pen.lineTo(width, height)
    const land = pen.createLinearGradient(0, base - height * 0.28, 0, height)
    const colours = LANDS[scene % LANDS.length]
    land.addColorStop(0, nth === 0 ? '#F4F1EC' : colours[nth])
    land.addColorStop(nth === 0 ? 0.3 : 0.01, colours[nth])
    land.addColorStop(1, colours[Math.min(of - 1, nth + 1)])
    pen.fillStyle = land
    pen.fill()
  }

  function paint(pen, asked) {
    paintSky(pen, asked)
    for (let nth = 0; nth < 3; nth++) paintRidge(pen, asked, nth, 3)
  }

  /** What a sensor adds: a little chance in every pixel. */
  function grain(pen, { scene, width, height }, strength) {
    const image = pen.getImageData(0, 0, width, height)
    const roll = chance(scene + 99)
    for (let at = 0; at < image.data.length; at += 4) {
      const off = (roll() - 0.5) * strength
      image.data[at] += off
      image.data[at + 1] += off
      image.data[at + 2] += off
    }
    pen.putImageData(image, 0, 0)
  }

  function canvasOf({ width, height }) {
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    return [canvas, canvas.getContext('2d', { willReadFrequently: true })]
  }

  const base64 = (blob) => new Promise((done) => {
    const reader = new FileReader()
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(',') + 1))
    reader.readAsDataURL(blob)
  })

  async function photograph(asked) {
    const [canvas, pen] = canvasOf(asked)
    paint(pen, asked)
    if (asked.grain) grain(pen, asked, asked.grain)
    return base64(await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.92)))
  }

  /** As MP4 where the browser can, else as WebM. */
  async function clip(asked) {
    const [canvas, pen] = canvasOf(asked)
    const type = ['video/mp4;codecs=avc1.42E01F', 'video/mp4;codecs=vp9', 'video/webm;codecs=vp9'].find((one) => MediaRecorder.isTypeSupported(one))
    const recorder = new MediaRecorder(canvas.captureStream(15), { mimeType: type, videoBitsPerSecond: 2_000_000 })
    const pieces = []
    recorder.ondataavailable = ({ data }) => pieces.push(data)
    recorder.start()
    const began = performance.now()
    await new Promise((done) => {
      const draw = () => {
        const time = (performance.now() - began) / 1000
        paint(pen, { ...asked, time })
        if (time < asked.seconds) requestAnimationFrame(draw)
        else done()
      }
      draw()
    })
    await new Promise((done) => {
      recorder.onstop = done
      recorder.stop()
    })
    return base64(new Blob(pieces, { type }))
  }

  window.drawing = { photograph, clip }
})()
