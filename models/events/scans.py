"""What is judged, apart from any table: an event's window, scans as phones told them, and what clocks are known to have said.

Every instant here is milliseconds since 1970; `…_phone` by a phone's own clock, the rest by the server's.
"""
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

STEP_MS = 10_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def milliseconds(instant: datetime) -> int:
    """An instant as it is reckoned with here."""
    return (instant - _EPOCH) // _MS


def instant(ms: int) -> datetime:
    return _EPOCH + ms * _MS


@dataclass(frozen=True, slots=True)
class Hall:
    """An event as far as judging needs it. `opens`..`closes`: when scans count, by the plan and the event's own times."""
    event: str
    opens: int
    closes: int
    arrival_until: int                   # later arrivals are 待核实
    cancelled: bool
    has_secret: bool
    claimed: int | None                  # the coordinator's own head-count
    code_samples: tuple["Sample", ...]   # clock samples of the phones that show the code
    code_ahead: int | None = None        # what an earlier judgement of all scans found
    title: str = ""                      # not judged: what a sender is told


@dataclass(frozen=True, slots=True)
class Sample:
    """A phone's clock beside ours, at one moment."""
    sent_phone: int
    received: int

    @property
    def ahead(self) -> int:
        return self.sent_phone - self.received


@dataclass(frozen=True, slots=True)
class Scan:
    """One check-in as it arrived. `genuine`: the code's mac is right by one of the event's secrets; None where there is no code."""
    id: str
    account: str                         # who sent it
    device: str
    how: str                             # models.events.tables.How
    code_event: str | None
    step: int | None
    genuine: bool | None
    scanned_phone: int
    sent_phone: int
    received: int
    person: str                          # whose presence it tells: acc_…, p:…, n:…
    also: str | None = None              # a name under which the same person may stand already: n:<print>
    decision: str | None = None          # accept or undo, by a coordinator
    samples: tuple[Sample, ...] = ()     # of the scanning phone, besides its own sending


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is thought of one scan. `counts`: an Attendance belongs to it."""
    state: str
    reason: str | None
    evidence: str
    scan_at: int                         # the scan by our clock
    person: str
    counts: bool
