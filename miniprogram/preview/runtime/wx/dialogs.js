// Toasts, dialogs, sheets.
const overlays = require('../overlays')
const { api, refuse } = require('./call')

async function showModal({
  title,
  content,
  showCancel = true,
  cancelText = '取消',
  confirmText = '确定',
  cancelColor = '#000000',
  confirmColor = '#576B95',
  editable,
  placeholderText
}) {
  if (cancelText.length > 4 || confirmText.length > 4)
    refuse(`${cancelText.length > 4 ? 'cancelText' : 'confirmText'} length should not larger than 4 Chinese characters`)
  const body = editable ? overlays.make('textarea', { placeholder: placeholderText, 'aria-label': title || '' }) : null
  if (body && content) body.value = content
  const cancel = { words: cancelText, answer: { confirm: false, cancel: true }, colour: cancelColor }
  const confirm = {
    words: confirmText,
    primary: true,
    colour: confirmColor,
    answer: () => ({ confirm: true, cancel: false, ...(body ? { content: body.value } : {}) })
  }
  return overlays.ask({ title, content: editable ? '' : content, body, buttons: showCancel ? [cancel, confirm] : [confirm] })
}

async function showActionSheet({ itemList, itemColor, alertText }) {
  if (!itemList || !itemList.length || itemList.length > 6) refuse('parameter error: itemList should not be larger than 6')
  const tapIndex = await overlays.choose(itemList, { colour: itemColor, title: alertText })
  return tapIndex < 0 ? refuse('cancel') : { tapIndex }
}

module.exports = {
  showToast: api('showToast', ({ title, icon = 'success', duration = 1500, mask }) =>
    overlays.toast(title, { icon, duration_ms: duration, mask })
  ),
  hideToast: api('hideToast', () => overlays.hideToast()),
  showLoading: api('showLoading', ({ title, mask }) => overlays.toast(title, { icon: 'loading', duration_ms: 0, mask })),
  hideLoading: api('hideLoading', () => overlays.hideToast()),
  showModal: api('showModal', showModal),
  showActionSheet: api('showActionSheet', showActionSheet)
}
