// What the phone says of its own storage.
module.exports = {
  too_large: '这份内容太大，手机存不下，请把文字精简一些，或把长的内容改成文件上传',
  full: '手机里留给小程序的空间已满，这次没有存下。请到“待上传”发送或删去不要的草稿，再试一次',
  titles: { storage_full: '空间已满' },
  usage: { drafts: '草稿', writes: '待上传的内容', uploads: '待上传的文件', copies: '读过的内容', others: '其他' }
}
