"""Check-ins as they arrive: kept first, judged at once as far as one alone can be, and never lost.

Each is a row of plain values (ROW), whoever sent it and by whatever way in. A batch of rows is written with a few
statements: the rows, who counts, the journal. What one check-in means beside all the others of its event is settled
right after in a small event, and within seconds by jobs in a large one.
"""
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from peewee import fn

from models import clock
from models.db import database
from models.events import actions, judging, samples, secrets, settling
from models.events.scans import instant
from models.events.tables import Attendance, CheckIn, CheckInState
from models.journal import Line
from models.problems import IdReused
from models.rows import among, insert_new

MOST_WAITING = 20                # of one account, for events we do not know yet
SETTLED_AT_ONCE = 200            # check-ins of an event up to which all are judged together with each batch

TOLD = ("id", "event_id", "account", "how", "code_event", "step", "mac", "subject", "name_sealed", "name_print", "phone_sealed",
        "phone_print", "device", "scanned_at", "sent_at", "received_at", "digest")
ROW = (*TOLD, "state", "reason", "evidence", "scan_at", "person")
PRESENT = ("event", "person", "check_in", "evidence", "at")
LINE = ("what", "about", "actor_id", "details", "once", "at")
STANDS = ("id", "event_id", "account_id", "how", "state", "reason", "evidence", "scanned_at", "received_at", "digest")

STAND = """
SELECT {columns}, a.person, e.title FROM check_in c LEFT JOIN attendance a ON a.check_in_id = c.id LEFT JOIN event e ON e.id = c.event_id
WHERE c.id {among}
"""

Row = dict[str, Any]

_large: set[str] = set()         # events known to have more than SETTLED_AT_ONCE; they do not become fewer


@dataclass(frozen=True, slots=True)
class Kept:
    """A check-in as it stands now. `first`: whether it came for the first time; `counted`: whether an Attendance belongs to it.

    `event_title` is None while the event is not known.
    """
    id: str
    event_id: str
    how: str
    state: str
    reason: str | None
    evidence: str
    scanned_at: datetime
    received_at: datetime
    counted: bool
    first: bool
    event_title: str | None


def keep(rows: Sequence[Row], at: datetime) -> list[Kept | IdReused]:
    """Keep check-ins as they were told (TOLD), inside `writing()`: an answer for each, in order.

    One that came before stays as it was; with another meaning, or from somebody else, its id is reused. Rows and events are
    taken in the order of their ids, an event before what is counted in it: two processes cannot wait for each other.
    """
    new: dict[str, Row] = {}
    for row in sorted(rows, key=itemgetter("id")):
        new.setdefault(row["id"], row)
    _judge(list(new.values()))
    small = _hold_small(Counter(row["event_id"] for row in new.values()))
    fresh = insert_new(CheckIn, ROW, [[row[name] for name in ROW] for row in new.values()], returning="id")
    _count_in([new[one] for one in fresh])
    _write_lines([new[one] for one in fresh], at)
    _settle({new[one]["event_id"] for one in fresh}, small, at)
    return _answers(rows, fresh)


def _judge(rows: list[Row]) -> None:
    """What each alone is worth: fills in the rest of ROW."""
    events = {row["event_id"] for row in rows}
    halls, known, heard = settling.facts(events), secrets.of_events(events), samples.around(rows)
    waiting = _waiting({row["account"] for row in rows if row["event_id"] not in halls})
    for row in rows:
        hall = halls.get(row["event_id"])
        scan = settling.scan_of(row, known.get(row["event_id"], []), heard.get(row["device"], ()))
        verdict = judging.judge_one(hall, scan, hall.code_ahead) if hall else judging.waiting(scan)
        row |= {"state": verdict.state, "reason": verdict.reason, "evidence": verdict.evidence,
                "scan_at": instant(verdict.scan_at), "person": verdict.person, "counts": verdict.counts}
        if verdict.state == CheckInState.WAITING:
            _take_turn(row, waiting)


def _waiting(accounts: Iterable[str]) -> Counter[str]:
    """How many check-ins of each of these people wait for an event already."""
    wanted = set(accounts)
    if not wanted:
        return Counter()
    query: Any = CheckIn.select(CheckIn.account, fn.COUNT(CheckIn.id)).where(
        CheckIn.account.in_(wanted), CheckIn.state == CheckInState.WAITING).group_by(CheckIn.account)
    return Counter(dict(query.tuples()))


def _take_turn(row: Row, waiting: Counter[str]) -> None:
    """Past MOST_WAITING one is refused, and judged like the others should its event come after all."""
    waiting[row["account"]] += 1
    if waiting[row["account"]] > MOST_WAITING:
        row["state"], row["reason"] = CheckInState.REFUSED, "too_many_waiting"


def _count_in(rows: list[Row]) -> None:
    """One person once an event. Whoever comes second is told so; which scan was the earliest is settled later."""
    present = sorted((row["event_id"], row["person"], row["id"], row["evidence"], row["scan_at"]) for row in rows if row["counts"])
    won = insert_new(Attendance, PRESENT, present, returning="check_in")
    again = [check_in for _, _, check_in, _, _ in present if check_in not in won]
    if again:
        CheckIn.update(reason="again").where(CheckIn.id.in_(again)).execute()


def _write_lines(rows: list[Row], at: datetime) -> None:
    lines = [("check_in.kept", row["id"], row["account"], {"event": row["event_id"], "how": row["how"], "state": row["state"]}, None, at)
             for row in rows]
    insert_new(Line, LINE, lines, returning="id")


def _hold_small(arriving: Counter[str]) -> set[str]:
    """Which of these events, with so many arriving, have few enough check-ins to be judged at once. They are held from now on."""
    small = {event_id for event_id, count in arriving.items() if _is_small(event_id, count)}
    for event_id in sorted(small):
        settling.hold(event_id, wait=True)
    return small


def _is_small(event_id: str, arriving: int) -> bool:
    """An event that was large once is never asked about again."""
    if event_id in _large:
        return False
    present = CheckIn.select(CheckIn.id).where(CheckIn.event_id == event_id).limit(SETTLED_AT_ONCE).count()
    if present + arriving <= SETTLED_AT_ONCE:
        return True
    _large.add(event_id)
    return False


def _settle(events: Iterable[str], small: set[str], at: datetime) -> None:
    """All check-ins of an event are judged together again: now where they are few, by jobs within seconds where they are many."""
    for event_id in sorted(events):
        if event_id in small:
            settling.settle_within(event_id, at)
        else:
            actions.unsettle(event_id, at)


def _answers(rows: Sequence[Row], fresh: set[str]) -> list[Kept | IdReused]:
    """As they stand now: settling may have changed what one alone was worth."""
    stand = {row[0]: row for row in _stand({row["id"] for row in rows})}
    first, answers = set(fresh), list[Kept | IdReused]()
    for row in rows:
        found = stand[row["id"]]
        answers.append(_kept(found, first=row["id"] in first) if (found[2], found[9]) == (row["account"], row["digest"]) else IdReused())
        first.discard(row["id"])
    return answers


def _stand(ids: Iterable[str]) -> list[tuple[Any, ...]]:
    found, params = among(sorted(ids))
    sql = STAND.format(columns=", ".join(f"c.{name}" for name in STANDS), among=found)
    return list(database.execute_sql(sql, params).fetchall())


def _kept(found: tuple[Any, ...], *, first: bool) -> Kept:
    check_in, event_id, _, how, state, reason, evidence, scanned_at, received_at, _, attended, title = found
    return Kept(check_in, event_id, how, state, reason, evidence, clock.from_wire(scanned_at), clock.from_wire(received_at),
                attended is not None, first, title)
