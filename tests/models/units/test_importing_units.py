"""A list of units comes from Excel, CSV or a campaign document; every line is answered for."""
import csv
import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from models.accounts.actor import SYSTEM, Actor
from models.journal import Line
from models.problems import Forbidden, SheetTooLarge, SheetUnreadable
from models.units import actions, queries, sheets
from models.units.rows import UnitRow, read_units
from models.units.tables import Unit
from tests.models.units.annex import ANNEX, ROWS, plant

TABLE: list[list[Any]] = [
    ["序号", "全称", "简称/别名", "类别", "上级", "是否报送单位", "活动数", "承办子项目", "联络员A", "联络员B", "办公电话", "职工数"],
    [1, "青海省总工会", "省总", "省总工会", "", "", "", "", "", "", "", ""],
    [2, "西宁市总工会", "西宁总", "市", "省总", "是", 10, "", "林措", "马海燕", "0971-0000000", "120,000"],
    [3, "海东市总工会", "海东、海东工会", "市", "青海省总工会", "是", 5, "正能量职工网络达人征集", "", "", "", 80000.0],
]


def excel(table: list[list[Any]]) -> bytes:
    book, kept = Workbook(), io.BytesIO()
    for row in table:
        book.worksheets[0].append(row)
    book.save(kept)
    return kept.getvalue()


def comma(table: list[list[Any]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(table)
    return text.getvalue().encode(encoding)


WAYS = [excel(TABLE), comma(TABLE), comma(TABLE, "utf-8-sig"), comma(TABLE, "gb18030"), comma(TABLE, delimiter="\t"),
        excel([["附件：各单位一览表"], [], *TABLE])]


@pytest.mark.parametrize("content", WAYS, ids=["excel", "csv", "csv with mark", "gb18030", "tabs", "title above"])
def test_every_way_of_keeping_the_table_gives_the_same_units(db: Any, content: bytes) -> None:
    assert actions.import_units(read_units(content), actor=SYSTEM).counts == {"new": 3, "changed": 0, "same": 0, "refused": 0}
    city = Unit.get(Unit.name == "西宁市总工会")
    assert (city.kind, city.parent.name, city.reports, city.position, city.aliases) == ("city", "青海省总工会", True, 2, ["西宁总"])
    assert (city.liaison_a, city.liaison_b, city.office_phone, city.workers) == ("林措", "马海燕", "0971-0000000", 120_000)
    assert Unit.get(Unit.name == "海东市总工会").aliases == ["海东", "海东工会"]
    assert Unit.get(Unit.name == "海东市总工会").workers == 80_000


def test_what_belongs_to_the_plan_is_read_and_left_to_it() -> None:
    assert [(row.events, row.hosts) for row in read_units(comma(TABLE))] == [(None, ""), (10, ""), (5, "正能量职工网络达人征集")]


def test_a_dry_run_says_the_same_and_changes_nothing(db: Any) -> None:
    rehearsed = actions.import_units(ROWS, dry_run=True, actor=SYSTEM)
    assert (Unit.select().count(), Line.select().count(), rehearsed.dry_run) == (0, 0, True)
    done = actions.import_units(ROWS, actor=SYSTEM)
    assert (rehearsed.lines, Unit.select().count(), Line.select().count()) == (done.lines, len(ROWS), 1)


def test_the_same_list_again_changes_nothing(db: Any) -> None:
    plant()
    before = list(Unit.select().order_by(Unit.id).dicts())
    assert actions.adopt_units(ROWS, actor=SYSTEM).counts["same"] == len(ROWS)
    assert list(Unit.select().order_by(Unit.id).dicts()) == before


def test_a_changed_line_says_what_changed_and_a_blank_cell_leaves_what_stands(db: Any) -> None:
    plant()
    report = actions.import_units([UnitRow("西宁市总工会", office_phone="0971-0000000", workers=9)], actor=SYSTEM)
    assert report.lines == [(1, "changed", "办公电话、职工数")]
    city = Unit.get(Unit.name == "西宁市总工会")
    assert (city.reports, city.position, city.parent.name, city.workers) == (True, 1, "青海省总工会", 9)


def test_bad_lines_are_refused_by_number_and_the_good_ones_kept(db: Any) -> None:
    table: list[list[Any]] = [["全称", "类别", "上级", "职工数", "是否报送单位"],
             ["甲县总工会", "", "", "", ""], ["", "县", "", "", ""], ["乙公司工会", "星球", "", "", ""],
             ["丙公司工会", "公司", "没有的工会", "", ""], ["丁公司工会", "公司", "丙公司工会", "", ""],
             ["戊公司工会", "", "", "很多", "也许"], ["甲县 总工会", "", "", "", ""], ["己工会", "基层", "甲县总工会", "12", "否"]]
    report = actions.import_units(read_units(comma(table)), actor=SYSTEM)
    assert [(line, outcome) for line, outcome, _ in report.lines] == [
        (2, "new"), (3, "refused"), (4, "refused"), (5, "refused"), (6, "refused"), (7, "refused"), (8, "refused"), (9, "new")]
    assert [says.partition("（")[0].partition("：")[0] for _, _, says in report.lines] == [
        "", "缺少全称", "类别要写成", "没有找到这个上级单位", "没有找到这个上级单位",
        "是否报送单位要写成是或否；职工数要写成整数", "与第 2 行重复", ""]
    assert {unit.name for unit in Unit.select()} == {"甲县总工会", "己工会"}


def test_a_circle_of_parents_is_refused(db: Any) -> None:
    rows = [UnitRow("甲工会", parent="乙工会"), UnitRow("乙工会", parent="甲工会"), UnitRow("丙工会", parent="丙工会"), UnitRow("丁工会")]
    assert [line.outcome for line in actions.import_units(rows, actor=SYSTEM).lines] == ["refused", "refused", "refused", "new"]


def test_children_may_stand_above_their_parents_and_name_them_shortly(db: Any) -> None:
    rows = [UnitRow("一车间工会", parent="钢厂"), UnitRow("西宁钢厂工会", aliases=("钢厂",))]
    assert actions.import_units(rows, actor=SYSTEM).counts["new"] == 2
    assert Unit.get(Unit.name == "一车间工会").parent.name == "西宁钢厂工会"


def test_rows_six_and_twelve_of_the_annex_are_both_kept_and_doubted(db: Any) -> None:
    report = actions.import_units(ROWS, actor=SYSTEM)
    doubted = [ROWS[line - 1].name for line, outcome, says in report.lines if "名称相近" in says]
    assert doubted == [ANNEX[5], ANNEX[11]]
    assert queries.by_names(doubted).keys() == set(doubted)


def test_kinds_left_blank_are_read_from_the_name(db: Any) -> None:
    kinds = {unit.name: unit.kind for unit in plant().values()}
    for name, kind in (("西宁市总工会", "city"), ("黄南州总工会", "prefecture"), ("城东区总工会", "county"),
                       ("省总权益保障部", "department"), ("国网青海省电力公司工会", "direct"), ("城东区第一小学工会", "grassroots")):
        assert kinds[name] == kind


def test_only_the_province_imports(db: Any) -> None:
    for actor in (Actor("acc_0000000000000000"), Actor("acc_0000000000000000", frozenset({("coordinator", "*")}))):
        with pytest.raises(Forbidden):
            actions.import_units(ROWS, actor=actor)
    assert Unit.select().count() == 0


def test_a_formula_is_text_and_never_evaluated(db: Any) -> None:
    rows = read_units(excel([["全称", "简称"], ["甲工会", '=HYPERLINK("http://x","y")']]))
    assert rows[0].short == '=HYPERLINK("http://x","y")'


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", b"a,b\n1,2\n", b"\xff\xfe\x00\x81",
                                     "全称\n\"没有结束".encode() + b"x" * 200_000],
                         ids=["damaged", "old excel", "empty", "no headings", "no encoding", "endless cell"])
def test_what_is_no_table_is_unreadable(content: bytes) -> None:
    with pytest.raises(SheetUnreadable):
        read_units(content)


def test_a_zip_that_is_no_workbook_is_unreadable() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as parts:
        parts.writestr("hello.txt", "hello")
    with pytest.raises(SheetUnreadable):
        read_units(kept.getvalue())


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(sheets.MAX_UNPACKED // 1_000_000 + 1):
            part.write(b"0" * 1_000_000)
    assert len(kept.getvalue()) < 1_000_000
    with pytest.raises(SheetTooLarge):
        read_units(kept.getvalue())


def test_too_many_bytes_or_rows_are_refused() -> None:
    with pytest.raises(SheetTooLarge):
        read_units(b"x" * (sheets.MAX_BYTES + 1))
    with pytest.raises(SheetTooLarge):
        read_units("全称\n".encode() + b"x\n" * (sheets.MAX_ROWS + 20))


def test_a_workbook_that_lies_about_its_size_costs_nothing(db: Any) -> None:
    book, kept = Workbook(), io.BytesIO()
    page: Any = book.worksheets[0]
    page["A1"], page["A2"], page["XFD1048576"] = "全称", "甲工会", "x"
    book.save(kept)
    with pytest.raises(SheetTooLarge):
        read_units(kept.getvalue())
