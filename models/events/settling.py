"""The judgement written down: all check-ins of an event judged together, and only what differs changed.

A large event is read and judged before the turn to write is taken, so that a burst is not held up; inside the turn it
is made sure that the judgement still holds. Check-ins that arrived meanwhile are no harm: their ticket (Unsettled) stays,
and the event is judged again.
"""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from models import clock
from models.accounts import queries as accounts
from models.accounts.holding import delete_rows
from models.db import database, free_rows, is_postgres, is_writing, writing
from models.events import clocks, judging, reasons, samples, secrets
from models.events.halls import NOBODY, People, facts, people, scan_of
from models.events.scans import Hall, Scan, Verdict, instant
from models.events.standing import Reach
from models.events.tables import Attendance, CheckIn, CheckInState, Event, How, Unsettled
from models.journal import Line
from models.problems import NotFound
from models.rows import find_row, insert_new

PATIENCE = timedelta(days=60)        # a check-in waits so long for its event
SLICE = 500
LAPSED_AT_ONCE = 1000
BY_HAND = (How.PERSONAL, How.WALK_IN)
MOST_AHEAD_MS = 2**31 - 1            # the column holds no more; a clock that is weeks off is told by the scanners each time

FIELDS = ("id", "event_id", "account", "how", "code_event", "step", "mac", "subject", "name_print", "phone_print", "device", "scanned_at",
          "sent_at", "received_at", "state", "reason", "evidence", "scan_at", "person", "decision")
INSTANTS = ("scanned_at", "sent_at", "received_at")
CHECK_INS = ("SELECT id, event_id, account_id, how, code_event, step, mac, subject, name_print, phone_print, device, scanned_at, sent_at, "
             "received_at, state, reason, evidence, scan_at, person, decision FROM check_in WHERE event_id = {p}")
NOW = "SELECT id, state, reason, evidence, scan_at, person FROM check_in WHERE id IN ({marks})"
PRESENT = "SELECT person, check_in_id, evidence, at FROM attendance WHERE event_id = {p}"
STANDING = """
SELECT e.state, e.starts_at, e.ends_at, e.claimed, e.code_ahead_ms, c.newest,
  (SELECT COUNT(*) FROM event_secret s WHERE s.event_id = e.id),
  (SELECT COUNT(*) FROM check_in_move m JOIN check_in k ON k.id = m.check_in_id WHERE k.event_id = e.id)
FROM event e JOIN campaign c ON c.id = e.campaign_id WHERE e.id = {p}
"""
HOLD = "SELECT 1 FROM event WHERE id = %s FOR NO KEY UPDATE"
CHANGE = """
UPDATE check_in SET state = new.column2, reason = new.column3, evidence = new.column4, scan_at = new.column5, person = new.column6
FROM (VALUES {rows}) AS new WHERE check_in.id = new.column1
"""
# A burst may have counted in the same person a moment ago, by another of their check-ins.
COUNT_IN = """
INSERT INTO attendance (event_id, person, check_in_id, evidence, at) VALUES {rows} ON CONFLICT (event_id, person)
DO UPDATE SET check_in_id = excluded.check_in_id, evidence = excluded.evidence, at = excluded.at
"""
Row = dict[str, Any]
LINE = ("what", "about", "actor_id", "details", "at")
Present = dict[str, tuple[str, str, str]]        # person: (check-in, evidence, instant)


def due(limit: int) -> list[str]:
    """Events that wait to be judged again, the longest waiting first."""
    return [row.event_id for row in Unsettled.select(Unsettled.event_id).order_by(Unsettled.since, Unsettled.event_id).limit(limit)]


def settle(event_id: str, at: datetime | None = None) -> bool:
    """Judge an event's check-ins together and write down what differs. Its ticket goes, unless more came meanwhile.

    False where another process is at it just now: it, or the next tick, will see to the rest.
    """
    at = at or clock.now()
    papers = _read(event_id)
    with writing():
        if not hold(event_id):
            return False
        _write(_read(event_id) if _is_outdated(papers) else papers, at)
        return True


def settle_within(event_id: str, at: datetime) -> None:
    """The same inside another verb's `writing()`."""
    if not is_writing():
        raise RuntimeError("settle_within belongs into a verb's writing()")
    hold(event_id, wait=True)
    _write(_read(event_id), at)


def lapse(at: datetime | None = None) -> int:
    """Check-ins that waited 60 days for an event that did not come are refused; how many. A coordinator may still accept them."""
    at = at or clock.now()
    with writing():
        waiting = CheckIn.select(CheckIn.id, CheckIn.event_id).where(CheckIn.state == CheckInState.WAITING,
                                                                     CheckIn.received_at < at - PATIENCE)
        gone = [(row.id, row.event_id) for row in free_rows(waiting.order_by(CheckIn.received_at, CheckIn.id).limit(LAPSED_AT_ONCE))]
        for part in _slices([one for one, _ in gone]):
            CheckIn.update(state=CheckInState.REFUSED, reason=reasons.LAPSED).where(CheckIn.id.in_(part)).execute()
        _journal([(one, event_id, CheckInState.WAITING, CheckInState.REFUSED) for one, event_id in gone], at)
        return len(gone)


# Reading

@dataclass(frozen=True, slots=True)
class _Papers:
    """An event as it was read, and what was found: `hall` None while the event is not known."""
    event_id: str
    standing: tuple[Any, ...] | None
    ticket: str | None
    rows: list[Row]
    hall: Hall | None
    verdicts: dict[str, Verdict]
    changed: list[tuple[Row, Verdict]]       # rows that stand otherwise than they are judged now
    present: Present
    code_ahead: int | None


def _read(event_id: str) -> _Papers:
    """The attendance is read before the check-ins, so that none of it belongs to a check-in we have not seen."""
    standing, ticket = _standing(event_id), _ticket(event_id)
    hall = facts([event_id]).get(event_id)
    present = _present(event_id) if hall else {}
    rows = _check_ins(event_id)
    if hall is None:
        return _Papers(event_id, standing, ticket, rows, None, {}, [], {}, None)
    scans = _scans(event_id, rows)
    verdicts = judging.judge(hall, scans)
    changed = [(row, verdict) for row in rows if (verdict := verdicts.get(row["id"])) and _told(row) != _written(verdict)]
    return _Papers(event_id, standing, ticket, rows, hall, verdicts, changed, present, clocks.code_clock(hall, scans))


def _standing(event_id: str) -> tuple[Any, ...] | None:
    """Everything besides the check-ins themselves that a judgement rests on, to see whether it changed."""
    found = database.execute_sql(STANDING.format(p=database.param), (event_id,)).fetchone()
    return tuple(found) if found else None


def _ticket(event_id: str) -> str | None:
    found = Unsettled.get_or_none(Unsettled.event_id == event_id)
    return clock.to_wire(found.since) if found else None


def _present(event_id: str) -> Present:
    found = database.execute_sql(PRESENT.format(p=database.param), (event_id,)).fetchall()
    return {person: (check_in, evidence, at) for person, check_in, evidence, at in found}


def _check_ins(event_id: str) -> list[Row]:
    found = database.execute_sql(CHECK_INS.format(p=database.param), (event_id,)).fetchall()
    rows = [dict(zip(FIELDS, one, strict=True)) for one in found]
    for row in rows:
        row.update({name: clock.from_wire(row[name]) for name in INSTANTS})
    return rows


def _scans(event_id: str, rows: list[Row]) -> list[Scan]:
    """What is judged. What lapsed is not, until a coordinator says so."""
    judged = [row for row in rows if row["reason"] != reasons.LAPSED or row["decision"]]
    brought, known, strangers = secrets.all_of(event_id), _people(judged), _strangers(event_id, judged)
    heard = {device: said for part in _slices(judged) for device, said in samples.around(part).items()}
    return [scan_of(row, brought, heard.get(row["device"], ()), known=known, stranger=row["id"] in strangers) for row in judged]


def _people(rows: list[Row]) -> People:
    """Asked for only where somebody was written down by name: whose phone it is, and who came with an account of the same name."""
    written = [row for row in rows if row["how"] == How.WALK_IN]
    if not written:
        return NOBODY
    return people({row["phone_print"] for row in written if row["phone_print"]}, {row["subject"] for row in rows if row["subject"]})


def _strangers(event_id: str, rows: list[Row]) -> set[str]:
    """Check-ins made by hand before the event was known, by somebody who turns out to have no say in it.

    Those made later were asked at the door, and one that was judged already keeps its answer: a role given back undoes nothing.
    """
    by_hand = [row for row in rows if row["how"] in BY_HAND]
    open_ones = [row for row in by_hand if row["state"] == CheckInState.WAITING or row["reason"] == reasons.STRANGER]
    event = find_row(Event, event_id) if open_ones else None
    if event is None:
        return set()
    may = {account: account == event.created_by_id or _looks_after(account, event) for account in {row["account"] for row in open_ones}}
    return {row["id"] for row in open_ones if not may[row["account"]]}


def _looks_after(account_id: str, event: Event) -> bool:
    try:
        return Reach(accounts.actor_of(account_id)).looks_after(event)
    except NotFound:
        return False


# Writing

def hold(event_id: str, *, wait: bool = False) -> bool:
    """One judgement of an event at a time. Without `wait`, False where somebody else is at it; they, or the next tick, will see to it.

    Not FOR UPDATE: that would hold up every new Attendance, which points at the event.
    """
    if not is_postgres():
        return True
    found = database.execute_sql(HOLD + ("" if wait else " SKIP LOCKED"), (event_id,)).fetchone()
    return bool(found) or wait or not Event.select().where(Event.id == event_id).exists()


def _is_outdated(papers: _Papers) -> bool:
    """Whether something else than the check-ins changed, somebody settled with more of them than we have seen, or what is
    to be changed stands otherwise by now."""
    if _standing(papers.event_id) != papers.standing:
        return True
    if _count(papers.event_id) != len(papers.rows) and _ticket(papers.event_id) is None:
        return True
    return any(_stand_otherwise(part) for part in _slices([row for row, _ in papers.changed]))


def _stand_otherwise(part: Sequence[Row]) -> bool:
    sql = NOW.format(marks=", ".join([database.param] * len(part)))
    now = {check_in: told for check_in, *told in database.execute_sql(sql, [row["id"] for row in part]).fetchall()}
    return any(now.get(row["id"]) != list(_told(row)) for row in part)


def _count(event_id: str) -> int:
    return int(CheckIn.select().where(CheckIn.event_id == event_id).count())


def _write(papers: _Papers, at: datetime) -> None:
    for part in _slices(papers.changed):
        _change(part)
    _journal([(row["id"], papers.event_id, row["state"], verdict.state) for row, verdict in papers.changed
              if row["state"] != verdict.state], at)
    if papers.hall:
        _count_in(papers)
        if _storable(papers.code_ahead) != papers.hall.code_ahead:
            Event.update(code_ahead_ms=_storable(papers.code_ahead)).where(Event.id == papers.event_id).execute()
    _give_up_ticket(papers)


def _told(row: Row) -> tuple[Any, ...]:
    return row["state"], row["reason"], row["evidence"], row["scan_at"], row["person"]


def _written(verdict: Verdict) -> tuple[Any, ...]:
    return verdict.state, verdict.reason, verdict.evidence, clock.to_wire(instant(verdict.scan_at)), verdict.person


def _change(part: Sequence[tuple[Row, Verdict]]) -> None:
    mark = f"({', '.join([database.param] * 6)})"
    values = [value for row, verdict in part for value in (row["id"], *_written(verdict))]
    database.execute_sql(CHANGE.format(rows=", ".join([mark] * len(part))), values)


def _count_in(papers: _Papers) -> None:
    """Attendance as the verdicts have it: what is wrong is deleted, what is missing inserted."""
    wanted: Present = {verdict.person: (check_in, verdict.evidence, clock.to_wire(instant(verdict.scan_at)))
                       for check_in, verdict in papers.verdicts.items() if verdict.counts}
    wrong = [person for person, fact in papers.present.items() if wanted.get(person) != fact]
    missing = [(papers.event_id, person, *fact) for person, fact in wanted.items() if papers.present.get(person) != fact]
    for part in _slices(wrong):
        delete_rows(Attendance, Attendance.event == papers.event_id, Attendance.person.in_(part))
    for part in _slices(missing):
        mark = f"({', '.join([database.param] * 5)})"
        database.execute_sql(COUNT_IN.format(rows=", ".join([mark] * len(part))), [value for row in part for value in row])


def _storable(code_ahead: int | None) -> int | None:
    return code_ahead if code_ahead is not None and abs(code_ahead) <= MOST_AHEAD_MS else None


def _give_up_ticket(papers: _Papers) -> None:
    """Remove the event's ticket, unless it was renewed or more check-ins came than we have seen.

    The ticket is held first: who arrives after that writes a new one, and who was on the way is seen by the count.
    """
    if papers.ticket is None:
        return
    held = Unsettled.select().where(Unsettled.event_id == papers.event_id, Unsettled.since == papers.ticket)
    if (held.for_update() if is_postgres() else held).first() and _count(papers.event_id) == len(papers.rows):
        delete_rows(Unsettled, Unsettled.event_id == papers.event_id)


def _journal(changes: Sequence[tuple[str, str, str, str]], at: datetime) -> None:
    """One line for each check-in whose state is another now: ids and states only."""
    lines = [("check_in.judged", check_in, None, {"event": event_id, "from": str(was), "to": str(now)}, at)
             for check_in, event_id, was, now in changes]
    for part in _slices(lines):
        insert_new(Line, LINE, part, returning="id")


def _slices(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start:start + SLICE] for start in range(0, len(rows), SLICE))
