"""The reporting units in the document's order, and how many events each has to hold.

A task stands in the plan under a unit's name. It follows the unit when it is renamed (the former name is kept as an
alias) and when two turn out to be one body: the survivor has both duties.
"""
from collections.abc import Iterable
from dataclasses import dataclass

from models.campaign.plan import Plan
from models.units import queries as units
from models.units.tables import Unit


@dataclass(frozen=True, slots=True)
class Roll:
    """`lines`: units that report, in the document's order. `tasks`: unit id → events; none for a unit without a task."""
    lines: tuple[Unit, ...]
    tasks: dict[str, int]
    of_row: dict[int, str]                    # the allocation's row number → the unit it means today

    def with_others(self, unit_ids: Iterable[str]) -> tuple[Unit, ...]:
        """The lines, and units that no longer report but have numbers; still in the document's order."""
        missing = set(unit_ids) - {unit.id for unit in self.lines}
        if not missing:
            return self.lines
        others = Unit.select().where(Unit.id.in_(sorted(missing)))
        return tuple(sorted((*self.lines, *others), key=_order))


def roll(plan: Plan) -> Roll:
    """Three queries at most."""
    meant = units.by_names(row.unit for row in plan.allocation.rows)
    of_row = {row.no: meant[row.unit].id for row in plan.allocation.rows if row.unit in meant}
    tasks: dict[str, int] = {}
    for row in plan.allocation.rows:
        if row.events is not None and row.no in of_row:
            tasks[of_row[row.no]] = tasks.get(of_row[row.no], 0) + row.events
    standing = Unit.select().where(Unit.merged_into.is_null(), (Unit.reports & Unit.closed_at.is_null()) | Unit.id.in_(sorted(tasks)))
    return Roll(tuple(sorted(standing, key=_order)), tasks, of_row)


def _order(unit: Unit) -> tuple[int, str]:
    return unit.position, unit.id
