"""The law of promoters walked: who may take which step from where, replays, and what guards refuse."""
from typing import Any

import pytest

from models import ids
from models.accounts import actions as accounts
from models.accounts import membership
from models.accounts import queries as people
from models.accounts.actor import SYSTEM
from models.problems import (
    ConsentMissing,
    ConsentOutdated,
    Forbidden,
    IdReused,
    Incomplete,
    NotFound,
    PromoterExists,
    PromoterNotAgreed,
    PromoterOwn,
    PromoterWrongState,
)
from models.promoters import moving, queries
from models.promoters.law import ACTS, LAW, PAST, ROLE_LABELS, STATE_LABELS, PromoterRole, PromoterState
from models.promoters.standing import Reach
from models.promoters.tables import Promoter, PromoterMove
from tests.cast import Cast
from tests.models.promoters.people import OTHER_PHONE, PHONE, confirmed, consent, enrolled, on_paper, phone_owner, row, save, step
from tests.models.works import COLLECTING, INSTANT, written


def ways(promoter: Promoter, *people: Any) -> list[list[str]]:
    return [[way.act for way in moving.ways_on(row(promoter), Reach(person))] for person in people]


def test_the_law_has_at_most_one_row_for_an_act_from_a_state_and_words_and_guards_for_everything() -> None:
    pairs = [(one.act, source) for one in LAW for source in one.source]
    assert len(pairs) == len(set(pairs))
    assert {need for one in LAW for need in one.needs} == set(moving.GUARDS)
    assert (set(STATE_LABELS), set(ROLE_LABELS), set(PAST)) == (set(PromoterState), set(PromoterRole), set(ACTS))


def test_enrolled_then_confirmed_by_the_unit_and_written_down(cast: Cast) -> None:
    promoter = enrolled(cast)
    assert ways(promoter, cast.lincuo, cast.cairang, cast.ma, cast.liqing, cast.yangjin, cast.baima) == [
        ["leave"], ["confirm", "refuse"], ["confirm", "refuse"], ["confirm", "refuse"], [], []]
    step(promoter, "confirm", cast.cairang, at=COLLECTING + INSTANT)
    after, moved = row(promoter), PromoterMove.get()
    assert (after.state, after.confirmed_at, after.revision) == ("confirmed", COLLECTING + INSTANT, 1)
    assert (moved.act, moved.source, moved.target, moved.as_role, moved.number) == ("confirm", "enrolled", "confirmed", "coordinator", 1)
    assert [line.what for line in written(promoter.id)] == ["promoter.enrolled", "promoter.confirmed"]
    assert ways(promoter, cast.lincuo, cast.ma) == [["leave"], ["refuse"]]


def test_a_step_again_is_the_first_and_another_meaning_or_person_is_refused(cast: Cast) -> None:
    promoter, move_id = enrolled(cast), ids.mint("mov")
    first, again = (moving.move(promoter.id, "confirm", move_id=move_id, actor=cast.ma, at=COLLECTING) for _ in range(2))
    assert (first[1], again[1], first[0].id) == (True, False, again[0].id)
    for act, actor in (("refuse", cast.ma), ("confirm", cast.cairang)):
        with pytest.raises(IdReused):
            moving.move(promoter.id, act, move_id=move_id, actor=actor, at=COLLECTING)
    assert PromoterMove.select().count() == 1


def test_the_organiser_acts_for_a_unit_and_it_says_so(cast: Cast) -> None:
    step(enrolled(cast), "confirm", cast.liqing)
    assert PromoterMove.get().as_role == "organiser"


def test_who_may_not_know_of_a_promoter_is_told_nothing_and_who_may_is_told_no(cast: Cast) -> None:
    promoter = enrolled(cast)
    for stranger in (cast.yangjin, cast.qilian):
        with pytest.raises(NotFound):
            step(promoter, "confirm", stranger)
    for act, person in (("confirm", cast.lincuo), ("confirm", cast.baima), ("leave", cast.ma), ("accept", cast.liqing)):
        with pytest.raises(Forbidden):
            step(promoter, act, person)
    with pytest.raises(NotFound):
        step(promoter, "exhibit", cast.ma)
    with pytest.raises(NotFound):
        moving.move(ids.mint("prm"), "confirm", move_id=ids.mint("mov"), actor=cast.liqing)


def test_from_the_wrong_state_nothing_moves(cast: Cast) -> None:
    promoter = confirmed(cast)
    for act, person in (("confirm", cast.ma), ("accept", cast.lincuo)):
        with pytest.raises(PromoterWrongState) as wrong:
            step(promoter, act, person)
        assert wrong.value.context["state"] == "已确认"
    step(promoter, "leave", cast.lincuo)
    for act, person in (("refuse", cast.ma), ("leave", cast.lincuo)):
        with pytest.raises(PromoterWrongState):
            step(promoter, act, person)
    assert ways(promoter, cast.lincuo, cast.ma, cast.liqing) == [[], [], []]


def test_nobody_confirms_or_refuses_themselves(cast: Cast) -> None:
    membership.ask_for_unit(cast.factory, actor=cast.ma)
    ma = people.actor_of(str(cast.ma.account_id))
    promoter = save(ma, consent=consent(cast))
    for act in ("confirm", "refuse"):
        with pytest.raises(PromoterOwn):
            step(promoter, act, ma)
    assert ways(promoter, ma, cast.cairang) == [["leave"], ["confirm", "refuse"]]
    step(promoter, "confirm", cast.cairang)


def test_a_nominated_member_accepts_with_consent_and_is_then_confirmed(cast: Cast) -> None:
    promoter = save(cast.ma, account=cast.lincuo.account_id)
    assert ways(promoter, cast.lincuo, cast.ma) == [["accept", "leave"], ["refuse"]]
    with pytest.raises(PromoterNotAgreed):
        step(promoter, "confirm", cast.ma)
    for given, problem in ((None, ConsentMissing), ({"id": "C11", "version": 0}, ConsentOutdated)):
        with pytest.raises(problem):
            step(promoter, "accept", cast.lincuo, consent=given)
    step(promoter, "accept", cast.lincuo, consent=consent(cast))
    assert (row(promoter).state, row(promoter).consent) == ("enrolled", {**consent(cast), "at": "2022-08-25T02:00:00.000Z"})
    step(promoter, "confirm", cast.ma)
    assert row(promoter).state == "confirmed"


def test_a_consent_saved_before_is_enough_to_accept(cast: Cast) -> None:
    promoter = save(cast.ma, account=cast.lincuo.account_id)
    save(cast.lincuo, promoter.id, 1, consent=consent(cast))
    step(promoter, "accept", cast.lincuo)
    assert row(promoter).state == "enrolled"


def test_whoever_has_the_verified_phone_accepts_and_is_known_by_account_from_then_on(cast: Cast) -> None:
    promoter = save(cast.cairang, name="扎西", phone=PHONE)
    accounts.update_profile(name="旦增", actor=cast.yangjin)
    with pytest.raises(NotFound):
        step(promoter, "accept", cast.yangjin, consent=consent(cast))
    accounts.verify_phone(PHONE, actor=cast.yangjin)
    step(promoter, "accept", cast.yangjin, consent=consent(cast))
    after = row(promoter)
    assert (after.account_id, after.name_sealed, after.name_print, after.phone_sealed) == (cast.yangjin.account_id, None, None, None)
    assert (queries.name_of(after), after.unit_id, after.phone_print is not None) == ("旦增", cast.factory, True)


def test_who_is_a_promoter_already_does_not_accept_a_second_time(cast: Cast) -> None:
    promoter = save(cast.cairang, name="林措", phone=PHONE)
    enrolled(cast)
    accounts.verify_phone(PHONE, actor=cast.lincuo)
    with pytest.raises(PromoterExists):
        step(promoter, "accept", cast.lincuo, consent=consent(cast))
    assert (row(promoter).account_id, row(promoter).state) == (None, "nominated")


def test_somebody_on_paper_is_confirmed_at_once_and_leaves_through_the_unit(cast: Cast) -> None:
    promoter = on_paper(cast)
    assert ways(promoter, cast.cairang, cast.liqing, cast.lincuo) == [["confirm", "refuse", "leave"]] * 2 + [[]]
    step(promoter, "confirm", cast.ma)
    assert row(promoter).state == "confirmed"
    step(promoter, "leave", cast.cairang)
    assert (row(promoter).state, PromoterMove.select().order_by(PromoterMove.number.desc()).get().as_role) == ("left", "keeper")


def test_refusing_somebody_confirmed_asks_for_a_reason(cast: Cast) -> None:
    promoter = confirmed(cast)
    for comment in ("", "  "):
        with pytest.raises(Incomplete):
            step(promoter, "refuse", cast.ma, comment=comment)
    step(promoter, "refuse", cast.ma, comment="已调离")
    after = row(promoter)
    assert (after.state, after.confirmed_at, queries.last_word(after)) == ("refused", COLLECTING, "已调离")
    assert enrolled(cast).state == "enrolled"


def test_a_confirmed_promoter_counts_only_as_a_confirmed_member_or_on_paper(cast: Cast) -> None:
    member, paper, asking = confirmed(cast), on_paper(cast), phone_owner(OTHER_PHONE, "asking")
    membership.ask_for_unit(cast.factory, actor=asking)
    asking = people.actor_of(str(asking.account_id))
    waiting = confirmed(cast, asking)
    step(paper, "confirm", cast.ma, at=COLLECTING + INSTANT)
    counted = queries.confirmed("qinghai-2022")
    assert [(one.id, one.unit_id, one.reporting_unit_id, one.person) for one in counted] == [
        (member.id, cast.factory, cast.city, cast.lincuo.account_id), (paper.id, cast.factory, cast.city, f"p:{row(paper).phone_print}")]
    membership.answer_membership(str(asking.account_id), cast.factory, "confirm", actor=SYSTEM)
    assert {one.id for one in queries.confirmed("qinghai-2022")} == {member.id, paper.id, waiting.id}
    step(member, "leave", cast.lincuo)
    assert {one.id for one in queries.confirmed("qinghai-2022")} == {paper.id, waiting.id}
    assert queries.confirmed("another") == []
