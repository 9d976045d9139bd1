"""How many live works one person may have: numbered slots, kept by the database itself."""
from functools import partial

import pytest
from peewee import IntegrityError

from models.accounts.actor import Actor
from models.db import writing
from models.entries.tables import Entry
from models.law import LIVE
from models.problems import LimitReached
from models.workflow import actions, slots
from models.workflow import queries as workflow
from models.workflow.tables import Move
from tests.cast import Cast
from tests.models.accounts.together import at_once
from tests.models.works import COLLECTING, brought_to, move, now, ready, row, submitted


def filled(cast: Cast, author: Actor | None = None, leaving: int = 0) -> list[str]:
    """As many submitted photographs as one person may have, less some."""
    return [submitted(cast, author) for _ in range(cast.plan.limit_in("photo") - leaving)]


def test_a_track_takes_so_many_of_one_person_and_says_how_many(cast: Cast) -> None:
    filled(cast)
    entry_id = ready(cast)
    with pytest.raises(LimitReached) as full:
        move(entry_id, "submit", cast.lincuo)
    assert full.value.detail == "每位作者在本子项目最多 5 件，请先撤回一件，或改日再报"
    assert now(entry_id) == "draft"
    assert [way.problem.code for way in workflow.ways_on(row(entry_id), cast.lincuo, COLLECTING) if way.problem] == ["entry.limit"]
    assert submitted(cast, cast.yangjin)


def test_the_campaign_takes_so_many_over_all_tracks(cast: Cast) -> None:
    """Its own limit is reached first when it is the smaller one."""
    filled(cast, leaving=3)
    entry = row(ready(cast))
    small = cast.plan.model_copy(update={"limits": cast.plan.limits.model_copy(update={"per_person": 2})})
    with pytest.raises(LimitReached, match="本次活动最多 2 件"):
        slots.free(entry, small)


@pytest.mark.parametrize(("act", "who", "frees"), [("withdraw", "lincuo", True), ("disqualify", "liqing", True), ("decline", "ma", False),
                                                   ("return", "ma", False), ("preselect", "ma", False)])
def test_withdrawing_and_disqualifying_free_a_slot_and_declining_does_not(cast: Cast, act: str, who: str, frees: bool) -> None:
    third = filled(cast)[2]
    move(third, act, getattr(cast, who))
    entry_id = ready(cast)
    if frees:
        move(entry_id, "submit", cast.lincuo)
        assert row(entry_id).track_slot == 3
    else:
        with pytest.raises(LimitReached):
            move(entry_id, "submit", cast.lincuo)


def test_two_submissions_for_the_last_slot_have_one_winner(cast: Cast) -> None:
    filled(cast, leaving=1)
    rivals = [ready(cast), ready(cast)]
    answers = at_once([partial(move, rival, "submit", cast.lincuo) for rival in rivals])
    assert sorted(str(type(answer).__name__) for answer in answers) == ["LimitReached", "bool"]
    assert sorted(now(rival) for rival in rivals) == ["draft", "submitted"]
    assert Entry.select().where(Entry.state.in_(LIVE)).count() == cast.plan.limit_in("photo")


def test_five_at_once_for_five_slots_all_find_room(cast: Cast) -> None:
    rivals = [ready(cast) for _ in range(5)]
    assert at_once([partial(move, rival, "submit", cast.lincuo) for rival in rivals]) == [True] * 5
    assert sorted(row(rival).track_slot or 0 for rival in rivals) == [1, 2, 3, 4, 5]


def test_the_same_move_sent_twice_at_the_same_moment_is_one_move(cast: Cast) -> None:
    entry_id = ready(cast)
    answers = at_once([lambda: actions.move(entry_id, "submit", move_id="mov_0000000000000000", actor=cast.lincuo, at=COLLECTING)] * 3)
    assert sorted(first for _, first in answers) == [False, False, True]


def test_two_coordinators_deciding_at_the_same_moment_leave_one_decision(cast: Cast) -> None:
    entry_id = submitted(cast)
    answers = at_once([lambda: move(entry_id, "preselect", cast.ma), lambda: move(entry_id, "preselect", cast.liqing)])
    assert sorted(str(type(answer).__name__) for answer in answers) == ["WrongState", "bool"]
    assert [one.number for one in Move.select().where(Move.entry == entry_id).order_by(Move.number)] == [1, 2]


def test_the_database_itself_keeps_the_rule(cast: Cast) -> None:
    one, two, draft = submitted(cast), submitted(cast), ready(cast)
    taken = {"campaign_slot": row(one).campaign_slot, "track_slot": row(one).track_slot}
    for entry_id, changes in ((two, taken), (one, dict.fromkeys(taken)), (draft, {"campaign_slot": 9, "track_slot": 9}),
                              (one, {"state": "withdrawn"}), (one, {"track_slot": None}), (one, {"state": "celebrated"})):
        with pytest.raises(IntegrityError), writing():
            Entry.update(**changes).where(Entry.id == entry_id).execute()


def test_a_recommended_work_still_counts(cast: Cast) -> None:
    filled(cast, leaving=1)
    brought_to("recommended", cast)
    with pytest.raises(LimitReached):
        submitted(cast)
