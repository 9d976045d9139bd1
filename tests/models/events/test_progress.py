"""The allocation of annex 1 beside what was confirmed: whose numbers one sees, in the document's order, merged units adding up."""
import pytest

from models.accounts.actor import SYSTEM
from models.events import progress
from models.events.progress import Progress
from models.problems import NotFound
from models.units import actions as units
from models.units.tables import Unit
from tests.cast import CITY, Cast
from tests.models.counting import count_queries
from tests.models.events.logged import brought_to, coordinator, move, row, saved

CAMPAIGN = "qinghai-2022"
TELECOM, TELECOM_OF_PROVINCE = "中国电信青海分公司工会", "中国电信青海省分公司工会"


def unit(name: str) -> str:
    return str(Unit.get(Unit.name == name).id)


def test_confirmed_events_are_done_and_reported_ones_wait(cast: Cast) -> None:
    for state in ("draft", "reported", "reported", "confirmed", "returned", "cancelled"):
        brought_to(state, cast)
    assert progress.of_units(CAMPAIGN, cast.ma) == [Progress(cast.city, CITY, done=1, reported=2, task=10)]


def test_organisers_and_observers_see_every_reporting_unit_in_the_documents_order(cast: Cast) -> None:
    for actor in (cast.liqing, cast.baima):
        found = progress.of_units(CAMPAIGN, actor)
        reporting = [one.name for one in cast.plan.units if one.reports]
        assert [one.unit_name for one in found] == reporting
        tasks = {one.unit_name: one.task for one in found}
        assert (tasks[CITY], tasks["省总权益保障部"], sum(task or 0 for task in tasks.values())) == (10, None, 65)


def test_a_coordinator_below_sees_the_unit_he_reports_to_and_a_worker_none(cast: Cast) -> None:
    brought_to("confirmed", cast)
    assert progress.of_units(CAMPAIGN, cast.cairang) == [Progress(cast.city, CITY, 1, 0, 10)]
    assert progress.of_units(CAMPAIGN, cast.lincuo) == progress.of_units(CAMPAIGN, cast.yangjin) == []
    watcher = coordinator(cast.yangjin, f"unit:{unit('海东市总工会')}", "observer")
    assert [one.unit_name for one in progress.of_units(CAMPAIGN, watcher)] == ["海东市总工会"]


def test_two_rows_that_are_one_body_add_up_with_all_their_events(cast: Cast) -> None:
    for name in (TELECOM, TELECOM_OF_PROVINCE):
        brought_to_by_organiser(cast, name)
    units.merge_units(unit(TELECOM_OF_PROVINCE), unit(TELECOM), actor=SYSTEM)
    found = [one for one in progress.of_units(CAMPAIGN, cast.liqing) if "电信" in one.unit_name]
    assert found == [Progress(unit(TELECOM), TELECOM, done=2, reported=0, task=10)]
    assert progress.of_units(CAMPAIGN, cast.liqing, unit(TELECOM_OF_PROVINCE)) == found


def brought_to_by_organiser(cast: Cast, name: str) -> str:
    event_id = saved(cast, cast.liqing, unit=unit(name))
    for act in ("report", "confirm"):
        move(event_id, act, cast.liqing)
    return event_id


def test_the_task_stands_beside_an_event_of_the_unit(cast: Cast) -> None:
    event_id = brought_to("confirmed", cast)
    assert progress.of_event(row(event_id)) == Progress(cast.city, CITY, 1, 0, 10)
    event = row(event_id)
    event.reporting_unit_id = None
    assert progress.of_event(event) is None


def test_another_campaign_or_unit_that_is_not_there_is_not_found(cast: Cast) -> None:
    for campaign, wanted in (("nowhere-1999", None), (CAMPAIGN, "unt_0000000000000000")):
        with pytest.raises(NotFound):
            progress.of_units(campaign, cast.liqing, wanted)
    assert progress.of_units(CAMPAIGN, cast.ma, unit("海东市总工会")) == []


@pytest.mark.parametrize(("who", "asked"), [("liqing", 5), ("ma", 9)])
def test_the_list_asks_the_same_for_one_event_and_for_three(cast: Cast, who: str, asked: int) -> None:
    for _ in range(2):
        brought_to("confirmed", cast)
        with count_queries() as counted:
            progress.of_units(CAMPAIGN, getattr(cast, who))
        assert counted.reads == asked
        saved(cast)
