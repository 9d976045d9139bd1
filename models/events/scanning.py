"""Check-ins by a code that a worker's phone scanned: the burst. A thousand phones in a minute are one commit after the other.

Who sends it is found with the batch, so that a request asks the database nothing of its own.
"""
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.accounts import queries as accounts
from models.accounts.personal import sealed
from models.events import arriving, samples
from models.events.arriving import Kept
from models.events.codes import Code, Printed
from models.events.keeping import Row
from models.events.samples import Told
from models.events.tables import How
from models.problem import Problem
from models.problems import Unauthenticated
from models.queue import Burst

NAMELESS = {"name_sealed": None, "name_print": None}


@dataclass(frozen=True, slots=True)
class Arrival:
    """One scan, before anybody knows whose. Times of the phone as it said them."""
    token: str
    event_id: str
    check_in_id: str
    code: Code | Printed
    name: str                            # how the person wants to be called, "" for as the account is
    scanned_at: datetime
    sent_at: datetime
    device: str                          # "" where the phone does not say; its session stands for it then
    received_at: datetime
    tells_clock: bool = False            # what its sending tells of the phone's clock is news


def arrive(arrival: Arrival) -> Kept:
    """Keep one scan; it is durable when this returns. Raises Unauthenticated, SessionExpired, IdReused, WorldAway."""
    return _burst.submit(arrival)


def keep_all(arrivals: Sequence[Arrival]) -> list[Kept | Problem]:
    """A batch, inside `writing()`: an answer for each, in order."""
    at = arrivals[-1].received_at
    hashes = [accounts.token_hash(one.token) for one in arrivals]
    people = accounts.signed_in(hashes, at)
    who = [people.get(one) or Unauthenticated() for one in hashes]
    rows = [_row(one, *person) for one, person in zip(arrivals, who, strict=True) if isinstance(person, tuple)]
    samples.keep_within([Told(one.device, person[0], one.sent_at, one.received_at)
                         for one, person in zip(arrivals, who, strict=True) if one.tells_clock and isinstance(person, tuple)])
    kept = iter(arriving.keep(rows, at) if rows else [])
    return [next(kept) if isinstance(person, tuple) else person for person in who]


def _row(one: Arrival, account_id: str, session_id: int) -> Row:
    code, name = one.code, sealed(one.name, "check_in", "name") if one.name else NAMELESS
    step, mac = (code.step, code.mac) if isinstance(code, Code) else (None, code.key)
    meaning = (one.event_id, code.event, step, mac, one.scanned_at, name["name_print"])
    return {
        "id": one.check_in_id, "event_id": one.event_id, "account": account_id,
        "how": (How.CODE if isinstance(code, Code) else How.PRINTED).value, "code_event": code.event, "step": step, "mac": mac,
        "subject": account_id, **name, "phone_sealed": None, "phone_print": None, "device": one.device or f"session:{session_id}",
        "scanned_at": one.scanned_at, "sent_at": one.sent_at, "received_at": one.received_at, "digest": digest(meaning)}


def digest(meaning: tuple[object, ...]) -> str:
    """Recognises the same check-in when it is sent again: what was scanned and when, not when it was sent."""
    return hashlib.sha256("\n".join(map(str, meaning)).encode()).hexdigest()


_burst: Burst[Arrival, Kept] = Burst(keep_all)
