"""An event from the first tap to its confirmation, on a coordinator's phone: with a network, without one, and when it dies in between."""
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from models.events.tables import EventSecret
from tests.miniprogram.drawn import photograph
from tests.miniprogram.driving import PATIENCE_MS, Hand, holding
from tests.miniprogram.pages.test_me_and_units import SMALL, TYPE
from tests.running import House
from tests.server.beside import beside

EVENTS, EDITOR, NUMBERS = "staff/pages/events/events", "staff/pages/event-edit/event-edit", "staff/pages/numbers/numbers"
CITY = "西宁市总工会"
ELDERLY_PX, LEAST_PX = 20, 16
ON_THE_PHONE = "wx.getStorageInfoSync().keys.filter((key) => key.startsWith('event:')).map((key) => wx.getStorageSync(key))"


@pytest.fixture
def hand(browser: Browser, open_house: House) -> Any:
    with holding(browser, open_house.url, "demo-coordinator") as held:
        yield held


def logs(hand: Hand, place: str, people: str, kind: str = "宣讲演讲") -> Hand:
    """What is needed, on the form that lies open."""
    hand.sees("活动形式").taps(kind).writes("地点", place).taps_called("到场人数")
    for figure in people:
        hand.words(figure, exact=True).tap()
    return hand.taps("填好了")


def presses(hand: Hand, name: str) -> Hand:
    """The button of just this name, away from the middle of the screen: the same finger would else lift on the dialog that opens there."""
    button = hand.top.get_by_role("button", name=name, exact=True)
    expect(button).to_be_visible(timeout=PATIENCE_MS)
    button.evaluate("(one) => { one.style.scrollMarginTop = '130px'; one.scrollIntoView({ block: 'start' }) }")
    button.tap(timeout=PATIENCE_MS)
    return hand


def mine(house: House, place: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = house.phone("demo-coordinator").get("/api/events?scope=mine")["items"]
    return [one for one in found if one["place"] == place]


def test_an_event_is_logged_reported_returned_mended_and_confirmed(hand: Hand, open_house: House) -> None:
    hand.open("pages/me/me").taps("我的活动").sees("线下活动任务", CITY, "0 / 10 场", "还没有活动").taps("记一场活动")
    hand.sees(CITY).taps("上报").sees("上报前还差", "请选活动形式", "请填活动地点", "请填到场多少人")
    logs(hand, "工人文化宫", "120").sees_no("上报前还差").sees("已保存到服务器")
    hand.taps("上报").taps_in_dialog("上报").sees("待确认", "参加人数（填报）", "120", "转发到群")
    event = mine(open_house, "工人文化宫")[0]
    assert (event["state"], event["counts"]["claimed"], event["unit_name"]) == ("reported", 120, CITY)
    hand.taps("退回补充").writes("写明原因", "请补一张签到表").taps("写好了，退回").sees(f"{CITY}退回补充", "请补一张签到表")
    hand.taps("去补充").sees(f"{CITY}退回补充", "原因：请补一张签到表").taps("更多内容（选填）")
    hand.writes("走进的企业", "青海某某公司").sees("已保存到服务器")
    hand.taps("上报").taps_in_dialog("上报").sees("待确认", "青海某某公司")
    presses(hand, "确认").taps_in_dialog("确认").sees("已确认", "1 / 10 场")
    hand.goes_back().sees("已确认", "1 / 10 场", "还差 9 场", "填报 120 人")


def test_without_a_network_everything_stands_on_the_phone_and_goes_up_by_itself(hand: Hand, open_house: House) -> None:
    hand.open(EVENTS).sees("线下活动任务").goes_offline().taps("记一场活动")
    logs(hand, "机械厂大礼堂", "86").sees("已保存在本机，联网后自动上传", "未上传前请勿删除小程序")
    hand.restart().open(EVENTS).sees("没有网络", "宣讲演讲 · 机械厂大礼堂", "已保存在本机，待上传", "未上传前请勿删除小程序")
    kept = next(one for one in hand.do(ON_THE_PHONE) if one["place"] == "机械厂大礼堂")
    assert (kept["claimed"], len(kept["secret"])) == (86, 43)
    hand.open("pages/outbox/outbox").sees("没有上传的草稿和活动", "宣讲演讲 · 机械厂大礼堂", "已保存在本机").open(EVENTS)
    hand.taps("宣讲演讲 · 机械厂大礼堂").sees("出示签到码").taps("上报").taps_in_dialog("上报").sees("上报还没有送到，联网后自动上报")
    assert mine(open_house, "机械厂大礼堂") == []
    hand.comes_online().sees("待确认").sees_no("未上传前请勿删除小程序")
    assert [one["id"] for one in mine(open_house, "机械厂大礼堂")] == [kept["id"]]
    assert open_house.phone("demo-coordinator").get(f"/api/events/{kept['id']}")["secret"] == kept["secret"]
    with beside(open_house):
        assert EventSecret.select().where(EventSecret.event == kept["id"]).count() == 1
    assert len([one for one in hand.requests if one["method"] == "PUT" and "/moves/" in one["url"]]) == 1


def test_a_photographed_sheet_is_a_document_and_goes_up_before_the_report(hand: Hand, open_house: House,
        browser: Browser, tmp_path: Path) -> None:
    sheet = photograph(browser, tmp_path / "sheet.jpg", grain=0)
    hand.open(EDITOR).sees("活动形式").goes_offline()
    logs(hand, "东川工业园", "40").picks("拍签到表", sheet).sees("签到表 1.jpg")
    hand.taps("上报").taps_in_dialog("上报").sees("等 1 个文件传完后自动上报").comes_online().sees("转发到群", "签到表 1.jpg")
    event = open_house.phone("demo-coordinator").get(f"/api/events/{mine(open_house, '东川工业园')[0]['id']}")
    assert [(one["kind"], one["name"]) for one in event["files"]] == [("document", "签到表 1.jpg")]
    assert event["files"][0]["state"] in ("stored", "ready")
    assert [one["act"] for one in event["history"]] == ["report"]


def test_changed_by_a_colleague_meanwhile_both_are_shown_and_one_is_chosen(hand: Hand, open_house: House) -> None:
    logs(hand.open(EDITOR), "城北文化站", "30").sees("已保存到服务器")
    colleague, event = open_house.phone("demo-coordinator"), mine(open_house, "城北文化站")[0]
    said = {name: event[name] for name in ("unit", "place", "starts_at", "revision")} | {"kind": "quiz", "claimed": 35}
    colleague.put(f"/api/events/{event['id']}", said)
    hand.writes("地点", "城北区文化站").sees("这场活动在另一部手机上改过", "城北区文化站 · 30 人", "城北文化站 · 35 人")
    hand.taps("用另一部手机上的").sees("已保存到服务器", "35")
    assert [(one["kind"], one["counts"]["claimed"]) for one in mine(open_house, "城北文化站")] == [("quiz", 35)]


def test_a_form_into_which_nothing_was_written_leaves_no_trace(hand: Hand) -> None:
    hand.open(EVENTS).taps("记一场活动").sees("活动形式").goes_back().sees("记一场活动")
    assert [one for one in hand.do(ON_THE_PHONE) if not one["kind"]] == []


def test_the_paragraph_to_forward_is_in_the_clipboard(hand: Hand, open_house: House) -> None:
    logs(hand.open(EDITOR), "互助县礼堂", "64").sees("已保存到服务器").taps("上报").taps_in_dialog("上报").sees("转发到群").taps("转发到群")
    hand.sees_in_dialog("文字已复制")
    copied = hand.do("new Promise((done) => wx.getClipboardData({ success: (told) => done(told.data) }))")
    assert "互助县礼堂" in copied
    assert "64 名职工" in copied


def test_numbers_open_to_their_rows_and_are_read_without_a_network(hand: Hand) -> None:
    hand.open(NUMBERS).sees("走进企业或开展线下活动", "已核实", "单位填报", "/ 10 场")
    hand.goes_offline().restart().open(NUMBERS).sees("没有网络，显示的是", "面对面联系职工")


def test_in_elderly_mode_nothing_is_small(hand: Hand) -> None:
    hand.open("pages/settings/settings").switches("大字版")
    for path in (EVENTS, EDITOR, NUMBERS):
        hand.open(path).waits_until("!document.querySelector('.page.on-top .panel-dot')")
        assert hand.page.evaluate(SMALL) == [], path
        size, least = hand.page.evaluate(TYPE)
        assert (size, least >= LEAST_PX) == (ELDERLY_PX, True), path
