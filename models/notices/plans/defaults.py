"""The campaign's own notices made into rows: each edge once however late the clock wakes, each kind of line one that stands for ever.

A row that would be more than a day late is written as cancelled, so that an organiser sees what was missed; nobody is told of a
deadline that is over.
"""
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from models import clock, ids
from models.campaign import calendar
from models.campaign import queries as campaigns
from models.campaign.notices import HOURS_OF_PHASES, REPEATED, TOMORROW, EdgeOf, PlannedNotice
from models.campaign.plan import Plan
from models.db import writing
from models.events.law import EventState
from models.events.tables import Event
from models.notices.audiences import people
from models.notices.plans import keywords, stepping
from models.notices.plans.law import NoticeState, Origin
from models.notices.plans.tables import Notice
from models.rows import find_row, update_row

TOO_LATE = timedelta(hours=24)
A_MINUTE = timedelta(minutes=1)
MONDAY = 0
SWITCHED_OFF = "switched_off"


@dataclass(frozen=True, slots=True)
class Due:
    """A planned notice and its moment. `once`: the name it is written by."""
    planned: PlannedNotice
    once: str
    moment: datetime
    audience: dict[str, Any]


def write_due(at: datetime | None = None) -> int:
    """Write what has become due of every campaign; how many rows are new."""
    at, written = at or clock.now(), 0
    for plan in map(campaigns.newest_plan, (one.id for one in campaigns.campaigns())):
        written += _write_standing(plan, at) + _write_once(plan, [one for one in _due(plan, at) if one.moment <= at], at)
    return written


def moment(plan: Plan, planned: PlannedNotice) -> datetime | None:
    """When a notice of a phase's edge is due; None for any other."""
    return _on(plan, _day(plan, planned.edge), planned) if planned.edge else None


def filled(plan: Plan, text: str, *, for_wechat: bool = False) -> str:
    """A text with the times of phases in it; gaps that differ from person to person stay."""
    def said(found: Any) -> str:
        instant = _instant(plan, found[1], found[2])
        return keywords.time_value(instant) if for_wechat else clock.to_shanghai(instant)
    return HOURS_OF_PHASES.sub(said, text)


def _due(plan: Plan, at: datetime) -> Iterator[Due]:
    today = at.astimezone(clock.SHANGHAI).date()
    for planned in plan.notices:
        if not planned.on or planned.is_of_lines:
            continue
        if (when := moment(plan, planned)) is not None:
            yield Due(planned, f"{plan.id}/{planned.id}/{clock.shanghai_day(when)}", when, planned.to)
        elif planned.when in REPEATED and _comes(plan, planned, today) and plan.starts <= at < plan.ends:
            yield Due(planned, f"{plan.id}/{planned.id}/{today}", _on(plan, today, planned), planned.to)
        elif planned.when == TOMORROW:
            yield from _tomorrows(plan, planned, today)


def _comes(plan: Plan, planned: PlannedNotice, today: date) -> bool:
    return {"every day": True, "every working day": plan.is_working_day(today), "every monday": today.weekday() == MONDAY}[planned.when]


def _tomorrows(plan: Plan, planned: PlannedNotice, today: date) -> Iterator[Due]:
    """One for each event of tomorrow: its people, and those of its unit who asked to be told."""
    begins = datetime.combine(today + timedelta(days=1), time(), tzinfo=clock.SHANGHAI)
    for event in Event.select().where(Event.campaign == plan.id, Event.state == EventState.DRAFT,
                                      Event.starts_at.between(begins, begins + timedelta(days=1) - A_MINUTE)):
        audience = {"any": [{"event": event.id}, {"all": [{"unit": event.unit_id}, {"asked": "T3"}]}]}
        yield Due(planned, f"{plan.id}/{planned.id}/{event.id}", _on(plan, today, planned), audience)


def _day(plan: Plan, edge: EdgeOf) -> date:
    """The day it hangs on: of a closing or due date the last one that counts, though 24:00 is the next day's midnight."""
    instant = _instant(plan, edge.phase, edge.edge)
    day = (instant - A_MINUTE if edge.edge in ("closes", "due") else instant).astimezone(clock.SHANGHAI).date()
    if not edge.working:
        return day + timedelta(days=edge.days)
    step = 1 if edge.days > 0 else -1
    for _ in range(abs(edge.days)):
        day += timedelta(days=step)
        while not plan.is_working_day(day):
            day += timedelta(days=step)
    return day


def _instant(plan: Plan, phase_id: str, edge: str) -> datetime:
    phase = plan.phase(phase_id)
    return {"opened": phase.opens, "due": phase.due or calendar.closes(plan, phase)}.get(edge, calendar.closes(plan, phase))


def _on(plan: Plan, day: date, planned: PlannedNotice) -> datetime:
    hour, waits = planned.hour
    while waits and not plan.is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, time.fromisoformat(hour), tzinfo=clock.SHANGHAI).astimezone(clock.UTC)


def _write_once(plan: Plan, due: list[Due], at: datetime) -> int:
    names = [one.once for one in due]
    known = {row.once for row in Notice.select(Notice.once).where(Notice.once.in_(names))} if names else set()
    return sum(_write(plan, one, at) for one in due if one.once not in known)


def _write(plan: Plan, due: Due, at: datetime) -> bool:
    """Whether it is new. A repeated one that nobody waits for leaves no row, and is asked again until its day is over."""
    is_late = due.moment + TOO_LATE <= at
    if due.planned.when in REPEATED and (is_late or people.count(due.audience, plan.id, at) == 0):
        return False
    row = _row(plan, due.planned, at) | {
        "once": due.once, "origin": Origin.EDGE, "audience": due.audience, "due_at": due.moment,
        "expires_at": due.moment + timedelta(hours=due.planned.lasts_hours), "state": NoticeState.SCHEDULED}
    if is_late:
        row |= {"state": NoticeState.CANCELLED, "why": "late"}
    with writing():
        return bool(Notice.insert(row).on_conflict_ignore().as_rowcount().execute())


def _write_standing(plan: Plan, at: datetime) -> int:
    """One row a kind of line, kept as the newest document has it."""
    wanted = {f"{plan.id}/{one.id}": one for one in plan.notices if one.is_of_lines and one.on and one.template}
    standing = Notice.select().where(Notice.campaign == plan.id, Notice.origin == Origin.LINE)
    rows: dict[str, Notice] = {str(row.once): row for row in standing}
    switched = _switch(wanted, rows, at)
    new = [once for once in wanted if once not in rows]
    changed = [(rows[once], said) for once, one in wanted.items() if once in rows and _differs(rows[once], said := _row(plan, one, at))]
    if not new and not changed:
        return switched
    with writing():
        for once in new:
            new_one = _row(plan, wanted[once], at) | {"once": once, "origin": Origin.LINE, "state": NoticeState.SENDING, "planned_at": at}
            Notice.insert(new_one).on_conflict_ignore().execute()
        for row, said in changed:
            _rewrite(row, said)
    return len(new) + switched


def _switch(wanted: Mapping[str, PlannedNotice], rows: Mapping[str, Notice], at: datetime) -> int:
    """What the newest document no longer has is paused, and goes on when it has it again; how many were switched."""
    off = [row for once, row in rows.items() if once not in wanted and row.state in (NoticeState.SENDING, NoticeState.SCHEDULED)]
    back = [row for once, row in rows.items() if once in wanted and (row.state, row.why) == (NoticeState.PAUSED, SWITCHED_OFF)]
    if not off and not back:
        return 0
    with writing():
        return (sum(_take(row, "stop", at, SWITCHED_OFF) for row in off) + sum(_take(row, "go_on", at, None) for row in back))


def _take(row: Notice, act: str, at: datetime, why: str | None) -> bool:
    held = find_row(Notice, row.id, hold=True)
    return held is not None and stepping.by_clock(held, act, at, why)


def _differs(row: Notice, said: dict[str, Any]) -> bool:
    return any(getattr(row, name) != said[name] for name in TEXTS)


TEXTS = ("title", "words", "template", "values", "working_time", "once_a_day")


def _rewrite(row: Notice, said: dict[str, Any]) -> None:
    held = find_row(Notice, row.id, hold=True)
    if held is not None:
        for name in TEXTS:
            setattr(held, name, said[name])
        held.revision += 1
        update_row(held)


def _row(plan: Plan, planned: PlannedNotice, at: datetime) -> dict[str, Any]:
    return {"id": ids.mint("ntc"), "campaign": plan.id, "plan": planned.id, "title": filled(plan, planned.title),
            "words": filled(plan, planned.words), "forward": filled(plan, planned.forward or ""), "page": planned.page,
            "template": planned.template, "values": [filled(plan, value, for_wechat=True) for value in planned.values],
            "working_time": planned.working_time, "once_a_day": planned.once_a_day, "revision": 1, "saved_at": at, "received_at": at}
