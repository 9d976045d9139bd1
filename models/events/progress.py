"""How many events a reporting unit was allocated (任务数), reported, and had confirmed (完成数). Units stand in the document's order."""
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import fn

from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.campaign.plan import Plan
from models.events.law import EventState
from models.events.standing import Reach
from models.events.tables import Event
from models.units import queries as units
from models.units.tables import Unit


@dataclass(frozen=True, slots=True)
class Progress:
    """Of one reporting unit: events confirmed, events waiting for confirmation, and the task; None where the plan allocates nothing."""
    unit_id: str
    unit_name: str
    done: int
    reported: int
    task: int | None


def of_units(campaign_id: str, actor: Actor, unit_id: str | None = None) -> list[Progress]:
    """Every reporting unit of which this person may know: organisers and observers all, coordinators theirs, those below and the one above.

    A number of queries that grows with the units coordinated, not with events or units. Raises NotFound (campaign, unit).
    """
    found = _reporting(actor)
    wanted = units.find(unit_id).id if unit_id else None
    return _told(campaigns.newest_plan(campaign_id), [unit for unit in found if wanted in (None, unit.id)])


def of_event(event: Event) -> Progress | None:
    """That of the event's reporting unit; None for an event outside the tree of any."""
    if event.reporting_unit_id is None:
        return None
    return _told(campaigns.newest_plan(event.campaign_id), [units.find(event.reporting_unit_id)])[0]


def _reporting(actor: Actor) -> list[Unit]:
    every = list(Unit.select().where(Unit.reports, Unit.merged_into.is_null()).order_by(Unit.position, Unit.id))
    reach = Reach(actor)
    if actor.is_organiser or reach.watches_everything:
        return every
    known = reach.below | reach.over.watched_units | frozenset(_above(reach))
    return [unit for unit in every if unit.id in known]


def _above(reach: Reach) -> Iterable[str]:
    """To whom the units report that this person coordinates: their task is filled by his events too."""
    return (above.id for one in sorted(reach.over.bodies) if (above := units.reporting_unit_of(one)))


def _told(plan: Plan, found: list[Unit]) -> list[Progress]:
    names, counted = _ids_of(found), _counted(plan.id)
    tasks = _tasks(plan)

    def count(unit: Unit, state: EventState) -> int:
        return sum(counted.get((one, state), 0) for one in names[unit.id])

    return [Progress(unit.id, unit.name, count(unit, EventState.CONFIRMED), count(unit, EventState.REPORTED), tasks.get(unit.id))
            for unit in found]


def _ids_of(found: list[Unit]) -> dict[str, list[str]]:
    """Every id of each body: its own, and those merged into it."""
    merged = Unit.select(Unit.id, Unit.merged_into).where(Unit.merged_into.in_([unit.id for unit in found]))
    names = {unit.id: [unit.id] for unit in found}
    for one in merged:
        names[str(one.merged_into_id)].append(one.id)
    return names


def _counted(campaign_id: str) -> dict[tuple[str, str], int]:
    rows: Any = (Event.select(Event.reporting_unit, Event.state, fn.COUNT(Event.id))
                 .where(Event.campaign == campaign_id, Event.state.in_((EventState.CONFIRMED, EventState.REPORTED)))
                 .group_by(Event.reporting_unit, Event.state).tuples())
    return {(unit_id, state): count for unit_id, state, count in rows}


def _tasks(plan: Plan) -> dict[str, int]:
    """The allocation by unit; two rows that turned out to be one body add up."""
    names = dict.fromkeys(row.unit for row in plan.allocation.rows)
    found, tasks = units.by_names(names), dict[str, int]()
    for name in names:
        task = plan.allocation.events_of(name)
        if name in found and task is not None:
            tasks[found[name].id] = tasks.get(found[name].id, 0) + task
    return tasks
