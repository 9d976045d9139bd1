"""What each number counts, and what it leaves out; each thing once, in all and for each unit."""
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import ids
from models.accounts.holding import delete_rows
from models.accounts.tables import Account
from models.db import writing
from models.events import moving
from models.events.tables import Attendance, CheckIn, Event
from models.targets import checks
from models.targets.counting import Asked, Pair, Sum, pairs, summed, sums
from models.targets.figures import BY_ID, DEFINITIONS, FIGURES
from models.targets.ledger import Article, save, withdraw
from models.targets.tables import SIDES
from models.units import actions as units
from tests.cast import Cast
from tests.models.targets.made import (
    CAMPAIGN,
    DAY,
    LATER,
    OTHER_CITY,
    attended,
    entry,
    event,
    file_of,
    new_union,
    numbers,
    of,
    promoter,
    unit_named,
    visit,
)


def test_every_target_of_the_plan_has_a_figure_and_a_definition_of_both_columns(cast: Cast) -> None:
    assert {figure.target for figure in FIGURES} == {row.id for row in cast.plan.targets.rows}
    assert list(DEFINITIONS) == [figure.id for figure in FIGURES]


@pytest.mark.parametrize(("state", "evidence", "expected"), [
    ("draft", True, (0, 0)), ("reported", True, (0, 1)), ("reported", False, (0, 0)), ("confirmed", True, (1, 1)),
    ("confirmed", False, (1, 0)), ("returned", True, (0, 0)), ("cancelled", True, (0, 0))])
def test_events_count_when_confirmed_or_filed_with_evidence(cast: Cast, state: str, evidence: bool, expected: tuple[int, int]) -> None:
    event(cast, state=state, sheet=evidence, enterprise="西钢", enterprise_key="西钢")
    assert (numbers("events"), numbers("enterprises"), numbers("grassroots")) == (expected, expected, expected)


@pytest.mark.parametrize(("more", "counts"), [
    ({"kind": "photo"}, 1), ({"kind": "document", "state": "ready"}, 1), ({"state": "waiting"}, 0), ({"state": "refused"}, 0),
    ({"removed_at": DAY}, 0), ({"kind": "video"}, 0)])
def test_evidence_is_a_photograph_or_sheet_that_is_there(cast: Cast, more: dict[str, Any], counts: int) -> None:
    file_of(event(cast), cast.cairang, **more)
    assert (numbers("events"), numbers("face_to_face")) == ((1, counts), (0, 40 * counts))


def test_a_link_is_evidence_of_an_event_but_not_of_a_head_count(cast: Cast) -> None:
    event(cast, links=[{"url": "https://example.cn", "title": ""}])
    assert (numbers("events"), numbers("face_to_face")) == ((1, 1), (0, 0))


def test_one_person_at_two_events_and_one_enterprise_entered_twice_count_once(cast: Cast) -> None:
    other = unit_named(OTHER_CITY)
    here, there = (event(cast, reporting=unit, enterprise_key="西钢") for unit in (cast.city, other))
    for one in (here, there, event(cast, state="reported")):
        attended(one, "acc_somebody")
    attended(here, "n:print")
    assert of("face_to_face") == Sum(2, {cast.city: 2, other: 1})
    assert of("enterprises") == Sum(1, {cast.city: 1, other: 1})
    assert (of("face_to_face").shared, of("enterprises").shared, of("events").shared) == (1, 1, 0)


def test_attendance_counts_while_its_event_is_confirmed(cast: Cast) -> None:
    event_id = event(cast, state="reported")
    attended(event_id, "acc_somebody")
    assert numbers("face_to_face") == (0, 0)
    moving.move(event_id, "confirm", move_id=ids.mint("mov"), actor=cast.ma, at=LATER)
    assert (numbers("face_to_face"), numbers("events"), numbers("grassroots")) == ((1, 0), (1, 0), (1, 0))
    moving.move(event_id, "return", move_id=ids.mint("mov"), actor=cast.ma, comment="请补充签到表照片", at=LATER)
    assert (numbers("face_to_face"), numbers("events"), numbers("grassroots")) == ((0, 0), (0, 0), (0, 0))


@pytest.mark.parametrize(("state", "expected"), [
    ("nominated", (0, 1)), ("enrolled", (0, 1)), ("confirmed", (1, 1)), ("refused", (0, 0))])
def test_promoters_count_when_confirmed(cast: Cast, state: str, expected: tuple[int, int]) -> None:
    promoter(cast, cast.lincuo, state=state)
    assert (numbers("promoters"), numbers("grassroots")) == (expected, expected)


def test_a_promoter_whose_membership_nobody_confirmed_counts_on_paper_only(cast: Cast) -> None:
    promoter(cast, cast.yangjin)
    assert numbers("promoters") == (0, 1)
    promoter(cast, paper=True, phone_print="print")
    assert numbers("promoters") == (1, 2)


@pytest.mark.parametrize(("state", "counts"), [
    ("draft", 0), ("submitted", 1), ("returned", 1), ("declined", 1), ("recommended", 1), ("withdrawn", 0), ("disqualified", 0)])
def test_a_submitted_work_of_a_confirmed_member_mobilises_his_union(cast: Cast, state: str, counts: int) -> None:
    entry(cast, cast.lincuo, state=state)
    assert numbers("grassroots") == (counts, counts)


def test_a_work_of_somebody_unconfirmed_counts_as_claimed_until_it_is_preselected(cast: Cast) -> None:
    entry(cast, cast.yangjin)
    entry(cast, None)
    assert numbers("grassroots") == (0, 1)
    entry(cast, cast.yangjin, preselected_at=DAY)
    assert numbers("grassroots") == (1, 1)


def test_a_member_of_another_union_does_not_mobilise_this_one_unless_both_are_one_body(cast: Cast) -> None:
    old = new_union(cast.city, "城东机械厂老工会")
    entry(cast, cast.lincuo, unit=old)
    assert numbers("grassroots") == (0, 1)
    units.merge_units(old, cast.factory, actor=cast.liqing)
    assert numbers("grassroots") == (1, 1)


def test_only_grassroots_unions_are_mobilised_and_each_once(cast: Cast) -> None:
    event(cast, unit=cast.city)
    assert numbers("grassroots") == (0, 0)
    entry(cast, cast.lincuo)
    entry(cast, cast.lincuo, reporting=unit_named(OTHER_CITY))
    promoter(cast, cast.lincuo)
    event(cast)
    assert of("grassroots") == Sum(1, {cast.city: 1, unit_named(OTHER_CITY): 1})


def test_rows_of_a_merged_unit_count_for_its_survivor(cast: Cast) -> None:
    other = unit_named(OTHER_CITY)
    for reporting in (cast.city, other):
        attended(event(cast, reporting=reporting), "acc_somebody")
    units.merge_units(other, cast.city, actor=cast.liqing)
    assert (of("events"), of("face_to_face")) == (Sum(2, {cast.city: 2}), Sum(1, {cast.city: 1}))


def test_coverage_is_visitors_beside_reads_and_a_withdrawn_line_counts_no_longer(cast: Cast) -> None:
    for number in range(3):
        visit(number)
    lines = [ids.mint("pub") for _ in range(2)]
    for reads, one in zip((1200, 300), lines, strict=True):
        save(one, Article(unit=cast.city, channel="portal", title="报道", reads=reads, day="2022-08-25", campaign=CAMPAIGN), revision=0,
             actor=cast.ma, at=LATER)
    assert numbers("coverage") == (3, 1500)
    withdraw(lines[0], actor=cast.ma, at=LATER)
    assert numbers("coverage") == (3, 300)


def test_what_became_true_later_is_left_out_before(cast: Cast) -> None:
    attended(event(cast, confirmed_at=LATER), "acc_somebody")
    entry(cast, cast.lincuo, at=LATER)
    assert [numbers(one, before=LATER)[0] for one in ("events", "face_to_face", "grassroots")] == [0, 0, 0]
    after = LATER + timedelta(milliseconds=1)
    assert [numbers(one, before=after)[0] for one in ("events", "face_to_face", "grassroots")] == [1, 1, 1]


UNITS = st.sampled_from(["a", "b", "c", None])
PAIRS = st.dictionaries(st.tuples(st.sampled_from("xyzuvw"), UNITS), st.just(1))


@given(PAIRS, st.integers(1, 9))
def test_the_total_is_the_sum_of_the_units_without_what_they_share(found: dict[tuple[str, str | None], int], weight: int) -> None:
    told = summed([Pair(thing, unit, weight, thing) for thing, unit in found])
    having: dict[str, int] = {}
    for thing, _ in found:
        having[thing] = having.get(thing, 0) + 1
    assert told.total == weight * len(having)
    assert told.shared == sum(weight * (units - 1) for units in having.values())
    assert checks.by_rows([(thing, unit, weight) for thing, unit in (*found, *found)]) == told


HALLS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["", "西钢", "盐湖"]), st.frozensets(st.sampled_from("pqrs")),
                           st.sampled_from(["confirmed", "reported"])), max_size=6)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HALLS)
def test_whatever_was_held_the_database_counts_as_sets_do(cast: Cast, held: list[tuple[int, str, frozenset[str], str]]) -> None:
    with writing():
        for table in (Attendance, CheckIn, Event):
            delete_rows(table, True)
    reporting = (cast.city, unit_named(OTHER_CITY), None)
    for where, enterprise, people, state in held:
        one = event(cast, reporting=reporting[where], state=state, enterprise_key=enterprise, sheet=True)
        for person in people:
            attended(one, person)
    done = [(where, enterprise, people) for where, enterprise, people, state in held if state == "confirmed"]
    _equals("face_to_face", {(person, reporting[where]) for where, _, people in done for person in people})
    _equals("enterprises", {(enterprise, reporting[where]) for where, enterprise, _ in done if enterprise})
    asked = sums(Asked(CAMPAIGN))
    twice = {(figure.id, side): checks.counted_twice(figure, side, CAMPAIGN) for figure in FIGURES for side in SIDES}
    assert {key: one["total"] for key, one in twice.items()} == {key: one.total for key, one in asked.items()}
    assert {one["differs"] for one in twice.values()} == {False}


def _equals(figure: str, expected: set[tuple[str, str | None]]) -> None:
    by_unit = {unit: sum(1 for _, other in expected if other == unit) for unit in {unit for _, unit in expected}}
    assert of(figure) == Sum(len({thing for thing, _ in expected}), by_unit)
    assert summed(pairs(BY_ID[figure].verified, Asked(CAMPAIGN))) == of(figure)


def test_the_short_way_to_the_unions_finds_what_all_rows_find(cast: Cast) -> None:
    other = unit_named(OTHER_CITY)
    second = new_union(other, "海东化工厂工会")
    entry(cast, cast.lincuo)
    entry(cast, cast.lincuo, reporting=None)
    entry(cast, cast.yangjin, unit=second, reporting=other)
    entry(cast, cast.yangjin, unit=second, reporting=other, preselected_at=DAY)
    event(cast, unit=second, reporting=other, state="reported", sheet=True)
    assert Account.select().where(Account.unit == second).count() == 0
    for side, expected in zip(SIDES, (Sum(2, {cast.city: 1, None: 1, other: 1}), Sum(2, {cast.city: 1, None: 1, other: 1})), strict=True):
        assert of("grassroots", side) == expected
        assert summed(pairs(BY_ID["grassroots"].source(side), Asked(CAMPAIGN))) == expected


def test_rows_of_another_campaign_are_not_counted(cast: Cast) -> None:
    event(cast)
    assert {one.total for one in sums(Asked("another-campaign")).values()} == {0}
