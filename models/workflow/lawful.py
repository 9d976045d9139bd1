"""Whether a step is lawful now: the questions in the order a person would understand.

Does this act exist, and is it yours at all; from this state; in this role; is it open now; is everything there.
The first is asked before the state, so that trying what one may not do tells nothing about where an entry stands.
"""
from datetime import datetime
from typing import Any

from models.campaign import calendar
from models.campaign import queries as campaigns
from models.campaign.plan import Phase
from models.entries import standing
from models.entries.standing import Reach
from models.entries.tables import Entry
from models.law import LAW, SHOWN_LABELS, STATE_LABELS, Role, State, Step, step_for
from models.media import queries as files
from models.problems import Forbidden, NotFound, OwnEntry, PhaseClosed, WrongState
from models.workflow import guards, late_codes
from models.workflow.guards import Attempt


def attempt(entry: Entry, act: str, reach: Reach, at: datetime, facts: dict[str, Any] | None = None) -> Attempt:
    """The step somebody wants to take. Raises NotFound for an act that does not exist, OwnEntry, Forbidden, WrongState."""
    rows = [step for step in LAW if step.act == act]
    if not rows:
        raise NotFound(what="这种操作")
    _require_some_role(entry, rows, reach)
    step = step_for(act, entry.state)
    if step is None:
        raise WrongState(state=_state_word(entry, reach, at), act=rows[0].label)
    return Attempt(entry, step, reach, at, made_under=campaigns.plan_of(entry.plan_version_id),
                   newest=campaigns.newest_plan(entry.campaign_id), facts=facts or {})


def _require_some_role(entry: Entry, rows: list[Step], reach: Reach) -> None:
    by = {role for step in rows for role in step.by}
    if Role.AUTHOR not in by and standing.is_own(entry, reach.actor):
        raise OwnEntry(act=rows[0].label)
    if not _fitting(tuple(by), reach.roles_over(entry)):
        raise Forbidden(act=rows[0].label)


def _fitting(by: tuple[Role, ...], held: set[Role]) -> Role | None:
    """The role somebody acts in; the organiser last, on behalf of whoever holds the act."""
    fitting = next((role for role in by if role in held), None)
    if fitting is None and Role.ORGANISER in held and Role.AUTHOR not in by:
        return Role.ORGANISER
    return fitting


def _state_word(entry: Entry, reach: Reach, at: datetime) -> str:
    """The state in words this reader may know."""
    return STATE_LABELS[State(entry.state)] if reach.sees_jury(entry) else SHOWN_LABELS[reach.shown(entry, at)]


def require(tried: Attempt, late_code: str | None = None) -> None:
    """Raises Forbidden, PhaseClosed, LateCodeWrong, LateCodeOver and whatever the step's guards raise."""
    role_for(tried)
    require_open(tried, late_code)
    for need in tried.step.needs:
        getattr(guards, need)(tried)


def role_for(tried: Attempt) -> Role:
    """The role the actor takes this step in. Raises Forbidden."""
    role = _fitting(tried.step.by, tried.reach.roles_over(tried.entry))
    if role is None:
        raise Forbidden(act=tried.step.label)
    return role


def require_open(tried: Attempt, late_code: str | None = None) -> None:
    """Raises PhaseClosed unless time permits the step, or a late code, which is then noted to be spent: LateCodeWrong, LateCodeOver."""
    if not tried.step.window or (tried.step.act == "submit" and _still_open(tried)):
        return
    try:
        calendar.require(tried.newest, tried.step.act, tried.at)
    except PhaseClosed:
        if late_code is None or tried.step.act != "submit" or not calendar.last_closing(tried.newest, "submit", tried.at):
            raise
        tried.late_code = late_codes.fitting(late_code, tried.entry, tried.at)


def _still_open(tried: Attempt) -> bool:
    """A returned work until its own due time; a work whose upload had begun, for 48 hours more."""
    entry = tried.entry
    if entry.state == State.RETURNED and entry.editable_until and tried.at < entry.editable_until:
        return True
    return any(_in_grace(tried, phase) for phase in calendar.window(tried.newest, "submit"))


def _in_grace(tried: Attempt, phase: Phase) -> bool:
    """A while after closing, for an entry that was written before and whose files were on their way."""
    closed = calendar.closes(tried.newest, phase)
    in_time = closed <= tried.at < calendar.grace_ends(tried.newest, phase) and tried.entry.saved_at < closed
    return in_time and files.were_uploading(tried.entry.id, closed)


def late_s(tried: Attempt) -> int:
    """Whole seconds past the act's due time; 0 in time, for authors' acts, and where the plan sets no due time."""
    if Role.AUTHOR in tried.step.by:
        return 0
    late = calendar.late_by(tried.newest, tried.step.act, tried.at, tried.entry.track, by=tried.step.by[0].value)
    return int(late.total_seconds())
