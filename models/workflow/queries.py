"""What may be done next with an entry, and what was done, as far as a reader may know."""
from dataclasses import dataclass
from datetime import datetime

from models import clock
from models.accounts.actor import Actor
from models.entries.standing import Reach, supplement_open
from models.entries.tables import Entry
from models.law import AUTHORS_ACTS, JURY, Role, Shown, State, Step, shown, steps_from
from models.problems import Problem
from models.rows import Prepared
from models.units import queries as units
from models.workflow import lawful
from models.workflow.tables import Move

ALWAYS_TOLD = ("submit", "withdraw", "return", "disqualify", "exhibit", "unexhibit")
REASONS_TOLD = ("submit", "withdraw", "return", "disqualify")


@dataclass(frozen=True, slots=True)
class WayOn:
    """A step out of the present state; `problem` is what closes it, None when it is open to the actor."""
    step: Step
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a history, as its reader may know it. `who` (an account id) is set for staff only."""
    id: str
    act: str
    source: str
    target: str
    at: datetime
    role: Role
    unit: str | None
    comment: str
    due_at: datetime | None = None
    late_s: int = 0
    who: str | None = None
    on_behalf_of: str | None = None


def ways_on(entry: Entry, actor: Actor, at: datetime | None = None, *, reach: Reach | None = None) -> list[WayOn]:
    """Every step out of this state that concerns the reader. Screens draw their buttons from this, so no client repeats the law.

    Who may not see the jury is offered what is his own to do: which other steps exist would tell the state.
    """
    at, reach = at or clock.now(), reach or Reach(actor)
    steps = steps_from(State(entry.state))
    if not reach.sees_jury(entry):
        steps = tuple(step for step in steps if _offered(step, entry, reach, at))
    return [WayOn(step, _closed_by(entry, step, reach, at)) for step in steps]


def _offered(step: Step, entry: Entry, reach: Reach, at: datetime) -> bool:
    """The author's acts, and the tick of the union below; submitting while the jury works only when more is asked."""
    if step.act == "submit" and entry.state in JURY:
        return supplement_open(entry, at)
    return step.act in AUTHORS_ACTS or (Role.ENDORSER in step.by and Role.ENDORSER in reach.roles_over(entry))


def _closed_by(entry: Entry, step: Step, reach: Reach, at: datetime) -> Problem | None:
    try:
        lawful.require(lawful.attempt(entry, step.act, reach, at))
    except Problem as closed:
        return closed
    return None


_moves_of = Prepared(Move, lambda entry_id: Move.select().where(Move.entry == entry_id).order_by(Move.number))


def history(entry: Entry, actor: Actor, *, reach: Reach | None = None) -> list[Told]:
    """What happened to an entry, oldest first. An author is told what he did, what he was asked, and published results."""
    moves, reach = _moves_of(entry.id), reach or Reach(actor)
    names = units.names({moved.acting_unit_id for moved in moves if moved.acting_unit_id})
    if reach.sees_jury(entry):
        return [_whole(moved, names) for moved in moves]
    published_at = reach.published_at(entry)
    return [_for_author(moved, names, published_at is not None and published_at <= moved.at)
            for moved in moves if moved.act in ALWAYS_TOLD]


def _whole(moved: Move, names: dict[str, str]) -> Told:
    return Told(moved.id, moved.act, moved.source, moved.target, moved.at, Role(moved.as_role), _name(moved, names), moved.comment,
                moved.due_at, moved.late_s, moved.actor_id, moved.on_behalf_of)


def _for_author(moved: Move, names: dict[str, str], published: bool) -> Told:
    """Role and unit instead of a name, and the states in the words he was shown at the time (`published`: were the results, by then)."""
    supplement = moved.act == "return" and moved.source == moved.target
    source = shown(State(moved.source), supplement=False, published=published)
    target = Shown.SUPPLEMENT if supplement else shown(State(moved.target), supplement=False, published=published)
    comment = moved.comment if moved.act in REASONS_TOLD else ""
    return Told(moved.id, moved.act, source, target, moved.at, Role(moved.as_role), _name(moved, names), comment, moved.due_at)


def _name(moved: Move, names: dict[str, str]) -> str | None:
    return names.get(moved.acting_unit_id or "")
