"""Network, files, storage, permissions and dialogs, with WeChat's limits and words."""
import pytest

from tests.miniprogram.preview.conftest import APP, Phone

MIB = 1024 * 1024
SAVED = "wx.getFileSystemManager()"


def test_a_request_carries_json_queries_headers_and_bytes(phone: Phone) -> None:
    answer = phone.do("wx.request({ url: given + '/echo', method: 'PUT', data: { a: '春' }, header: { 'X-Own': 'me' } })", phone.site)
    assert (answer["statusCode"], answer["data"]["text"], answer["data"]["own"]) == (200, '{"a":"春"}', "me")
    assert phone.do("wx.request({ url: given + '/echo', data: { q: 'a b' } })", phone.site)["data"]["path"] == "/echo?q=a+b"
    assert phone.do("wx.request({ url: '/echo', method: 'POST', data: new ArrayBuffer(70000) })")["data"]["bytes"] == 70000
    assert phone.do("wx.request({ url: '/echo', responseType: 'arraybuffer' }).then(({ data }) => data instanceof ArrayBuffer)") is True
    assert isinstance(phone.do("wx.request({ url: '/echo', dataType: 'text' })")["data"], str)
    assert phone.do("wx.request({ url: '/none', method: 'POST' })")["statusCode"] == 404
    assert phone.fails("wx.request({ url: 'pages/x' })")["errMsg"] == 'request:fail invalid url "pages/x"'


def test_a_request_fails_in_wechats_words(phone: Phone) -> None:
    late = phone.fails("wx.request({ url: '/stuck', method: 'POST', timeout: 50 })")
    assert late == {"errMsg": "request:fail timeout", "errno": 5, "errCode": 5}
    aborted = "(() => { const task = wx.request({ url: '/stuck', method: 'POST' }); task.abort(); return task })()"
    assert phone.fails(aborted)["errMsg"] == "request:fail abort"
    assert phone.fails("wx.request({ url: 'http://127.0.0.1:9/' })")["errMsg"] == "request:fail net::ERR_CONNECTION_REFUSED"


def test_offline_everything_under_way_fails_and_the_app_is_told(phone: Phone) -> None:
    told = phone.do("""new Promise((done) => {
        const heard = []
        wx.onNetworkStatusChange((state) => heard.push(state))
        wx.request({ url: '/stuck', method: 'POST', fail: ({ errMsg }) => heard.push(errMsg) })
        setTimeout(() => {
            preview.offline(true)
            wx.request({ url: '/echo', fail: ({ errMsg }) => { done([...heard, errMsg]); preview.offline(false) } })
        }, 100)
    })""")
    gone = "request:fail net::ERR_INTERNET_DISCONNECTED"
    assert told == [{"isConnected": False, "networkType": "none"}, gone, gone]
    assert phone.do("wx.getNetworkType()")["networkType"] == "wifi"


def test_a_hidden_apps_requests_end_after_five_seconds_and_none_begin_until_it_is_shown(phone: Phone) -> None:
    phone.page.clock.install(time=0)
    phone.page.clock.pause_at(3_600_000)
    phone.do("void (window.heard = [], wx.request({ url: '/stuck', method: 'POST', fail: ({ errMsg }) => window.heard.push(errMsg) }))")
    phone.do("preview.hide()")
    phone.page.clock.run_for(4900)
    assert phone.do("window.heard") == []
    phone.page.clock.run_for(200)
    assert phone.do("window.heard") == ["request:fail interrupted"]
    phone.do("void wx.request({ url: '/echo', fail: ({ errMsg }) => window.heard.push(errMsg) })")
    phone.page.clock.run_for(10)
    assert phone.do("window.heard") == ["request:fail interrupted"] * 2
    phone.do("preview.show()")
    assert phone.do("wx.request({ url: '/echo' })")["statusCode"] == 200


def test_a_slow_and_broken_network_takes_its_time_and_breaks(phone: Phone) -> None:
    phone.do("preview.network({ type: '3g', rate_kBps: 200, broken: 0 })")
    send = "wx.request({ url: '/echo', method: 'POST', data: new ArrayBuffer(60000) })"
    took = phone.do(f"(async () => {{ const from = performance.now(); await {send}; return performance.now() - from }})()")
    assert took >= 280
    phone.do("preview.network({ rate_kBps: 0, broken: 1 })")
    assert phone.fails(send)["errMsg"] == "request:fail net::ERR_CONNECTION_RESET"
    assert 0 <= phone.do("preview.requests.slice(-1)[0].sent") < 60000


def test_a_file_is_picked_sent_with_progress_and_fetched_again(phone: Phone) -> None:
    phone.do("preview.pick([{ name: '歌.mp3', type: 'audio/mpeg', size: 50000 }])")
    phone.do("void wx.chooseMessageFile({ count: 1, type: 'file', success: ({ tempFiles }) => { window.picked = tempFiles[0] } })")
    phone.say("同意")
    picked = phone.do("window.picked")
    assert (picked["name"], picked["size"], picked["type"]) == ("歌.mp3", 50000, "file")
    assert "歌" not in picked["path"]
    sent = phone.do("""new Promise((success, fail) => {
        const steps = []
        const task = wx.uploadFile({
            url: '/echo', filePath: given, name: 'file', formData: { key: 'k' }, fail, success: (told) => success([told, steps])
        })
        task.onProgressUpdate(({ totalBytesSent }) => steps.push(totalBytesSent))
    })""", picked["path"])
    assert sent[0]["statusCode"] == 200
    assert isinstance(sent[0]["data"], str)
    assert "multipart/form-data" in sent[0]["data"]
    assert sent[1][-1] == 50000
    fetched = phone.do("new Promise((success, fail) => wx.downloadFile({ url: '/echo', success, fail }))")
    assert fetched["tempFilePath"].startswith("wxfile://tmp_")
    missing = phone.do("new Promise((fail) => wx.uploadFile({ url: '/echo', filePath: 'wxfile://tmp_none', name: 'f', fail }))")
    assert missing["errMsg"] == "uploadFile:fail file not found wxfile://tmp_none"


def test_a_real_file_chooser_gives_pictures_their_measures(phone: Phone) -> None:
    phone.do("void wx.chooseMedia({ mediaType: ['image'], success: ({ tempFiles }) => { window.picked = tempFiles } })")
    with phone.page.expect_file_chooser() as asked:
        phone.say("同意")
    assert asked.value.is_multiple()
    asked.value.set_files(APP / "pictures" / "dot.png")
    phone.page.wait_for_function("window.picked")
    picked = phone.do("window.picked[0]")
    assert (picked["width"], picked["height"], picked["fileType"]) == (8, 8, "image")
    assert phone.do("wx.getImageInfo({ src: given }).then(({ width, type }) => [width, type])", picked["tempFilePath"]) == [8, "png"]


def test_saved_files_survive_a_restart_and_temporary_ones_do_not(phone: Phone) -> None:
    paths = phone.do(f"""(async () => {{
        const fs = {SAVED}
        const home = wx.env.USER_DATA_PATH
        await fs.mkdir({{ dirPath: home + '/a/b', recursive: true }})
        await fs.writeFile({{ filePath: home + '/a/b/c.txt', data: '零一二三四五', encoding: 'utf8' }})
        const {{ tempFilePath }} = await new Promise((success, fail) => wx.downloadFile({{ url: '/echo', success, fail }}))
        const {{ savedFilePath }} = await fs.saveFile({{ tempFilePath }})
        const other = (await new Promise((success, fail) => wx.downloadFile({{ url: '/echo', success, fail }}))).tempFilePath
        wx.setStorageSync('kept', {{ other, savedFilePath }})
        return [savedFilePath, other]
    }})()""")
    phone.restart()
    assert phone.do("wx.getStorageSync('kept')") == {"savedFilePath": paths[0], "other": paths[1]}
    assert phone.do(f"{SAVED}.stat({{ path: given }}).then(({{ stats }}) => [stats.size > 10, stats.isFile()])", paths[0]) == [True, True]
    assert phone.fails(f"{SAVED}.stat({{ path: '{paths[1]}' }})") == {
        "errMsg": f'stat:fail no such file or directory, stat "{paths[1]}"', "errno": 1300002, "errCode": 1300002}
    path = "wx.env.USER_DATA_PATH + '/a/b/c.txt'"
    part = phone.do(f"{SAVED}.readFile({{ filePath: {path}, position: 3, length: 6, encoding: 'utf8' }})")
    assert part["data"] == "一二"
    assert phone.do(f"{SAVED}.readdirSync(wx.env.USER_DATA_PATH + '/a/b')") == ["c.txt"]
    phone.do(f"{SAVED}.unlink({{ filePath: {path} }})")
    assert phone.fails(f"{SAVED}.access({{ path: {path} }})")["errMsg"].startswith("access:fail no such file or directory")


def test_two_hundred_megabytes_are_all_a_phone_keeps(phone: Phone) -> None:
    write = f"{SAVED}.writeFile({{ filePath: wx.env.USER_DATA_PATH + '/' + given[0], data: new ArrayBuffer(given[1]) }})"
    phone.do(write, ["a", 120 * MIB])
    failed = phone.do(write + ".catch((told) => told)", ["b", 81 * MIB])
    assert (failed["errMsg"], failed["errno"]) == ("writeFile:fail the maximum size of the file storage limit is exceeded", 1300202)
    phone.do(write, ["b", 80 * MIB])


def test_storage_has_wechats_limits_and_gives_back_what_was_kept(phone: Phone) -> None:
    assert phone.do("(wx.setStorageSync('a', { b: [1, '二'] }), wx.getStorageSync('a'))") == {"b": [1, "二"]}
    assert phone.do("[wx.getStorageSync('none'), wx.getStorageInfoSync().keys]") == ["", ["a"]]
    assert phone.fails("wx.getStorage({ key: 'none' })")["errMsg"] == "getStorage:fail data not found"
    over = "(() => { try { wx.setStorageSync(given[0], 'x'.repeat(given[1])) } catch (fault) { return fault.errMsg } })()"
    assert phone.do(over, ["big", MIB]) == "setStorageSync:fail entry size limit reached"
    assert [phone.do(over, [f"k{at}", MIB - 10]) for at in range(10)] == [None] * 10
    assert phone.do(over, ["more", 1000]) == "setStorageSync:fail exceed storage max size 10Mb"
    phone.do("wx.clearStorageSync()")
    phone.do("preview.storageFull(true)")
    assert phone.do(over, ["a", 1]) == "setStorageSync:fail exceed storage max size 10Mb"


def test_what_was_set_is_there_although_the_app_is_killed_in_the_same_breath(phone: Phone) -> None:
    with phone.page.expect_navigation():
        phone.do("void (wx.setStorageSync('last', 'word'), location.reload())")
    assert phone.started().do("wx.getStorageSync('last')") == "word"


def test_each_person_has_a_wechat_of_his_own(phone: Phone) -> None:
    assert phone.do("wx.login()")["code"] == "code of demo-worker"
    phone.do("wx.setStorageSync('mine', 1)")
    with phone.page.expect_navigation():
        phone.do("void preview.as('demo-coordinator')")
    phone.started()
    assert phone.do("wx.login()")["code"] == "code of demo-coordinator"
    assert phone.do("wx.getStorageSync('mine')") == ""


def test_refusing_the_privacy_guide_is_errno_104_and_nobody_asks_again_for_a_while(phone: Phone) -> None:
    phone.do("void wx.requirePrivacyAuthorize({ fail: (told) => { window.told = told } })")
    phone.say("拒绝")
    phone.page.wait_for_function("window.told")
    said = "requirePrivacyAuthorize:fail privacy permission is not authorized"
    assert phone.do("window.told") == {"errMsg": said, "errno": 104, "errCode": 104}
    assert phone.fails("wx.chooseMedia({})")["errno"] == 104
    assert phone.do("wx.getPrivacySetting()")["needAuthorization"] is True


def test_the_apps_own_privacy_dialog_agrees_only_by_its_button(phone: Phone) -> None:
    phone.open("pages/bare/bare")
    phone.do("preview.pages()[0].ask()")
    phone.do("void wx.requirePrivacyAuthorize({ success: () => { window.told = 'yes' }, fail: () => { window.told = 'no' } })")
    phone.report("asked for requirePrivacyAuthorize")
    phone.tap("#agree")
    phone.page.wait_for_function("window.told === 'yes'")
    phone.tap("#phone")
    phone.say("允许")
    phone.report('{"errMsg":"getPhoneNumber:ok","code":"phone of demo-worker"}')


def test_a_denied_microphone_is_told_and_a_granted_one_records(phone: Phone) -> None:
    phone.do("""void (() => { const recorder = wx.getRecorderManager()
        window.heard = []
        recorder.onError(({ errMsg }) => window.heard.push(errMsg))
        recorder.onStart(() => window.heard.push('start'))
        recorder.onStop((told) => window.heard.push(told)) })()""")
    phone.do("preview.deny('scope.record')")
    phone.do("void wx.getRecorderManager().start({ format: 'mp3' })")
    phone.say("同意")
    phone.page.wait_for_function("window.heard.length === 1")
    phone.do("preview.deny(null)")
    phone.do("void wx.getRecorderManager().start({ format: 'mp3' })")
    phone.say("允许")
    phone.page.wait_for_function("window.heard.length === 2")
    phone.do("wx.getRecorderManager().stop()")
    heard = phone.do("window.heard")
    assert heard[:2] == ["operateRecorder:fail auth deny", "start"]
    assert heard[2]["fileSize"] > 44
    assert phone.do("wx.getSetting()")["authSetting"] == {"scope.record": True}


def test_dialogs_answer_what_was_tapped(phone: Phone) -> None:
    phone.do("void wx.showModal({ title: '问', content: '好吗', success: (told) => { window.told = told } })")
    phone.say("确定")
    assert phone.do("window.told") == {"errMsg": "showModal:ok", "confirm": True, "cancel": False}
    phone.do("void wx.showActionSheet({ itemList: ['甲', '乙'], success: ({ tapIndex }) => { window.told = tapIndex } })")
    phone.say("乙")
    assert phone.do("window.told") == 1
    phone.do("wx.showToast({ title: '好了', icon: 'none', duration: 60000 })")
    assert phone.page.get_by_role("status").inner_text() == "好了"
    phone.do("wx.hideToast()")
    assert phone.page.get_by_role("status").count() == 0


def test_small_things_of_the_phone(phone: Phone) -> None:
    phone.do("preview.scan('v1.evt')")
    assert phone.do("wx.scanCode()")["result"] == "v1.evt"
    phone.do("wx.setClipboardData({ data: '抄' })")
    assert phone.do("wx.getClipboardData()")["data"] == "抄"
    assert phone.do("wx.getRandomValues({ length: 32 }).then(({ randomValues }) => randomValues.byteLength)") == 32
    phone.do("preview.fontSize(23)")
    assert phone.do("[wx.getAppBaseInfo().fontSizeSetting, wx.getAccountInfoSync().miniProgram.envVersion]") == [23, "develop"]
    assert "TAP gesture" in phone.fails("wx.requestSubscribeMessage({ tmplIds: ['t'] })")["errMsg"]
    window = phone.do("wx.getWindowInfo()")
    assert (window["windowWidth"], window["windowHeight"]) == (375, 812 - 44 - 50)


@pytest.mark.parametrize("name", ["makePhoneCall", "addPhoneCalendar"])
def test_what_needs_a_yes_is_cancelled_by_a_no(phone: Phone, name: str) -> None:
    asked = "phoneNumber: '0971', title: '会', startTime: 1661407200"
    phone.do(f"void wx.{name}({{ {asked}, fail: ({{ errMsg }}) => {{ window.told = errMsg }} }})")
    if name == "addPhoneCalendar":
        phone.say("同意")
        phone.say("允许")
    phone.say("取消")
    phone.page.wait_for_function("window.told")
    assert phone.do("window.told") == f"{name}:fail cancel"
