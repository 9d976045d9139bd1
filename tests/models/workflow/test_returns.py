"""Work sent back: before preselection to be mended and submitted again, afterwards for more material (补件)."""
from datetime import timedelta

import pytest

from models import clock
from models.entries import actions as entries
from models.entries import attachments
from models.media import queries as files
from models.problems import DueWrong, Incomplete, NothingAsked, PhaseClosed, WrongState
from models.workflow import queries as workflow
from models.workflow.tables import Move
from tests.cast import Cast
from tests.models.works import (
    CLOSING,
    COLLECTING,
    INSTANT,
    arrive,
    brought_to,
    move,
    now,
    photo,
    place,
    row,
    shown,
    submitted,
)

LATEST = clock.from_shanghai("2022-09-05 24:00")


def due_of(entry_id: str) -> object:
    return row(entry_id).editable_until


def test_a_return_is_due_after_the_plans_days(cast: Cast) -> None:
    entry_id = submitted(cast)
    move(entry_id, "return", cast.ma)
    assert due_of(entry_id) == COLLECTING + timedelta(days=3)
    assert Move.get(Move.entry == entry_id, Move.act == "return").due_at == COLLECTING + timedelta(days=3)


def test_a_return_near_the_end_is_due_on_the_plans_last_day_and_a_late_one_leaves_a_day(cast: Cast) -> None:
    for at, due in ((clock.from_shanghai("2022-09-04 10:00"), LATEST), (LATEST, LATEST + timedelta(days=1))):
        entry_id = submitted(cast)
        move(entry_id, "return", cast.ma, at)
        assert due_of(entry_id) == due


def test_a_due_time_may_be_asked_for_within_bounds(cast: Cast) -> None:
    entry_id = submitted(cast)
    for due in (COLLECTING, COLLECTING - INSTANT, LATEST + INSTANT):
        with pytest.raises(DueWrong) as wrong:
            move(entry_id, "return", cast.ma, facts={"due_at": due})
        assert [one["field"] for one in wrong.value.context["fields"]] == ["due_at"]
    assert (now(entry_id), due_of(entry_id)) == ("submitted", None)
    move(entry_id, "return", cast.ma, facts={"due_at": LATEST})
    assert due_of(entry_id) == LATEST


def test_a_returned_work_is_mended_and_submitted_after_closing_until_its_due_time(cast: Cast) -> None:
    entry_id, too_late = submitted(cast), submitted(cast)
    for one in (entry_id, too_late):
        move(one, "return", cast.ma, facts={"due_at": LATEST})
    at = LATEST - INSTANT
    assert at > CLOSING
    entries.save(entry_id, photo(cast, title="改过的题目"), revision=1, actor=cast.lincuo, at=at)
    old = files.files_of(entry_id)[0]
    arrive(place(entry_id, cast.lincuo, at, name="新.jpg", replaces=old.id), at)
    assert move(entry_id, "submit", cast.lincuo, at)
    assert (now(entry_id), due_of(entry_id), row(entry_id).submitted_at) == ("submitted", None, COLLECTING)
    with pytest.raises(PhaseClosed):
        move(too_late, "submit", cast.lincuo, LATEST)


def test_while_collection_is_open_a_returned_work_past_its_due_time_may_still_come(cast: Cast) -> None:
    entry_id = submitted(cast)
    move(entry_id, "return", cast.ma)
    assert move(entry_id, "submit", cast.lincuo, CLOSING - INSTANT)


def test_what_is_lacking_after_a_return_is_asked_again(cast: Cast) -> None:
    entry_id = submitted(cast)
    move(entry_id, "return", cast.ma)
    attachments.detach(files.files_of(entry_id)[0].id, actor=cast.lincuo, at=COLLECTING)
    with pytest.raises(Incomplete):
        move(entry_id, "submit", cast.lincuo)
    assert now(entry_id) == "returned"


@pytest.mark.parametrize(("state", "who"), [("preselected", "qilian"), ("shortlisted", "liqing"), ("approved", "qilian")])
def test_more_is_asked_for_and_given_while_state_and_slots_stay(cast: Cast, state: str, who: str) -> None:
    entry_id = brought_to(state, cast)
    before = (state, row(entry_id).campaign_slot, row(entry_id).track_slot)
    with pytest.raises(NothingAsked):
        move(entry_id, "submit", cast.lincuo)
    move(entry_id, "return", getattr(cast, who))
    assert (now(entry_id), shown(entry_id, cast.lincuo), due_of(entry_id)) == (state, "supplement", COLLECTING + timedelta(days=3))
    entries.save(entry_id, photo(cast, title="补了说明"), revision=1, actor=cast.lincuo, at=COLLECTING)
    assert move(entry_id, "submit", cast.lincuo)
    assert ((now(entry_id), row(entry_id).campaign_slot, row(entry_id).track_slot), shown(entry_id, cast.lincuo)) == (before, "in_review")
    with pytest.raises(NothingAsked):
        move(entry_id, "submit", cast.lincuo)
    with pytest.raises(WrongState):
        entries.save(entry_id, photo(cast), revision=2, actor=cast.lincuo, at=COLLECTING)


def test_a_supplement_is_open_after_closing_and_closed_at_its_due_time(cast: Cast) -> None:
    entry_id = brought_to("approved", cast)
    due = clock.from_shanghai("2022-09-07 18:00")
    with pytest.raises(DueWrong):
        move(entry_id, "return", cast.qilian, facts={"due_at": COLLECTING + timedelta(days=14) + INSTANT})
    move(entry_id, "return", cast.qilian, facts={"due_at": due})
    with pytest.raises(NothingAsked):
        move(entry_id, "submit", cast.lincuo, due)
    assert [way.step.act for way in workflow.ways_on(row(entry_id), cast.lincuo, due)] == ["withdraw"]
    assert move(entry_id, "submit", cast.lincuo, due - INSTANT)


def test_what_the_jury_decides_meanwhile_does_not_take_the_authors_days_away(cast: Cast) -> None:
    entry_id = brought_to("preselected", cast)
    move(entry_id, "return", cast.qilian)
    move(entry_id, "decline", cast.qilian)
    assert shown(entry_id, cast.lincuo) == "supplement"
    assert move(entry_id, "submit", cast.lincuo)
    assert (now(entry_id), shown(entry_id, cast.lincuo)) == ("declined", "in_review")


@pytest.mark.parametrize(("act", "who"), [("withdraw", "lincuo"), ("disqualify", "liqing")])
def test_what_has_left_is_mended_by_nobody(cast: Cast, act: str, who: str) -> None:
    entry_id = brought_to("preselected", cast)
    move(entry_id, "return", cast.qilian)
    move(entry_id, act, getattr(cast, who))
    assert due_of(entry_id) is None
    with pytest.raises(WrongState):
        entries.save(entry_id, photo(cast), revision=1, actor=cast.lincuo, at=COLLECTING)
    with pytest.raises(WrongState):
        place(entry_id, cast.lincuo)


def test_a_return_may_follow_a_return(cast: Cast) -> None:
    entry_id = submitted(cast)
    for _ in range(2):
        move(entry_id, "return", cast.ma)
        move(entry_id, "submit", cast.lincuo)
    assert [one.act for one in Move.select().where(Move.entry == entry_id).order_by(Move.number)] == [
        "submit", "return", "submit", "return", "submit"]
