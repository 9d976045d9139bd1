"""What may be saved of an event at all, and what it still lacks before it may be reported. Words are ready to show."""
from datetime import datetime, timedelta
from typing import Any

from models import clock
from models.campaign import calendar
from models.campaign.plan import Plan
from models.events.draft import EventDraft
from models.events.tables import Event
from models.problems import EventFaulty, EventIncomplete, EventOutsideCampaign

ACT = "log_event"
LONGEST = timedelta(days=31)


def require_saveable(draft: EventDraft, plan: Plan) -> None:
    """Raises EventFaulty for times that cannot be, EventOutsideCampaign for an event that began at a time which does not count."""
    length = draft.until - draft.starts_at
    if not timedelta(0) < length <= LONGEST:
        says = "要晚于开始时间" if length <= timedelta(0) else f"离开始时间至多 {LONGEST.days} 天"
        raise EventFaulty(summary=f"结束时间{says}", fields=[_gap("ends_at", "结束时间", says)])
    if not calendar.covers(plan, ACT, draft.starts_at):
        says = f"要在 {_days(plan)}之间" if calendar.window(plan, ACT) else "不在本次活动的统计范围内"
        raise EventOutsideCampaign(summary=says, fields=[_gap("starts_at", "活动时间", says)])


def gaps(event: Event) -> list[dict[str, Any]]:
    """What is missing for a report, by field; kind and date are there since the first save."""
    missing = [] if event.place.strip() else [_gap("place", "活动地点", "请填写")]
    return missing if event.claimed else [*missing, _gap("claimed", "参加人数", "请填写现场清点的人数")]


def require(event: Event) -> None:
    """Raises EventIncomplete with every gap."""
    if found := gaps(event):
        raise EventIncomplete(summary="、".join(gap["label"] for gap in found), fields=found)


def _days(plan: Plan) -> str:
    """7 月 25 日至 8 月 31 日: the days on which an event counts; those of several phases are joined."""
    spans = [(phase.opens, phase.covers_until or calendar.closes(plan, phase)) for phase in calendar.window(plan, ACT)]
    return "，或 ".join(f"{_day(first)}至 {_day(end - timedelta(milliseconds=1))}" for first, end in spans)


def _day(instant: datetime) -> str:
    there = instant.astimezone(clock.SHANGHAI)
    return f"{there.month} 月 {there.day} 日"


def _gap(field: str, label: str, says: str) -> dict[str, Any]:
    return {"field": field, "label": label, "says": says}
