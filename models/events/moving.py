"""The verb that carries an event along its law, what may be done next, and what was done.

Confirming one's own event is allowed, since a unit has two people at most; journal and history say so (`own`).
"""
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import clock, journal
from models.accounts.actor import Actor
from models.campaign import calendar
from models.campaign import queries as campaigns
from models.db import writing
from models.events import completeness, queries
from models.events.actions import held, unsettle
from models.events.law import LAW, STATE_LABELS, EventRole, EventState, EventStep, step_for
from models.events.standing import Reach
from models.events.tables import Event, EventMove
from models.problems import EventNotBegun, EventWrongState, Forbidden, IdReused, Incomplete, NotFound, Problem
from models.rows import Prepared, find_row, insert_row, update_row
from models.units import queries as units

PAST = {"report": "reported", "confirm": "confirmed", "return": "returned", "cancel": "cancelled"}
ASKS = {"comment": "请写明原因"}


@dataclass(frozen=True, slots=True)
class WayOn:
    """A step out of the present state; `problem` is what closes it, None when it is open to the actor."""
    step: EventStep
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Told:
    """One line of an event's history. `own`: whoever confirmed had written it down or reported it."""
    id: str
    act: str
    label: str
    source: str
    target: str
    at: datetime
    role: EventRole
    unit: str | None
    comment: str
    late_s: int
    on_behalf_of: str | None
    own: bool


def move(event_id: str, act: str, *, move_id: str, actor: Actor, comment: str = "", at: datetime | None = None) -> tuple[EventMove, bool]:
    """Carry an event one step along its law; (EventMove, first time). The same move_id again changes nothing.

    Raises NotFound, IdReused, Forbidden, EventWrongState, Incomplete (no reason given), EventIncomplete, EventNotBegun.
    """
    at, asked = at or clock.now(), {"event": event_id, "act": act, "comment": comment}
    with writing():
        event = held(event_id)
        if taken := find_row(EventMove, move_id):
            return _replayed(taken, asked, actor), False
        if event is None or queries.find(event_id, actor) is None:
            raise NotFound(what="这场活动")
        step, role = require(event, act, Reach(actor), at)
        _require_asked(step, comment)
        moved = EventMove(id=move_id, event=event.id, comment=comment, asked=asked, actor=actor.account_id, at=at)
        return _take(event, step, role, moved), True


def _replayed(taken: EventMove, asked: dict[str, Any], actor: Actor) -> EventMove:
    if taken.actor_id != actor.account_id or taken.asked != asked:
        raise IdReused()
    return taken


def require(event: Event, act: str, reach: Reach, at: datetime) -> tuple[EventStep, EventRole]:
    """The step, and the role this person takes it in. Raises NotFound (no such act), Forbidden, EventWrongState and what guards raise."""
    rows = [step for step in LAW if step.act == act]
    if not rows:
        raise NotFound(what="这种操作")
    role = _fitting(rows[0].by, reach.roles_over(event))
    if role is None:
        raise Forbidden(act=rows[0].label)
    step = step_for(act, event.state)
    if step is None:
        raise EventWrongState(state=STATE_LABELS[EventState(event.state)], act=rows[0].label)
    for need in step.needs:
        GUARDS[need](event, at)
    return step, role


def _fitting(by: tuple[EventRole, ...], roles: set[EventRole]) -> EventRole | None:
    """The role somebody acts in; the organiser last, on behalf of whoever holds the act."""
    return next((role for role in (*by, EventRole.ORGANISER) if role in roles), None)


def _require_asked(step: EventStep, comment: str) -> None:
    missing = [name for name in step.asks if not comment.strip()]
    if missing:
        raise Incomplete(summary="；".join(ASKS[name] for name in missing),
                         fields=[{"field": name, "says": ASKS[name]} for name in missing])


def _take(event: Event, step: EventStep, role: EventRole, moved: EventMove) -> EventMove:
    before = _moves_of(event.id)
    late = calendar.late_by(campaigns.newest_plan(event.campaign_id), completeness.ACT, moved.at) if step.act == "report" else None
    moved.number, moved.act, moved.source, moved.target = len(before) + 1, step.act, event.state, step.target
    moved.as_role, moved.on_behalf_of = role, None if role in step.by else step.by[0]
    moved.late_s = int(late.total_seconds()) if late else 0
    event.state = step.target
    event.confirmed_at = moved.at if step.target == EventState.CONFIRMED else None
    event.reported_at = moved.at if step.act == "report" else event.reported_at
    update_row(event)
    insert_row(EventMove, **moved.__data__)
    own: dict[str, Any] = {"own": True} if is_own(event, moved, before) else {}
    journal.write(f"event.{PAST[step.act]}", event.id, actor_id=moved.actor_id, at=moved.at, move=moved.id, state=event.state,
                  late_s=moved.late_s, account=event.created_by_id, **own)
    unsettle(event.id, moved.at)
    return moved


def is_own(event: Event, moved: EventMove, before: list[EventMove]) -> bool:
    """Whether a confirmation is by whoever wrote the event down, or reported it last. `before`: its moves up to this one."""
    reported = [one.actor_id for one in before if one.act == "report"]
    return moved.act == "confirm" and moved.actor_id in (event.created_by_id, *reported[-1:])


# Guards, by the names the law uses

def _complete(event: Event, _: datetime) -> None:
    completeness.require(event)


def _begun(event: Event, at: datetime) -> None:
    if at < event.starts_at:
        raise EventNotBegun(starts=clock.to_shanghai(event.starts_at))


GUARDS = {"complete": _complete, "begun": _begun}


# What is next, and what was

def ways_on(event: Event, reach: Reach, at: datetime | None = None) -> list[WayOn]:
    """Every step out of this state, each with what closes it to this person. Screens draw their buttons from this."""
    at = at or clock.now()
    return [WayOn(step, _closed_by(event, step, reach, at)) for step in LAW if event.state in step.source]


def _closed_by(event: Event, step: EventStep, reach: Reach, at: datetime) -> Problem | None:
    try:
        require(event, step.act, reach, at)
    except Problem as closed:
        return closed
    return None


_moves_of = Prepared(EventMove, lambda event_id: EventMove.select().where(EventMove.event == event_id).order_by(EventMove.number))


def history(event: Event) -> list[Told]:
    """What happened to an event, oldest first; for staff. Who acted is told by role and unit."""
    moves = _moves_of(event.id)
    names = units.names({one for one in (event.unit_id, event.reporting_unit_id) if one} if moves else ())
    acting = {EventRole.COORDINATOR: names.get(event.unit_id), EventRole.REPORTING: names.get(event.reporting_unit_id or "")}
    labels = {step.act: step.label for step in LAW}
    return [Told(one.id, one.act, labels[one.act], one.source, one.target, one.at, EventRole(one.as_role),
                 acting.get(EventRole(one.as_role)), one.comment, one.late_s, one.on_behalf_of, is_own(event, one, moves[:number]))
            for number, one in enumerate(moves)]
