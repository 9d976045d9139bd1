"""The paragraph for a group: whole sentences of what is known, and nothing of what is not."""
from datetime import datetime
from typing import Any

import pytest

from models.campaign import plan as plans
from models.clock import from_shanghai
from models.events import wording
from models.events.tables import Event
from tests.cast import PLAN

WHOLE, _ = plans.read(PLAN)
AT, EVENING = from_shanghai("2022-08-25 14:00"), from_shanghai("2022-08-25 18:00")
BEGINS = "8 月 25 日下午，城东机械厂工会在机械厂大礼堂开展“网聚职工正能量 争做中国好网民”宣讲演讲活动"


def paragraph(attended: int = 0, at: datetime = EVENING, **changes: Any) -> str:
    facts: dict[str, Any] = {"kind": "speech", "place": "机械厂大礼堂", "starts_at": AT, "ends_at": from_shanghai("2022-08-25 16:00")}
    return wording.paragraph(Event(**facts | changes), WHOLE, unit_name="城东机械厂工会", attended=attended, at=at)


@pytest.mark.parametrize(("changes", "words"), [
    ({}, BEGINS + "。"),
    ({"title": "好网民故事会"}, BEGINS + "“好网民故事会”。"),
    ({"claimed": 86, "promoters_present": 3, "enterprise": "青海盐湖公司", "online_reach": 1200},
     BEGINS + "，走进青海盐湖公司，86 名职工参加，3 名职工好网民宣传员到场，线上覆盖 1200 人次。"),
    ({"attended": 40}, BEGINS + "，40 名职工参加。"),
    ({"attended": 40, "claimed": 86, "promoters_present": 0}, BEGINS + "，86 名职工参加。"),
    ({"place": "", "kind": "other"}, "8 月 25 日下午，城东机械厂工会开展“网聚职工正能量 争做中国好网民”活动。"),
    ({"ends_at": from_shanghai("2022-08-27 16:00"), "place": ""},
     "8 月 25 日至 8 月 27 日，城东机械厂工会开展“网聚职工正能量 争做中国好网民”宣讲演讲活动。"),
    ({"at": from_shanghai("2022-08-25 13:59"), "claimed": 86, "enterprise": "盐湖"},
     BEGINS.replace("工会在", "工会将在") + "，走进盐湖。")])
def test_only_what_is_known_is_said(changes: dict[str, Any], words: str) -> None:
    assert paragraph(**changes) == words


@pytest.mark.parametrize(("hour", "part"), [("00:00", "凌晨"), ("05:59", "凌晨"), ("06:00", "上午"), ("11:59", "上午"), ("12:00", "下午"),
                                            ("17:59", "下午"), ("18:00", "晚上"), ("23:30", "晚上")])
def test_the_part_of_the_day_is_shanghais(hour: str, part: str) -> None:
    starts = from_shanghai(f"2022-08-25 {hour}")
    assert paragraph(starts_at=starts, ends_at=starts).startswith(f"8 月 25 日{part}，")


def test_an_event_without_a_title_is_called_by_its_day_and_kind() -> None:
    assert wording.called(Event(title="", kind="quiz", starts_at=AT)) == "8 月 25 日知识竞赛"
    assert wording.called(Event(title="", kind="other", starts_at=AT)) == "8 月 25 日活动"
    assert wording.called(Event(title="故事会", kind="quiz", starts_at=AT)) == "故事会"
