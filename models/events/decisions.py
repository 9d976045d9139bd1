"""A coordinator's word on a check-in: accept what is 待核实, or undo one, with a reason. The newest word holds."""
from datetime import datetime
from typing import Any, Literal

from models import clock, journal
from models.accounts.actor import Actor
from models.db import writing
from models.events import settling
from models.events.law import STATE_LABELS, EventState
from models.events.standing import Reach
from models.events.tables import CheckIn, CheckInMove, Event
from models.problems import EventWrongState, Forbidden, IdReused, Incomplete, NotFound
from models.rows import find_row, insert_row

COMMENT_AT_MOST = 200
PAST = {"accept": "accepted", "undo": "undone"}
LABELS = {"accept": "确认签到", "undo": "撤销签到"}


def decide(event_id: str, check_in_id: str, act: Literal["accept", "undo"], *, move_id: str, comment: str = "", actor: Actor,
           at: datetime | None = None) -> tuple[CheckInMove, bool]:
    """Accept or undo a check-in, and judge the event's check-ins again; (CheckInMove, first time). The same move_id again changes nothing.

    Raises NotFound (no such event, or no such check-in of it), IdReused, Forbidden (who does not look after the event),
    Incomplete (an undo without a reason, a reason too long), EventWrongState (accepting for a cancelled event).
    """
    at, comment = at or clock.now(), comment.strip()
    asked = {"event": event_id, "check_in": check_in_id, "act": act, "comment": comment}
    with writing():
        event = find_row(Event, event_id, hold=True)
        if taken := find_row(CheckInMove, move_id):
            return _replayed(taken, asked, actor), False
        _require(event, act, comment, actor)
        row = find_row(CheckIn, check_in_id, hold=True)
        if row is None or row.event_id != event_id:
            raise NotFound(what="这次签到")
        insert_row(CheckInMove, id=move_id, check_in=check_in_id, act=act, actor=actor.account_id, comment=comment, asked=asked, at=at)
        CheckIn.update(decision=act, decided_by=actor.account_id, decided_at=at).where(CheckIn.id == check_in_id).execute()
        journal.write(f"check_in.{PAST[act]}", check_in_id, actor_id=actor.account_id, at=at, event=event_id, move=move_id)
        settling.settle_within(event_id, at)
        return CheckInMove.get_by_id(move_id), True


def _replayed(taken: CheckInMove, asked: dict[str, Any], actor: Actor) -> CheckInMove:
    if taken.actor_id != actor.account_id or taken.asked != asked:
        raise IdReused()
    return taken


def _require(event: Event | None, act: str, comment: str, actor: Actor) -> None:
    if event is None:
        raise NotFound(what="这场活动")
    if not Reach(actor).looks_after(event):
        raise Forbidden(act=LABELS[act])
    says = "请写明原因" if act == "undo" and not comment else f"至多 {COMMENT_AT_MOST} 字" if len(comment) > COMMENT_AT_MOST else None
    if says:
        raise Incomplete(summary=says, fields=[{"field": "comment", "label": "原因", "says": says}])
    if act == "accept" and event.state == EventState.CANCELLED:
        raise EventWrongState(state=STATE_LABELS[EventState.CANCELLED], act=LABELS[act])
