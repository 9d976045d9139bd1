"""What time permits. Windows are always the newest published plan's; every interval is [opens, closes).

An act is permitted at an instant when some phase open then lists it. Staff acts
have due dates, not locks: `late_by` measures, and only a closed phase refuses.
"""
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from models import clock
from models.campaign.plan import Phase, Plan
from models.problems import PhaseClosed

State = Literal["past", "open", "future"]
EDGES = ("closed", "due", "opened")     # at one instant a closing comes before an opening


class Edge(NamedTuple):
    """An instant at which a phase changes, or is due."""
    instant: datetime
    edge: str
    phase: str


def require(plan: Plan, act: str, at: datetime) -> None:
    """Raises PhaseClosed unless `permits`, saying when it opens or that it is over."""
    if permits(plan, act, at):
        return
    phases = window(plan, act)
    ahead = min((phase for phase in phases if at < phase.opens), key=lambda phase: phase.opens, default=None)
    if ahead:
        raise PhaseClosed(act=act, phase=ahead.id, opens=clock.to_wire(ahead.opens),
                          words=f"{ahead.label}从 {_beginning(ahead.opens)} 开始，请届时再办")
    last = max(phases, key=lambda phase: closes(plan, phase), default=None)
    if last is None:
        raise PhaseClosed(act=act, words="本次活动没有这项办理")
    raise PhaseClosed(act=act, phase=last.id, closed=clock.to_wire(closes(plan, last)),
                      words=f"{last.label}已于 {clock.to_shanghai(closes(plan, last))} 截止。如有特殊情况，请联系本单位联络员")


def _beginning(instant: datetime) -> str:
    """An opening in words. A day begins at 00:00, though a closing at the same instant is 24:00 of the day before."""
    t = instant.astimezone(clock.SHANGHAI)
    return f"{t.month} 月 {t.day} 日（周{clock.WEEKDAYS[t.weekday()]}）{t:%H:%M}"


def permits(plan: Plan, act: str, at: datetime) -> bool:
    """Whether a phase open at this instant lists the act."""
    return any(state(plan, phase, at) == "open" for phase in window(plan, act))


def window(plan: Plan, act: str) -> tuple[Phase, ...]:
    """The phases that list an act; empty for an act the calendar does not speak of."""
    return tuple(phase for phase in plan.phases if act in phase.permits)


def state(plan: Plan, phase: Phase, at: datetime) -> State:
    if at < phase.opens:
        return "future"
    return "open" if at < closes(plan, phase) else "past"


def closes(plan: Plan, phase: Phase) -> datetime:
    """When a phase ends; one that does not say ends with the campaign."""
    return phase.closes or plan.ends


def takes_upload(plan: Plan, begun: datetime, at: datetime, act: str = "submit") -> bool:
    """Whether a file whose upload began at `begun` may still arrive at `at`: permits then, or within the phase's grace."""
    return any(state(plan, phase, begun) == "open" and at < grace_ends(plan, phase) for phase in window(plan, act))


def grace_ends(plan: Plan, phase: Phase) -> datetime:
    """Until when what was on its way at a phase's closing may still arrive."""
    return closes(plan, phase) + timedelta(hours=phase.grace_hours)


def covers(plan: Plan, act: str, happened: datetime) -> bool:
    """Whether something that happened at this instant (an event, a scan) counts, however late it arrives."""
    return any(phase.opens <= happened < (phase.covers_until or closes(plan, phase)) for phase in window(plan, act))


def return_due(plan: Plan, at: datetime, wanted: datetime | None = None) -> datetime:
    """When a work returned at `at` is due back: as wanted, else after the plan's days; never later than its `latest`."""
    return min(wanted or at + timedelta(days=plan.returns.days), plan.returns.latest)


def last_closing(plan: Plan, act: str, at: datetime) -> datetime | None:
    """When the act was last closed, at `at` or before; None when no window of it has closed yet."""
    return max((closes(plan, phase) for phase in window(plan, act) if closes(plan, phase) <= at), default=None)


def due(plan: Plan, act: str, track_id: str | None = None, by: str | None = None) -> datetime | None:
    """When an act is due, None when never. Raises NotFound for an unknown track.

    An act of several phases (return, decline) is due with the phase of the role `by`;
    without a role, or in two phases of one role, with the later. The recommendation
    may have a date of its own in a track.
    """
    own = plan.track(track_id).recommend_due if track_id and act == "recommend" else None
    return own or max((phase.due for phase in window(plan, act) if phase.due and (by is None or by in phase.by)), default=None)


def late_by(plan: Plan, act: str, at: datetime, track_id: str | None = None, by: str | None = None) -> timedelta:
    """How far past its due date an act at `at` is: zero when in time or never due. Raises NotFound."""
    then = due(plan, act, track_id, by)
    return max(at - then, timedelta(0)) if then else timedelta(0)


def edges(plan: Plan) -> list[Edge]:
    """Every opening, due date and closing, in the order they come to pass."""
    found = [Edge(instant, edge, phase.id) for phase in plan.phases
             for edge, instant in (("closed", closes(plan, phase)), ("due", phase.due), ("opened", phase.opens)) if instant]
    return sorted(found, key=order)


def order(edge: Edge) -> tuple[datetime, int]:
    return edge.instant, EDGES.index(edge.edge)
