"""A statement counts a day's end, keeps the ids behind its numbers, and never changes again."""
from datetime import timedelta
from typing import Any

import pytest

from models import ids
from models.accounts.holding import delete_rows
from models.db import writing
from models.events.tables import Attendance, Event
from models.problems import Forbidden, IdReused, Incomplete, Malformed, NotFound, Problem
from models.targets import actions, ledger, statements
from models.targets.figures import FIGURES
from models.targets.ledger import Article
from models.targets.tables import SIDES, Statement, StatementRow
from models.units import actions as units
from tests.cast import Cast
from tests.models.targets.made import CAMPAIGN, DAY, LATER, OTHER_CITY, attended, entry, event, promoter, unit_named, visit
from tests.models.works import written


def made(actor: Any, statement_id: str | None = None, until: str = "2022-09-05", **more: Any) -> tuple[Statement, bool]:
    return statements.make(statement_id or ids.mint("sta"), until=until, campaign_id=CAMPAIGN, actor=actor, **{"at": LATER, **more})


def as_it_stands(statement_id: str) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    row = Statement.get_by_id(statement_id)
    rows = StatementRow.select().where(StatementRow.statement == statement_id).order_by(StatementRow.number)
    return row.__data__, [(one.figure, one.side, one.unit_id, one.row_id, one.counts) for one in rows]


def number(statement: Statement, figure_id: str) -> tuple[int | None, int | None]:
    figures = {one["id"]: one for row in statement.numbers["rows"] for one in row["figures"]}
    return figures[figure_id]["verified"], figures[figure_id]["claimed"]


def campaign_with_everything(cast: Cast) -> tuple[str, str, str]:
    """An event with a head-count, its check-in, a line of the ledger; and a promoter, a work, a visitor."""
    event_id = event(cast, sheet=True, enterprise_key="西钢")
    check_in = attended(event_id, "n:print")
    promoter(cast, cast.lincuo)
    entry(cast, cast.lincuo)
    visit(1)
    line = ids.mint("pub")
    ledger.save(line, Article(unit=cast.city, channel="tv", title="报道", reads=900, day="2022-09-05", campaign=CAMPAIGN), revision=0,
                actor=cast.ma, at=LATER)
    return event_id, check_in, line


def test_later_rows_undo_deletion_and_new_names_do_not_alter_it(cast: Cast) -> None:
    event_id, _, line = campaign_with_everything(cast)
    statement, first = made(cast.liqing)
    assert first
    before = as_it_stands(statement.id)
    attended(event_id, "acc_another")
    event(cast)
    ledger.withdraw(line, actor=cast.ma, at=LATER)
    with writing():
        delete_rows(Attendance, Attendance.person == "n:print")
        Event.update(state="returned", confirmed_at=None).where(Event.id == event_id).execute()
    units.save_unit(cast.city, {"name": "西宁市总工会（新）"}, actor=cast.liqing)
    actions.set_denominator("province", people=1000, source="统计年鉴", campaign_id=CAMPAIGN, actor=cast.liqing)
    assert as_it_stands(statement.id) == before
    assert made(cast.liqing, statement.id)[1] is False
    assert as_it_stands(statement.id) == before
    assert {one["unit_name"] for one in statement.numbers["units"]} >= {"西宁市总工会"}


def test_the_ids_behind_every_number_are_kept_and_no_name_or_print(cast: Cast) -> None:
    event_id, check_in, line = campaign_with_everything(cast)
    statement, _ = made(cast.liqing)
    for figure in FIGURES:
        for side, total in zip(SIDES, number(statement, figure.id), strict=True):
            rows, following = statements.rows(statement, figure.id, side)
            assert (sum(row.counts for row in rows), following) == (total, None)
    behind = {(figure, side): row_id for figure, side, _, row_id, _ in as_it_stands(statement.id)[1]}
    assert (behind["events", "verified"], behind["face_to_face", "verified"], behind["coverage", "claimed"]) == (event_id, check_in, line)
    assert behind["coverage", "verified"] == "2022-08-25"
    assert "n:print" not in str(as_it_stands(statement.id))
    assert "visitor" not in str(as_it_stands(statement.id))


def test_a_day_ends_at_midnight_in_shanghai(cast: Cast) -> None:
    midnight = statements.day_end("2022-09-05")
    for at in (midnight - timedelta(milliseconds=1), midnight):
        event(cast, confirmed_at=at)
    assert number(made(cast.liqing)[0], "events") == (1, 0)
    assert number(made(cast.liqing, until="2022-09-06")[0], "events") == (2, 0)
    assert number(made(cast.liqing, until="2022-08-24")[0], "events") == (0, 0)


def test_it_says_until_when_what_is_printed_and_who_made_it(cast: Cast) -> None:
    statement, _ = made(cast.liqing, columns={"face_to_face": "verified"}, note="首份")
    told = statement.numbers
    assert told["words"] == "2022 年“12351+”完成情况统计表（截至 9 月 5 日，已定稿）"
    assert told["made_by"] == {"role": "organiser", "unit": None}
    assert statement.columns == {figure.id: "claimed" if figure.id == "coverage" else "verified" for figure in FIGURES}
    assert told["footnotes"][4] == (
        "面对面联系职工（人）：已核实，即已确认活动的有效现场签到，同一人只计一次；待核实的，经活动负责人确认后才计入。")
    (line,) = written(statement.id)
    assert (line.what, line.details["until"]) == ("statement.made", "2022-09-05")


def test_a_coordinator_makes_it_for_his_own_unit_only(cast: Cast) -> None:
    event(cast)
    event(cast, reporting=unit_named(OTHER_CITY))
    own, _ = made(cast.ma, unit_id=cast.city)
    assert number(own, "events") == (1, 0)
    assert number(own, "coverage") == (None, 0)
    assert (own.numbers["rows"][2]["at_least"], own.numbers["units"], own.numbers["made_by"]) == (
        10, [], {"role": "coordinator", "unit": "西宁市总工会"})
    for unit in (None, unit_named(OTHER_CITY)):
        with pytest.raises(Forbidden):
            made(cast.ma, unit_id=unit)
    with pytest.raises(Forbidden):
        made(cast.baima)
    assert Statement.select().count() == 1


def test_another_meaning_or_maker_finds_the_id_taken(cast: Cast) -> None:
    statement, _ = made(cast.liqing)
    for actor, more in ((cast.zhuoma, {}), (cast.liqing, {"until": "2022-09-04"}), (cast.liqing, {"note": "另一份"}),
                        (cast.liqing, {"unit_id": cast.city}), (cast.liqing, {"columns": {"events": "claimed"}})):
        with pytest.raises(IdReused):
            made(actor, statement.id, **more)
    assert Statement.select().count() == 1


@pytest.mark.parametrize(("more", "field"), [
    ({"until": "2022-09-11"}, "until"), ({"until": "2022-02-30"}, "until"), ({"until": "9 月 5 日"}, "until"),
    ({"columns": {"likes": "verified"}}, "columns"), ({"columns": {"events": "guessed"}}, "columns"), ({"note": "长" * 501}, "note")])
def test_what_cannot_be_stated_is_refused_with_its_field(cast: Cast, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as wrong:
        made(cast.liqing, **more)
    assert [one["field"] for one in wrong.value.context["fields"]] == [field]
    assert Statement.select().count() == 0


def test_who_may_read_which(cast: Cast) -> None:
    province, own = made(cast.liqing)[0], made(cast.ma, unit_id=cast.city)[0]
    other = made(cast.liqing, unit_id=unit_named(OTHER_CITY))[0]
    readable = {actor: {row.id for row in statements.listed(actor)} for actor in (cast.zhuoma, cast.baima, cast.ma, cast.cairang)}
    every = {province.id, own.id, other.id}
    assert readable == {cast.zhuoma: every, cast.baima: every, cast.ma: {own.id}, cast.cairang: set()}
    with pytest.raises(NotFound):
        statements.find(province.id, cast.ma)
    with pytest.raises(Forbidden):
        statements.listed(cast.lincuo)


@pytest.mark.parametrize(("figure", "cursor", "problem"), [
    ("likes", None, NotFound), ("events", "x", Malformed), ("events", "٣", Malformed)])
def test_rows_of_no_figure_or_page_are_refused(cast: Cast, figure: str, cursor: str | None, problem: type[Problem]) -> None:
    with pytest.raises(problem):
        statements.rows(made(cast.liqing)[0], figure, "verified", cursor)


def test_many_ids_come_in_pages(cast: Cast) -> None:
    one = event(cast)
    for person in range(statements.PAGE + 1):
        attended(one, f"acc_{person}", at=DAY)
    statement, _ = made(cast.liqing)
    page, following = statements.rows(statement, "face_to_face", "verified")
    rest, end = statements.rows(statement, "face_to_face", "verified", following)
    assert (len(page), len(rest), end) == (statements.PAGE, 1, None)
    assert len({row.row_id for row in page + rest}) == statements.PAGE + 1
