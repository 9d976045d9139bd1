"""Check-ins as they arrive: kept first, judged at once as far as one alone can be, and never lost.

Each is a row of plain values (ROW), whoever sent it and by whatever way in. A batch of rows is written with a few
statements: the rows, who counts, the journal. What one check-in means beside all the others of its event is settled
right after in a small event, and within seconds by jobs in a large one.
"""
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter
from typing import Any

from peewee import fn

from models import clock
from models.db import database
from models.events import halls, judging, keeping, samples, secrets, settling
from models.events.keeping import Row
from models.events.scans import Hall, instant
from models.events.tables import CheckIn, CheckInState
from models.problems import IdReused
from models.rows import among

MOST_WAITING = 20                # of one account, for events we do not know yet
SETTLED_AT_ONCE = 100            # check-ins of an event up to which all are judged together with each batch
REMEMBERED_S = 1.0               # what a large event is judged by may be so old: it is judged again within seconds anyway

STANDS = ("id", "event_id", "account_id", "how", "state", "reason", "evidence", "scanned_at", "received_at", "digest")

STAND = """
SELECT {columns}, a.person, e.title FROM check_in c LEFT JOIN attendance a ON a.check_in_id = c.id LEFT JOIN event e ON e.id = c.event_id
WHERE c.id {among}
"""


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


_Standing = tuple[tuple[str, str], Kept]         # whose it is and what it means (account, digest), and how it stands


@dataclass(frozen=True, slots=True)
class _Known:
    """What the check-ins of an event are judged by, as it was until an instant of the monotonic clock (s)."""
    hall: Hall
    secrets: list[bytes]
    until: float


_large: set[str] = set()         # events known to have more than SETTLED_AT_ONCE; they do not become fewer
_remembered: dict[str, _Known] = {}


def keep(rows: Sequence[Row], at: datetime) -> list[Kept | IdReused]:
    """Keep check-ins as they were told, inside `writing()`: an answer for each, in order. Rows have the fields of CheckIn up to `digest`.

    One that came before stays as it was; with another meaning, or from somebody else, its id is reused. Rows and events are
    taken in the order of their ids, an event before what is counted in it: two processes cannot wait for each other.
    """
    new: dict[str, Row] = {}
    for row in sorted(rows, key=itemgetter("id")):
        new.setdefault(row["id"], row)
    events = {row["event_id"] for row in new.values()}
    known = _known(events)
    _judge(list(new.values()), known)
    small = _hold_small(Counter(row["event_id"] for row in new.values()))
    written = keeping.write(list(new.values()), events - small, at)
    for event_id in sorted({new[one]["event_id"] for one in written.fresh} & small):
        settling.settle_within(event_id, at)
    untouched = {one: new[one] for one in written.fresh if new[one]["event_id"] not in small}
    stand = {**_as_written(untouched, known, written.present), **_as_read(new.keys() - untouched.keys(), written.fresh)}
    return _answers(rows, stand)


def _known(event_ids: set[str]) -> dict[str, _Known]:
    """The events that are known."""
    now = time.monotonic()
    known = {event_id: found for event_id in event_ids if (found := _remembered.get(event_id)) and now < found.until}
    asked = event_ids - known.keys()
    brought = secrets.of_events(asked)
    for event_id, hall in halls.facts(asked).items():
        known[event_id] = _Known(hall, brought.get(event_id, []), now + REMEMBERED_S)
    _remembered.update({event_id: known[event_id] for event_id in asked & _large & known.keys()})
    return known


def _judge(rows: list[Row], known: dict[str, _Known]) -> None:
    """What each alone is worth: fills in the rest of its fields, and `counts`."""
    heard, waiting = samples.around(rows), _waiting({row["account"] for row in rows if row["event_id"] not in known})
    for row in rows:
        event = known.get(row["event_id"])
        scan = halls.scan_of(row, event.secrets if event else [], heard.get(row["device"], ()))
        verdict = judging.judge_one(event.hall, scan, event.hall.code_ahead) if event else judging.waiting(scan)
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


def _as_written(untouched: dict[str, Row], known: dict[str, _Known], present: set[str]) -> dict[str, _Standing]:
    """Check-ins that came for the first time and were not settled: they stand as we have just written them."""
    titles = {event_id: event.hall.title for event_id, event in known.items()}
    return {one: ((row["account"], row["digest"]), Kept(
        one, row["event_id"], row["how"], row["state"], row["reason"], row["evidence"], clock.to_ms(row["scanned_at"]),
        clock.to_ms(row["received_at"]), one in present, True, titles.get(row["event_id"]))) for one, row in untouched.items()}


def _as_read(ids: Iterable[str], fresh: set[str]) -> dict[str, _Standing]:
    """The others, as they stand now: settling may have changed what one alone was worth."""
    wanted = sorted(ids)
    if not wanted:
        return {}
    found, params = among(wanted)
    sql = STAND.format(columns=", ".join(f"c.{name}" for name in STANDS), among=found)
    return {one: ((account, digest), Kept(one, event_id, how, state, reason, evidence, clock.from_wire(scanned_at),
                                          clock.from_wire(received_at), person is not None, one in fresh, title))
            for one, event_id, account, how, state, reason, evidence, scanned_at, received_at, digest, person, title
            in database.execute_sql(sql, params).fetchall()}


def _answers(rows: Sequence[Row], stand: dict[str, _Standing]) -> list[Kept | IdReused]:
    """To each sender; of one check-in that is twice in the batch, the first came first."""
    told, answers = set[str](), list[Kept | IdReused]()
    for row in rows:
        sender, kept = stand[row["id"]]
        if sender != (row["account"], row["digest"]):
            answers.append(IdReused())
        else:
            answers.append(replace(kept, first=False) if row["id"] in told else kept)
            told.add(row["id"])
    return answers
