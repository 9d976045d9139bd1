"""The numbers beside the targets, as they are shown and as a statement keeps them.

A target of several figures is met when one of them reaches it. Units stand in the document's order. A unit has a
target only where the plan allocates one (线下活动); the others are the province's.
"""
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.campaign.plan import Plan, Target
from models.targets.counting import Sum, Sums
from models.targets.figures import BY_ID, FIGURES, Figure, counted
from models.targets.roll import Roll
from models.targets.rules import Sight
from models.targets.tables import PROVINCE, SIDES
from models.units.tables import Unit

UNASSIGNED = "未归属"
PERCENT = "%"
NOTHING = Sum()


@dataclass(frozen=True, slots=True)
class Frame:
    """What the numbers are held against: the plan, the units, denominators by what they are of, and the printed columns."""
    plan: Plan
    roll: Roll
    people: Mapping[str, int]
    columns: Mapping[str, str]
    unit: Unit | None = None                  # None: the province


def rows(frame: Frame, sums: Sums) -> list[dict[str, Any]]:
    """A row for each of the plan's targets, with its figures. A number that a unit cannot have is None."""
    return [_row(target, frame, sums) for target in frame.plan.targets.rows]


def _row(target: Target, frame: Frame, sums: Sums) -> dict[str, Any]:
    figures = [_figure(figure, frame, sums) for figure in FIGURES if figure.target == target.id]
    chosen = figures[0]["chosen"] if figures else None
    at_least = _at_least(target, frame)
    percent = next((one["percent"] for one in figures if one["percent"] is not None), None)
    reached = [percent] if target.measure == PERCENT else [one[one["chosen"]] for one in figures]
    known = [number for number in reached if number is not None]
    met = None if at_least is None or not known else max(known) >= at_least
    return {"id": target.id, "label": target.label, "measure": target.measure, "at_least": at_least, "figures": figures, "met": met,
            "counted": target.counted, "chosen": chosen, "percent": percent}


def _at_least(target: Target, frame: Frame) -> int | None:
    if frame.unit is None:
        return target.at_least
    return frame.roll.tasks.get(frame.unit.id) if target.allocated else None


def _figure(figure: Figure, frame: Frame, sums: Sums) -> dict[str, Any]:
    numbers = {side: sums[figure.id, side].total if (figure.id, side) in sums else None for side in SIDES}
    chosen = frame.columns[figure.id]
    of = frame.unit.id if frame.unit else PROVINCE
    return {"id": figure.id, "label": figure.label, "measure": figure.measure, **numbers, "chosen": chosen,
            "counted": counted(figure.id), "percent": _percent(figure, numbers[chosen], frame.people.get(of))}


def _percent(figure: Figure, number: int | None, people: int | None) -> float | None:
    """Of the target that is a percentage only, and only where somebody said of how many."""
    if figure.id != "coverage" or number is None or not people:
        return None
    return round(100 * number / people, 1)


def lines(frame: Frame, sums: Sums, sight: Sight) -> list[dict[str, Any]]:
    """A line for each reporting unit within sight, and last what counts for no unit."""
    having = {unit for one in sums.values() for unit in one.by_unit}
    shown = [unit for unit in frame.roll.with_others(sorted(filter(None, having))) if sight.sees(unit.id)]
    told = [_line(unit.id, unit.name, frame, sums) for unit in shown]
    return [*told, _line(None, UNASSIGNED, frame, sums)] if sight.is_whole and _is_anything_unassigned(sums) else told


def _line(unit_id: str | None, name: str, frame: Frame, sums: Sums) -> dict[str, Any]:
    figures: dict[str, dict[str, Any]] = {
        figure.id: {side: sums[figure.id, side].by_unit.get(unit_id, 0) if figure.is_told_by_row(side) else None for side in SIDES}
        for figure in FIGURES}
    for figure_id, numbers in figures.items():
        numbers["percent"] = _percent(BY_ID[figure_id], numbers[frame.columns[figure_id]], frame.people.get(unit_id or ""))
    return {"unit": unit_id, "unit_name": name, "task": frame.roll.tasks.get(unit_id or ""), "figures": figures}


def _is_anything_unassigned(sums: Sums) -> bool:
    return any(sums[figure.id, side].by_unit.get(None) for figure in FIGURES for side in SIDES if figure.is_told_by_row(side))


def shared(sums: Sums, side: str) -> dict[str, int]:
    """{figure: by how much the units' numbers together exceed the total}."""
    return {figure.id: sums[figure.id, side].shared for figure in FIGURES if figure.is_told_by_row(side)}
