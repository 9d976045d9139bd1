// What the phone says when the service cannot answer for itself.
module.exports = {
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
}
