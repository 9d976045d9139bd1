"""Works as a worker writes them on the phone: what is asked of him, typed and chosen by the words on the screen."""
import re
import time
from collections.abc import Callable
from typing import Any

from tests.miniprogram.driving import Hand
from tests.running import Phone

CAPTION = "清晨的车间里，老师傅在给徒弟讲怎样看图纸。"
SYNOPSIS = "写给高原上的建设者，一段关于坚守和传承的故事，素材来自班组的日记。"
PART = re.compile(r"/uploads/[^/]+/(\d+)$")
RETURNED = "entry_returned"
CONSENTS = ("我已阅读并同意以下承诺书", "我已阅读并确认《出镜人员肖像使用确认书》")


def begins(hand: Hand, track: str) -> Hand:
    """From the home page to an empty sheet."""
    return hand.sees(track).taps(track).sees("征集什么").taps("提交作品").sees("每次修改都会自动保存")


def writes_a_photograph(hand: Hand, title: str) -> Hand:
    """All that is asked for one photograph: six things."""
    hand.chooses("类别", "单幅").writes("作品名称", title).chooses("题材", "劳模风采、工匠技艺")
    return hand.writes("拍摄地点", "西宁市城东区").writes("图片说明", CAPTION).writes("联系电话", "13800001234")


def writes_a_film(hand: Hand, title: str) -> Hand:
    """Seven, of which five are a tap."""
    hand.chooses("类别", "创意微视频").writes("作品名称", title).chooses("选题方向", "劳动创造幸福").writes("内容简介", SYNOPSIS)
    return hand.chooses("配乐来源", "无配乐").chooses("画面素材", "全部自己拍摄").writes("联系电话", "13800001234")


def agrees(hand: Hand) -> Hand:
    for consent in CONSENTS:
        hand.taps(consent)
    return hand


def submits(hand: Hand) -> Hand:
    """The button, and the question that follows it."""
    return hand.taps("提交作品").sees_in_dialog("提交前确认").taps_in_dialog("提交作品")


def parts_taken(requests: list[dict[str, Any]]) -> list[int]:
    """The numbers of the parts that the store took, as often as it took them."""
    found = (PART.search(one["url"]) for one in requests if one["method"] == "PUT" and one["status"] == 200)
    return [int(one[1]) for one in found if one]


def waits_for_parts(hand: Hand, count: int) -> list[int]:
    """Until the store has taken so many; which."""
    def look() -> list[int]:
        taken = parts_taken(hand.requests)
        return taken if len(taken) >= count else []

    return waited_for(look, f"{count} parts in the store")


def entry_called(phone: Phone, title: str) -> dict[str, Any]:
    """A work of this person as the service has it, once it has it."""
    def look() -> list[Any]:
        return [line for line in phone.get("/api/entries?scope=mine")["items"] if line["title"] == title]

    lines = waited_for(look, f"a work called {title}")
    entry: dict[str, Any] = phone.get(f"/api/entries/{lines[0]['id']}")
    return entry


def told(phone: Phone, entry_id: str) -> dict[str, Any]:
    """The message that this work was returned, once the jobs have written it."""
    def look() -> list[Any]:
        return [item for item in phone.get("/api/inbox")["items"] if (item["about"], item["purpose"]) == (entry_id, RETURNED)]

    item: dict[str, Any] = waited_for(look, f"a message about {entry_id}")[0]
    return item


def waited_for(look: Callable[[], list[Any]], what: str, seconds: float = 30) -> list[Any]:
    """What `look` finds, as soon as it finds something."""
    until = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < until, f"never came: {what}"
        time.sleep(0.2)
    return found
