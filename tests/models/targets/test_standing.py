"""The numbers beside their targets, who may see which, the rows behind them, and what several units share."""
from typing import Any

import pytest

from models import ids
from models.accounts import grants
from models.accounts import queries as people
from models.accounts.actor import SYSTEM, Actor
from models.problems import Forbidden, Malformed, NotFound
from models.targets import actions, evidence, ledger, queries, shared, statements
from models.targets.figures import FIGURES
from models.targets.ledger import Article
from tests.cast import Cast
from tests.models.counting import count_queries
from tests.models.targets.made import (
    CAMPAIGN,
    LATER,
    OTHER_CITY,
    attended,
    entry,
    event,
    new_union,
    promoter,
    unit_named,
    visit,
)

READS = 18                             # twelve sums, the plan, the units, and four small tables


def standing(actor: Actor, unit: str | None = None) -> dict[str, Any]:
    return queries.standing_of(CAMPAIGN, unit, actor=actor, at=LATER)


def row(told: dict[str, Any], target: str) -> dict[str, Any]:
    return next(one for one in told["rows"] if one["id"] == target)


def line(told: dict[str, Any], unit: str | None) -> dict[str, Any]:
    return next(one for one in told["units"] if one["unit"] == unit)


def article(cast: Cast, unit: str, link: str = "", reads: int = 600) -> None:
    ledger.save(ids.mint("pub"), Article(unit=unit, channel="portal", title="报道", reads=reads, day="2022-08-25", link=link,
                                         campaign=CAMPAIGN), revision=0, actor=cast.liqing, at=LATER)


def test_units_stand_in_the_documents_order_whatever_they_did(cast: Cast) -> None:
    event(cast, reporting=unit_named(OTHER_CITY))
    told = standing(cast.liqing)
    named = [one.name for one in cast.plan.units if one.reports]
    assert [one["unit_name"] for one in told["units"]] == named
    assert [one["task"] for one in told["units"]][:3] == [10, 5, None]
    assert line(told, unit_named(OTHER_CITY))["figures"]["events"] == {"verified": 1, "claimed": 0, "percent": None}


def test_what_counts_for_no_unit_stands_last_under_a_line_of_its_own(cast: Cast) -> None:
    assert standing(cast.liqing)["units"][-1]["unit_name"] == "省总权益保障部"
    event(cast, reporting=None)
    last = standing(cast.liqing)["units"][-1]
    assert (last["unit"], last["unit_name"], last["figures"]["events"]["verified"]) == (None, "未归属", 1)


def test_events_or_enterprises_meet_the_target_and_a_unit_has_one_only_where_allocated(cast: Cast) -> None:
    for n in range(50):
        event(cast, enterprise_key=f"e{n % 3}")
    told = row(standing(cast.liqing), "events")
    assert [(one["id"], one["verified"]) for one in told["figures"]] == [("events", 50), ("enterprises", 3)]
    assert (told["at_least"], told["met"], row(standing(cast.liqing), "promoters")["met"]) == (50, True, False)
    own = standing(cast.ma, cast.city)
    assert [(one["id"], one["at_least"], one["met"]) for one in own["rows"]] == [
        ("grassroots", None, None), ("promoters", None, None), ("events", 10, True), ("face_to_face", None, None), ("coverage", None, None)]
    assert row(standing(cast.liqing, unit_named("海北州总工会")), "events")["at_least"] is None


def test_a_percentage_stands_only_where_somebody_said_of_how_many(cast: Cast) -> None:
    article(cast, cast.city)
    told = row(standing(cast.liqing), "coverage")
    assert (told["percent"], told["met"], told["figures"][0]["claimed"]) == (None, None, 600)
    actions.set_denominator("province", people=1000, source="统计年鉴", campaign_id=CAMPAIGN, actor=cast.liqing)
    actions.set_denominator(cast.city, people=800, source="本市", campaign_id=CAMPAIGN, actor=cast.ma)
    told = standing(cast.liqing)
    assert (row(told, "coverage")["percent"], row(told, "coverage")["met"]) == (60.0, True)
    assert [line(told, unit)["figures"]["coverage"]["percent"] for unit in (cast.city, unit_named(OTHER_CITY))] == [75.0, None]
    assert row(standing(cast.ma, cast.city), "coverage")["percent"] == 75.0


def test_the_column_chosen_is_the_newest_statements(cast: Cast) -> None:
    assert row(standing(cast.liqing), "face_to_face")["chosen"] == "claimed"
    statements.make(ids.mint("sta"), until="2022-09-05", columns={"face_to_face": "verified"}, campaign_id=CAMPAIGN, actor=cast.liqing,
                    at=LATER)
    assert row(standing(cast.liqing), "face_to_face")["chosen"] == "verified"
    assert row(standing(cast.ma, cast.city), "face_to_face")["chosen"] == "claimed"


def test_a_coordinator_sees_the_provinces_totals_and_his_own_lines(cast: Cast) -> None:
    event(cast)
    event(cast, reporting=unit_named(OTHER_CITY), unit=unit_named(OTHER_CITY))
    told = standing(cast.ma)
    assert row(told, "events")["figures"][0]["verified"] == 2
    assert ([one["unit"] for one in told["units"]], told["questions"]) == ([cast.city], [])
    assert standing(cast.cairang)["units"] == []
    assert row(standing(cast.cairang, cast.factory), "events")["figures"][0]["verified"] == 1
    for actor, unit in ((cast.ma, unit_named(OTHER_CITY)), (cast.cairang, cast.city), (cast.liqing, ids.mint("unt"))):
        with pytest.raises(NotFound):
            standing(actor, unit)
    for actor in (cast.lincuo, cast.qilian, cast.yangjin):
        with pytest.raises(Forbidden):
            standing(actor)


def test_an_observer_over_a_unit_sees_what_its_coordinator_sees_and_over_everything_all(cast: Cast) -> None:
    grants.grant_role(str(cast.yangjin.account_id), "observer", f"unit:{cast.city}", actor=SYSTEM)
    watcher = people.actor_of(str(cast.yangjin.account_id))
    assert {**standing(watcher), "at": None} == {**standing(cast.ma), "at": None}
    assert len(standing(cast.baima)["units"]) == len(standing(cast.liqing)["units"]) > 1
    assert len(standing(cast.baima)["questions"]) == 2


def fill(cast: Cast, n: int) -> None:
    other = unit_named(OTHER_CITY)
    for number in range(n):
        for reporting in (cast.city, other):
            attended(event(cast, reporting=reporting, sheet=True, enterprise_key=f"e{number}"), f"acc_{number}")
        entry(cast, cast.lincuo, unit=new_union(other, f"{n}-{number}工会"), preselected_at=LATER)
        promoter(cast, paper=True, phone_print=f"{n}-{number}")
        article(cast, cast.city, f"https://example.cn/{n}/{number}")
        visit(n * 100 + number)


@pytest.mark.parametrize("n", [1, 3])
def test_as_many_questions_to_the_database_whatever_there_is(cast: Cast, n: int) -> None:
    fill(cast, n)
    standing(cast.liqing)
    with count_queries() as counted:
        standing(cast.liqing)
    assert counted.reads == READS
    for figure in ("events", "face_to_face", "grassroots", "promoters"):
        with count_queries() as counted:
            assert evidence.rows(figure, "verified", CAMPAIGN, actor=cast.liqing)[0]
        assert counted.reads == 3, figure
    with count_queries() as counted:
        assert len(shared.shared("face_to_face", "verified", CAMPAIGN, actor=cast.liqing)[0]) == n
    assert counted.reads == 5


# The rows behind a number

def rows(actor: Actor, figure: str, side: str = "verified", unit: str | None = None, cursor: str | None = None) -> list[dict[str, Any]]:
    return evidence.rows(figure, side, CAMPAIGN, unit, cursor, actor=actor)[0]


def test_every_number_opens_to_its_rows_and_tells_nobody_by_name(cast: Cast) -> None:
    event_id = event(cast, sheet=True, title="", enterprise_key="西钢")
    check_in, enrolled, work = attended(event_id, "n:print"), promoter(cast, cast.lincuo), entry(cast, cast.lincuo)
    visit(1)
    article(cast, cast.city)
    (one,) = rows(cast.liqing, "face_to_face")
    assert one == {"id": check_in, "kind": "check_in", "kind_label": "现场签到", "label": "宣讲演讲", "unit": cast.factory, "counts": 1,
                   "unit_name": "城东机械厂工会", "reporting_unit": cast.city, "reporting_unit_name": "西宁市总工会", "at": one["at"],
                   "link": f"/api/events/{event_id}/checkins"}
    assert [(one["id"], one["label"]) for one in rows(cast.liqing, "promoters")] == [(enrolled, "职工好网民宣传员")]
    assert {one["id"] for one in rows(cast.liqing, "grassroots")} == {event_id, enrolled, work}
    assert [(one["id"], one["counts"]) for one in rows(cast.liqing, "coverage")] == [("2022-08-25", 1)]
    assert [one["counts"] for side in ("face_to_face", "coverage") for one in rows(cast.liqing, side, "claimed")] == [40, 600]
    assert "n:print" not in str([rows(cast.liqing, figure.id, side) for figure in FIGURES for side in ("verified", "claimed")])


def test_a_coordinator_opens_his_own_units_rows_only(cast: Cast) -> None:
    own, other = event(cast), event(cast, unit=unit_named(OTHER_CITY), reporting=unit_named(OTHER_CITY))
    assert {one["id"] for one in rows(cast.liqing, "events")} == {own, other}
    assert [[one["id"] for one in rows(actor, "events")] for actor in (cast.ma, cast.cairang)] == [[own], [own]]
    assert [one["id"] for one in rows(cast.liqing, "events", unit=unit_named(OTHER_CITY))] == [other]
    with pytest.raises(NotFound):
        rows(cast.ma, "events", unit=unit_named(OTHER_CITY))
    with pytest.raises(NotFound):
        rows(cast.ma, "likes")
    with pytest.raises(Forbidden):
        rows(cast.lincuo, "events")
    with pytest.raises(Malformed):
        rows(cast.ma, "events", cursor="x")


def test_rows_come_newest_first_in_pages_without_a_gap(cast: Cast) -> None:
    made = {event(cast) for _ in range(evidence.PAGE + 2)}
    page, following = evidence.rows("events", "verified", CAMPAIGN, actor=cast.liqing)
    rest, end = evidence.rows("events", "verified", CAMPAIGN, cursor=following, actor=cast.liqing)
    assert (len(page), len(rest), end) == (evidence.PAGE, 2, None)
    assert {one["id"] for one in page + rest} == made


# What several units share

def test_what_two_units_count_is_shown_with_both_and_subtracted_once(cast: Cast) -> None:
    other = unit_named(OTHER_CITY)
    own, foreign = event(cast, enterprise_key="西钢"), event(cast, unit=other, reporting=other, enterprise_key="西钢")
    for one in (own, foreign, event(cast)):
        attended(one, "n:print")
    told = standing(cast.liqing)
    assert told["shared"] == {"grassroots": 0, "promoters": 0, "events": 0, "enterprises": 1, "face_to_face": 1}
    (item,), following = shared.shared("enterprises", "verified", CAMPAIGN, actor=cast.liqing)
    assert (item["label"], {one["unit_name"] for one in item["units"]}, {one["id"] for one in item["rows"]}, following) == (
        "西钢", {"西宁市总工会", OTHER_CITY}, {own, foreign}, None)
    (person,), _ = shared.shared("face_to_face", "verified", CAMPAIGN, actor=cast.liqing)
    assert (person["label"], len(person["rows"])) == ("同一位职工", 3)
    (seen,), _ = shared.shared("enterprises", "verified", CAMPAIGN, actor=cast.ma)
    assert ({one["unit_name"] for one in seen["units"]}, [one["id"] for one in seen["rows"]]) == ({"西宁市总工会", OTHER_CITY}, [own])


def test_a_pair_of_other_units_is_not_shown_to_a_coordinator(cast: Cast) -> None:
    for name in (OTHER_CITY, "黄南州总工会"):
        event(cast, unit=unit_named(name), reporting=unit_named(name), enterprise_key="西钢", place="大礼堂")
    assert shared.shared("enterprises", "verified", CAMPAIGN, actor=cast.ma) == ([], None)
    assert shared.possible("events", CAMPAIGN, actor=cast.ma) == []
    assert len(shared.possible("events", CAMPAIGN, actor=cast.liqing)) == 1


@pytest.mark.parametrize(("other", "alike"), [
    ({}, True), ({"place": "（大 礼堂）"}, True), ({"place": "别处", "enterprise_key": "西钢"}, True), ({"place": "别处"}, False),
    ({"at": LATER}, False), ({"state": "draft"}, False), ({"unit": "factory"}, False)])
def test_events_of_two_units_at_one_time_and_place_are_shown_and_not_subtracted(cast: Cast, other: dict[str, Any], alike: bool) -> None:
    first = event(cast, place="大礼堂", enterprise_key="西钢")
    unit = cast.factory if other.get("unit") else unit_named(OTHER_CITY)
    second = event(cast, **{"place": "大礼堂", "reporting": unit_named(OTHER_CITY), **other, "unit": unit})
    found = shared.possible("events", CAMPAIGN, actor=cast.liqing)
    assert [{one["id"] for one in group["rows"]} for group in found] == ([{first, second}] if alike else [])
    assert standing(cast.liqing)["shared"]["events"] == 0


def test_one_article_entered_by_two_units_is_perhaps_counted_twice(cast: Cast) -> None:
    for unit in (cast.city, unit_named(OTHER_CITY)):
        article(cast, unit, "https://example.cn/a")
        article(cast, unit)
    (group,) = shared.possible("coverage", CAMPAIGN, actor=cast.liqing)
    assert (group["label"], len(group["rows"])) == ("可能是同一篇报道", 2)
    assert shared.possible("promoters", CAMPAIGN, actor=cast.liqing) == []
