"""Scans without a database: a hall, and honest workers in it whose clocks are as wrong as one likes."""
from dataclasses import replace
from typing import Any

from models.events.scans import STEP_MS, Hall, Sample, Scan

EVENT = "evt_06h0dns8c7qpjy4z"
BEGINS = 1_661_392_800_000                   # 2022-08-25 10:00 in Shanghai, the start of a step
HOUR = 3_600_000
SECOND = 1_000


def hall(**changes: Any) -> Hall:
    """Two hours with an hour around them, a secret, no head-count yet."""
    whole = Hall(event=EVENT, opens=BEGINS - HOUR, closes=BEGINS + 3 * HOUR, arrival_until=BEGINS + 14 * 24 * HOUR, cancelled=False,
                 has_secret=True, claimed=None, code_samples=())
    return replace(whole, **changes)


def scan(number: int = 0, *, at: int = BEGINS, ahead: int = 0, code_ahead: int = 0, sent_after: int = SECOND, **changes: Any) -> Scan:
    """An honest scan at `at` by our clock, by a phone that is `ahead`, of a code shown by a phone that is `code_ahead`."""
    account = f"acc_{number:016d}"
    whole = Scan(id=f"chk_{number:016d}", account=account, device=f"phone-{number}", how="code", code_event=EVENT,
                 step=(at + code_ahead) // STEP_MS, genuine=True, scanned_phone=at + ahead, sent_phone=at + sent_after + ahead,
                 received=at + sent_after, person=account)
    return replace(whole, **changes)


def walk_in(number: int, name: str = "n:ma", *, phone: str | None = None, **changes: Any) -> Scan:
    """Somebody the coordinator wrote down."""
    person = f"p:{phone}" if phone else name
    return scan(number, **{"account": "acc_coordinator0000", "device": "coordinator", "how": "walk_in", "code_event": None, "step": None,
                           "genuine": None, "person": person, "also": name if phone else None, **changes})


def heard(at: int, ahead: int) -> Sample:
    """A request of a phone that was so far ahead, at this moment by our clock."""
    return Sample(at + ahead, at)
