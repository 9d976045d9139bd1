"""The rosters units keep of their members: 20,000 lines of Excel or CSV in a few seconds, sealed on the way in.

A line is recognised within its unit by phone, else by employee number. Fingerprints and seals are made before
the transaction, so that the one writer is held for the inserts only; constraints stand behind the comparison.
Reports name lines and headings, never what stood in them.
"""
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from models import clock, journal, seal
from models.accounts import rules
from models.accounts.actor import Actor
from models.accounts.membership import claim_matching_line
from models.accounts.personal import is_mobile, tidy_employee_no, tidy_name, tidy_phone
from models.accounts.tables import Account, RosterLine
from models.db import database, locked, writing
from models.problems import SheetTooLarge
from models.units import queries as units
from models.units.names import plain
from models.units.sheets import MAX_ROWS, Outcome, Report, ReportLine, read_table
from models.units.tables import Unit

HEADINGS = {
    "name": ("姓名", "职工姓名", "会员姓名", "名字"),
    "phone": ("手机号", "手机", "手机号码", "联系电话", "电话", "移动电话"),
    "employee_no": ("工号", "职工号", "员工号", "职工编号", "员工编号", "会员编号"),
    "unit": ("单位", "所在单位", "单位全称", "工会名称", "所属工会", "单位名称"),
}
COLUMNS = ("unit_id", "name_sealed", "name_print", "phone_sealed", "phone_print", "employee_no_sealed", "employee_no_print")
SLICE = 20_000
NO_UNIT, UNKNOWN_UNIT, FOREIGN_UNIT = "缺少单位", "没有找到这个单位，请写全称", "这个单位不归您管理"
NO_NAME, NO_MARK, BAD_PHONE = "缺少姓名", "手机号和工号至少要有一项", "手机号要是 11 位手机号码"
TWO_PEOPLE = "手机号与工号分别对应名册中的两个人"


class RosterRow(NamedTuple):
    """One person as a list has them. `unit` is a full name, for lists of several units."""
    name: str
    phone: str = ""
    employee_no: str = ""
    unit: str = ""
    line: int = 0


class _Prints(NamedTuple):
    """A line as the database knows it; `refused` says why it may not stand."""
    line: int
    unit_id: str
    name: str
    phone: str | None
    employee_no: str | None
    sealed: tuple[bytes | None, bytes | None, bytes | None]
    refused: str


def read_roster(content: bytes) -> list[RosterRow]:
    """The rows of an .xlsx or CSV file. Raises SheetUnreadable, SheetTooLarge."""
    return [RosterRow(row["name"], row.get("phone", ""), row.get("employee_no", ""), row.get("unit", ""), line)
            for line, row in read_table(content, HEADINGS, ("name",))]


def import_roster(rows: Sequence[RosterRow], unit_id: str | None = None, *, dry_run: bool = False, actor: Actor,
                  at: datetime | None = None) -> Report:
    """Bring people into the rosters of a unit, or of the unit each row names; good lines are kept though others are refused.

    Whoever waits for one of these units with a verified phone on it is confirmed. The same list again changes nothing;
    a dry run changes nothing and reports the same. Raises Forbidden, NotFound (the unit), SheetTooLarge.
    """
    at = at or clock.now()
    if len(rows) > MAX_ROWS:
        raise SheetTooLarge(limit=f"{MAX_ROWS} 行")
    home = units.find(unit_id).id if unit_id else None
    if home:
        rules.require_coordinator(home, actor, "导入职工名册")
    lines = list(_fingerprinted(rows, _units_of(rows, home, actor), seals=not dry_run))
    if dry_run:
        return Report(_Comparison(lines).report, dry_run=True)
    with writing():
        _hold({line.unit_id for line in lines})
        found = _Comparison(lines)
        found.write()
        report = Report(found.report)
        _confirm_waiting(found.unit_ids, at)
        journal.write("roster.imported", home or "*", actor_id=actor.account_id, at=at, counts=report.counts)
    return report


def _units_of(rows: Sequence[RosterRow], home: str | None, actor: Actor) -> dict[str, tuple[str, str]]:
    """What each way of writing the unit means: (unit id, "") or ("", why not)."""
    meant: dict[str, tuple[str, str]] = {"": (home, "") if home else ("", NO_UNIT)}
    written = {row.unit for row in rows} - {""}
    if written:
        by_name = {plain(unit.name): unit.merged_into_id or unit.id for unit in Unit.select()}
        below = frozenset(units.subtree_ids(home)) if home else None
        for name in written:
            meant[name] = _allowed(by_name.get(plain(name)), below, actor)
    return meant


def _allowed(unit_id: str | None, below: frozenset[str] | None, actor: Actor) -> tuple[str, str]:
    if not unit_id:
        return "", UNKNOWN_UNIT
    allowed = unit_id in below if below is not None else rules.coordinates(unit_id, actor)
    return (unit_id, "") if allowed else ("", FOREIGN_UNIT)


def _fingerprinted(rows: Iterable[RosterRow], meant: dict[str, tuple[str, str]], *, seals: bool) -> Iterator[_Prints]:
    here = seal.current()
    mark, shut = here.fingerprint, here.seal
    for n, row in enumerate(rows, 1):
        name, phone, number = tidy_name(row.name), tidy_phone(row.phone), tidy_employee_no(row.employee_no)
        unit_id, refused = meant[row.unit]
        refused = refused or _fault(name, phone, number, row.phone)
        if refused:
            yield _Prints(row.line or n, unit_id, "", None, None, (None, None, None), refused)
            continue
        yield _Prints(row.line or n, unit_id, mark(name, "name"), mark(phone, "phone") if phone else None,
                      mark(number, "employee_no") if number else None,
                      (shut(name, "roster.name"), shut(phone, "roster.phone") if phone else None,
                       shut(number, "roster.employee_no") if number else None) if seals else (None, None, None), "")


def _fault(name: str, phone: str, number: str, written_phone: str) -> str:
    if not name:
        return NO_NAME
    if (phone or written_phone.strip()) and not is_mobile(phone):
        return BAD_PHONE
    return "" if phone or number else NO_MARK


@dataclass(slots=True)
class _Known:
    """A line that stands in the table already, or was met earlier in the list (`id` None)."""
    id: int | None
    name: str
    phone: str | None
    employee_no: str | None
    line: int = 0


@dataclass
class _Comparison:
    """The list against the rosters as they stand now."""
    lines: list[_Prints]
    report: list[ReportLine] = field(default_factory=list)
    new: list[tuple[Any, ...]] = field(default_factory=list)
    changed: list[tuple[int, _Prints]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.unit_ids = sorted({line.unit_id for line in self.lines if not line.refused})
        self.phones: dict[tuple[str, str | None], _Known] = {}
        self.numbers: dict[tuple[str, str | None], _Known] = {}
        for unit_id, *facts in _standing(self.unit_ids):
            self._remember(unit_id, _Known(*facts))
        self.report = [ReportLine(line.line, *self._judge(line)) for line in self.lines]

    def write(self) -> None:
        """Change the changed lines, which may free a number, then insert the new ones. Inside `writing()` only."""
        for line_id, line in self.changed:
            facts = {name: value for name, value in zip(COLUMNS[1:], _row(line)[1:], strict=True) if value is not None}
            RosterLine.update(facts).where(RosterLine.id == line_id).execute()
        _insert(self.new)

    def _judge(self, line: _Prints) -> tuple[Outcome, str]:
        if line.refused:
            return "refused", line.refused
        by_phone = self.phones.get((line.unit_id, line.phone)) if line.phone else None
        by_number = self.numbers.get((line.unit_id, line.employee_no)) if line.employee_no else None
        known = by_phone or by_number
        if known is None:
            self.new.append(_row(line))
            self._remember(line.unit_id, _Known(None, line.name, line.phone, line.employee_no, line.line))
            return "new", ""
        if by_phone and by_number and by_phone is not by_number:
            return "refused", TWO_PEOPLE
        return self._meet(line, known)

    def _meet(self, line: _Prints, known: _Known) -> tuple[Outcome, str]:
        if known.line:
            return "refused", f"与第 {known.line} 行的手机号或工号重复"
        facts = (line.name, line.phone or known.phone, line.employee_no or known.employee_no)
        was = (known.name, known.phone, known.employee_no)
        known.line = line.line
        if facts == was or known.id is None:
            return "same", ""
        self.changed.append((known.id, line))
        self._forget(line.unit_id, known)
        self._remember(line.unit_id, _Known(known.id, *facts, line.line))
        labels = [label for label, new, old in zip(("姓名", "手机号", "工号"), facts, was, strict=True) if new != old]
        return "changed", "、".join(labels)

    def _remember(self, unit_id: str, known: _Known) -> None:
        if known.phone:
            self.phones[unit_id, known.phone] = known
        if known.employee_no:
            self.numbers[unit_id, known.employee_no] = known

    def _forget(self, unit_id: str, known: _Known) -> None:
        self.phones.pop((unit_id, known.phone), None)
        self.numbers.pop((unit_id, known.employee_no), None)


def _row(line: _Prints) -> tuple[Any, ...]:
    name, phone, number = line.sealed
    return line.unit_id, name, line.name, phone, line.phone, number, line.employee_no


def _hold(unit_ids: set[str]) -> None:
    """Two imports into one roster take turns, so that each one's report is true."""
    list(locked(Unit.select(Unit.id).where(Unit.id.in_(unit_ids)).order_by(Unit.id)))


def _standing(unit_ids: list[str]) -> Iterator[tuple[Any, ...]]:
    facts = (RosterLine.unit, RosterLine.id, RosterLine.name_print, RosterLine.phone_print, RosterLine.employee_no_print)
    for start in range(0, len(unit_ids), 500):
        yield from RosterLine.select(*facts).where(RosterLine.unit.in_(unit_ids[start:start + 500])).tuples().iterator()


def _insert(rows: list[tuple[Any, ...]]) -> None:
    """executemany, which the drivers run as one prepared statement. What a constraint refuses is left out."""
    places = ", ".join([database.param] * len(COLUMNS))
    sql = f"INSERT INTO roster_line ({', '.join(COLUMNS)}) VALUES ({places}) ON CONFLICT DO NOTHING"  # noqa: S608
    for start in range(0, len(rows), SLICE):
        database.cursor().executemany(sql, rows[start:start + SLICE])


def _confirm_waiting(unit_ids: list[str], at: datetime) -> None:
    """Whoever asked before the roster came is confirmed by it now."""
    for start in range(0, len(unit_ids), 500):
        waiting = Account.select().where(
            Account.unit.in_(unit_ids[start:start + 500]), Account.phone_verified_at.is_null(False), Account.deleted_at.is_null(),
            Account.unit_asked_at.is_null(False), Account.unit_confirmed_at.is_null(), Account.unit_refused_at.is_null())
        for account in list(locked(waiting.order_by(Account.id))):
            claim_matching_line(account, at)
