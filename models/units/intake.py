"""How a list of units meets the tree: which lines are new, changed, the same, or refused and why.

Everything is worked out in memory first, so that a dry run and an import cannot differ.
A line is recognised by its full name (spacing and width aside); a blank cell changes nothing.
"""
from collections.abc import Iterator, Sequence
from datetime import datetime

from models import ids
from models.db import insert_in_slices
from models.units.lineage import depth, index
from models.units.names import near, plain
from models.units.rows import UnitRow
from models.units.sheets import Outcome, Report, ReportLine
from models.units.tables import Kind, Unit

LABELS = {"short": "简称", "aliases": "别名", "kind": "类别", "parent_id": "上级", "reports": "报送单位", "position": "序号",
          "liaison_a": "联络员A", "liaison_b": "联络员B", "office_phone": "办公电话", "workers": "职工数"}
PLAIN_FACTS = ("short", "kind", "reports", "position", "liaison_a", "liaison_b", "office_phone", "workers")
DEEPEST = 20
NO_PARENT = "没有找到这个上级单位（或它所在的行没有通过，或有几个单位用这个简称）"
ENDINGS = (("州总工会", Kind.PREFECTURE), ("市总工会", Kind.CITY), ("省总工会", Kind.PROVINCE), ("县总工会", Kind.COUNTY),
           ("区总工会", Kind.COUNTY), ("部", Kind.DEPARTMENT))


class Intake:
    """One list against one tree: refuse what cannot stand, then settle the rest in memory.

    `report` is complete once made; `apply` writes it.
    """

    def __init__(self, rows: Sequence[UnitRow], at: datetime) -> None:
        self.rows = rows
        self.tree = {unit.id: unit for unit in Unit.select()}
        self.known = {plain(unit.name): unit for unit in self.tree.values()}
        self.refused: dict[int, str] = {}
        self.above: dict[int, str] = {}                 # row → the key of its parent; a key is a plain full name
        self._refuse_faulty()
        while faults := self._misplaced() or self._circles():
            self.refused |= faults
        self.new = self._make_new(at)
        self.changes = {n: self._settle(n, row) for n, row in self._accepted()}

    @property
    def report(self) -> Report:
        alike = self._alike()
        return Report([ReportLine(self._number(n), *self._outcome(n, row, alike)) for n, row in enumerate(self.rows)])

    def apply(self) -> None:
        """Write the new and the changed units, parents first. Inside `writing()` only."""
        touched = {self.known[plain(self.rows[n].name)].id for n, labels in self.changes.items() if labels}
        renamed = index(self.tree)
        for unit_id in (touched | renamed) - self.new.keys():
            self.tree[unit_id].save()
        newcomers = sorted(self.new.values(), key=lambda unit: depth(self.tree, unit))
        insert_in_slices(Unit, [{name: unit.__data__.get(name) for name in Unit._meta.fields} for unit in newcomers])

    def _refuse_faulty(self) -> None:
        first: dict[str, int] = {}
        for n, row in enumerate(self.rows):
            name = plain(row.name)
            if row.faults or not name:
                self.refused[n] = "；".join(row.faults) or "缺少全称"
            elif first.setdefault(name, n) != n:
                self.refused[n] = f"与第 {self._number(first[name])} 行重复"

    def _misplaced(self) -> dict[int, str]:
        names = self.known.keys() | {plain(row.name) for _, row in self._accepted()}
        everyday = self._everyday()
        faults: dict[int, str] = {}
        for n, row in self._accepted():
            key = plain(row.parent)
            above = key if key in names else everyday.get(key)
            if above:
                self.above[n] = self._survivor(above)
            elif key:
                faults[n] = NO_PARENT
        return faults

    def _circles(self) -> dict[int, str]:
        parents = {key: plain(self.tree[unit.parent_id].name) for key, unit in self.known.items() if unit.parent_id}
        parents |= {plain(row.name): self.above[n] for n, row in self._accepted() if n in self.above}
        return {n: "上下级关系成环" for n, row in self._accepted() if n in self.above and _is_circular(plain(row.name), parents)}

    def _everyday(self) -> dict[str, str | None]:
        """Short names and aliases, of the tree and of the list, to the key meant; None where two units share one."""
        spoken = [(name, key) for key, unit in self.known.items() for name in (unit.short, *unit.aliases)]
        spoken += [(name, plain(row.name)) for _, row in self._accepted() for name in (row.short, *row.aliases)]
        found: dict[str, str | None] = {}
        for name, key in spoken:
            found[plain(name)] = key if found.get(plain(name), key) == key else None
        found.pop("", None)                             # what units without a short name would share
        return found

    def _survivor(self, key: str) -> str:
        unit = self.known.get(key)
        return plain(self.tree[unit.merged_into_id].name) if unit and unit.merged_into_id else key

    def _make_new(self, at: datetime) -> dict[str, Unit]:
        made: dict[str, Unit] = {}
        for n, row in self._accepted():
            if plain(row.name) not in self.known:
                unit = Unit(id=ids.mint("unt"), name=row.name.strip(), kind=guess_kind(row), position=n + 1, created_at=at)
                made[unit.id] = self.tree[unit.id] = self.known[plain(row.name)] = unit
        return made

    def _settle(self, n: int, row: UnitRow) -> list[str]:
        """Give the unit in memory what the row says; the labels of what changed."""
        unit = self.known[plain(row.name)]
        if unit.merged_into_id:
            return []
        wanted = {fact: getattr(row, fact) for fact in PLAIN_FACTS if getattr(row, fact) not in (None, "")}
        wanted["aliases"] = unit.aliases + [alias for alias in row.aliases if alias not in unit.aliases]
        wanted["parent_id"] = self.known[self.above[n]].id if n in self.above else unit.parent_id
        changed = [fact for fact, value in wanted.items() if getattr(unit, fact) != value]
        for fact in changed:
            setattr(unit, fact, wanted[fact])
        return [LABELS[fact] for fact in changed]

    def _outcome(self, n: int, row: UnitRow, alike: dict[str, list[str]]) -> tuple[Outcome, str]:
        if n in self.refused:
            return "refused", self.refused[n]
        unit = self.known[plain(row.name)]
        if unit.merged_into_id:
            return "same", f"已并入“{self.tree[unit.merged_into_id].name}”"
        others = [name for name in alike[near(unit.name)] if name != unit.name]
        doubt = f"与“{others[0]}”名称相近，请核对是否同一单位，可改名、合并或保留" if others else ""
        if unit.id in self.new:
            return "new", doubt
        labels = "、".join(self.changes[n])
        return ("changed", "；".join(filter(None, (labels, doubt)))) if labels else ("same", doubt)

    def _alike(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for unit in self.tree.values():
            if not unit.merged_into_id:
                names.setdefault(near(unit.name), []).append(unit.name)
        return names

    def _accepted(self) -> Iterator[tuple[int, UnitRow]]:
        return ((n, row) for n, row in enumerate(self.rows) if n not in self.refused)

    def _number(self, n: int) -> int:
        return self.rows[n].line or n + 1


def guess_kind(row: UnitRow) -> str:
    """The kind a row says, else what its name says; a reporting unit without a place is directly affiliated."""
    by_name = next((kind for ending, kind in ENDINGS if row.name.strip().endswith(ending)), None)
    return row.kind or by_name or (Kind.DIRECT if row.reports else Kind.GRASSROOTS)


def _is_circular(key: str, parents: dict[str, str]) -> bool:
    at: str | None = key
    for _ in range(DEEPEST):
        at = parents.get(at) if at else None
    return at is not None
