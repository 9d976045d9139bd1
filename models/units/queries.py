"""Looking units up: by id, by place in the tree, and by the names people use.

A unit that was merged away is found as its survivor, and every walk through the tree carries the ids
of merged units along, so that a role or a duty held over either name still reaches.
"""
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from peewee import JOIN, Case, Tuple

from models.db import database
from models.problems import Malformed, NotFound
from models.rows import find_row
from models.units.names import plain
from models.units.tables import Unit

LONGEST_QUERY = 40       # characters; each one is a condition
LOOSE_FROM = 3           # characters: below, only a run of text matches, or everything would

UP = """
WITH RECURSIVE up(id, parent_id, depth) AS (
    SELECT id, parent_id, 0 FROM unit
    WHERE id = COALESCE((SELECT merged_into_id FROM unit WHERE id = {p}), {p})
    UNION ALL
    SELECT u.id, u.parent_id, up.depth + 1 FROM unit u JOIN up ON u.id = up.parent_id WHERE up.depth < 20)
"""
CHAIN = UP + """
SELECT u.id FROM up JOIN unit u ON u.id = up.id OR u.merged_into_id = up.id
ORDER BY up.depth, CASE WHEN u.merged_into_id IS NULL THEN 0 ELSE 1 END, u.id
"""
REPORTING = UP + """
SELECT u.id FROM up JOIN unit u ON u.id = up.id WHERE u.reports ORDER BY up.depth LIMIT 1
"""
ABOVE = UP + """
SELECT id FROM up WHERE depth > 0 ORDER BY depth
"""
BODY = """
SELECT u.id FROM unit u JOIN (SELECT COALESCE(merged_into_id, id) AS id FROM unit WHERE id = {p}) s
    ON u.id = s.id OR u.merged_into_id = s.id
ORDER BY CASE WHEN u.merged_into_id IS NULL THEN 0 ELSE 1 END, u.id
"""
DOWN = """
WITH RECURSIVE down(id) AS (
    SELECT id FROM unit WHERE id = COALESCE((SELECT merged_into_id FROM unit WHERE id = {p}), {p})
    UNION
    SELECT u.id FROM unit u JOIN down ON u.parent_id = down.id OR u.merged_into_id = down.id)
SELECT id FROM down
"""


@dataclass(frozen=True, slots=True)
class LiaisonCard:
    """Whom a worker may call: the liaisons of his reporting unit, and its office phone; "" where unknown."""
    unit_id: str
    unit_name: str
    liaison_a: str
    liaison_b: str
    office_phone: str


def find(unit_id: str) -> Unit:
    """The unit, or the one it was merged into. Raises NotFound."""
    unit = find_row(Unit, unit_id)
    if unit and unit.merged_into_id:
        unit = find_row(Unit, unit.merged_into_id)
    if not unit:
        raise NotFound(what="这个单位")
    return unit


def by_names(names: Iterable[str]) -> dict[str, Unit]:
    """Full names to units, merged ones to their survivors; a name a unit had before follows it. Names nobody has are left out."""
    wanted = list(names)
    found = {unit.name: unit for unit in Unit.select().where(Unit.name.in_(wanted))}
    found |= _by_former_names([name for name in wanted if name not in found])
    merged = [unit.merged_into_id for unit in found.values() if unit.merged_into_id]
    survivors = {unit.id: unit for unit in Unit.select().where(Unit.id.in_(merged))} if merged else {}
    return {name: survivors.get(unit.merged_into_id or "", unit) for name, unit in found.items()}


def _by_former_names(missing: list[str]) -> dict[str, Unit]:
    """Names that stand as an alias with one unit alone: what renaming leaves behind."""
    if not missing:
        return {}
    called: dict[str, list[Unit]] = {name: [] for name in missing}
    whole = reduce(or_, [Unit.search.contains(f"\n{plain(name)}\n") for name in missing])
    for unit in Unit.select().where(whole):
        for name in missing:
            if any(plain(alias) == plain(name) for alias in unit.aliases):
                called[name].append(unit)
    return {name: units[0] for name, units in called.items() if len(units) == 1}


def names(unit_ids: Iterable[str]) -> dict[str, str]:
    """Full names by id; nothing is asked for nobody."""
    wanted = list(unit_ids)
    return {unit.id: unit.name for unit in Unit.select(Unit.id, Unit.name).where(Unit.id.in_(wanted))} if wanted else {}


def search(q: str = "", *, parent: str | None = None, limit: int = 20, cursor: str | None = None) -> tuple[list[Unit], str | None]:
    """Units by everyday name, best first; without `q` the children of `parent`, or the roots. Also the next cursor.

    A whole name stands before a beginning, a middle, letters in order (西宁总工会), letters in any order
    (青海电信), and last the units below one whose name matches. Equal ones stand in the document's order.
    `parent` with `q` looks anywhere below it. `unit.parent` is loaded. Two queries at most.
    Raises Malformed for a cursor that is not ours.
    """
    wanted = plain(q)[:LONGEST_QUERY]
    if q.strip() and not wanted:
        return [], None
    above = Unit.alias()
    rank = _rank(wanted)
    rows = (Unit.select(Unit, above, rank.alias("rank")).join(above, JOIN.LEFT_OUTER, on=(Unit.parent == above.id))
            .where(Unit.merged_into.is_null(), Unit.closed_at.is_null()))
    rows = rows.where(_matches(wanted)) if wanted else rows.where(Unit.parent == parent if parent else Unit.parent.is_null())
    if wanted and parent:
        rows = rows.where(Unit.id.in_(subtree_ids(parent)))
    if cursor:
        rows = rows.where(Tuple(rank, Unit.position, Unit.id) > Tuple(*_read(cursor)))
    page = list(rows.order_by(rank, Unit.position, Unit.id).limit(limit + 1))
    return page[:limit], _cursor(page[limit - 1]) if len(page) > limit else None


def children(parent: str | None = None) -> list[Unit]:
    """Every unit directly below, in the document's order; without `parent`, the roots."""
    where = Unit.parent == parent if parent else Unit.parent.is_null()
    return list(Unit.select().where(where, Unit.merged_into.is_null(), Unit.closed_at.is_null()).order_by(Unit.position, Unit.id))


def chain(unit_id: str) -> tuple[str, ...]:
    """Ids from the unit up to the root, each followed by the ids merged into it. () for an unknown id. One query."""
    return _ids(CHAIN, unit_id)


def same_body(unit_id: str) -> tuple[str, ...]:
    """Every id of one body, the survivor's first, then those merged into it. One query. Raises NotFound."""
    found = tuple(row[0] for row in database.execute_sql(BODY.format(p=database.param), (unit_id,)).fetchall())
    if not found:
        raise NotFound(what="这个单位")
    return found


def subtree_ids(unit_id: str) -> tuple[str, ...]:
    """The unit and everything below it, with the ids merged into any of them, in no order. One query."""
    return tuple(row[0] for row in database.execute_sql(DOWN.format(p=database.param), (unit_id, unit_id)).fetchall())


def ancestors(unit_id: str) -> list[Unit]:
    """The units above this one, nearest first."""
    above = _ids(ABOVE, unit_id)
    found = {unit.id: unit for unit in Unit.select().where(Unit.id.in_(above))}
    return [found[one] for one in above]


def reporting_unit_of(unit_id: str) -> Unit | None:
    """The nearest unit, from this one up, that preselects, ranks and reports (报送单位); None outside the tree of any."""
    found = _ids(REPORTING, unit_id)
    return Unit.get_by_id(found[0]) if found else None


def liaison_card(unit_id: str) -> LiaisonCard | None:
    """Whom the members of this unit may call; None when no reporting unit stands above."""
    unit = reporting_unit_of(unit_id)
    return LiaisonCard(unit.id, unit.name, unit.liaison_a, unit.liaison_b, unit.office_phone) if unit else None


def _ids(sql: str, unit_id: str) -> tuple[str, ...]:
    return tuple(row[0] for row in database.execute_sql(sql.format(p=database.param), (unit_id, unit_id)).fetchall())


def _rank(q: str) -> Any:
    if not q:
        return Unit.position * 0                  # the same for all; ORDER BY refuses a bare constant
    return Case(None, ((Unit.search.contains(f"\n{q}\n"), 0), (Unit.search.contains(f"\n{q}"), 1), (Unit.search.contains(q), 2),
                       (Unit.search ** _spread(q), 3), (_letters(q), 4)), 5)


def _matches(q: str) -> Any:
    if len(q) < LOOSE_FROM:
        return Unit.search.contains(q) | Unit.lineage.contains(q)
    return (Unit.search ** _spread(q)) | _letters(q) | (Unit.lineage ** _spread(q))


def _letters(q: str) -> Any:
    found = Unit.search.contains(q[0])
    for letter in sorted(set(q[1:])):
        found &= Unit.search.contains(letter)
    return found


def _spread(q: str) -> str:
    return "%" + "%".join(q) + "%"


def _cursor(unit: Any) -> str:
    return f"{unit.rank}~{unit.position}~{unit.id}"


def _read(cursor: str) -> tuple[int, int, str]:
    try:
        rank, position, unit_id = cursor.split("~")
        return int(rank), int(position), unit_id
    except ValueError as why:
        raise Malformed(summary="cursor") from why
