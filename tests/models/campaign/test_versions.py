"""Imported into versions that never change; several campaigns side by side; every edge of the calendar told once."""
from datetime import timedelta
from typing import Any

import pytest
from peewee import SQL

from models.campaign import actions, queries
from models.campaign.plan import Plan
from models.campaign.tables import Campaign, PhaseEdge, PlanVersion
from models.clock import from_shanghai
from models.documents import DocumentInvalid
from models.journal import Line
from models.problems import NotFound
from tests.models.campaign.small import SMALL

pytestmark = pytest.mark.usefixtures("db")

BEFORE = from_shanghai("2022-07-20 09:00")
SMALL_BEFORE = from_shanghai("2023-02-01 09:00")
LONGER = SMALL.replace('closes: "2023-03-31 24:00"', 'closes: "2023-04-02 24:00"')


def imported(text: str, **how: Any) -> PlanVersion:
    return actions.import_plan(text, actor_id="acc_1", at=how.pop("at", SMALL_BEFORE), **how)[0]


def journal() -> list[tuple[str, str]]:
    return [(line.what, line.about) for line in Line.select().order_by(SQL("id"))]


def edges(campaign_id: str) -> list[tuple[str, str, Any]]:
    rows = PhaseEdge.select().where(PhaseEdge.campaign == campaign_id).order_by(PhaseEdge.instant, PhaseEdge.edge)
    return [(row.phase, row.edge, row.instant) for row in rows]


def closings(campaign_id: str) -> list[Any]:
    return [instant for phase, edge, instant in edges(campaign_id) if (phase, edge) == ("collect", "closed")]


def test_the_imported_text_comes_out_byte_for_byte(text: str) -> None:
    imported(text, at=BEFORE)
    assert queries.exported("qinghai-2022").encode() == text.encode()


def test_the_stored_plan_is_the_one_that_was_read(text: str, plan: Plan) -> None:
    version = imported(text, at=BEFORE)
    assert queries.plan_of(version.id) == plan
    assert queries.newest_plan("qinghai-2022") == plan


def test_importing_the_same_text_again_makes_no_version() -> None:
    first, is_new = actions.import_plan(SMALL, actor_id="acc_1", at=SMALL_BEFORE)
    again, is_again_new = actions.import_plan(SMALL, actor_id="acc_2", at=SMALL_BEFORE + timedelta(days=1))
    assert (is_new, is_again_new, again.id, PlanVersion.select().count()) == (True, False, first.id, 1)
    assert journal() == [("plan.imported", "small-2023"), ("plan.published", "small-2023")]


def test_another_text_is_another_version_and_the_first_stays_as_it_was() -> None:
    first = imported(SMALL)
    second = imported(LONGER)
    assert [(v.id, v.number) for v in queries.versions("small-2023")] == [(second.id, 2), (first.id, 1)]
    assert [queries.exported("small-2023", number) for number in (1, 2)] == [SMALL, LONGER]
    assert queries.exported("small-2023") == LONGER


def test_what_was_made_under_a_version_keeps_its_plan_when_a_new_one_is_published() -> None:
    first = imported(SMALL)
    before = queries.plan_of(first.id)
    imported(SMALL.replace("title: {label: 题目, at_most: 20}", "title: {label: 诗题, at_most: 10}"))
    assert queries.plan_of(first.id) == before
    assert queries.plan_of(first.id).track("poem").title.label == "题目"
    assert queries.newest_plan("small-2023").track("poem").title.label == "诗题"


def test_going_back_to_an_earlier_text_is_a_version_too() -> None:
    imported(SMALL)
    imported(LONGER)
    back, is_new = actions.import_plan(SMALL, actor_id="acc_1", at=SMALL_BEFORE)
    assert (is_new, back.number) == (True, 3)


def test_a_version_that_is_not_published_does_not_hold_yet() -> None:
    first = imported(SMALL)
    draft = imported(LONGER, publish=False)
    assert queries.newest_version("small-2023") == first.id
    published = actions.publish_plan(draft.id, actor_id="acc_1", at=SMALL_BEFORE)
    assert (queries.newest_version("small-2023"), published.published_at) == (draft.id, SMALL_BEFORE)


def test_a_campaign_without_a_published_version_is_not_there() -> None:
    imported(SMALL, publish=False)
    assert queries.campaigns() == []
    for ask in (queries.newest_plan, queries.newest_version, queries.standing):
        with pytest.raises(NotFound):
            ask("small-2023")
    with pytest.raises(NotFound):
        queries.current(SMALL_BEFORE)


def test_publishing_an_older_version_later_does_not_bring_it_back() -> None:
    older = imported(SMALL, publish=False)
    newer = imported(LONGER)
    actions.publish_plan(older.id, actor_id="acc_1", at=SMALL_BEFORE)
    assert queries.newest_version("small-2023") == newer.id


def test_publishing_twice_changes_nothing() -> None:
    version = imported(SMALL)
    again = actions.publish_plan(version.id, actor_id="acc_2", at=SMALL_BEFORE + timedelta(days=1))
    assert again.published_at == SMALL_BEFORE
    assert [what for what, _ in journal()] == ["plan.imported", "plan.published"]


def test_a_document_with_faults_leaves_nothing_behind() -> None:
    with pytest.raises(DocumentInvalid):
        imported(SMALL.replace("host: 乙工会", "host: 丙工会"))
    assert (Campaign.select().count(), PlanVersion.select().count(), journal()) == (0, 0, [])


def test_two_campaigns_live_side_by_side(text: str) -> None:
    imported(text, at=BEFORE)
    imported(SMALL)
    assert [one.id for one in queries.campaigns()] == ["small-2023", "qinghai-2022"]
    assert queries.newest_plan("qinghai-2022").name != queries.newest_plan("small-2023").name
    assert (queries.standing("qinghai-2022").number, queries.standing("small-2023").number) == (1, 1)
    assert {row.campaign_id for row in PhaseEdge.select()} == {"qinghai-2022", "small-2023"}


@pytest.mark.parametrize(("at", "shown"), [
    ("2022-07-01 00:00", "qinghai-2022"), ("2022-08-25 12:00", "qinghai-2022"), ("2022-12-31 23:59", "qinghai-2022"),
    ("2023-01-15 00:00", "qinghai-2022"), ("2023-03-01 00:00", "small-2023"), ("2023-04-30 23:59", "small-2023"),
    ("2024-01-01 00:00", "small-2023"),
])
def test_the_current_campaign_is_the_running_one_else_the_one_opened_last(text: str, at: str, shown: str) -> None:
    imported(text, at=BEFORE)
    imported(SMALL)
    assert queries.current(from_shanghai(at)) == shown


def test_a_version_nobody_imported_is_not_found() -> None:
    for ask in (queries.plan_of, queries.exported, lambda one: actions.publish_plan(one, actor_id=None)):
        with pytest.raises(NotFound):
            ask("pln_none")


def test_publishing_sets_the_edges_still_ahead() -> None:
    imported(SMALL, at=from_shanghai("2023-03-20 18:00"))
    assert edges("small-2023") == [
        ("collect", "due", from_shanghai("2023-03-20 18:00")), ("collect", "closed", from_shanghai("2023-03-31 24:00")),
        ("recommend", "due", from_shanghai("2023-04-10 24:00")), ("recommend", "closed", from_shanghai("2023-04-30 24:00"))]


def test_a_moved_edge_takes_the_place_of_the_one_not_yet_written() -> None:
    imported(SMALL)
    imported(LONGER)
    assert closings("small-2023") == [from_shanghai("2023-04-02 24:00")]


def test_an_edge_already_written_stays_and_the_extension_has_its_own() -> None:
    imported(SMALL)
    closed = from_shanghai("2023-03-31 24:00")
    actions.write_due_edges(closed)
    imported(LONGER, at=closed + timedelta(hours=1))
    assert closings("small-2023") == [closed, from_shanghai("2023-04-02 24:00")]


def test_an_edge_is_written_at_its_instant_and_once() -> None:
    imported(SMALL)
    opens = from_shanghai("2023-03-01 00:00")
    assert actions.write_due_edges(opens - timedelta(milliseconds=1)) == []
    assert [(e.phase, e.edge, e.lapsed) for e in actions.write_due_edges(opens)] == [
        ("collect", "opened", False), ("recommend", "opened", False)]
    assert actions.write_due_edges(opens) == []
    assert [what for what, _ in journal()] == ["plan.imported", "plan.published", "phase.opened", "phase.opened"]
    line = Line.select().where(Line.what == "phase.opened").order_by(SQL("id")).get()
    assert line.details == {"phase": "collect", "edge": "opened", "instant": "2023-02-28T16:00:00.000Z"}


@pytest.mark.parametrize(("late", "what"), [(timedelta(hours=24), "phase.due"), (timedelta(hours=24, milliseconds=1), "phase.lapsed")])
def test_an_edge_more_than_a_day_past_has_lapsed(late: timedelta, what: str) -> None:
    imported(SMALL, at=from_shanghai("2023-03-20 17:00"))
    written = actions.write_due_edges(from_shanghai("2023-03-20 18:00") + late)
    assert [(edge.phase, edge.edge, edge.lapsed) for edge in written] == [("collect", "due", what == "phase.lapsed")]
    assert journal()[-1] == (what, "small-2023")
