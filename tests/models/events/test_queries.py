"""Who may know of an event, in which list it stands, and who was there."""
from datetime import timedelta

import pytest

from models.accounts import membership
from models.accounts import queries as people
from models.accounts.actor import SYSTEM, Actor
from models.events import queries
from models.events.law import EventRole
from models.events.queries import Counts
from models.events.standing import Reach
from models.events.tables import CheckInState, Evidence
from models.problems import NotFound
from models.units import actions as units
from models.units.tables import Unit
from server.api.event_shapes import line_shapes
from tests.cast import Cast
from tests.models.counting import count_queries
from tests.models.events.logged import AFTER, STARTS, attended, brought_to, coordinator, row, saved

DAY = timedelta(days=1)


def unit(name: str) -> str:
    return str(Unit.get(Unit.name == name).id)


def scoped(actor: Actor, scope: str, at: object = AFTER) -> set[str]:
    return {event.id for event in queries.in_scope(Reach(actor), scope, at)}  # type: ignore[arg-type]


def member_of(person: Actor, unit_id: str, answer: str | None = "confirm") -> Actor:
    membership.ask_for_unit(unit_id, actor=person)
    if answer:
        membership.answer_membership(str(person.account_id), unit_id, answer, actor=SYSTEM)  # type: ignore[arg-type]
    return people.actor_of(str(person.account_id))


def test_who_may_know_of_an_event_of_the_factory(cast: Cast) -> None:
    event_id = saved(cast)
    knows = {name for name in ("lincuo", "ma", "cairang", "qilian", "liqing", "yangjin", "baima")
             if queries.find(event_id, getattr(cast, name))}
    assert knows == {"lincuo", "ma", "cairang", "liqing", "baima"}
    assert [queries.require_visible(event_id, cast.ma).id] == [event_id]
    with pytest.raises(NotFound):
        queries.require_visible(event_id, cast.yangjin)


def test_an_event_of_the_city_is_known_to_members_below_and_not_to_coordinators_below(cast: Cast) -> None:
    event_id = saved(cast, cast.ma, unit=cast.city)
    assert [queries.find(event_id, one) is not None for one in (cast.lincuo, cast.ma, cast.cairang)] == [True, True, False]
    assert [Reach(one).looks_after(row(event_id)) for one in (cast.lincuo, cast.ma, cast.cairang)] == [False, True, False]


def test_beside_means_nothing(cast: Cast) -> None:
    event_id, haidong = saved(cast), unit("海东市总工会")
    beside, member, watcher = (coordinator(cast.yangjin, f"unit:{haidong}"), member_of(cast.qilian, haidong),
                               coordinator(cast.hanmei, f"unit:{haidong}", "observer"))
    assert [queries.find(event_id, one) for one in (beside, member)] == [None, None]
    assert Reach(Actor(watcher.account_id, frozenset({("observer", f"unit:{haidong}")}))).is_staff(row(event_id)) is False


@pytest.mark.parametrize(("answer", "knows"), [("confirm", True), (None, True), ("refuse", False)])
def test_who_belongs_or_asks_to_belong_knows_and_who_was_refused_does_not(cast: Cast, answer: str | None, knows: bool) -> None:
    event_id = saved(cast)
    person = member_of(cast.yangjin, cast.factory, answer)
    assert (queries.find(event_id, person) is not None, scoped(person, "unit") == {event_id}) == (knows, knows)


def test_who_was_there_knows_of_it_and_who_only_wrote_others_down_does_not(cast: Cast) -> None:
    own, scanned, written = (saved(cast) for _ in range(3))
    attended(own, cast.yangjin, state=CheckInState.REFUSED)
    attended(scanned, cast.cairang, subject=cast.yangjin.account_id, person=cast.yangjin.account_id, how="personal")
    attended(written, cast.yangjin, subject=None, person="n:print", how="walk_in")
    assert scoped(cast.yangjin, "all") == {own, scanned}
    assert (scoped(cast.yangjin, "mine"), scoped(cast.yangjin, "unit")) == (set(), set())


def test_an_observer_of_a_unit_sees_the_whole_of_its_events_and_looks_after_none(cast: Cast) -> None:
    event_id, elsewhere = saved(cast), saved(cast, cast.liqing, unit=unit("海东市总工会"))
    watcher = coordinator(cast.yangjin, f"unit:{cast.city}", "observer")
    assert scoped(watcher, "all") == {event_id}
    assert (Reach(watcher).is_staff(row(event_id)), Reach(watcher).looks_after(row(event_id))) == (True, False)
    assert scoped(cast.baima, "all") == {event_id, elsewhere}
    assert scoped(cast.baima, "mine") == set()


def test_the_reporting_unit_keeps_an_event_of_a_unit_that_moved_away(cast: Cast) -> None:
    event_id = saved(cast)
    units.save_unit(cast.factory, {"parent_id": unit("海东市总工会")}, actor=SYSTEM)
    assert Reach(cast.ma).roles_over(row(event_id)) == {EventRole.REPORTING}
    assert (scoped(cast.ma, "all"), scoped(cast.ma, "mine")) == ({event_id}, set())
    assert (Reach(cast.ma).is_staff(row(event_id)), Reach(cast.ma).shows_codes(row(event_id))) == (True, False)


def test_a_role_over_a_unit_reaches_over_its_other_name(cast: Cast) -> None:
    event_id, haidong = saved(cast), unit("海东市总工会")
    other = coordinator(cast.yangjin, f"unit:{haidong}")
    assert queries.find(event_id, other) is None
    units.merge_units(cast.city, haidong, actor=SYSTEM)
    assert Reach(other).roles_over(row(event_id)) == {EventRole.COORDINATOR, EventRole.REPORTING}
    assert scoped(other, "mine") == scoped(cast.ma, "mine") == {event_id}


def test_secrets_are_for_coordinators_and_not_for_the_organiser(cast: Cast) -> None:
    event = row(saved(cast))
    guest = coordinator(cast.yangjin, f"event:{event.id}")
    assert [Reach(one).shows_codes(event) for one in (cast.cairang, cast.ma, guest, cast.liqing, cast.baima, cast.lincuo)] == [
        True, True, True, False, False, False]


def test_mine_are_those_i_may_look_after(cast: Cast) -> None:
    of_factory, of_city = saved(cast), saved(cast, cast.ma, unit=cast.city)
    elsewhere = saved(cast, cast.liqing, unit=unit("海东市总工会"))
    guest = coordinator(cast.yangjin, f"event:{elsewhere}")
    assert [scoped(one, "mine") for one in (cast.cairang, cast.ma, cast.liqing, guest, cast.lincuo)] == [
        {of_factory}, {of_factory, of_city}, {of_factory, of_city, elsewhere}, {elsewhere}, set()]


def test_the_units_list_is_of_my_unit_and_those_above_current_and_not_cancelled(cast: Cast) -> None:
    planned, of_city = saved(cast, starts_at=AFTER + DAY), saved(cast, cast.ma, unit=cast.city)
    brought_to("cancelled", cast)
    saved(cast, cast.liqing, unit=unit("海东市总工会"))
    assert scoped(cast.lincuo, "unit") == {planned, of_city}
    assert scoped(cast.lincuo, "unit", STARTS + timedelta(hours=2) + 30 * DAY - timedelta(milliseconds=1)) == {planned, of_city}
    assert scoped(cast.lincuo, "unit", STARTS + timedelta(hours=2) + 30 * DAY) == {planned}
    assert (scoped(cast.cairang, "unit"), scoped(cast.yangjin, "unit")) == (set(), set())


def test_counts_are_of_people_by_evidence_and_of_check_ins_still_open(cast: Cast) -> None:
    event_id, other, empty = (saved(cast) for _ in range(3))
    for person, evidence in ((cast.lincuo, Evidence.LIVE), (cast.ma, Evidence.LATE), (cast.yangjin, Evidence.LATE),
                             (cast.qilian, Evidence.BY_HAND)):
        attended(event_id, person, evidence)
    for state in (CheckInState.SUSPICIOUS, CheckInState.WAITING, CheckInState.REFUSED):
        attended(event_id, cast.hanmei, state=state)
    attended(other, cast.lincuo)
    assert queries.counts([event_id, other, empty, event_id]) == {
        event_id: Counts(live=1, late=2, by_hand=1, suspicious=1, waiting=1), other: Counts(live=1), empty: Counts()}
    assert queries.counts([event_id])[event_id].attended == 4
    assert queries.counts([]) == {}


@pytest.mark.parametrize("who", ["lincuo", "cairang", "ma", "liqing", "baima"])
@pytest.mark.parametrize("scope", queries.SCOPES)
def test_a_list_asks_the_same_for_one_event_and_for_three(cast: Cast, who: str, scope: str) -> None:
    def listed() -> tuple[int, int]:
        reach = Reach(getattr(cast, who))
        with count_queries() as counted:
            rows = list(queries.in_scope(reach, scope, AFTER))
            line_shapes(rows, reach)
        return len(rows), counted.reads

    saved(cast, cast.ma, unit=cast.factory)
    one = listed()
    attended(saved(cast, cast.ma), cast.lincuo)
    saved(cast, cast.ma)
    three = listed()
    coordinates = {"mine": 5, "unit": 1, "all": 5}
    asked = {"lincuo": {"mine": 1, "unit": 4, "all": 4}, "cairang": coordinates, "ma": coordinates,
             "liqing": {"mine": 3, "unit": 1, "all": 3}, "baima": {"mine": 1, "unit": 1, "all": 3}}[who][scope]
    assert (one[1], three[1]) == (asked, asked)
    assert (one[0], three[0]) in ((1, 3), (0, 0))


