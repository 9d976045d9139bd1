"""Being there: the rotating code and who scans it, with no network between the two; walk-ins, own codes, and what is done in doubt."""
import base64
import os
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from models import clock, ids
from tests.miniprogram.driving import Hand, holding
from tests.miniprogram.pages.test_me_and_units import SMALL, TYPE
from tests.miniprogram.two_phones import side_by_side
from tests.running import House

KEEP = "未上传前请勿删除小程序或清理缓存"
KEPT_OF = "wx.getStorageInfoSync().keys.filter((key) => JSON.stringify(wx.getStorageSync(key)).includes(given))"
SHOWN = "preview.pages().slice(-1)[0].data.text"
ELDERLY_PX, LEAST_PX = 20, 16
CODE, ATTENDANCE, WALK_IN = "staff/pages/code/code", "staff/pages/attendance/attendance", "staff/pages/walk-in/walk-in"
CHECK_IN, MINE, PERSONAL = "pages/check-in/check-in", "pages/my-check-ins/my-check-ins", "pages/personal-code/personal-code"


def planned(house: House, title: str, *, starts_at: datetime | None = None) -> str:
    """An event of the coordinator's unit, under way since ten minutes, with what its codes are made of."""
    coordinator, event = house.phone("demo-coordinator"), ids.mint("evt")
    unit = next(one["over"] for one in coordinator.get("/api/me")["roles"] if one["role"] == "coordinator").split(":")[1]
    coordinator.put(f"/api/events/{event}", {
        "unit": unit, "kind": "speech", "title": title, "place": "职工之家", "revision": 0,
        "starts_at": clock.to_wire(starts_at or clock.now() - timedelta(minutes=10)), "secret": secret()})
    return event


def secret() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")


def counted(house: House, event: str) -> dict[str, Any]:
    found: dict[str, Any] = house.phone("demo-coordinator").get(f"/api/events/{event}")["counts"]
    return found


def code_shown(house: House, browser: Browser, event: str) -> str:
    """What the coordinator's phone shows now."""
    with holding(browser, house.url, "demo-coordinator") as hand:
        hand.open(f"{CODE}?id={event}").waits_until(f"{SHOWN} !== ''")
        text: str = hand.do(SHOWN)
        return text


@pytest.fixture
def coordinator(browser: Browser, open_house: House) -> Any:
    with holding(browser, open_house.url, "demo-coordinator") as held:
        yield held


@pytest.fixture
def worker(browser: Browser, open_house: House) -> Any:
    with holding(browser, open_house.url, "demo-worker") as held:
        yield held


def test_two_phones_without_a_network_meet_and_the_service_learns_of_it_later(browser: Browser, open_house: House) -> None:
    event = planned(open_house, "进车间宣讲")
    with side_by_side(browser, open_house.url) as (left, right):
        left.open("staff/pages/ready/ready").sees("活动和签到码", "都在这部手机上")
        right.open(CHECK_IN).sees("扫码签到", "不取位置", "《活动签到信息告知书》")
        left.is_online(False)
        right.is_online(False)
        left.restart().open(f"{CODE}?id={event}").sees("进车间宣讲", "秒后更换", "没有网络，签到照常，联网后计数")
        right.taps("扫码签到").sees("已记在本机", "有网络时自动上传", KEEP)
        assert counted(open_house, event)["attended"] == 0
        right.restart().open(MINE).sees("待上传", KEEP)
        right.is_online(True).sees("进车间宣讲", "已签到").sees_no(KEEP)
        left.is_online(True).sees("已签到 1")
        assert counted(open_house, event)["live"] == 1


def test_a_code_opened_by_wechats_own_scanner_is_kept_before_anybody_signed_in(browser: Browser, open_house: House) -> None:
    event = planned(open_house, "读书会")
    text = code_shown(open_house, browser, event)
    with holding(browser, open_house.url, "nobody-yet") as hand:
        hand.goes_offline().do("wx.removeStorageSync('session')")
        seconds = str(int(clock.now().timestamp()))
        hand.open(CHECK_IN, q=text, scancode_time=seconds).sees("已记在本机", KEEP)
        hand.open(CHECK_IN, q=text, scancode_time=seconds).sees("已记在本机")
        assert len(hand.do(KEPT_OF, "scanned_at")) == 1
        hand.comes_online().sees("已签到", "计入参加人数")
        assert counted(open_house, event)["attended"] == 1


def test_what_is_no_check_in_code_says_which_one_to_scan(worker: Hand) -> None:
    worker.open(CHECK_IN).sees("扫码签到").do("preview.scan('https://example.cn/menu')")
    worker.taps("扫码签到").sees("这不是现场签到的码")
    worker.do("preview.scan('p1.acc_0123456789abcdef.' + 'A'.repeat(22))")
    worker.taps("扫码签到").sees("这是职工码，由活动负责人来扫")
    worker.do(f"preview.scan('https://wangju.example.cn/c/v1.{ids.mint('evt')}.179546636.AAAAbbbbCCCCdddd')")
    worker.taps("扫码签到").sees("等待活动信息", "活动信息还没有上传")


def test_names_are_written_down_without_a_network_and_leave_the_phone_when_sent(coordinator: Hand, open_house: House) -> None:
    event = planned(open_house, "健步走")
    coordinator.open(f"{CODE}?id={event}").sees("已签到 0").goes_offline().taps("补登")
    coordinator.taps("记下，下一位").sees("请先写姓名")
    coordinator.writes("姓名", "卓玛·才让").taps("记下，下一位").sees("已记下 卓玛·才让", "本机待上传 1 人", KEEP)
    coordinator.writes("姓名", "李大山").writes("手机号（选填）", "13900001234").taps("记下，下一位").sees("本机待上传 2 人")
    assert len(coordinator.do(KEPT_OF, "李大山")) == 1
    coordinator.restart().open(f"{ATTENDANCE}?id={event}").sees("名单要联网才能看", "卓玛·才让", "李大山", "待上传")
    coordinator.comes_online().sees("尾号 1234", "补登").sees_no("待上传")
    assert [coordinator.do(KEPT_OF, name) for name in ("李大山", "13900001234", "才让")] == [[], [], []]
    assert (counted(open_house, event)["attended"], counted(open_house, event)["by_hand"]) == (2, 2)


def test_an_undone_check_in_needs_a_reason_and_stands_struck_through(coordinator: Hand, open_house: House) -> None:
    event = planned(open_house, "知识竞赛")
    coordinator.open(f"{WALK_IN}?id={event}").writes("姓名", "王五").taps("记下，下一位").sees_no("本机待上传 1 人").taps("看参加名单")
    coordinator.taps_called("撤销签到 王五").sees("撤销“王五”的签到")
    sheet = coordinator.top.get_by_role("dialog")
    sheet.get_by_text("撤销", exact=True).last.tap()
    coordinator.sees("请写明原因").taps("没有到场")
    sheet.get_by_text("撤销", exact=True).last.tap()
    coordinator.sees("已撤销", "没有到场").waits_until("document.querySelector('.page.on-top .undone') !== null")
    assert counted(open_house, event)["attended"] == 0


def test_a_worker_shows_his_own_code_without_a_network_and_may_end_it(browser: Browser, worker: Hand, open_house: House) -> None:
    event = planned(open_house, "志愿服务")
    worker.open(PERSONAL).taps("生成我的职工码").sees("给活动负责人扫一下", "林措").goes_offline().restart()
    worker.open(PERSONAL).sees("没有网络，显示的是上次的码")
    code = worker.do("preview.pages().slice(-1)[0].data.code")
    with holding(browser, open_house.url, "demo-coordinator") as hand:
        hand.open(f"{CODE}?id={event}").sees("已签到 0")
        hand.do("preview.scan(given)", code)
        hand.taps("扫职工码").sees("已签到 1").taps("参加名单").sees("林措", "扫职工码")
    worker.comes_online().open(PERSONAL).taps("停用").taps_in_dialog("停用").sees("还没有职工码")
    assert open_house.phone("demo-worker").get("/api/me/personal-code") == {"code": None}


def test_without_its_secret_a_phone_says_what_to_do_instead(coordinator: Hand) -> None:
    coordinator.waits_until("preview.settings.packages.includes('staff')").goes_offline()
    coordinator.open(f"{CODE}?id={ids.mint('evt')}").sees("这部手机上没有这场活动的签到码", "纸质签到表", "补登")


def test_the_events_of_my_unit_are_at_hand_from_the_first_page(worker: Hand, open_house: House) -> None:
    planned(open_house, "读报会", starts_at=clock.now() + timedelta(days=2))
    worker.open("pages/home/home").sees("本单位活动").taps("本单位活动").sees("将要举行", "读报会", "职工之家").goes_offline()
    worker.open("pages/unit-events/unit-events").sees("没有网络，显示的是上次读到的内容", "读报会")
    worker.taps("扫码签到").sees("扫活动负责人手机上的码")


def test_in_the_elderly_mode_every_target_on_site_is_big_enough(coordinator: Hand, open_house: House) -> None:
    event = planned(open_house, "大字版")
    coordinator.do("wx.setStorageSync('settings', { elderly: true })")
    coordinator.open(f"{WALK_IN}?id={event}").writes("姓名", "赵六").taps("记下，下一位").sees_no("本机待上传 1 人")
    of_event = [f"{page}?id={event}" for page in (CODE, ATTENDANCE, WALK_IN)]
    for path in (*of_event, CHECK_IN, MINE, PERSONAL, "pages/unit-events/unit-events"):
        coordinator.open(path).waits_until("document.querySelector('.page.on-top .panel-dots') === null")
        base, least = coordinator.page.evaluate(TYPE)
        assert (base, least >= LEAST_PX) == (ELDERLY_PX, True), path
        assert coordinator.page.evaluate(SMALL) == [], path
