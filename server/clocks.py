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
    named = request.headers.get("X-Device", "")
    if DEVICE.fullmatch(named):
        return named
    return f"session:{session_id}" if session_id is not None else ""


def sent_at() -> datetime | None:
    """The phone's clock when it sent this request; None where it does not say, or nonsense."""
    try:
        said = clock.from_wire(request.headers.get("X-Sent-At", ""))
    except (ValueError, OverflowError):
        return None
    return said if abs(said - clock.now()) <= WRONGEST else None


def listen(phone: str, account_id: str | None) -> None:
    """Keep what this request tells of a phone's clock, where it is news."""
    said = sent_at()
    if not phone or said is None:
        return
    received = clock.now()
    if _is_news(phone, (said - received).total_seconds() * 1000):
        samples.tell(Told(phone, account_id, said, received))


def learn(said: datetime | None, phone: str, account_id: str | None) -> None:
    """Keep what a phone that will show codes says of its clock in so many words; kept when this returns."""
    received = clock.now()
    if said is not None and phone and abs(said - received) <= WRONGEST:
        samples.keep_now(Told(phone, account_id, said.astimezone(clock.UTC), received))


def _is_news(phone: str, ahead_ms: float) -> bool:
    now = time.monotonic()
    last = _heard.get(phone)
    if last and abs(last[0] - ahead_ms) < CHANGED_MS and now - last[1] < AGAIN_AFTER_S:
        return False
    _heard[phone] = ahead_ms, now
    _heard.move_to_end(phone)
    if len(_heard) > PHONES_REMEMBERED:
        _heard.popitem(last=False)
    return True
