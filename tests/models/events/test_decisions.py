"""A coordinator's word: it holds until the next one, counts at once, is asked a reason for, and comes from who looks after the event."""
from datetime import timedelta
from typing import Any

import pytest

from models import ids
from models.accounts.actor import Actor
from models.events import by_hand, decisions, moving
from models.events.tables import Attendance, CheckIn, CheckInMove
from models.journal import Line
from models.problems import EventWrongState, Forbidden, IdReused, Incomplete, NotFound
from tests.cast import Cast
from tests.models.events.arrived import BEGINS, a_scan, a_token, an_event, one

SOON = BEGINS + timedelta(minutes=5)


def decide(event_id: str, check_in: str, act: Any, actor: Actor, comment: str = "本人在场", move_id: str = "") -> bool:
    return decisions.decide(event_id, check_in, act, move_id=move_id or ids.mint("mov"), comment=comment, actor=actor, at=SOON)[1]


def stands(check_in: str) -> tuple[str, str | None, bool]:
    row = CheckIn.get_by_id(check_in)
    return row.state, row.reason, Attendance.get_or_none(Attendance.check_in == check_in) is not None


def test_the_newest_word_holds_and_counts_at_once(cast: Cast) -> None:
    event = an_event(cast)
    doubtful = one(a_scan(a_token("lincuo"), event.id, SOON - timedelta(hours=4))).id
    assert stands(doubtful) == ("suspicious", "outside_event", False)
    assert decide(event.id, doubtful, "accept", cast.cairang, comment="")
    assert stands(doubtful) == ("accepted", None, True)
    assert decide(event.id, doubtful, "undo", cast.ma)
    assert stands(doubtful) == ("refused", "undone", False)
    assert decide(event.id, doubtful, "accept", cast.liqing)
    assert stands(doubtful) == ("accepted", None, True)
    row = CheckIn.get_by_id(doubtful)
    assert (row.decision, row.decided_by, row.decided_at) == ("accept", cast.liqing.account_id, SOON)
    lines = Line.select().where(Line.about == doubtful, Line.what.startswith("check_in.")).order_by(Line.id)
    assert [line.what for line in lines if line.actor_id and line.what != "check_in.kept"] == [
        "check_in.accepted", "check_in.undone", "check_in.accepted"]


def test_the_same_move_again_changes_nothing_and_another_meaning_is_refused(cast: Cast) -> None:
    event, move_id = an_event(cast), ids.mint("mov")
    kept = one(a_scan(a_token("lincuo"), event.id, SOON)).id
    assert decide(event.id, kept, "undo", cast.cairang, move_id=move_id)
    decide(event.id, kept, "accept", cast.cairang)
    assert not decide(event.id, kept, "undo", cast.cairang, move_id=move_id)
    assert stands(kept) == ("accepted", None, True)
    for act, actor, comment in (("accept", cast.cairang, "本人在场"), ("undo", cast.ma, "本人在场"), ("undo", cast.cairang, "另一个原因")):
        with pytest.raises(IdReused):
            decide(event.id, kept, act, actor, comment, move_id)
    assert CheckInMove.select().count() == 2


def test_only_who_looks_after_the_event_decides_and_only_about_its_own_check_ins(cast: Cast) -> None:
    event, other = an_event(cast), an_event(cast, unit=cast.city, actor=cast.ma)
    kept = one(a_scan(a_token("lincuo"), event.id, SOON)).id
    for actor in (cast.lincuo, cast.yangjin, cast.qilian, cast.baima):
        with pytest.raises(Forbidden):
            decide(event.id, kept, "undo", actor)
    with pytest.raises(Forbidden):
        decide(other.id, kept, "undo", cast.cairang)
    for event_id, check_in in ((other.id, kept), (ids.mint("evt"), kept), (event.id, ids.mint("chk"))):
        with pytest.raises(NotFound):
            decide(event_id, check_in, "undo", cast.ma)
    assert (stands(kept), CheckInMove.select().count()) == (("accepted", None, True), 0)


@pytest.mark.parametrize(("act", "comment"), [("undo", ""), ("undo", "  \n"), ("undo", "长" * 201), ("accept", "长" * 201)])
def test_an_undo_asks_a_reason_and_a_reason_is_short(cast: Cast, act: str, comment: str) -> None:
    event = an_event(cast)
    kept = one(a_scan(a_token("lincuo"), event.id, SOON)).id
    with pytest.raises(Incomplete) as refused:
        decide(event.id, kept, act, cast.cairang, comment=comment)
    assert [field["field"] for field in refused.value.context["fields"]] == ["comment"]
    assert stands(kept) == ("accepted", None, True)


def test_nobody_is_accepted_for_a_cancelled_event(cast: Cast) -> None:
    event = an_event(cast)
    kept = one(a_scan(a_token("lincuo"), event.id, SOON)).id
    moving.move(event.id, "cancel", move_id=ids.mint("mov"), comment="改期", actor=cast.cairang, at=SOON)
    with pytest.raises(EventWrongState):
        decide(event.id, kept, "accept", cast.cairang)
    assert decide(event.id, kept, "undo", cast.cairang)


def test_an_accepted_namesake_is_a_person_of_its_own(cast: Cast) -> None:
    event = an_event(cast)
    first, second = (by_hand.write_down(event.id, ids.mint("chk"), name="扎西", scanned_at=SOON, sent_at=SOON, device="",
                                        actor=cast.cairang, at=SOON + timedelta(minutes=number)).id for number in range(2))
    assert (stands(first), stands(second)) == (("accepted", None, True), ("suspicious", "same_name", False))
    decide(event.id, second, "accept", cast.cairang)
    assert (stands(first), stands(second)) == (("accepted", None, True), ("accepted", None, True))
    assert Attendance.get(Attendance.check_in == second).person == second


def test_undoing_the_scan_that_counted_lets_the_same_persons_next_one_count(cast: Cast) -> None:
    event = an_event(cast)
    first = one(a_scan(a_token("lincuo"), event.id, SOON)).id
    second = one(a_scan(a_token("lincuo"), event.id, SOON + timedelta(minutes=2))).id
    assert stands(second) == ("accepted", "again", False)
    decide(event.id, first, "undo", cast.cairang)
    assert (stands(first), stands(second)) == (("refused", "undone", False), ("accepted", None, True))
