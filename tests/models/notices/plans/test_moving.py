"""Steps of a notice: the law, its guards, replays, the clock's own, and what a cancelled one leaves."""
from datetime import timedelta

import pytest

from models import ids
from models.db import writing
from models.notices.ledger import fan_out, standing
from models.notices.ledger.tables import Delivery
from models.notices.plans import due, moving, queries, stepping
from models.notices.plans.law import ACTS, LAW, STATE_LABELS, NoticeState, step_for, steps_from
from models.notices.plans.moving import House
from models.notices.plans.tables import NoticeMove
from models.problems import (
    Forbidden,
    IdReused,
    NotFound,
    NoticeForNobody,
    NoticeNeedsApproval,
    NoticeNotSendable,
    NoticeOwnApproval,
    NoticeStale,
    NoticeTooLate,
    NoticeWrongState,
)
from tests.cast import Cast
from tests.models.notices.ledger.told import TEMPLATES, grant, people
from tests.models.notices.plans.writing import AT, move, row, save
from tests.models.works import lines

STRICT = House(TEMPLATES, 1)
QUIET = ("22:00", "08:00")
EVERYBODY = {"everybody": True}


def acts(notice_id: str) -> list[str]:
    return [one.act for one in queries.moves(notice_id)]


def test_the_law_has_one_step_an_act_and_state_and_every_guard_and_word() -> None:
    for state in NoticeState:
        taken = [step.act for step in steps_from(state)]
        assert len(taken) == len(set(taken))
    assert {need for step in LAW for need in step.needs} == set(moving.GUARDS)
    assert {step.act for step in LAW} == set(stepping.PAST)
    assert (set(STATE_LABELS), {step.target for step in LAW}) == (set(NoticeState), set(NoticeState) - {NoticeState.DRAFT})


@pytest.mark.parametrize("state", [NoticeState.DONE, NoticeState.CANCELLED])
def test_what_is_over_stays_over(state: NoticeState) -> None:
    assert steps_from(state) == []


def test_a_small_one_is_sent_by_whoever_wrote_it(cast: Cast) -> None:
    notice = save(cast.liqing)
    assert move(notice.id, "send", cast.liqing)
    assert (row(notice.id).state, acts(notice.id)) == ("scheduled", ["send"])
    assert lines(notice.id) == ["notice.saved", "notice.scheduled"]


def test_a_large_one_is_sent_by_nobody_alone(cast: Cast) -> None:
    notice = save(cast.liqing, audience=EVERYBODY)
    with pytest.raises(NoticeNeedsApproval):
        move(notice.id, "send", cast.liqing, house=STRICT)
    assert (row(notice.id).state, acts(notice.id)) == ("draft", [])
    move(notice.id, "submit", cast.liqing, house=STRICT)
    with pytest.raises(NoticeOwnApproval):
        move(notice.id, "approve", cast.liqing, house=STRICT)
    assert move(notice.id, "approve", cast.zhuoma, house=STRICT, revision=1)
    assert (row(notice.id).state, acts(notice.id)) == ("scheduled", ["submit", "approve"])


def test_whoever_changed_it_last_or_submitted_it_does_not_approve_it(cast: Cast) -> None:
    notice = save(cast.liqing, audience=EVERYBODY)
    save(cast.zhuoma, notice.id, 1, audience=EVERYBODY, title="改过")
    move(notice.id, "submit", cast.hanmei)
    for who in (cast.zhuoma, cast.hanmei):
        assert "approve" not in [step.act for step in queries.ways_on(row(notice.id), who, 500, AT)]
        with pytest.raises(NoticeOwnApproval):
            move(notice.id, "approve", who)
    assert "approve" in [step.act for step in queries.ways_on(row(notice.id), cast.liqing, 500, AT)]
    assert move(notice.id, "approve", cast.liqing)


def test_nobody_approves_what_was_changed_while_they_read_it(cast: Cast) -> None:
    notice = save(cast.liqing)
    move(notice.id, "submit", cast.liqing)
    save(cast.liqing, notice.id, 1, title="悄悄改过")
    move(notice.id, "submit", cast.liqing)
    with pytest.raises(NoticeStale):
        move(notice.id, "approve", cast.zhuoma, revision=1)
    assert row(notice.id).state == "awaiting_approval"


def test_the_buttons_are_send_for_a_small_one_and_submit_for_a_large_one(cast: Cast) -> None:
    notice = save(cast.liqing, audience=EVERYBODY)
    ways = {over: [step.act for step in queries.ways_on(notice, cast.liqing, over, AT)] for over in (1, 500)}
    assert ways == {1: ["submit", "cancel"], 500: ["send", "cancel"]}


def test_a_move_sent_again_is_the_same_and_another_meaning_is_refused(cast: Cast) -> None:
    notice, move_id = save(cast.liqing), ids.mint("mov")
    assert [move(notice.id, "cancel", cast.liqing, move_id=move_id) for _ in range(2)] == [True, False]
    assert acts(notice.id) == ["cancel"]
    for act, who in (("pause", cast.liqing), ("cancel", cast.zhuoma)):
        with pytest.raises(IdReused):
            move(notice.id, act, who, move_id=move_id)


def test_what_is_not_complete_is_for_nobody_or_too_late_is_not_let_go(cast: Cast) -> None:
    nobody = {"accounts": [ids.mint("acc")]}
    for more, problem in (({"words": ""}, NoticeNotSendable), ({"template": "T9"}, NoticeNotSendable),
                          ({"audience": nobody}, NoticeForNobody), ({"due_at": AT - timedelta(hours=1)}, NoticeTooLate),
                          ({"expires_at": AT}, NoticeTooLate)):
        notice = save(cast.liqing, **more)
        for act in ("send", "submit"):
            with pytest.raises(problem):
                move(notice.id, act, cast.liqing)
        assert (row(notice.id).state, acts(notice.id)) == ("draft", [])


def test_a_phone_whose_clock_is_a_minute_behind_may_schedule_for_now(cast: Cast) -> None:
    assert move(save(cast.liqing, due_at=AT - timedelta(seconds=50)).id, "send", cast.liqing)


def test_a_paused_one_goes_on_and_one_that_is_too_old_does_not(cast: Cast) -> None:
    notice = save(cast.liqing, expires_at=AT + timedelta(days=1))
    move(notice.id, "send", cast.liqing)
    move(notice.id, "pause", cast.zhuoma)
    assert (row(notice.id).state, row(notice.id).why) == ("paused", "organiser")
    with pytest.raises(NoticeTooLate):
        move(notice.id, "resume", cast.liqing, at=AT + timedelta(days=1))
    assert move(notice.id, "resume", cast.liqing)
    assert (row(notice.id).state, row(notice.id).why) == ("scheduled", None)


def test_steps_from_elsewhere_unknown_acts_and_strangers_are_refused(cast: Cast) -> None:
    notice = save(cast.liqing)
    for act in ("approve", "pause", "resume"):
        with pytest.raises(NoticeWrongState):
            move(notice.id, act, cast.liqing)
    for act in ("start", "finish", "dance"):
        with pytest.raises(NotFound):
            move(notice.id, act, cast.liqing)
    for who in (cast.ma, cast.lincuo, cast.qilian):
        with pytest.raises(Forbidden):
            move(notice.id, "send", who)
    with pytest.raises(NotFound):
        move(ids.mint("ntc"), "send", cast.liqing)
    assert NoticeMove.select().count() == 0


def test_the_clock_takes_its_own_steps_and_no_others(cast: Cast) -> None:
    notice = save(cast.liqing)
    with writing():
        assert [stepping.by_clock(notice, act, AT) for act in ("start", "finish", "stop", "send")] == [False] * 4
    move(notice.id, "send", cast.liqing)
    assert due.start_due(QUIET, AT) == 1
    with writing():
        assert stepping.by_clock(row(notice.id), "stop", AT, "45009")
    assert (row(notice.id).state, row(notice.id).why, acts(notice.id)) == ("paused", "45009", ["send", "start", "stop"])
    assert [one.actor_id for one in queries.moves(notice.id)] == [cast.liqing.account_id, None, None]


def test_a_step_of_the_clock_outside_a_transaction_is_a_mistake_of_ours(cast: Cast) -> None:
    notice = save(cast.liqing)
    move(notice.id, "send", cast.liqing)
    with pytest.raises(RuntimeError):
        stepping.by_clock(row(notice.id), "start", AT)


def test_a_notice_that_is_due_in_the_night_waits_for_the_morning(cast: Cast) -> None:
    night = AT.replace(hour=15, minute=30)                     # 23:30 in Shanghai
    notice = save(cast.liqing, due_at=night)
    move(notice.id, "send", cast.liqing)
    assert [due.start_due(QUIET, night + timedelta(hours=hours)) for hours in (0, 4, 8.4, 8.5)] == [0, 0, 0, 1]
    assert queries.goes_out_at(save(cast.liqing, due_at=night), QUIET, night) == night + timedelta(hours=8, minutes=30)


def test_a_cancelled_one_is_not_pushed_to_whoever_still_waits(cast: Cast) -> None:
    me = str(cast.lincuo.account_id)
    grant(me)
    notice = save(cast.liqing, audience={"accounts": [me, str(cast.ma.account_id)]})
    move(notice.id, "send", cast.liqing)
    due.start_due(QUIET, AT)
    while fan_out.plan_next(TEMPLATES, AT):
        pass
    states = Delivery.select(Delivery.account, Delivery.state, Delivery.why).where(Delivery.notice == notice.id)
    assert {one.account_id: one.state for one in states} == {me: "planned", cast.ma.account_id: "no_credit"}
    move(notice.id, "cancel", cast.zhuoma)
    assert {one.account_id: (one.state, one.why) for one in states.clone()} == {
        me: ("failed", "cancelled"), cast.ma.account_id: ("no_credit", None)}


def test_the_rest_of_a_large_cancelled_one_is_cancelled_slice_by_slice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "SLICE", 2)
    everybody = people(5)
    for one in everybody:
        grant(one)
    notice = save(cast.liqing, audience={"accounts": everybody})
    move(notice.id, "send", cast.liqing)
    due.start_due(QUIET, AT)
    while fan_out.plan_next(TEMPLATES, AT):
        pass
    move(notice.id, "cancel", cast.liqing)
    waiting = Delivery.select().where(Delivery.notice == notice.id, Delivery.state == "planned")
    assert waiting.count() == 3
    assert fan_out.finish_done(AT) == 0
    assert (waiting.clone().count(), Delivery.select().where(Delivery.why == "cancelled").count()) == (0, 5)
    assert row(notice.id).state == "cancelled"


def test_every_act_of_a_person_is_in_the_law_and_no_other() -> None:
    assert set(ACTS) == {"submit", "send", "approve", "pause", "resume", "cancel"}
    assert step_for("approve", NoticeState.DRAFT) is None
