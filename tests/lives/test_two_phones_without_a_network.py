"""A hall without a network and two phones whose clocks are hours wrong: logged on one, scanned on the other, believed in the end."""
from typing import Any

import pytest
from playwright.sync_api import Browser

from models.events.tables import CheckIn
from tests.miniprogram.driving import built
from tests.miniprogram.pages.test_events_of_my_unit import EVENTS, logs
from tests.miniprogram.two_phones import Side, side_by_side
from tests.running import House, running
from tests.server.beside import beside

PLACE = "矿区食堂"
KEEP = "未上传前请勿删除小程序"
READY, CODE = "staff/pages/ready/ready", "staff/pages/code/code"
ATTENDANCE, CHECK_IN, MINE = "staff/pages/attendance/attendance", "pages/check-in/check-in", "pages/my-check-ins/my-check-ins"
ON_THE_PHONE = "wx.getStorageInfoSync().keys.filter((key) => key.startsWith('event:')).map((key) => wx.getStorageSync(key))"


@pytest.fixture(scope="module")
def open_house(packages: Any, node: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A house of this life's own, with the preview as the sources are now."""
    built(packages, node)
    with running(tmp_path_factory.mktemp("two-phones") / "var") as house:
        yield house
KEPT_CODE = r"""JSON.stringify(wx.getStorageInfoSync().keys.map((key) => wx.getStorageSync(key))).match(/v1[.]evt_[^"]+/)[0]"""


def logged_offline(left: Side) -> str:
    """The id of an event that nobody but this phone knows of; its code is being shown."""
    left.open(EVENTS).sees("线下活动任务")
    left.is_online(False)
    left.taps("记一场活动")
    logs(left, PLACE, "3").sees("已保存在本机，联网后自动上传")
    event: str = next(one for one in left.do(ON_THE_PHONE) if one["place"] == PLACE)["id"]
    left.restart().open(f"{CODE}?id={event}").sees("秒后更换", "没有网络，签到照常，联网后计数")
    return event


def check_ins(house: House, event: str) -> list[tuple[str, str | None, str]]:
    """(state, reason, evidence) of each that reached the service."""
    with beside(house):
        return [(row.state, row.reason, row.evidence) for row in CheckIn.select().where(CheckIn.event_id == event)]


def counted(house: House, event: str) -> dict[str, int]:
    board = house.phone("demo-coordinator").get(f"/api/events/{event}/board")
    return {name: board[name] for name in ("attended", "live", "late", "suspicious", "waiting")}


def test_logged_and_scanned_without_a_network_by_clocks_that_are_wrong(browser: Browser, open_house: House) -> None:
    with side_by_side(browser, open_house.url) as (left, right):
        left.open(READY).sees("可离线使用 ✓", "近期没有要办的活动")
        right.open(CHECK_IN).sees("扫码签到")
        left.sets_clock("快 2 小时")
        right.sets_clock("慢 2 小时")
        right.is_online(False)
        event = logged_offline(left)

        right.open(CHECK_IN).taps("扫码签到").sees("已记在本机", KEEP)
        right.do("preview.scan(given)", right.do(KEPT_CODE))
        right.open(CHECK_IN).taps("扫码签到").sees("已记在本机")
        assert check_ins(open_house, event) == []

        right.is_online(True).open(MINE).sees("等待活动信息").sees_no(KEEP)
        assert check_ins(open_house, event) == [("waiting_for_event", "no_event", "late")]

        left.is_online(True).sees("已签到 1")
        right.restart().open(MINE).sees("已签到", PLACE)
        assert check_ins(open_house, event) == [("accepted", None, "live")]
        assert counted(open_house, event) == {"attended": 1, "live": 1, "late": 0, "suspicious": 0, "waiting": 0}
        _undone_with_a_reason(left, open_house, event)


def _undone_with_a_reason(left: Side, house: House, event: str) -> None:
    left.open(f"{ATTENDANCE}?id={event}").sees("林措").taps_called("撤销签到 林措").sees("撤销“林措”的签到")
    sheet = left.top.get_by_role("dialog")
    sheet.get_by_text("撤销", exact=True).last.tap()
    left.sees("请写明原因").taps("没有到场")
    sheet.get_by_text("撤销", exact=True).last.tap()
    left.sees("已撤销", "没有到场")
    assert check_ins(house, event) == [("refused", "undone", "live")]
    assert counted(house, event) == {"attended": 0, "live": 0, "late": 0, "suspicious": 0, "waiting": 0}
