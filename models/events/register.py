"""The register of an event: every check-in as it arrived and what is thought of it, for who looks after the event; and one's own."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, ModelSelect

from models.accounts import queries as accounts
from models.accounts.actor import Actor
from models.accounts.personal import opened
from models.events import queries, reasons
from models.events.standing import looks_after
from models.events.tables import Attendance, CheckIn, CheckInMove, CheckInState, Event, How
from models.problems import Forbidden, NotFound

OWN = (How.CODE, How.PRINTED)
ACCEPTABLE = (CheckInState.SUSPICIOUS, CheckInState.REFUSED)
UNDOABLE = (CheckInState.ACCEPTED, CheckInState.SUSPICIOUS)


@dataclass(frozen=True, slots=True)
class Entered:
    """One line of the register. `lag_s`: from the scan, by our clock, to its arrival. `word`: the moves made, oldest first."""
    row: CheckIn
    counted: bool
    name: str | None
    phone_tail: str | None
    lag_s: int | None
    ways_on: tuple[str, ...]
    moves: tuple[CheckInMove, ...]


def of_event(event_id: str, actor: Actor) -> "ModelSelect[CheckIn]":
    """Every check-in of an event. Raises NotFound, Forbidden (who does not look after it)."""
    if not looks_after(queries.require_visible(event_id, actor), actor):
        raise Forbidden(act="查看签到名单")
    return _with_presence().where(CheckIn.event_id == event_id)


def mine(actor: Actor) -> "ModelSelect[CheckIn]":
    """The check-ins that tell of me: those I scanned, and those a coordinator made by my personal code."""
    sent, told_of = CheckIn.account == actor.account_id, CheckIn.subject == actor.account_id
    # Written so that each half has its index.
    return _with_presence().where((sent & (CheckIn.how.in_(OWN) | told_of))
                                  | (told_of & CheckIn.subject.is_null(False) & (CheckIn.subject != CheckIn.account)))


def _with_presence() -> "ModelSelect[Any]":
    """`counted` is the person of the Attendance that belongs to the check-in, or None."""
    return (CheckIn.select(CheckIn, Attendance.person.alias("counted"))
            .join(Attendance, JOIN.LEFT_OUTER, on=(Attendance.check_in == CheckIn.id), attr="present"))


def one(event_id: str, check_in_id: str, actor: Actor) -> Entered:
    """One line of the register. Raises NotFound, Forbidden."""
    row = of_event(event_id, actor).where(CheckIn.id == check_in_id).first()
    if row is None:
        raise NotFound(what="这次签到")
    return entered([row])[0]


def entered(rows: Sequence[Any]) -> list[Entered]:
    """Lines as a coordinator reads them, names opened. Three queries, whatever the number."""
    known = accounts.names({row.subject for row in rows if row.subject})
    moves: dict[str, list[CheckInMove]] = {}
    for move in CheckInMove.select().where(CheckInMove.check_in.in_([row.id for row in rows])).order_by(CheckInMove.at, CheckInMove.id):
        moves.setdefault(move.check_in_id, []).append(move)
    return [_line(row, known, tuple(moves.get(row.id, ()))) for row in rows]


def events_of(rows: Sequence[CheckIn]) -> dict[str, Event]:
    """The events that check-ins speak of, as far as they are known. One query."""
    return {event.id: event for event in Event.select().where(Event.id.in_({row.event_id for row in rows}))} if rows else {}


def _line(row: Any, known: dict[str, str], moves: tuple[CheckInMove, ...]) -> Entered:
    phone = opened(row.phone_sealed, "check_in", "phone")
    return Entered(row, is_counted(row), opened(row.name_sealed, "check_in", "name") or known.get(row.subject or ""),
                   phone[-4:] if phone else None, _lag(row.scan_at, row.received_at), _ways_on(row), moves)


def is_counted(row: Any) -> bool:
    """Whether an Attendance belongs to a row of `of_event` or `mine`."""
    return getattr(row, "present", None) is not None and row.present.counted is not None


def _lag(scan_at: datetime | None, received_at: datetime) -> int | None:
    return max(0, int((received_at - scan_at).total_seconds())) if scan_at else None


def _ways_on(row: CheckIn) -> tuple[str, ...]:
    accept = row.state in ACCEPTABLE and row.reason != reasons.EVENT_CANCELLED
    return tuple(act for act, open_now in (("accept", accept), ("undo", row.state in UNDOABLE)) if open_now)
