"""Sums over the rows of a figure: things counted once in all, and once for each unit; the units by their survivors.

Σ units − shared = total, where shared is what several units have: a thing that three units have is shared twice.
"""
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models import clock
from models.db import database
from models.targets.figures import FIGURES, Figure
from models.targets.tables import SIDES

MERGED = "LEFT JOIN (SELECT id, merged_into_id FROM unit WHERE merged_into_id IS NOT NULL) u ON u.id = r.unit_id"
UNIT = "COALESCE(u.merged_into_id, r.unit_id)"
FOUND = "found AS ({source})"
PAIRS = f"""pairs AS (SELECT r.thing, {UNIT} AS unit_id, MAX(r.counts) AS counts, MIN(r.row_id) AS row_id
    FROM found r {MERGED} WHERE 1 = 1 {{narrowed}} GROUP BY r.thing, {UNIT})"""  # noqa: S608 - of our own constants
BY_UNIT = f"""SELECT 'unit' AS what, NULL AS thing, {UNIT} AS unit_id, {{count}} AS counts
    FROM found r {MERGED} WHERE 1 = 1 {{narrowed}} GROUP BY {UNIT}"""  # noqa: S608 - of our own constants
TOTAL = "SELECT 'total', NULL, NULL, {count} FROM found r WHERE 1 = 1 {narrowed}"
ROWS = f"SELECT 'row', r.thing, {UNIT}, r.counts FROM found r {MERGED}"  # noqa: S608 - of our own constants
BY_HOUR = "SELECT SUBSTR(r.at, 1, 13), SUM(r.counts) FROM found r WHERE 1 = 1 {narrowed} GROUP BY SUBSTR(r.at, 1, 13)"


@dataclass(frozen=True, slots=True)
class Part:
    """Some units' rows: those that count for one of `reporting`, or that happened at one of `own`."""
    reporting: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A thing and a unit it counts for (None: 未归属), with the id of one row that tells of it."""
    thing: str
    unit_id: str | None
    counts: int
    row_id: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What a figure's column comes to, in all and for each unit."""
    total: int = 0
    by_unit: dict[str | None, int] = field(default_factory=dict)

    @property
    def shared(self) -> int:
        """How much the units' numbers together exceed the total."""
        return sum(self.by_unit.values()) - self.total


Sums = dict[tuple[str, str], Sum]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows of a campaign: of some units only, true before an instant only."""
    campaign: str
    part: Part | None = None
    before: datetime | None = None


def sums(asked: Asked) -> Sums:
    """Every figure's columns by (figure, side). One query each. A number that belongs to no unit is left out for a part."""
    return {(figure.id, side): _sum(figure, side, asked) for figure in FIGURES for side in SIDES
            if asked.part is None or figure.is_told_by_row(side)}


def _sum(figure: Figure, side: str, asked: Asked) -> Sum:
    source = figure.source(side) if asked.before else figure.brief_source(side)
    sql = f"{BY_UNIT} UNION ALL {TOTAL}" if figure.is_told_by_row(side) else TOTAL
    return read_sum(select(source, sql.replace("{count}", count_of(figure, side)), asked, only_found=True))


def count_of(figure: Figure, side: str) -> str:
    """How rows become a number: each thing once, or, where every row is another thing, what the rows count together."""
    return "COALESCE(SUM(r.counts), 0)" if figure.is_weighed(side) else "COUNT(DISTINCT r.thing)"


def read_sum(rows: Iterable[tuple[Any, ...]]) -> Sum:
    """A Sum from what BY_UNIT and TOTAL answer."""
    by_unit: dict[str | None, int] = {}
    total = 0
    for what, _, unit_id, counts in rows:
        if what == "total":
            total = int(counts)
        elif what == "unit":
            by_unit[unit_id] = int(counts)
    return Sum(total, by_unit)


def pairs(source: str, asked: Asked) -> list[Pair]:
    """Each thing once for each unit that has it, in the order of row ids."""
    rows = select(source, "SELECT thing, unit_id, counts, row_id FROM pairs ORDER BY row_id, unit_id", asked)
    return [Pair(thing, unit_id, int(counts), row_id) for thing, unit_id, counts, row_id in rows]


def summed(found: Iterable[Pair]) -> Sum:
    """The same as the database's sums, worked out here."""
    once: dict[str, int] = {}
    of_unit: dict[str | None, dict[str, int]] = {}
    for pair in found:
        once[pair.thing] = pair.counts
        of_unit.setdefault(pair.unit_id, {})[pair.thing] = pair.counts
    return Sum(sum(once.values()), {unit: sum(things.values()) for unit, things in of_unit.items()})


def by_day(source: str, asked: Asked) -> dict[str, int]:
    """What came on each Shanghai day, the first day first: of things that are told one by one to nobody."""
    days: dict[str, int] = {}
    for hour, counts in sorted(select(source, BY_HOUR, asked, only_found=True)):
        day = clock.from_wire(f"{hour}:00:00.000Z").astimezone(clock.SHANGHAI).date().isoformat()
        days[day] = days.get(day, 0) + int(counts)
    return days


def select(source: str, sql: str, asked: Asked, *more: object, only_found: bool = False) -> list[tuple[Any, ...]]:
    """The rows of a SELECT over `found` and `pairs`; `more` are the values of its own placeholders ({p}).

    `only_found`: over `found` alone, with {narrowed} where the asked-for conditions belong.
    """
    text, values = _filled(f"WITH {FOUND} {sql}" if only_found else f"WITH {FOUND}, {PAIRS} {sql}", source, asked)
    found: list[tuple[Any, ...]] = database.execute_sql(text.replace("{p}", database.param), [*values, *more]).fetchall()
    return found


def _filled(sql: str, source: str, asked: Asked) -> tuple[str, list[object]]:
    mark = database.param
    limits, values = _narrowed(asked, mark)
    times = sql.count("{narrowed}")
    text = sql.replace("{source}", source.replace(":campaign", mark)).replace("{narrowed}", limits)
    return text, [asked.campaign] * source.count(":campaign") + values * times


def _narrowed(asked: Asked, mark: str) -> tuple[str, list[object]]:
    """Conditions on `found r`, and their values."""
    limits, values = "", list[object]()
    if asked.before:
        limits, values = f" AND r.at < {mark}", [clock.to_wire(asked.before)]
    if asked.part:
        named = [(column, ids) for column, ids in (("r.unit_id", asked.part.reporting), ("r.own_id", asked.part.own)) if ids]
        either = " OR ".join(f"{column} IN ({', '.join([mark] * len(ids))})" for column, ids in named) or "1 = 0"
        limits, values = f"{limits} AND ({either})", [*values, *(one for _, ids in named for one in ids)]
    return limits, values
