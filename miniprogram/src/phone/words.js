// What the phone itself may refuse, and what to do then.
module.exports = {
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
  random_unsupported: '这个版本的微信太旧，请更新微信后再试'
}
