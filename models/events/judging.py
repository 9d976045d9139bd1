"""What a check-in is worth: a pure function of all scans, secrets and clock samples of one event, in whatever order they came.

`judge_one` looks at one scan, `judge` at all of them together. Nothing is silently refused: what is in doubt is
suspicious (待核实) with its reason, and a coordinator's word goes before every doubt, though never before a cancelled event.
A decision changes the verdict on its own scan; beyond that it only ever frees one place of the head-count, or a name.

What cannot be proven: that a phone's clock was not set on purpose both when it scanned and when it sent, and that a code
was not relayed live, as a film or a photograph within a minute. So every verdict carries its evidence, and every board shows it.
"""
from collections.abc import Iterable

from models.events import clocks, reasons
from models.events.clocks import Corrected
from models.events.reasons import REASONS, Words, words
from models.events.scans import Hall, Scan, Verdict
from models.events.tables import CheckInState, Evidence, How

__all__ = ["REASONS", "Words", "judge", "judge_one", "waiting", "words"]

LIVE_MS = 90_000             # from a code's step to its arrival here
TOLERANCE_MS = 60_000        # between a code's step and its scan, both by our clock
SCANNED = (How.CODE, How.PRINTED)

ACCEPTED, SUSPICIOUS, WAITING, REFUSED = (state.value for state in (
    CheckInState.ACCEPTED, CheckInState.SUSPICIOUS, CheckInState.WAITING, CheckInState.REFUSED))
LIVE, LATE, BY_HAND = (evidence.value for evidence in (Evidence.LIVE, Evidence.LATE, Evidence.BY_HAND))
Finding = tuple[str, str | None]         # state and reason


def judge_one(hall: Hall, scan: Scan, code_ahead: int | None) -> Verdict:
    """What a scan is worth alone. `code_ahead`: how far the showing phone's clock is ahead by the scanners' word; None when unknown."""
    return _judge_one(hall, scan, code_ahead, clocks.corrected(scan))


def _judge_one(hall: Hall, scan: Scan, code_ahead: int | None, corrected: Corrected) -> Verdict:
    shown_at = clocks.shown_at(hall, scan.step, code_ahead) if scan.step is not None else None
    evidence = _evidence(hall, scan, shown_at)
    state, reason = _decided(hall, scan) or _unfit(hall, scan) or _doubt(hall, scan, corrected, shown_at, evidence)
    # Whom a coordinator accepts by name alone is a person of his own, whoever else has that name.
    person = scan.id if scan.decision == "accept" and scan.person.startswith("n:") else scan.person
    return Verdict(state, reason, evidence, corrected.at, person, state == ACCEPTED)


def waiting(scan: Scan) -> Verdict:
    """The same where the event itself is not known yet: kept, and judged when it comes."""
    if scan.decision == "undo":
        return Verdict(REFUSED, reasons.UNDONE, _before_judging(scan), clocks.corrected(scan).at, scan.person, False)
    return Verdict(WAITING, reasons.NO_EVENT, _before_judging(scan), clocks.corrected(scan).at, scan.person, False)


def _evidence(hall: Hall, scan: Scan, shown_at: int | None) -> str:
    """How a presence is shown. A printed code shows nothing by itself: what makes it count is the coordinator's word."""
    if scan.how != How.CODE or shown_at is None:
        return BY_HAND
    if scan.genuine and scan.code_event == hall.event:
        return LIVE if scan.received - shown_at <= LIVE_MS else LATE
    return BY_HAND if scan.decision == "accept" else LATE


def _before_judging(scan: Scan) -> str:
    return LATE if scan.how == How.CODE else BY_HAND


def _decided(hall: Hall, scan: Scan) -> Finding | None:
    if scan.decision == "undo":
        return REFUSED, reasons.UNDONE
    if hall.cancelled:
        return REFUSED, reasons.EVENT_CANCELLED
    return (ACCEPTED, None) if scan.decision == "accept" else None


def _unfit(hall: Hall, scan: Scan) -> Finding | None:
    """A code that is not this event's, or cannot be told yet; a name or personal code brought by somebody who has no say here."""
    if scan.how not in SCANNED:
        if scan.genuine is False:
            return REFUSED, reasons.STRANGER
        return (REFUSED, reasons.PERSONAL_UNKNOWN) if scan.how == How.PERSONAL and scan.person == scan.id else None
    if scan.code_event != hall.event:
        return REFUSED, reasons.WRONG_EVENT
    if scan.how == How.CODE and not hall.has_secret:
        return WAITING, reasons.NO_SECRET
    return None if scan.genuine else (REFUSED, reasons.NOT_GENUINE)


def _doubt(hall: Hall, scan: Scan, corrected: Corrected, shown_at: int | None, evidence: str) -> Finding:
    reason = _doubtful_code(hall, scan, corrected, shown_at)
    if reason is None and scan.received > hall.arrival_until:
        reason = reasons.ARRIVED_LATE
    if reason is None and evidence == LATE and hall.claimed == 0:
        reason = reasons.OVER_HEAD_COUNT
    return (SUSPICIOUS, reason) if reason else (ACCEPTED, None)


def _doubtful_code(hall: Hall, scan: Scan, corrected: Corrected, shown_at: int | None) -> str | None:
    if scan.how == How.PRINTED:
        return reasons.PRINTED_CODE
    if scan.how != How.CODE or shown_at is None:
        return None
    if not corrected.steady:
        return reasons.CLOCK_CHANGED
    if not hall.opens <= shown_at <= hall.closes:
        return reasons.OUTSIDE_EVENT
    if corrected.at - shown_at > TOLERANCE_MS:
        return reasons.SCANNED_LATE
    return reasons.SCANNED_EARLY if shown_at - corrected.at > TOLERANCE_MS else None


# All of them together

def judge(hall: Hall, scans: Iterable[Scan]) -> dict[str, Verdict]:
    """The verdict on each scan by its id. The order of scans, and how often one is given, make no difference."""
    known = {scan.id: scan for scan in scans}
    corrected = {scan.id: clocks.corrected(scan) for scan in known.values()}
    code_ahead = clocks.code_clock(hall, known.values(), corrected)
    alone = {scan.id: _judge_one(hall, scan, code_ahead, corrected[scan.id]) for scan in known.values()}
    # Accounts first, then names with a phone, then bare names: the weaker mark of a person gives way to the stronger.
    order = sorted(known.values(), key=lambda scan: (_weakness(scan), alone[scan.id].scan_at, scan.received, scan.id))
    company = _Company(hall.claimed, _owners(hall, order, alone), _account_names(order, alone))
    return {scan.id: company.meets(scan, alone[scan.id]) for scan in order}


def _weakness(scan: Scan) -> int:
    return 0 if scan.person.startswith("acc_") else 1 if scan.person.startswith("p:") else 2


def _name(scan: Scan) -> str | None:
    return scan.person if scan.person.startswith("n:") else scan.also


def _owners(hall: Hall, order: list[Scan], alone: dict[str, Verdict]) -> dict[str, str]:
    """Whose each phone is: the account that scanned a genuine code with it first, whatever was decided of that scan."""
    owners: dict[str, tuple[int, int, str, str]] = {}
    for scan in order:
        if scan.device and scan.how in SCANNED and scan.genuine and scan.code_event == hall.event:
            found = alone[scan.id].scan_at, scan.received, scan.id, scan.account
            owners[scan.device] = min(found, owners.get(scan.device, found))
    return {device: account for device, (*_, account) in owners.items()}


def _account_names(order: list[Scan], alone: dict[str, Verdict]) -> set[str]:
    """Names under which somebody came with an account, undone or not: an undo must not let a second mark of theirs in."""
    return {scan.also for scan in order if scan.also and _weakness(scan) == 0
            and (alone[scan.id].state == ACCEPTED or alone[scan.id].reason == reasons.UNDONE)}


class _Company:
    """Who is there so far, as accepted scans are met one after the other."""

    def __init__(self, claimed: int | None, owners: dict[str, str], account_names: set[str]) -> None:
        self._claimed, self._owners, self._account_names = claimed, owners, account_names
        self._people: set[str] = set()
        self._names: set[str] = set()
        self._late = 0

    def meets(self, scan: Scan, alone: Verdict) -> Verdict:
        """The verdict on a scan beside all that came before it; a decision of the coordinator's is beyond doubt here too."""
        if alone.state != ACCEPTED:
            return alone
        doubt = None if scan.decision else self._doubt(scan, alone)
        if doubt:
            return _turned(alone, SUSPICIOUS, doubt)
        if alone.person in self._people:
            return _turned(alone, ACCEPTED, reasons.AGAIN)
        self._people.add(alone.person)
        if (name := _name(scan)) is not None:
            self._names.add(name)
        self._late += alone.evidence == LATE and not scan.decision
        return alone

    def _doubt(self, scan: Scan, alone: Verdict) -> str | None:
        weakness, name = _weakness(scan), _name(scan)
        if weakness == 2 and (name in self._names or name in self._account_names):
            return reasons.SAME_NAME
        if alone.person in self._people:
            return None                                  # there already: nothing depends on this scan
        if weakness == 1 and name in self._account_names:
            return reasons.SAME_NAME
        if scan.how in SCANNED and self._owners.get(scan.device, scan.account) != scan.account:
            return reasons.SAME_PHONE
        full = self._claimed is not None and self._late >= self._claimed
        return reasons.OVER_HEAD_COUNT if alone.evidence == LATE and full else None


def _turned(alone: Verdict, state: str, reason: str) -> Verdict:
    return Verdict(state, reason, alone.evidence, alone.scan_at, alone.person, False)
