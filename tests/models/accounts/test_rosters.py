"""A unit's roster comes from Excel or CSV, line by line, sealed, and the same list twice is one roster."""
from typing import Any

import pytest

from models.accounts import queries
from models.accounts.actor import SYSTEM
from models.accounts.personal import fingerprint, opened
from models.accounts.roster import RosterRow, import_roster, read_roster
from models.accounts.tables import RosterLine
from models.journal import Line
from models.problems import Forbidden, NotFound, SheetUnreadable
from models.units import queries as units
from tests.models.accounts.people import holder, someone
from tests.models.accounts.together import at_once
from tests.models.counting import count_queries
from tests.models.units.annex import plant
from tests.models.units.test_importing_units import comma, excel

TABLE: list[list[Any]] = [["姓名", "手机号码", "工号"], ["马海燕", 13900001234, "A1"], ["林 措", "139-0000-5678", ""], ["才让", "", 7]]


@pytest.fixture
def school(db: Any) -> str:
    return plant()["城东区第一小学工会"].id


def outcomes(rows: list[RosterRow], unit: str | None, **how: Any) -> list[str]:
    return [line.outcome for line in import_roster(rows, unit, **{"actor": SYSTEM, **how}).lines]


@pytest.mark.parametrize("content", [excel(TABLE), comma(TABLE), comma(TABLE, "gb18030")], ids=["excel", "csv", "gb18030"])
def test_excel_and_csv_give_the_same_roster(school: str, content: bytes) -> None:
    report = import_roster(read_roster(content), school, actor=SYSTEM)
    assert [tuple(line) for line in report.lines] == [(2, "new", ""), (3, "new", ""), (4, "new", "")]
    lines = list(RosterLine.select().order_by(RosterLine.id))
    assert [opened(line.name_sealed, "roster", "name") for line in lines] == ["马海燕", "林措", "才让"]
    assert [opened(line.phone_sealed, "roster", "phone") for line in lines] == ["13900001234", "13900005678", None]
    assert [opened(line.employee_no_sealed, "roster", "employee_no") for line in lines] == ["A1", None, "7"]
    assert lines[0].phone_print == fingerprint("13900001234", "phone")


def test_a_dry_run_says_the_same_and_changes_nothing(school: str) -> None:
    rows = read_roster(comma(TABLE))
    before = Line.select().count()
    rehearsed = import_roster(rows, school, dry_run=True, actor=SYSTEM)
    assert (rehearsed.dry_run, RosterLine.select().count(), Line.select().count()) == (True, 0, before)
    assert import_roster(rows, school, actor=SYSTEM).lines == rehearsed.lines
    assert (queries.roster_counts(school), Line.select().count()) == ((3, 0), before + 1)


def test_the_same_list_again_is_the_same(school: str) -> None:
    rows = read_roster(comma(TABLE))
    assert (outcomes(rows, school), outcomes(rows, school)) == (["new"] * 3, ["same"] * 3)
    assert RosterLine.select().count() == 3


def test_bad_lines_are_refused_by_number_and_repeat_nothing_personal(school: str) -> None:
    rows = [RosterRow("马海燕", "13900001234", "A1"), RosterRow("", "13900001235"), RosterRow("林措", "12345"), RosterRow("林措"),
            RosterRow("才让", "13900001234"), RosterRow("才让", "13900001299", "a1"), RosterRow("卓玛", "13900001236")]
    report = import_roster(rows, school, actor=SYSTEM)
    assert report.lines == [(1, "new", ""), (2, "refused", "缺少姓名"), (3, "refused", "手机号要是 11 位手机号码"),
                            (4, "refused", "手机号和工号至少要有一项"), (5, "refused", "与第 1 行的手机号或工号重复"),
                            (6, "refused", "与第 1 行的手机号或工号重复"), (7, "new", "")]
    assert report.counts == {"new": 2, "changed": 0, "same": 0, "refused": 5}
    journal = str(list(Line.select().dicts()))
    assert not any(text in journal for text in ("马海燕", "13900001234", "A1"))


def test_a_changed_line_says_what_changed_and_a_blank_leaves_what_stands(school: str) -> None:
    import_roster([RosterRow("马海燕", "13900001234", "A1"), RosterRow("林措", "13900001235", "A2")], school, actor=SYSTEM)
    report = import_roster([RosterRow("马海雁", "13900001234"), RosterRow("林措", "13900001299", "A2")], school, actor=SYSTEM)
    assert [(outcome, says) for _, outcome, says in report.lines] == [("changed", "姓名"), ("changed", "手机号")]
    lines = list(RosterLine.select().order_by(RosterLine.id))
    assert [opened(line.name_sealed, "roster", "name") for line in lines] == ["马海雁", "林措"]
    assert [opened(line.phone_sealed, "roster", "phone") for line in lines] == ["13900001234", "13900001299"]
    assert [opened(line.employee_no_sealed, "roster", "employee_no") for line in lines] == ["A1", "A2"]


def test_a_number_given_on_to_someone_else_follows(school: str) -> None:
    import_roster([RosterRow("马海燕", "13900001234", "A1")], school, actor=SYSTEM)
    rows = [RosterRow("马海燕", "13900001234", "A9"), RosterRow("林措", "13900001235", "A1")]
    assert outcomes(rows, school) == ["changed", "new"]
    assert outcomes(rows, school) == ["same", "same"]


def test_a_line_that_is_two_people_on_the_roster_is_refused(school: str) -> None:
    import_roster([RosterRow("马海燕", "13900001234", "A1"), RosterRow("林措", "13900001235", "A2")], school, actor=SYSTEM)
    assert outcomes([RosterRow("马海燕", "13900001234", "A2")], school) == ["refused"]


def test_one_person_may_stand_on_two_rosters(school: str) -> None:
    other = units.by_names(["海东市总工会"])["海东市总工会"].id
    assert outcomes([RosterRow("马海燕", "13900001234")], school) == outcomes([RosterRow("马海燕", "13900001234")], other) == ["new"]


def test_a_list_of_several_units_names_them_by_row(school: str) -> None:
    rows = [RosterRow("马海燕", "13900001234", unit="城东区第一小学工会"), RosterRow("林措", "13900001235", unit="海东市 总工会"),
            RosterRow("才让", "13900001236", unit="火星工会"), RosterRow("卓玛", "13900001237")]
    assert outcomes(rows, None) == ["new", "new", "refused", "refused"]
    assert [line.unit.name for line in RosterLine.select().order_by(RosterLine.id)] == ["城东区第一小学工会", "海东市总工会"]


def test_a_coordinator_fills_only_rosters_at_and_below_their_unit(school: str) -> None:
    tree = units.by_names(["西宁市总工会", "海东市总工会"])
    city = holder("coordinator", f"unit:{tree['西宁市总工会'].id}")
    assert outcomes([RosterRow("马海燕", "13900001234")], school, actor=city) == ["new"]
    rows = [RosterRow("林措", "13900001235", unit="城东区第一小学工会"), RosterRow("才让", "13900001236", unit="海东市总工会")]
    assert outcomes(rows, None, actor=city) == ["new", "refused"]
    for actor in (city, someone()):
        with pytest.raises(Forbidden):
            import_roster(rows, tree["海东市总工会"].id, actor=actor)
    with pytest.raises(NotFound):
        import_roster(rows, "unt_0000000000000000", actor=SYSTEM)


def test_an_import_costs_the_same_reads_for_one_line_and_three(school: str) -> None:
    reads = []
    for rows in ([RosterRow("马海燕", "13900001234")], [RosterRow("林措", f"1390000555{n}") for n in range(3)]):
        with count_queries() as counted:
            import_roster(rows, school, actor=SYSTEM)
        reads.append(counted.reads)
    assert reads == [4, 4]


def test_two_imports_of_one_list_at_once_make_one_roster_and_true_reports(school: str) -> None:
    rows = [RosterRow("职工", f"139{n:08d}") for n in range(300)]
    reports = at_once([lambda: import_roster(rows, school, actor=SYSTEM).counts for _ in range(3)])
    assert sorted(report["new"] for report in reports) == [0, 0, 300]
    assert RosterLine.select().count() == 300


def test_a_sheet_without_names_is_unreadable() -> None:
    with pytest.raises(SheetUnreadable):
        read_roster(comma([["手机号"], ["13900001234"]]))
