"""WeChat's question whether it may remind, and the phone's own calendar, as the preview plays them."""
from typing import Any

import pytest

from tests.miniprogram.preview.conftest import Phone

SUBSCRIBING = """(ids, first) => {
  const button = Object.assign(document.createElement('button'), { id: 'subscribing', textContent: '提醒我' })
  button.style = 'position: fixed; z-index: 99; top: 200px; left: 20px'
  button.onclick = async () => {
    if (first) await new Promise((done) => setTimeout(done, 20))
    preview.wx.requestSubscribeMessage({ tmplIds: ids, complete: (told) => { window.told = told } })
  }
  document.getElementById('phone-shell').append(button)
}"""


def asks(phone: Phone, ids: list[str], waits_first: bool = False) -> Phone:
    """A tap that asks for these templates; at once, or after something was waited for."""
    phone.page.evaluate(f"(given) => ({SUBSCRIBING})(given.ids, given.first)", {"ids": ids, "first": waits_first})
    phone.page.locator("#subscribing").tap()
    return phone


def told(phone: Phone) -> Any:
    phone.page.wait_for_function("window.told")
    return phone.do("window.told")


def test_a_subscription_is_asked_within_the_tap_and_answered_one_by_one(phone: Phone) -> None:
    phone.do("preview.subscribe('ask')")
    asks(phone, ["t1", "t2"])
    phone.page.locator("#phone-shell > .overlay [data-template=t2]").uncheck()
    phone.say("允许")
    assert {name: told(phone)[name] for name in ("t1", "t2")} == {"t1": "accept", "t2": "reject"}


@pytest.mark.parametrize(("ids", "waits_first", "why"), [
    (["t"], True, "TAP gesture"), ([], False, "max bounds"), (list("abcd"), False, "max bounds")])
def test_a_subscription_is_refused_after_waiting_and_for_none_or_too_many(
        phone: Phone, ids: list[str], waits_first: bool, why: str) -> None:
    assert why in told(asks(phone, ids, waits_first))["errMsg"]


def test_what_was_settled_for_good_is_not_asked_again_and_is_undone_in_the_settings(phone: Phone) -> None:
    phone.do("preview.subscribe('ask')")
    asks(phone, ["t1"])
    phone.page.get_by_label("总是保持以上选择").check()
    phone.say("取消")
    assert told(phone)["t1"] == "reject"
    settled = phone.do("wx.getSetting({ withSubscriptions: true })")["subscriptionsSetting"]
    assert settled == {"mainSwitch": True, "itemSettings": {"t1": "reject"}}
    phone.do("delete window.told")
    phone.page.locator("#subscribing").tap()
    assert told(phone)["t1"] == "reject"
    phone.do("void wx.openSetting({ withSubscriptions: true })")
    phone.page.locator("[data-subscription=t1]").check()
    phone.say("完成")
    phone.do("delete window.told")
    phone.page.locator("#subscribing").tap()
    assert told(phone)["t1"] == "accept"


def test_what_was_added_stands_in_the_phones_calendar(phone: Phone) -> None:
    phone.do("void wx.addPhoneCalendar({ title: '宣讲', startTime: 1661407200, location: '职工之家' })")
    for yes in ("同意", "允许", "添加"):
        phone.say(yes)
    phone.do("void preview.calendar()")
    phone.page.locator("#phone-shell > .overlay").get_by_text("宣讲").wait_for()
    assert [(one["title"], one["startTime"]) for one in phone.do("preview.settings.calendar")] == [("宣讲", 1661407200)]
    assert "title" in phone.fails("wx.addPhoneCalendar({ startTime: 1 })")["errMsg"]
