"""What happens to the union tree: a list adopted, one unit saved, two found to be one."""
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from models import clock, ids, journal
from models.db import locked, writing
from models.problems import Incomplete, NotFound, UnitCircular, UnitMerged, UnitNameTaken
from models.units import lineage, rules
from models.units.intake import Intake
from models.units.names import plain
from models.units.rows import UnitRow
from models.units.sheets import Report
from models.units.tables import Kind, Unit

FACTS = ("name", "short", "aliases", "kind", "parent_id", "reports", "position", "liaison_a", "liaison_b",
         "office_phone", "workers", "closed_at")
FILLED = ("short", "liaison_a", "liaison_b", "office_phone", "workers", "parent_id")    # a survivor takes these when it has none


def import_units(rows: Sequence[UnitRow], *, dry_run: bool = False, actor: rules.Doer, at: datetime | None = None) -> Report:
    """Bring a list of units into the tree; good lines are kept though others are refused. The same list again changes nothing.

    Returns a line for every row, the same for a dry run, which changes nothing. Raises Forbidden.
    """
    at = at or clock.now()
    rules.require_keeper(actor, "导入单位")
    if dry_run:
        report = Intake(rows, at).report
        report.dry_run = True
        return report
    with writing():
        intake = Intake(rows, at)
        intake.apply()
        report = intake.report
        journal.write("units.imported", "units", actor_id=actor.account_id, at=at, counts=report.counts)
    return report


def adopt_units(rows: Sequence[UnitRow], *, actor: rules.Doer, at: datetime | None = None) -> Report:
    """The units a campaign document names, brought into the tree. Idempotent by full name. Raises Forbidden."""
    return import_units(rows, actor=actor, at=at)


def save_unit(unit_id: str, facts: dict[str, Any], *, actor: rules.Doer, at: datetime | None = None) -> Unit:
    """Make a unit, or change the facts given (any of FACTS); the same again changes nothing.

    Raises Forbidden, NotFound (its parent), UnitMerged, UnitNameTaken, UnitCircular, Incomplete.
    """
    at = at or clock.now()
    rules.require_keeper(actor, "修改单位")
    _require_sound(unit_id, facts)
    with writing():
        tree = _tree()
        unit = tree.get(unit_id) or Unit(id=unit_id, created_at=at)
        is_new = unit_id not in tree
        if not is_new and all(getattr(unit, fact) == value for fact, value in facts.items()):
            return unit
        _change(tree, unit, facts)
        _write(tree, new=unit if is_new else None, touched={unit_id})
        journal.write("unit.saved", unit_id, actor_id=actor.account_id, at=at, facts=sorted(facts))
    return unit


def merge_units(from_id: str, into_id: str, *, actor: rules.Doer, at: datetime | None = None) -> Unit:
    """Declare two units one body: `from` stays as a name for `into`, which takes its aliases and children.

    Nothing that points at either id is lost: queries follow. Returns the survivor.
    Raises Forbidden, NotFound, UnitMerged (already merged into another), UnitCircular (into itself or its own subtree).
    """
    at = at or clock.now()
    rules.require_keeper(actor, "合并单位")
    with writing():
        tree = _tree()
        if from_id not in tree or into_id not in tree:
            raise NotFound(what="这个单位")
        gone, survivor = tree[from_id], tree[into_id]
        if gone.merged_into_id == into_id:
            return survivor
        _require_mergeable(tree, gone, survivor)
        _write(tree, touched=_merge(tree, gone, survivor))
        journal.write("unit.merged", from_id, actor_id=actor.account_id, at=at, into=into_id)
    return survivor


def _require_sound(unit_id: str, facts: dict[str, Any]) -> None:
    wrong = sorted(facts.keys() - set(FACTS))
    wrong += ["id"] if not ids.is_id(unit_id, "unt") else []
    wrong += ["kind"] if "kind" in facts and facts["kind"] not in set(Kind) else []
    wrong += ["name"] if "name" in facts and not plain(str(facts["name"])) else []
    if wrong:
        raise Incomplete(fields=[{"field": name, "says": "不能这样写"} for name in wrong], summary="、".join(wrong))


def _change(tree: lineage.Tree, unit: Unit, facts: dict[str, Any]) -> None:
    if unit.merged_into_id:
        raise UnitMerged(into=unit.merged_into_id)
    for fact, value in facts.items():
        setattr(unit, fact, value)
    if not unit.name:
        raise Incomplete(fields=[{"field": "name", "label": "全称", "says": "请填写"}], summary="全称")
    if any(plain(other.name) == plain(unit.name) for other in tree.values() if other.id != unit.id):
        raise UnitNameTaken()
    if unit.parent_id and unit.parent_id not in tree:
        raise NotFound(what="上级单位")
    tree[unit.id] = unit
    if unit.parent_id and unit.id in _above(tree, unit.parent_id):
        raise UnitCircular()


def _require_mergeable(tree: lineage.Tree, gone: Unit, survivor: Unit) -> None:
    if gone.merged_into_id or survivor.merged_into_id:
        raise UnitMerged(into=gone.merged_into_id or survivor.merged_into_id)
    if gone.id in _above(tree, survivor.id):
        raise UnitCircular()


def _merge(tree: lineage.Tree, gone: Unit, survivor: Unit) -> set[str]:
    """Change the units in memory; the ids of all that changed."""
    names = (gone.name, gone.short, *gone.aliases)
    survivor.aliases = list(dict.fromkeys([*survivor.aliases, *filter(None, names)]))
    survivor.reports = survivor.reports or gone.reports
    for fact in FILLED:
        setattr(survivor, fact, getattr(survivor, fact) or getattr(gone, fact))
    gone.merged_into_id = survivor.id
    moved = {unit.id for unit in tree.values() if gone.id in (unit.parent_id, unit.merged_into_id)}
    for unit in map(tree.__getitem__, moved):
        unit.parent_id = survivor.id if unit.parent_id == gone.id else unit.parent_id
        unit.merged_into_id = survivor.id if unit.merged_into_id == gone.id else unit.merged_into_id
    return {gone.id, survivor.id} | moved


def _tree() -> lineage.Tree:
    return {unit.id: unit for unit in locked(Unit.select().order_by(Unit.id))}


def _above(tree: lineage.Tree, unit_id: str) -> set[str]:
    """The unit and all above it; stops where a circle closes."""
    seen: set[str] = set()
    step: str | None = unit_id
    while step and step not in seen:
        seen.add(step)
        step = tree[step].parent_id
    return seen


def _write(tree: lineage.Tree, *, touched: set[str], new: Unit | None = None) -> None:
    for unit_id in touched | lineage.index(tree):
        tree[unit_id].save(force_insert=new is not None and unit_id == new.id)
