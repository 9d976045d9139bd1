"""Whose clock says what: a phone's reading carried over to our clock, and the clock of the phone that shows the code.

Phones' clocks may be hours wrong, so nothing is guessed from them alone. Every request carries the phone's own time,
which beside our time of its arrival is a Sample: how far the phone is ahead. A scan is corrected by the sample nearest
to it, its own sending being one. Pure functions; milliseconds since 1970 throughout.
"""
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from models.events.scans import STEP_MS, Hall, Sample, Scan
from models.events.tables import How

DRIFT_MS = 60_000            # two samples that differ by more do not come from one clock left alone, however slow the network
SLACK_MS = 5_000             # a scan this much later than its own sending by the same clock is rounding, not a changed clock
NEAR_MS = 2 * 86_400_000     # a sample further from the scan says nothing of it: a clock may have been put right in between
SCANNERS = 3                 # so many people's scans tell the code's clock better than the showing phone itself


class Corrected(NamedTuple):
    """A scan by our clock. `steady`: nothing known speaks for a clock that was changed meanwhile."""
    at: int
    steady: bool


def corrected(scan: Scan) -> Corrected:
    """When a scan happened by our clock: never before 1970, never after it reached us.

    Corrected by the sample nearest by the phone's own reading, the later of two equally near. Not steady: the nearest sample
    before and the nearest after differ by more than DRIFT_MS, the scan claims to be later than its own sending, or comes
    out later than its arrival by more than DRIFT_MS (less is the network's delay in a sample, and only cut off).
    """
    before, after = _neighbours(scan)
    nearest = _nearer(scan.scanned_phone, before, after)
    at = scan.scanned_phone - nearest.ahead
    changed = before is not None and after is not None and abs(before.ahead - after.ahead) > DRIFT_MS
    steady = not changed and scan.scanned_phone <= scan.sent_phone + SLACK_MS and at <= scan.received + DRIFT_MS
    return Corrected(max(0, min(at, scan.received)), steady)


def _neighbours(scan: Scan) -> tuple[Sample | None, Sample | None]:
    """The nearest sample at or before the scan and the nearest after it; one at least is there, the scan's own sending."""
    before, after = around(scan.samples, scan.scanned_phone, NEAR_MS) if scan.samples else (None, None)
    own = Sample(scan.sent_phone, scan.received)
    if own.sent_phone <= scan.scanned_phone:
        return _last(before, own), after
    return before, _first(after, own)


def _last(one: Sample | None, other: Sample) -> Sample:
    """The later by the phone's reading; of two at one reading the one that came sooner, which the network kept the shorter."""
    return other if one is None or (one.sent_phone, -one.received) < (other.sent_phone, -other.received) else one


def _first(one: Sample | None, other: Sample) -> Sample:
    return other if one is None or (other.sent_phone, other.received) < (one.sent_phone, one.received) else one


def around(samples: Iterable[Sample], reading: int, reach: int) -> tuple[Sample | None, Sample | None]:
    """The last sample at or before a phone's reading and the first after it, within reach."""
    before = after = None
    for one in samples:
        gap = one.sent_phone - reading
        if -reach <= gap <= 0:
            before = _last(before, one)
        elif 0 < gap <= reach:
            after = _first(after, one)
    return before, after


def _nearer(reading: int, before: Sample | None, after: Sample | None) -> Sample:
    if before is None or after is None:
        return before or after  # type: ignore[return-value]  # one of them is there, see _neighbours
    return before if reading - before.sent_phone < after.sent_phone - reading else after


def code_clock(hall: Hall, scans: Iterable[Scan], known: Mapping[str, Corrected] | None = None) -> int | None:
    """How far the showing phone's clock is ahead, told by three or more people's scans; None by fewer.

    One value for each person, their earliest scan: its corrected instant less the start of the step it scanned. Where the
    clock is ahead by A that is, for an honest scan, between −A and −A + one step; so A = half a step − the median. Of an
    even number it is the lower middle, since a code can be scanned late but not early. What a coordinator decided plays no
    part, so that no decision moves the clock. `known`: scans that were corrected already, by id.
    """
    earliest: dict[str, tuple[int, int, str, int]] = {}
    for scan in scans:
        if scan.how != How.CODE or not scan.genuine or scan.code_event != hall.event or scan.step is None:
            continue
        at, steady = known[scan.id] if known else corrected(scan)
        found = at, scan.received, scan.id, at - scan.step * STEP_MS
        if steady and (scan.account not in earliest or found < earliest[scan.account]):
            earliest[scan.account] = found
    if len(earliest) < SCANNERS:
        return None
    lags = sorted(lag for *_, lag in earliest.values())
    return STEP_MS // 2 - lags[(len(lags) - 1) // 2]


def shown_at(hall: Hall, step: int, code_ahead: int | None) -> int:
    """When a step began by our clock: by the scanners' word, else by the showing phone's nearest sample, else as it says."""
    began = step * STEP_MS
    if code_ahead is None:
        code_ahead = _nearest(hall.code_samples, began).ahead if hall.code_samples else 0
    return began - code_ahead


def _nearest(samples: Sequence[Sample], reading: int) -> Sample:
    return min(samples, key=lambda one: (abs(one.sent_phone - reading), one.sent_phone, one.received))
