"""Events and check-ins made ready for judging: rows in, Hall and Scan out. Cheap, because every batch of a burst asks."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from models import clock
from models.campaign import calendar
from models.campaign import queries as plans
from models.db import database
from models.events import codes
from models.events.clocks import NEAR_MS, around
from models.events.law import EventState
from models.events.scans import Hall, Sample, Scan, milliseconds
from models.events.tables import How

BEFORE = AFTER = timedelta(hours=1)      # people come early, and the code still stands when it is over
HEARD = timedelta(days=2)                # samples of a showing phone further from the event say nothing of it
SAME_MS = 1_000                          # samples of a showing phone that differ by less are one and the same to us
ALWAYS = (datetime.min.replace(tzinfo=clock.UTC), datetime.max.replace(tzinfo=clock.UTC))

EVENTS = """
SELECT e.id, e.starts_at, e.ends_at, e.state, e.claimed, e.code_ahead_ms, c.newest, e.title
FROM event e JOIN campaign c ON c.id = e.campaign_id WHERE e.id IN ({marks})
"""
SHOWING = "SELECT event_id, device, added_by FROM event_secret WHERE event_id IN ({marks})"
OWNERS = """
SELECT id, phone_print FROM account WHERE phone_print IN ({marks}) AND phone_verified_at IS NOT NULL AND deleted_at IS NULL ORDER BY id
"""
NAMES = "SELECT id, name_print FROM account WHERE id IN ({marks})"
HEARD_OF = """
SELECT device, account, sent_at, received_at FROM clock_sample WHERE received_at BETWEEN {p} AND {p}
AND (device IN ({devices}) OR account IN ({accounts})) ORDER BY sent_at, received_at, id
"""


@dataclass(frozen=True, slots=True)
class People:
    """Who is known otherwise: accounts by the phone WeChat verified, and the names they stand under."""
    by_phone: Mapping[str, str] = field(default_factory=dict)        # phone print: account
    names: Mapping[str, str] = field(default_factory=dict)           # account: name print


NOBODY = People()


def people(phone_prints: Iterable[str], account_ids: Iterable[str]) -> People:
    """Whose phones these are, as far as WeChat verified them, and the names of those people and of these accounts."""
    owners: dict[str, str] = {}
    for account, phone in _rows(OWNERS, phone_prints):
        owners.setdefault(phone, account)
    return People(owners, {account: name for account, name in _rows(NAMES, {*owners.values(), *account_ids}) if name})


def facts(event_ids: Iterable[str]) -> dict[str, Hall]:
    """The events that are known, as judging needs them. Three queries at most, whatever the number."""
    rows = _rows(EVENTS, event_ids)
    if not rows:
        return {}
    windows = {row[0]: _window(row[6], row[1], row[2]) for row in rows}
    phones = _phones(windows)
    heard = _heard(phones, windows)
    return {event_id: Hall(event=event_id, opens=windows[event_id].opens, closes=windows[event_id].closes,
                           arrival_until=windows[event_id].arrival_until, cancelled=state == EventState.CANCELLED,
                           has_secret=event_id in phones, claimed=claimed, code_samples=heard.get(event_id, ()), code_ahead=ahead,
                           title=title)
            for event_id, _, _, state, claimed, ahead, _, title in rows}


@dataclass(frozen=True, slots=True)
class _Window:
    opens: int
    closes: int
    arrival_until: int
    heard_since: str
    heard_until: str


@lru_cache(maxsize=4096)
def _window(version: str, starts: str, ends: str) -> _Window:
    """When scans of an event count: an hour around it, as far as the plan's check-in phases cover; and until when they may arrive."""
    plan, begins, over = plans.plan_of(version), clock.from_wire(starts) - BEFORE, clock.from_wire(ends) + AFTER
    phases = calendar.window(plan, "check_in")
    opens = max(begins, min((phase.opens for phase in phases), default=ALWAYS[1]))
    covered = max((phase.covers_until or calendar.closes(plan, phase) for phase in phases), default=ALWAYS[0])
    arrival = max((calendar.closes(plan, phase) for phase in phases), default=ALWAYS[0])
    return _Window(milliseconds(opens), milliseconds(min(over, covered - timedelta(milliseconds=1) if phases else covered)),
                   milliseconds(arrival), clock.to_wire(begins - HEARD), clock.to_wire(over + HEARD))


def _phones(event_ids: Iterable[str]) -> dict[str, set[tuple[str, str]]]:
    """By event, the phones that brought a secret, as (device, account). An event without a secret is left out."""
    found: dict[str, set[tuple[str, str]]] = {}
    for event_id, device, account in _rows(SHOWING, event_ids):
        found.setdefault(event_id, set()).add((device, account))
    return found


def _heard(phones: Mapping[str, set[tuple[str, str]]], windows: Mapping[str, _Window]) -> dict[str, tuple[Sample, ...]]:
    """By event, what the showing phones' clocks said around it; of a phone that does not name itself, what its holder's phones said."""
    devices = sorted({device for pairs in phones.values() for device, _ in pairs if device})
    accounts = sorted({account for pairs in phones.values() for device, account in pairs if account and not device})
    if not devices and not accounts:
        return {}
    sql = HEARD_OF.format(p=database.param, devices=_marks(devices), accounts=_marks(accounts))
    since, until = (edge(getattr(windows[event_id], name) for event_id in phones)
                    for edge, name in ((min, "heard_since"), (max, "heard_until")))
    rows = database.execute_sql(sql, [since, until, *devices, *accounts]).fetchall()
    return {event_id: _thinned(_of(rows, pairs, windows[event_id])) for event_id, pairs in phones.items()}


def _of(rows: Sequence[Any], pairs: set[tuple[str, str]], window: _Window) -> list[Sample]:
    named, unnamed = {device for device, _ in pairs if device}, {account for device, account in pairs if not device}
    return [Sample(milliseconds(clock.from_wire(sent)), milliseconds(clock.from_wire(received)))
            for device, account, sent, received in rows
            if (device in named or account in unnamed) and window.heard_since <= received <= window.heard_until]


def _thinned(samples: Sequence[Sample]) -> tuple[Sample, ...]:
    """Of a run of samples that say the same, the first and the last: for any moment the nearest still says the same."""
    kept: list[Sample] = []
    for one in samples:
        if len(kept) > 1 and all(abs(one.ahead - other.ahead) < SAME_MS for other in kept[-2:]):
            kept[-1] = one
        else:
            kept.append(one)
    return tuple(kept)


def scan_of(row: Mapping[str, Any], secrets: Sequence[bytes], samples: Sequence[Sample], *, known: People = NOBODY,
            stranger: bool = False) -> Scan:
    """A check-in as it is judged. `row`: the columns of CheckIn by field name; of a printed code `mac` is its key.

    `secrets`: the event's. `samples`: of the scanning phone. `stranger`: it was made by hand by somebody who has no say in the event.
    """
    scanned, person = milliseconds(row["scanned_at"]), _person(row, known)
    near = tuple(one for one in around(samples, scanned, NEAR_MS) if one) if samples else ()
    name = known.names.get(person) or row["name_print"]
    return Scan(
        id=row["id"], account=row["account"], device=row["device"], how=row["how"], code_event=row["code_event"], step=row["step"],
        genuine=False if stranger else _genuine(row, secrets), scanned_phone=scanned, sent_phone=milliseconds(row["sent_at"]),
        received=milliseconds(row["received_at"]), person=person, also=f"n:{name}" if name and not person.startswith("n:") else None,
        decision=row.get("decision"), samples=near)


def _person(row: Mapping[str, Any], known: People) -> str:
    if row["subject"]:
        return str(row["subject"])
    if row["phone_print"]:
        return known.by_phone.get(row["phone_print"]) or f"p:{row['phone_print']}"
    return f"n:{row['name_print']}" if row["name_print"] else row.get("person") or row["id"]


def _genuine(row: Mapping[str, Any], secrets: Sequence[bytes]) -> bool | None:
    if row["code_event"] is None or row["code_event"] != row["event_id"]:
        return None
    if row["how"] == How.PRINTED:
        return codes.genuine_printed(codes.Printed(row["code_event"], row["mac"]))
    return codes.genuine(codes.Code(row["code_event"], row["step"], row["mac"]), secrets)


def _rows(sql: str, keys: Iterable[str]) -> list[Any]:
    wanted = sorted(set(keys))
    return list(database.execute_sql(sql.format(marks=_marks(wanted)), wanted).fetchall()) if wanted else []


def _marks(values: Sequence[str]) -> str:
    """Placeholders for an IN; for none, a NULL that nothing equals."""
    return ", ".join([database.param] * len(values)) or "NULL"
