"""What the notice leaves open: two nearly identical rows renamed, merged with both duties, or left; and denominators."""
from typing import Any

import pytest

from models import ids
from models.problems import Forbidden, Incomplete, NotFound, Problem, QuestionMerged, UnitNameTaken
from models.targets import actions, queries
from models.targets.roll import roll
from models.targets.tables import Denominator, Settlement
from models.units import queries as units
from tests.cast import Cast
from tests.models.targets.made import CAMPAIGN, LATER, OTHER_CITY, TELECOM, unit_named
from tests.models.works import lines

ROWS = "near_identical_rows"


def settled(cast: Cast, answer: str, question: str = ROWS, **more: Any) -> Settlement:
    return actions.settle(question, answer, campaign_id=CAMPAIGN, **{"actor": cast.liqing, "at": LATER, **more})


def tasks(cast: Cast) -> dict[str, int]:
    """By name, as the units are called now."""
    return {units.find(unit).name: events for unit, events in roll(cast.plan).tasks.items()}


def asked(cast: Cast) -> dict[str, Any]:
    return next(one for one in queries.standing_of(CAMPAIGN, None, actor=cast.liqing)["questions"] if one["id"] == ROWS)


def test_it_is_flagged_with_both_units_until_it_is_answered(cast: Cast) -> None:
    assert [one["unit_name"] for one in asked(cast)["units"]] == list(TELECOM)
    assert [one["answer"] for one in asked(cast)["answers"]] == ["rename", "merge", "leave"]
    assert (asked(cast)["answer"], (CAMPAIGN, ROWS) in queries.unsettled()) == (None, True)
    settled(cast, "leave")
    assert (asked(cast)["answer"], asked(cast)["label"], (CAMPAIGN, ROWS) in queries.unsettled()) == ("leave", "保留", False)
    assert sum(tasks(cast).values()) == 65


def test_merged_units_have_both_duties_for_good(cast: Cast) -> None:
    first, second = map(unit_named, TELECOM)
    assert settled(cast, "merge").details == {"into": first}
    assert settled(cast, "merge", into=first).details == {"into": first}
    assert units.find(second).id == first
    assert (tasks(cast)[TELECOM[0]], len(tasks(cast)), sum(tasks(cast).values())) == (10, 11, 65)
    for answer, more in (("leave", {}), ("rename", {"name": "中国移动青海公司工会"}), ("merge", {"into": second})):
        with pytest.raises(QuestionMerged):
            settled(cast, answer, **more)
    assert lines(ROWS) == ["question.settled"]


def test_a_merge_may_go_the_other_way(cast: Cast) -> None:
    first, second = map(unit_named, TELECOM)
    settled(cast, "merge", into=second)
    assert (units.find(first).id, tasks(cast)[TELECOM[1]]) == (second, 10)


def test_a_renamed_unit_keeps_its_task_and_another_answer_is_still_possible(cast: Cast) -> None:
    second = unit_named(TELECOM[1])
    for _ in range(2):
        assert settled(cast, "rename", name="中国移动青海公司工会").details == {"unit": second, "name": "中国移动青海公司工会"}
    assert (tasks(cast)["中国移动青海公司工会"], sum(tasks(cast).values())) == (5, 65)
    assert [one["unit_name"] for one in asked(cast)["units"]] == [TELECOM[0], "中国移动青海公司工会"]
    settled(cast, "leave")
    settled(cast, "rename", name="电信工会", unit=unit_named(TELECOM[0]))
    assert tasks(cast)["电信工会"] == 5
    assert lines(ROWS) == ["question.settled"] * 3
    assert Settlement.select().count() == 1


@pytest.mark.parametrize(("question", "answer", "more", "problem"), [
    ("no_such_question", "leave", {}, NotFound), (ROWS, "split", {}, Incomplete), (ROWS, "rename", {}, Incomplete),
    (ROWS, "rename", {"name": "  "}, Incomplete), (ROWS, "rename", {"name": "长" * 61}, Incomplete),
    (ROWS, "rename", {"name": OTHER_CITY}, UnitNameTaken), (ROWS, "merge", {"into": ids.mint("unt")}, NotFound),
    ("unhosted_tracks", "merge", {}, Incomplete)])
def test_what_is_no_answer_is_refused_and_nothing_is_kept(cast: Cast, question: str, answer: str, more: dict[str, Any],
                                                           problem: type[Problem]) -> None:
    with pytest.raises(problem):
        settled(cast, answer, question, **more)
    assert Settlement.select().count() == 0
    assert tasks(cast)[TELECOM[1]] == 5


def test_only_an_organiser_answers_and_a_unit_beside_the_question_is_not_found(cast: Cast) -> None:
    for actor in (cast.ma, cast.baima, cast.lincuo):
        with pytest.raises(Forbidden):
            settled(cast, "leave", actor=actor)
    with pytest.raises(NotFound):
        settled(cast, "merge", into=cast.city)


def test_a_question_without_rows_is_answered_by_leaving_things_as_they_are(cast: Cast) -> None:
    settled(cast, "leave", "unhosted_tracks")
    assert [(one["id"], one["label"]) for one in queries.questions(cast.plan)] == [(ROWS, None), ("unhosted_tracks", "省总办理")]


# Denominators

def set_people(cast: Cast, over: str, people: int = 1000, **more: Any) -> Denominator:
    facts = {"source": "统计年鉴", "actor": cast.liqing, "at": LATER, **more}
    return actions.set_denominator(over, people=people, campaign_id=CAMPAIGN, **facts)


def test_a_denominator_is_replaced_by_a_later_word_and_the_same_changes_nothing(cast: Cast) -> None:
    for people in (1000, 1000, 2000):
        assert set_people(cast, "province", people).people == people
    assert set_people(cast, cast.city, actor=cast.ma).over == cast.city
    assert (lines("province"), Denominator.select().count()) == (["denominator.set"] * 2, 2)


@pytest.mark.parametrize(("more", "problem"), [
    ({"actor": "ma"}, Forbidden), ({"people": 0}, Incomplete), ({"source": " "}, Incomplete), ({"over": "unt_0000000000000000"}, NotFound)])
def test_a_denominator_that_cannot_be_is_refused(cast: Cast, more: dict[str, Any], problem: type[Problem]) -> None:
    facts = {"over": "province", **more}
    actor = getattr(cast, facts.pop("actor", "liqing"))
    with pytest.raises(problem):
        set_people(cast, facts.pop("over"), **facts, actor=actor)
    assert Denominator.select().count() == 0
