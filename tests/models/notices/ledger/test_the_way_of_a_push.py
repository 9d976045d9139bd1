"""From a notice to what WeChat said of each push: planned, claimed, started, settled."""
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from models.accounts.tables import Account
from models.db import writing
from models.notices.audiences.reach import reach
from models.notices.inbox.tables import Message
from models.notices.ledger import claiming, fan_out, outcomes
from models.notices.ledger.tables import Credit, Delivery
from models.notices.plans.tables import Notice
from models.ports import Pushed
from tests.cast import Cast
from tests.models.notices.ledger.told import AT, T1, TEMPLATES, a_notice, follow, grant, people, soon


def told(account_ids: list[str], **more: Any) -> Notice:
    return a_notice(audience={"accounts": account_ids}, **more)


def states(notice: Notice) -> dict[str, str]:
    return {row.account_id: row.state for row in Delivery.select().where(Delivery.notice == notice.id)}


def send(sender: str, *results: Pushed, start: list[int] | None = None, at: Any = None) -> outcomes.Settled:
    return outcomes.settle(sender, results, start or [], TEMPLATES, at or soon(2))


def begun(notice: Notice, sender: str) -> list[claiming.Claim]:
    """Everything that waits of a notice, claimed and on its way."""
    claims = [one for one in claiming.claim(sender, TEMPLATES, soon(1)) if one.notice_id == notice.id]
    send(sender, start=[one.id for one in claims], at=soon(1))
    return claims


def test_everybody_has_a_message_and_who_can_be_reached_has_a_push(cast: Cast) -> None:
    ids = people(4)
    grant(ids[0])
    follow(ids[1])
    grant(ids[1])
    follow(ids[2], refuses=True)
    notice = told(ids)
    assert reach(notice.audience, T1, "qinghai-2022", AT) == type(reach(notice.audience, T1, "qinghai-2022", AT))(4, 1, 1)
    assert [fan_out.plan_next(TEMPLATES, AT) for _ in range(2)] == [4, 0]
    rows = {row.account_id: (row.channel, row.state) for row in Delivery.select().where(Delivery.notice == notice.id)}
    assert [rows[one] for one in ids] == [("mini", "planned"), ("official", "planned"), ("mini", "no_credit"), ("mini", "no_credit")]
    messages = Message.select().where(Message.purpose == notice.id)
    assert {(row.account_id, row.title, row.page) for row in messages} == {(one, "还有 3 天截止", fan_out.INBOX) for one in ids}
    assert all(len(row.id) == 20 for row in messages)


def test_slices_go_on_where_the_last_one_ended(cast: Cast) -> None:
    ids = people(7)
    notice = told(ids)
    assert [fan_out.plan_next(TEMPLATES, AT, size=3) for _ in range(4)] == [3, 3, 1, 0]
    assert len(states(notice)) == 7
    assert Notice.get_by_id(notice.id).planned_at == AT


def test_a_claim_takes_the_oldest_credit_and_gives_it_back_when_it_is_not_begun(cast: Cast) -> None:
    (one,) = people(1)
    grant(one, at=AT - timedelta(days=2))
    grant(one, at=AT - timedelta(days=1))
    notice = told([one])
    fan_out.plan_next(TEMPLATES, AT)
    sender = claiming.begin(AT)
    (claim,) = claiming.claim(sender, TEMPLATES, soon(1))
    assert (claim.channel, claim.template, claim.page) == ("mini", "mini-one", f"pages/inbox/inbox?n={notice.id}")
    assert claim.values["thing2"] == "征集还有3天截止"
    assert [row.spent_by for row in Credit.select().where(Credit.account == one).order_by(Credit.granted_at)] == [claim.id, None]
    assert claiming.claim(claiming.begin(AT), TEMPLATES, soon(1)) == []
    claiming.end(sender, soon(2))
    assert states(notice) == {one: "planned"}
    assert Credit.select().where(Credit.account == one, Credit.spent_by.is_null()).count() == 2


@pytest.mark.parametrize(("result", "state", "left"), [
    (("sent", 0), "sent", 1), (("unknown", 0), "unknown", 1), (("refused", 47003), "failed", 2), (("refused", 40003), "failed", 2),
    (("refused", 43101), "refused", 0), (("refused", -1), "planned", 2), (("unsent", 0), "planned", 2), (("refused", 45009), "planned", 2)])
def test_each_answer_has_its_state_and_its_credit(cast: Cast, result: tuple[Any, int], state: str, left: int) -> None:
    (one,) = people(1)
    grant(one, count=2)
    notice = told([one])
    fan_out.plan_next(TEMPLATES, AT)
    sender = claiming.begin(AT)
    (claim,) = begun(notice, sender)
    settled = send(sender, Pushed(claim.id, *result))
    assert states(notice) == {one: state}
    assert Credit.select().where(Credit.account == one, Credit.spent_by.is_null(), Credit.ended_at.is_null()).count() == left
    stopped = Notice.get_by_id(notice.id)
    assert (stopped.state, stopped.why) == (("paused", "45009") if result[1] == 45009 else ("sending", None))
    assert settled.stopped == ({notice.id: "45009"} if result[1] == 45009 else {})


def test_a_credit_granted_while_the_refused_push_was_on_its_way_stands(cast: Cast) -> None:
    (one,) = people(1)
    grant(one)
    notice = told([one])
    fan_out.plan_next(TEMPLATES, AT)
    sender = claiming.begin(AT)
    (claim,) = begun(notice, sender)
    grant(one, at=soon(1.5))
    send(sender, Pushed(claim.id, "refused", 43101))
    assert Credit.select().where(Credit.account == one, Credit.spent_by.is_null(), Credit.ended_at.is_null()).count() == 1


def test_the_mini_program_is_tried_only_after_the_official_account_surely_failed(cast: Cast) -> None:
    left, unclear, poor = ids = people(3)
    for one in ids:
        follow(one)
    grant(left)
    grant(unclear)
    notice = told(ids)
    fan_out.plan_next(TEMPLATES, AT)
    sender = claiming.begin(AT)
    by_account = {claim.account_id: claim.id for claim in begun(notice, sender)}
    send(sender, Pushed(by_account[left], "refused", 43004), Pushed(by_account[unclear], "unknown"),
         Pushed(by_account[poor], "refused", 43101))
    rows = Counter((row.account_id, row.channel, row.state) for row in Delivery.select().where(Delivery.notice == notice.id))
    assert rows == Counter([(left, "official", "refused"), (left, "mini", "planned"), (unclear, "official", "unknown"),
                            (poor, "official", "refused"), (poor, "mini", "no_credit")])
    assert {claim.account_id for claim in begun(notice, sender)} == {left}


def test_a_person_is_pushed_once_a_day_and_the_day_is_free_again_when_it_surely_was_not(cast: Cast) -> None:
    lucky, unlucky = ids = people(2)
    for one in ids:
        grant(one, count=3)
    first, second = told(ids), None
    fan_out.plan_next(TEMPLATES, AT)
    sender = claiming.begin(AT)
    claims = {claim.account_id: claim.id for claim in begun(first, sender)}
    send(sender, Pushed(claims[lucky], "sent"), Pushed(claims[unlucky], "refused", 47003))
    second, returned = told(ids), told(ids, once_a_day=False)
    while fan_out.plan_next(TEMPLATES, soon(3)):
        pass
    assert states(second) == {lucky: "failed", unlucky: "planned"}
    assert [row.why for row in Delivery.select().where(Delivery.notice == second.id, Delivery.state == "failed")] == ["day"]
    assert set(states(returned).values()) == {"planned"}
    tomorrow = told(ids, due_at=AT + timedelta(days=1), expires_at=AT + timedelta(days=3))
    fan_out.plan_next(TEMPLATES, AT + timedelta(days=1))
    assert set(states(tomorrow).values()) == {"planned"}


def test_what_a_dead_sender_was_sending_is_unknown_and_what_it_only_claimed_waits(cast: Cast) -> None:
    ids = people(3)
    for one in ids:
        grant(one)
    notice = told(ids)
    fan_out.plan_next(TEMPLATES, AT)
    dead = claiming.begin(AT)
    claims = claiming.claim(dead, TEMPLATES, soon(1))
    send(dead, start=[claims[0].id], at=soon(1))
    assert claiming.bury_the_dead(soon(20)) == 0
    assert claiming.bury_the_dead(soon(40)) == 1
    assert states(notice) == {claims[0].account_id: "unknown", claims[1].account_id: "planned", claims[2].account_id: "planned"}
    assert not claiming.beat(dead, soon(41))
    late = send(dead, Pushed(claims[0].id, "sent", msgid="77"), start=[claims[1].id], at=soon(41))
    assert (late.alive, late.started) == (False, set())
    assert states(notice)[claims[0].account_id] == "sent"
    assert len(begun(notice, claiming.begin(soon(41)))) == 2


def test_one_push_at_a_time_goes_to_a_person(cast: Cast) -> None:
    (one,) = people(1)
    grant(one, count=2)
    first, second = told([one], once_a_day=False), told([one], once_a_day=False)
    while fan_out.plan_next(TEMPLATES, AT):
        pass
    sender = claiming.begin(AT)
    assert len(claiming.claim(sender, TEMPLATES, soon(1))) == 1
    assert {**states(first), **states(second)} == {one: "planned"}


def test_nothing_of_a_paused_or_expired_notice_is_begun(cast: Cast) -> None:
    ids = people(2)
    for one in ids:
        grant(one)
    notice = told(ids)
    fan_out.plan_next(TEMPLATES, AT)
    sender = claiming.begin(AT)
    claims = claiming.claim(sender, TEMPLATES, soon(1))
    with writing():
        Notice.update(state="paused").where(Notice.id == notice.id).execute()
    assert send(sender, start=[claim.id for claim in claims]).started == set()
    claiming.release([claim.id for claim in claims])
    with writing():
        Notice.update(state="sending", expires_at=soon(5)).where(Notice.id == notice.id).execute()
    assert claiming.claim(sender, TEMPLATES, soon(6)) == []
    assert set(states(notice).values()) == {"failed"}
    assert fan_out.finish_done(soon(7)) == 1
    assert Notice.get_by_id(notice.id).state == "done"


def test_who_left_meanwhile_gets_nothing(cast: Cast) -> None:
    (one,) = people(1)
    grant(one)
    notice = told([one])
    fan_out.plan_next(TEMPLATES, AT)
    with writing():
        Account.update(deleted_at=AT).where(Account.id == one).execute()
    assert claiming.claim(claiming.begin(AT), TEMPLATES, soon(1)) == []
    assert states(notice) == {one: "failed"}
