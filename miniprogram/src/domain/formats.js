// Which types of file a kind may be, and what names say of them. The twin of the tables in models/media/specification.py.
const OFFICE = 'application/vnd.openxmlformats-officedocument.'

/** @type {Record<Wire.FileKind, string[]>} */
const ACCEPTED = {
  photo: ['image/jpeg', 'image/png', 'image/heic', 'image/heif', 'image/webp'],
  song: ['audio/mpeg', 'audio/wav', 'audio/x-wav', 'audio/mp4', 'audio/x-m4a', 'audio/m4a', 'audio/aac', 'audio/flac', 'audio/x-flac', 'audio/ogg',
    'video/mp4'],
  video: ['video/mp4', 'video/quicktime'],
  document: ['application/pdf', 'image/jpeg', 'image/png', 'application/msword', 'application/zip', OFFICE + 'wordprocessingml.document',
    OFFICE + 'spreadsheetml.sheet', 'application/vnd.ms-excel']
}

/** @type {Record<string, string>} */
const EXTENSIONS = {
  jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', heic: 'image/heic', heif: 'image/heif', webp: 'image/webp',
  gif: 'image/gif', bmp: 'image/bmp', tif: 'image/tiff', tiff: 'image/tiff', svg: 'image/svg+xml', avif: 'image/avif',
  mp3: 'audio/mpeg', wav: 'audio/wav', m4a: 'audio/mp4', aac: 'audio/aac', flac: 'audio/flac', ogg: 'audio/ogg',
  amr: 'audio/amr', wma: 'audio/x-ms-wma', mp4: 'video/mp4', mov: 'video/quicktime', avi: 'video/x-msvideo',
  mkv: 'video/x-matroska', wmv: 'video/x-ms-wmv', pdf: 'application/pdf', doc: 'application/msword',
  docx: OFFICE + 'wordprocessingml.document', xls: 'application/vnd.ms-excel', xlsx: OFFICE + 'spreadsheetml.sheet',
  zip: 'application/zip', txt: 'text/plain', exe: 'application/x-msdownload', apk: 'application/vnd.android.package-archive', html: 'text/html'
}

/** @type {Record<string, string>} */
const CONTAINERS = {
  'video/mp4': 'mp4', 'audio/mp4': 'mp4', 'video/quicktime': 'mov', 'video/x-msvideo': 'avi', 'video/x-matroska': 'mkv', 'video/x-ms-wmv': 'wmv'
}

module.exports = { ACCEPTED, EXTENSIONS, CONTAINERS }
