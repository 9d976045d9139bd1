"""Who may see which numbers, and who may write: statements, the ledger, denominators, answers."""
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models import clock
from models.accounts.actor import Actor, Role
from models.accounts.rules import coordinates
from models.problems import Forbidden, Incomplete, NotFound
from models.targets.counting import Part
from models.units import queries as units
from models.units.tables import Unit

READERS = (Role.COORDINATOR, Role.OBSERVER)


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see: everything (`units` None), or the province's totals and these units' own rows."""
    units: frozenset[str] | None

    @property
    def is_whole(self) -> bool:
        return self.units is None

    def sees(self, unit_id: str | None) -> bool:
        return self.units is None or unit_id in self.units

    @property
    def part(self) -> Part | None:
        """The rows within sight; None for all."""
        if self.units is None:
            return None
        within = tuple(sorted(self.units))
        return Part(reporting=within, own=within)


def sight_of(actor: Actor) -> Sight:
    """One query for each unit held. Raises Forbidden for whoever neither looks after a unit nor oversees anything."""
    if actor.is_organiser or any(actor.holds(role) for role in READERS):
        return Sight(None)
    held = sorted({over.removeprefix("unit:") for role in READERS for over in actor.overs(role) if over.startswith("unit:")})
    if not held:
        raise Forbidden(act="查看任务指标")
    return Sight(frozenset(one for unit in held for one in units.subtree_ids(unit)))


def unit_within(unit_id: str, sight: Sight) -> tuple[Unit, Part]:
    """A unit whose numbers are asked for, and which rows are its: what it reports, or what happened below it.

    Raises NotFound, also for a unit that this person does not look after.
    """
    unit = units.find(unit_id)
    if not sight.sees(unit.id):
        raise NotFound(what="这个单位")
    return unit, part_of(unit)


def part_of(unit: Unit) -> Part:
    return Part(reporting=units.same_body(unit.id)) if unit.reports else Part(own=tuple(sorted(units.subtree_ids(unit.id))))


def require_organiser(actor: Actor, act: str) -> None:
    if not actor.is_organiser:
        raise Forbidden(act=act)


def require_speaker(unit_id: str | None, actor: Actor, act: str) -> Unit | None:
    """The unit this person speaks for; None is the province, the organiser's. Raises Forbidden, NotFound (the unit)."""
    if unit_id is None:
        require_organiser(actor, act)
        return None
    unit = units.find(unit_id)
    if not coordinates(unit.id, actor):
        raise Forbidden(act=act)
    return unit


def role_of(actor: Actor) -> Role:
    return Role.ORGANISER if actor.is_organiser else Role.COORDINATOR


# What may be written down

LABELS = {"channel": "渠道", "title": "标题", "note": "备注", "link": "链接", "reads": "阅读量", "day": "日期", "until": "截止日期",
          "columns": "打印哪一列", "people": "人数", "source": "数据来源", "name": "单位名称", "answer": "答复", "into": "并入的单位"}


def refuse(faults: dict[str, Any]) -> None:
    """Raises Incomplete for {field: what is wrong}, unless there is none."""
    if faults:
        fields = [{"field": name, "label": LABELS[name], "says": says} for name, says in faults.items()]
        raise Incomplete(summary="；".join(f"{one['label']}{one['says']}" for one in fields), fields=fields)


def day_fault(day: str, at: datetime) -> str | None:
    """What is wrong with a Shanghai day that has begun: "2022-08-25"."""
    try:
        parsed = date.fromisoformat(day)
    except ValueError:
        return "要写成 2022-08-25"
    if parsed.isoformat() != day or parsed.year < 2000:
        return "要写成 2022-08-25"
    return None if parsed <= at.astimezone(clock.SHANGHAI).date() else "不能晚于今天"
