"""What phones' clocks were heard to say, kept in batches; and what is known of a phone around the time of a scan."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from models.accounts.holding import delete_rows
from models.db import writing
from models.events.scans import Sample, milliseconds
from models.events.tables import ClockSample
from models.queue import Burst
from models.rows import insert_new

NAMES = ("device", "account", "sent_at", "received_at")
OLD = timedelta(minutes=1)               # a scan sent sooner than this is corrected by its own sending alone
AROUND = timedelta(days=14)
KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Told:
    """One phone's clock beside ours. `sent_at` is the phone's."""
    device: str
    account_id: str | None
    sent_at: datetime
    received_at: datetime


def tell(told: Told) -> None:
    """Keep a sample soon; nobody waits for it."""
    _burst.post(told)


def keep_within(told: Sequence[Told]) -> None:
    """Keep samples with what the caller's verb writes anyway."""
    _keep(told)


def keep_now(told: Told) -> None:
    """Keep a sample; it is there when this returns. Raises WorldAway."""
    _burst.submit(told)


def _keep(batch: Sequence[Told]) -> list[None]:
    insert_new(ClockSample, NAMES, [(one.device, one.account_id, one.sent_at, one.received_at) for one in batch], returning="id")
    return [None] * len(batch)


_burst: Burst[Told, None] = Burst(_keep)


def around(scans: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Sample, ...]]:
    """By phone, the samples near the scans that were sent long after they were made. `scans` have device, scanned_at, sent_at."""
    late = [scan for scan in scans if scan["device"] and not timedelta() <= scan["sent_at"] - scan["scanned_at"] <= OLD]
    if not late:
        return {}
    first, last = min(scan["scanned_at"] for scan in late), max(scan["scanned_at"] for scan in late)
    return of_phones({scan["device"] for scan in late}, first - AROUND, last + AROUND)


def of_phones(devices: Iterable[str], since: datetime, until: datetime) -> dict[str, tuple[Sample, ...]]:
    """By phone, its samples between two readings of its own clock, oldest first."""
    rows: Any = (ClockSample.select(ClockSample.device, ClockSample.sent_at, ClockSample.received_at)
            .where(ClockSample.device.in_(set(devices)), ClockSample.sent_at.between(since, until))
            .order_by(ClockSample.sent_at, ClockSample.id).tuples())
    found: dict[str, list[Sample]] = {}
    for device, sent_at, received_at in rows:
        found.setdefault(device, []).append(Sample(milliseconds(sent_at), milliseconds(received_at)))
    return {device: tuple(samples) for device, samples in found.items()}


def forget_old(at: datetime) -> int:
    """Delete samples nobody will ask for any more; how many. For the sweep."""
    with writing():
        return delete_rows(ClockSample, ClockSample.received_at < at - KEPT)
