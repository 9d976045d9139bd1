"""An event in words: what it is called, and the paragraph a coordinator forwards to a group. Nothing unknown is said."""
from datetime import datetime

from models import clock
from models.campaign.plan import Plan
from models.events.law import KINDS
from models.events.tables import Event

PARTS_OF_DAY = ((6, "凌晨"), (12, "上午"), (18, "下午"), (24, "晚上"))


def called(event: Event) -> str:
    """Its title, or “8 月 25 日宣讲演讲” where it has none."""
    return event.title or f"{_day(event.starts_at)}{_kind(event)}"


def paragraph(event: Event, plan: Plan, *, unit_name: str, attended: int, at: datetime) -> str:
    """One paragraph about an event; of one not yet begun what is planned. `attended`: who checked in, said where nobody counted heads."""
    place = f"在{event.place}" if event.place else ""
    will = "将" if at < event.starts_at else ""
    head = f"{_when(event)}，{unit_name}{will}{place}开展“{plan.name}”{_kind(event)}{'' if event.kind == 'other' else '活动'}"
    parts = [head + (f"“{event.title}”" if event.title else "")]
    parts += [f"走进{event.enterprise}"] if event.enterprise else []
    parts += [] if will else _figures(event, attended)
    return "，".join(parts) + "。"


def _figures(event: Event, attended: int) -> list[str]:
    people = event.claimed or attended
    said = ((people, f"{people} 名职工参加"), (event.promoters_present, f"{event.promoters_present} 名职工好网民宣传员到场"),
            (event.online_reach, f"线上覆盖 {event.online_reach} 人次"))
    return [words for figure, words in said if figure]


def _kind(event: Event) -> str:
    return "活动" if event.kind == "other" else KINDS[event.kind]


def _when(event: Event) -> str:
    """8 月 25 日下午, or 8 月 25 日至 8 月 27 日."""
    first, last = _day(event.starts_at), _day(event.ends_at)
    if first != last:
        return f"{first}至 {last}"
    hour = event.starts_at.astimezone(clock.SHANGHAI).hour
    return first + next(words for until, words in PARTS_OF_DAY if hour < until)


def _day(instant: datetime) -> str:
    there = instant.astimezone(clock.SHANGHAI)
    return f"{there.month} 月 {there.day} 日"
