"""The editor on a phone: every kind of question, nothing lost, one question a screen, two phones, refusals in the service's words."""
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from models import clock, ids
from tests.lives.test_an_entry import FILES, saved, uploaded
from tests.miniprogram import drawn
from tests.miniprogram.driving import Hand, built, holding
from tests.running import House, Phone, running

CAPTION = "清晨的工地，工友们在交接班，师傅给徒弟递上热茶。"
SMALL = """() => [...document.querySelectorAll('.page.on-top :is([role=button], [role=radio], [role=checkbox], [role=link], wx-button)')]
  .map((one) => [one.innerText, Math.round(one.getBoundingClientRect().height)]).filter(([, height]) => height > 0 && height < 44)"""


@pytest.fixture(scope="module")
def closed_house(packages: Path, node: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The same six days after collection has closed."""
    built(packages, node)
    with running(tmp_path_factory.mktemp("closed") / "var", DEMO_DAY="2022-09-06") as house:
        yield house


@pytest.fixture
def hand(browser: Browser, open_house: House) -> Iterator[Hand]:
    with holding(browser, open_house.url) as held:
        yield held


@pytest.fixture(scope="module")
def photograph(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn.photograph(browser, tmp_path_factory.mktemp("pictures") / "dawn.jpg")


def begins(hand: Hand, track: str) -> Hand:
    hand.open(f"pages/entry-edit/entry-edit?track={track}")
    return hand.sees("每次修改都会自动保存")


def writes_a_photograph(hand: Hand, title: str, phone: str) -> Hand:
    """The six things asked of a worker who enters one photograph."""
    begins(hand, "photo").chooses("类别", "单幅").writes("作品名称", title).chooses("题材", "职工幸福生活场景")
    return hand.writes("拍摄地点", "西宁市城东区").writes("图片说明", CAPTION).writes("联系电话", phone)


def consents(hand: Hand) -> Hand:
    hand.top.get_by_role("checkbox", name="我已阅读并同意以下承诺书").tap()
    hand.top.get_by_role("checkbox", name="《出镜人员肖像使用确认书》").tap()
    return hand


def draft_of(hand: Hand) -> str:
    """The id of the draft written last on this phone."""
    found: str = hand.do("""wx.getStorageInfoSync().keys.filter((key) => key.startsWith('draft:')).map((key) => wx.getStorageSync(key))
        .sort((one, other) => one.changed_at - other.changed_at).pop().id""")
    return found


def body_of(entry: dict[str, Any], **changes: Any) -> dict[str, Any]:
    kept = {name: entry[name] for name in ("track", "type", "title", "fields", "authors", "revision")}
    return kept | {"consents": [{"id": one["id"], "version": one["version"]} for one in entry["consents"]]} | changes


def submits(hand: Hand, label: str = "提交作品") -> Hand:
    hand.taps(label)
    return hand.taps_in_dialog(label)


def test_every_kind_of_question_is_kept_over_a_restart_and_reaches_the_service(hand: Hand, open_house: House) -> None:
    begins(hand, "influencer").writes("姓名", "卓玛·才让").chooses("类别", "职工自荐").chooses("性别", "女").writes("民族", "藏族")
    hand.taps("请选择日期").taps_in_dialog("确定")
    born = hand.top.locator("#q-born .question-said").inner_text()
    hand.chooses("政治面貌", "群众").writes("工作单位及岗位", "西宁市城北区演示机械厂 钳工").writes("粉丝数（人）", "12000")
    hand.writes("账号主页链接", "https://example.cn/@zhuoma").writes("主要事迹", "བཀྲ་ཤིས། 事迹😀")
    hand.sees("至少 300 字，现在 12 字", "已保存到服务器").restart()
    hand.open(f"pages/entry-edit/entry-edit?id={draft_of(hand)}")
    hand.sees(born)

    expect(hand.field("姓名")).to_have_value("卓玛·才让")
    expect(hand.field("主要事迹")).to_have_value("བཀྲ་ཤིས། 事迹😀")
    expect(hand.top.get_by_role("radio", name="女")).to_have_attribute("aria-checked", "true")
    fields = open_house.phone("demo-worker").get(f"/api/entries/{draft_of(hand)}")["fields"]
    assert "{} 年 {} 月".format(*map(int, fields["born"].split("-"))) == born
    asked = {"gender": "女", "ethnic": "藏族", "politics": "群众", "followers": 12000, "account_link": "https://example.cn/@zhuoma"}
    assert {name: fields[name] for name in asked} == asked


def test_six_things_a_photograph_and_two_ticks_make_an_entry(hand: Hand, open_house: House, photograph: Path) -> None:
    writes_a_photograph(hand, "高原上的光", "13900000001").sees("还差 1 个")
    hand.taps("提交作品").sees("还差这些，点一下就能去填", "请阅读后勾选")
    consents(hand).picks("相册或拍照", photograph).sees("已上传").sees_no("还差这些")
    entry = draft_of(hand)
    submits(hand).sees("《高原上的光》已提交", "接下来由报送单位初评")
    assert open_house.phone("demo-worker").get(f"/api/entries/{entry}")["shown_state"] == "submitted"
    assert hand.do(f"wx.getStorageInfoSync().keys.includes('draft:{entry}')") is False


def test_a_file_that_cannot_be_used_says_why_and_another_one_takes_its_place(hand: Hand, open_house: House, photograph: Path,
                                                                              tmp_path: Path) -> None:
    broken = tmp_path / "晨光.jpg"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + "这不是照片，是一段文字。".encode() * 300)
    begins(hand, "photo").chooses("类别", "单幅").writes("作品名称", "换过的照片").picks("相册或拍照", broken)
    hand.sees("文件检查：不合格", "文件打不开，可能没有传完整或已经损坏").picks("换一个文件", photograph)
    hand.sees("文件检查：合格").sees_no("文件检查：不合格")
    entry = draft_of(hand)
    (file,) = open_house.phone("demo-worker").get(f"/api/entries/{entry}")["files"]
    assert (file["name"], file["check"]["outcome"]) == ("照片 1.jpg", "pass")
    hand.open(f"pages/entry/entry?id={entry}").sees("文件检查：合格", "看原图（").sees_no("长边 3000 像素")
    hand.taps(f"已检查 {len(file['verdicts'])} 项，都符合要求").sees("长边 3000 像素，符合要求")


def test_written_and_submitted_without_a_network_it_goes_when_there_is_one(hand: Hand, photograph: Path) -> None:
    writes_a_photograph(hand, "没有网络时写的", "13900000002")
    consents(hand).picks("相册或拍照", photograph).sees("已上传").goes_offline()
    hand.writes("作品名称", "没有网络时改的").sees("已保存在本机，联网后自动上传")
    submits(hand).sees("还没有提交：", "已保存在本机，联网后自动提交")
    hand.comes_online().sees("《没有网络时改的》已提交")


def test_an_answer_makes_another_one_required_at_once(hand: Hand) -> None:
    begins(hand, "recitation").sees_no("原作者").chooses("类别", "经典文学作品诵读").sees("原作者", "出处（书名、出版社）")
    hand.chooses("类别", "个人原创作品诵读").sees("诵读文本（或译文）").sees_no("原作者")


def test_the_elderly_mode_asks_one_question_a_screen(hand: Hand) -> None:
    hand.do("wx.setStorageSync('settings', { elderly: true })")
    begins(hand, "song").sees("1 / 10", "歌曲名称").sees_no("歌词")
    hand.taps("下一步").sees("先空着，下一步").writes("歌曲名称", "雪山下的歌")
    screens = []
    while not hand.words("提交作品", exact=True).is_visible():
        screens.append(hand.top.locator(".editor-one").inner_text().split("\n")[1])
        assert hand.page.evaluate(SMALL) == []
        hand.top.locator(".bottom-bar wx-button").last.tap()
        if hand.words("先空着，下一步").is_visible():
            hand.taps("先空着，下一步")
    assert screens == ["歌曲名称", "创作说明", "歌词", "原创情况", "著作权归属", "联系电话", "看一看已替您填好的", "选文件", "阅读并同意"]
    hand.taps("提交作品").sees("创作说明").taps("上一步")
    expect(hand.field("歌曲名称")).to_have_value("雪山下的歌")
    assert float(hand.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.page.on-top .question-label')).fontSize)")) >= 20


def test_people_are_added_named_ordered_and_removed(hand: Hand, open_house: House) -> None:
    begins(hand, "micro_video").taps("修改").taps("添加一位")
    second = hand.top.locator(".people-row").nth(1)
    second.locator("input").first.fill("卓玛·才让")
    second.get_by_role("radio", name="剪辑").tap()
    second.get_by_label("移到前一位").tap()
    hand.sees("已保存到服务器")
    authors = open_house.phone("demo-worker").get(f"/api/entries/{draft_of(hand)}")["authors"]
    assert [(one["name"], one["role"]) for one in authors] == [("卓玛·才让", "剪辑"), ("林措", "导演")]
    hand.top.locator(".people-row").nth(1).get_by_label("删去这一位").tap()
    expect(hand.top.locator(".people-row")).to_have_count(1)


def test_undertakings_that_stand_alone_are_never_ticked_by_the_common_one(hand: Hand) -> None:
    begins(hand, "photo").taps("我已阅读并同意以下承诺书")
    ticked = [one.inner_text() for one in hand.top.get_by_role("checkbox", checked=True).all()]
    assert ticked == ["我已阅读并同意以下承诺书"]
    hand.sees_no("《未成年人出镜监护人同意书》").taps("有未成年人出镜").sees("《未成年人出镜监护人同意书》", "监护人签字的同意书照片")
    hand.top.get_by_text("阅读全文").first.tap()
    hand.taps("我已阅读，确认同意")
    expect(hand.top.get_by_role("checkbox", checked=True)).to_have_count(3)


@pytest.mark.parametrize(("choice", "stands"), [("用这部手机的", "这部手机写的"), ("用另一部的", "另一部手机写的")])
def test_two_phones_wrote_and_the_person_chooses(hand: Hand, open_house: House, choice: str, stands: str) -> None:
    begins(hand, "photo").writes("作品名称", "开头").sees("已保存到服务器")
    other, entry = open_house.phone("demo-worker"), draft_of(hand)
    other.put(f"/api/entries/{entry}", body_of(other.get(f"/api/entries/{entry}"), title="另一部手机写的"))
    hand.writes("作品名称", "这部手机写的").sees("这件作品在另一部手机上改过", "这部手机写的", "另一部手机写的").taps(choice)
    expect(hand.field("作品名称")).to_have_value(stands)
    hand.sees("已保存到服务器")
    assert other.get(f"/api/entries/{entry}")["title"] == stands


def test_a_draft_begun_elsewhere_goes_on_here(hand: Hand, open_house: House) -> None:
    other, entry = open_house.phone("demo-worker"), ids.mint("ent")
    blank = {"fields": {}, "authors": [], "consents": [], "revision": 0}
    other.put(f"/api/entries/{entry}", {"track": "photo", "title": "电脑旁写的", **blank})
    hand.open(f"pages/entry-edit/entry-edit?id={entry}")
    expect(hand.field("作品名称")).to_have_value("电脑旁写的")
    hand.open("pages/entry-edit/entry-edit?id=ent_0000000000000000")
    hand.sees("暂时看不了", "没有找到")


def test_a_work_submitted_elsewhere_is_not_written_here_any_more(hand: Hand, open_house: House) -> None:
    other = open_house.phone("demo-worker")
    entry = saved(other, "photo")
    hand.open(f"pages/entry-edit/entry-edit?id={entry['id']}")
    expect(hand.field("作品名称")).to_have_value(entry["title"])
    uploaded(other, entry["id"], *FILES["photo"])
    assert other.move(entry["id"], "submit").status_code == 201
    hand.open(f"pages/entry-edit/entry-edit?id={entry['id']}").sees("这件作品现在是“已提交”，不能再修改")


def test_a_liaison_enters_for_a_named_author(browser: Browser, open_house: House) -> None:
    with holding(browser, open_house.url, "demo-coordinator") as hand:
        begins(hand, "photo").writes("作品名称", "代报的作品")
        hand.top.locator("wx-switch").tap()
        hand.taps("就为这位作者填报").sees("请填写作者姓名").writes("作者姓名", "扎西").taps("就为这位作者填报")
        hand.sees("代 扎西 填报", "扎西（摄影）", "《代报作者授权确认书》", "已保存到服务器")
        expect(hand.field("作品名称")).to_have_value("代报的作品")
        entry = open_house.phone("demo-coordinator").get(f"/api/entries/{draft_of(hand)}")
        assert (entry["author"], entry["authors"][0]["name"], entry["claimed"]) == (None, "扎西", False)


def test_no_to_the_privacy_guide_is_respected_and_a_film_may_come_from_a_computer(hand: Hand, open_house: House) -> None:
    begins(hand, "micro_video").writes("作品名称", "电脑里的片子").taps("相册或拍摄").sees("使用前请您知悉").taps("暂不")
    hand.sees_in_dialog("您没有同意").taps_in_dialog("知道了")
    hand.taps("从电脑上传").sees("等待电脑输入口令", f"{open_house.url}/u", "分钟有效")
    code = hand.top.locator(".computer-code").inner_text()
    assert len(code) == 9
    answer = Phone(open_house.url, "nobody").ask("POST", "/u/open", {"code": code})
    assert answer.status_code in (200, 201), answer.text
    hand.sees("电脑已连上，请在电脑上选文件")


def test_a_song_is_recorded_listened_to_and_goes_up(hand: Hand, open_house: House) -> None:
    begins(hand, "song").writes("歌曲名称", "车间里的歌").taps("现在录音").taps("开始录音").taps_if_there("同意，继续")
    hand.taps_in_dialog("允许").sees("正在录音", "0:01")
    hand.taps("暂停").sees("已暂停").taps("继续录").sees("正在录音").taps("停止").sees("录好了").taps("听一遍").taps("使用这段录音").sees("已上传")
    (file,) = open_house.phone("demo-worker").get(f"/api/entries/{draft_of(hand)}")["files"]
    assert (file["kind"], file["state"] in ("stored", "ready")) == ("song", True)


def test_a_returned_work_opens_with_the_reason_and_the_date(hand: Hand, open_house: House, photograph: Path) -> None:
    writes_a_photograph(hand, "要改的作品", "13900000003")
    consents(hand).picks("相册或拍照", photograph).sees("已上传")
    entry = draft_of(hand)
    submits(hand).sees("《要改的作品》已提交")
    answer = open_house.phone("demo-coordinator").move(entry, "return", comment="说明里请写上地点")
    assert answer.status_code == 201, answer.text
    hand.open(f"pages/entry-edit/entry-edit?id={entry}")
    hand.sees("退回修改，请在", "原因：说明里请写上地点")
    hand.writes("图片说明", CAPTION + "拍于西宁。").sees("已保存到服务器")
    submits(hand).sees("《要改的作品》已提交")


def test_after_closing_it_says_whom_to_call_and_a_late_code_opens_it(browser: Browser, closed_house: House, photograph: Path) -> None:
    with holding(browser, closed_house.url) as hand:
        hand.open("pages/entry-edit/entry-edit?track=photo")
        hand.sees("现在不在征集时间内", "征集已于", "西宁市总工会")
        writes_a_photograph(hand, "晚到的作品", "13900000004")
        consents(hand).picks("相册或拍照", photograph).sees("已上传")
        submits(hand).sees("草稿还在，没有丢失", "拨打")
        expect(hand.field("作品名称")).to_have_value("晚到的作品")
        hand.writes("延期报送许可", "0000").taps("凭许可提交").sees("没有这个延期报送许可")
        hand.writes("延期报送许可", late_code(closed_house)).taps("凭许可提交").sees("《晚到的作品》已提交")


def late_code(house: House) -> str:
    terms = {"campaign": "qinghai-2022", "until": clock.to_wire(clock.now() + timedelta(days=2)), "uses": 1, "reason": "网络中断"}
    told: str = house.phone("demo-organiser").put(f"/api/late_codes/{ids.mint('ltc')}", terms)["code"]
    return told
