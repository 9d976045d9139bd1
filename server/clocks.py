"""The phones' clocks: every request says what the phone's own clock reads, and what is news of it is kept.

A phone's clock may be hours wrong, and a check-in is judged by when it was scanned. So the difference to our clock is
kept for each phone: when it changed, and now and then when it did not. Nobody waits for it, and one that is lost
with the process does no harm.
"""
import re
import time
from collections import OrderedDict
from datetime import datetime, timedelta

from flask import request

from models import clock
from models.events import samples
from models.events.samples import Told

DEVICE = re.compile(r"[A-Za-z0-9_-]{16,64}")
WRONGEST = timedelta(days=3660)          # beyond it a header is nonsense, not a clock
CHANGED_MS = 2_000
AGAIN_AFTER_S = 600.0
PHONES_REMEMBERED = 20_000

_heard: "OrderedDict[str, tuple[float, float]]" = OrderedDict()      # phone: (how far ahead in ms, when it was kept)


def device(session_id: int | None = None) -> str:
    """What the phone calls itself, else its session; "" for neither."""
    return named(request.headers.get("X-Device", "")) or (f"session:{session_id}" if session_id is not None else "")


def named(text: str) -> str:
    """A phone's own name as it says it; "" for what is none."""
    return text if DEVICE.fullmatch(text) else ""


def listen(phone: str, account_id: str | None) -> None:
    """Keep what this request tells of a phone's clock, where it is news."""
    note(said(request.headers.get("X-Sent-At", "")), phone, account_id)


def said(text: str) -> datetime | None:
    """What a phone's clock read when it sent something; None where it does not say, or nonsense."""
    try:
        instant = clock.from_wire(text)
    except (ValueError, OverflowError):
        return None
    return instant if abs(instant - clock.now()) <= WRONGEST else None


def note(read: datetime | None, phone: str, account_id: str | None) -> None:
    """Keep a reading, where it is news. Nobody waits for it."""
    received = clock.now()
    if phone and read is not None and is_news(phone, read, received):
        samples.tell(Told(phone, account_id, read, received))


def learn(read: datetime | None, phone: str, account_id: str | None) -> None:
    """Keep what a phone that will show codes says of its clock in so many words; kept when this returns."""
    received = clock.now()
    if read is not None and phone and abs(read - received) <= WRONGEST:
        samples.keep_now(Told(phone, account_id, read.astimezone(clock.UTC), received))


def is_news(phone: str, read: datetime, received: datetime) -> bool:
    """Whether a reading says something of this phone's clock that was not kept within the last minutes; then it is taken for kept."""
    now, ahead_ms = time.monotonic(), (read - received).total_seconds() * 1000
    last = _heard.get(phone)
    if last and abs(last[0] - ahead_ms) < CHANGED_MS and now - last[1] < AGAIN_AFTER_S:
        return False
    _heard[phone] = ahead_ms, now
    _heard.move_to_end(phone)
    if len(_heard) > PHONES_REMEMBERED:
        _heard.popitem(last=False)
    return True
