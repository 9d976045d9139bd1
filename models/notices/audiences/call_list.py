"""请转告名单: whom no push can reach now, by unit, with whom to ask there. The channel that reaches most is a person's phone call."""
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import SQL, fn

from models.accounts import queries as accounts
from models.accounts.tables import Account
from models.notices.audiences import people, reach
from models.notices.plans.templates import Template
from models.units.tables import Unit

NAMED_AT_MOST = 20                   # names of one unit; behind them stands how many more
FARTHEST = 20                        # units above one another


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Those of one unit; None for people without one. `liaisons` and `phone`: of the unit that reports for it."""
    unit_id: str | None
    name: str
    people: int
    named: list[str]
    liaisons: list[str]
    phone: str


def by_unit(terms: dict[str, Any], template: Template | None, campaign_id: str, at: datetime) -> list[Unreachable]:
    """By the units' names, people without a unit last. Four statements. For organisers, who may see names."""
    bodies = {unit.id: unit for unit in Unit.select()}
    wanted = (Account.id.in_(people.ids_of(terms, campaign_id, at)), ~reach.by_official(template), ~reach.by_mini(template))
    counted: Any = Account.select(Account.unit, fn.COUNT(Account.id)).where(*wanted).group_by(Account.unit).tuples()
    people_of: dict[str | None, int] = defaultdict(int)
    for unit_id, number in counted:
        people_of[_survivor(unit_id, bodies)] += number
    named = _named(wanted, bodies)
    found = [_of_unit(bodies.get(unit_id or ""), number, named[unit_id], bodies) for unit_id, number in people_of.items()]
    return sorted(found, key=lambda one: (one.unit_id is None, one.name))


def _named(wanted: tuple[Any, ...], bodies: Mapping[str, Unit]) -> dict[str | None, list[str]]:
    """Some names of each unit, however many people there are."""
    place = fn.ROW_NUMBER().over(partition_by=[Account.unit], order_by=[Account.id])
    numbered = Account.select(Account.id, Account.unit.alias("unit_id"), place.alias("place")).where(*wanted)
    first: Any = numbered.select_from(SQL("id"), SQL("unit_id")).where(SQL("place") <= NAMED_AT_MOST).order_by(SQL("id")).tuples()
    rows = list(first)
    called, found = accounts.names([one for one, _ in rows]), defaultdict[str | None, list[str]](list)
    for one, unit_id in rows:
        found[_survivor(unit_id, bodies)].append(called.get(one) or "没有填写姓名")
    return found


def _of_unit(unit: Unit | None, number: int, named: list[str], bodies: Mapping[str, Unit]) -> Unreachable:
    shown = named[:NAMED_AT_MOST] + ([f"等 {number} 人"] if number > NAMED_AT_MOST else [])
    if unit is None:
        return Unreachable(None, "没有选单位", number, shown, [], "")
    speaks = _reports_for(unit, bodies)
    return Unreachable(unit.id, unit.name, number, shown, [one for one in (speaks.liaison_a, speaks.liaison_b) if one], speaks.office_phone)


def _survivor(unit_id: str | None, bodies: Mapping[str, Unit]) -> str | None:
    body = bodies.get(unit_id or "")
    return (body.merged_into_id or body.id) if body else None


def _reports_for(unit: Unit, bodies: Mapping[str, Unit]) -> Unit:
    """The nearest unit from this one up that reports; the unit itself where none does."""
    above: Unit | None = unit
    for _ in range(FARTHEST):
        if above is None or above.reports:
            return above or unit
        above = bodies.get(_survivor(above.parent_id, bodies) or "")
    return unit
