"""What WeChat pushes of messages, opened from its own samples: in any order, any number of times, JSON or XML, about anybody."""
import json
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateways.wechat.push import PushDoor, signature
from models.accounts.holding import delete_rows
from models.accounts.tables import Account
from models.db import writing
from models.notices.ledger import claiming, credits, fan_out, outcomes, receipts
from models.notices.ledger.tables import Credit, Delivery, Follower
from models.notices.plans.tables import Notice
from models.ports import Pushed
from tests.cast import Cast
from tests.gateways.wechat import vectors as v
from tests.models.notices.ledger.told import AT, TEMPLATES, a_notice, follow, grant, people, soon

DOOR = PushDoor(token="t", appid="wx1", aes_key="A" * 43)
PLAIN = PushDoor(token="t", appid="wx1", mode="plain")
SIGNED = {"timestamp": "1", "nonce": "2", "signature": signature("t", "1", "2")}
MSGID = "2400000000000000001"


def opened(body: bytes) -> dict[str, Any]:
    return PLAIN.open(SIGNED, body)


def sealed_and_opened(event: dict[str, Any]) -> dict[str, Any]:
    told = DOOR.seal_reply(json.dumps(event), timestamp=1, nonce="2")
    return DOOR.open({"timestamp": "1", "nonce": "2", "msg_signature": told["MsgSignature"]}, json.dumps(told).encode())


def person(openid: str) -> str:
    (one,) = people(1, openid=openid)
    return one


def event(name: str, openid: str, at: datetime = AT, **more: Any) -> dict[str, Any]:
    return {"ToUserName": "gh_1", "FromUserName": openid, "CreateTime": int(at.timestamp()), "MsgType": "event", "Event": name, **more}


def pushed(account_id: str, channel: str = "mini") -> Notice:
    """A notice whose only push WeChat took, with its number."""
    follow(account_id) if channel == "official" else grant(account_id)
    notice = a_notice(audience={"accounts": [account_id]})
    fan_out.plan_next(TEMPLATES, AT)
    sender = claiming.begin(AT)
    (claim,) = claiming.claim(sender, TEMPLATES, soon(1))
    outcomes.settle(sender, [], [claim.id], TEMPLATES, soon(1))
    outcomes.settle(sender, [Pushed(claim.id, "sent", msgid=MSGID)], [], TEMPLATES, soon(2))
    return notice


def state(notice: Notice) -> tuple[str, str | None]:
    row = Delivery.get(Delivery.notice == notice.id)
    return row.state, row.why


# WeChat's own samples

@pytest.mark.parametrize("body", [v.POPUP_XML, v.POPUP_JSON])
def test_the_published_grants_are_credits_of_their_person_once(cast: Cast, body: bytes) -> None:
    told = opened(body)
    at = datetime.fromtimestamp(told["CreateTime"], UTC)
    one = person(told["FromUserName"])
    for _ in range(3):
        receipts.receive("mp", told, at + timedelta(seconds=5))
    granted = [entry["TemplateId"] for entry in told["List"] if entry["SubscribeStatusString"] == "accept"]
    assert granted
    rows = Credit.select().where(Credit.account == one)
    assert sorted((row.template, row.granted_at, row.told_by) for row in rows) == sorted((name, at, "event") for name in granted)


def test_the_published_receipts_of_messages_nobody_sent_change_nothing(cast: Cast) -> None:
    for account, body in (("mp", v.SENT_JSON), ("oa", v.TEMPLATE_XML)):
        receipts.receive(account, opened(body), AT)  # type: ignore[arg-type]
    assert (Delivery.select().count(), Credit.select().count(), Follower.select().count()) == (0, 0, 0)


# how a send ended

@pytest.mark.parametrize(("status", "ends"), [
    ("success", ("delivered", None)), ("failed:user block", ("refused", "user block")),
    ("failed: system failed", ("failed", "system failed"))])
def test_a_template_message_ends_as_wechat_says_and_a_copy_changes_nothing(cast: Cast, status: str, ends: tuple[str, str | None]) -> None:
    one = person("o-of-this-test")
    notice = pushed(one, "official")
    openid = Follower.get(Follower.unionid == Account.get_by_id(one).unionid).openid
    for _ in range(2):
        receipts.receive("oa", event("TEMPLATESENDJOBFINISH", openid, MsgID=MSGID, Status=status), AT)
    assert state(notice) == ends


@pytest.mark.parametrize(("code", "ends", "left"), [("0", ("delivered", None), 0), ("20001", ("failed", "20001"), 1)])
def test_a_subscribe_message_that_did_not_arrive_gives_its_credit_back(cast: Cast, code: str, ends: tuple[str, Any], left: int) -> None:
    one = person("o-of-this-test")
    notice = pushed(one)
    told = sealed_and_opened(event("subscribe_msg_sent_event", "o-of-this-test", List=[
        {"TemplateId": "mini-one", "MsgID": MSGID, "ErrorCode": code, "ErrorStatus": "x"}]))
    for _ in range(2):
        receipts.receive("mp", told, AT)
    assert (state(notice), credits.at_hand(one, TEMPLATES)["T1"]) == (ends, left)


def test_a_receipt_that_comes_before_the_answer_stands(cast: Cast) -> None:
    one = person("o-of-this-test")
    grant(one)
    notice = a_notice(audience={"accounts": [one]})
    fan_out.plan_next(TEMPLATES, AT)
    sender = claiming.begin(AT)
    (claim,) = claiming.claim(sender, TEMPLATES, soon(1))
    outcomes.settle(sender, [], [claim.id], TEMPLATES, soon(1))
    receipts.receive("mp", event("subscribe_msg_sent_event", "o-of-this-test", List=[
        {"TemplateId": "mini-one", "MsgID": MSGID, "ErrorCode": "0"}]), AT)
    outcomes.settle(sender, [Pushed(claim.id, "sent", msgid=MSGID)], [], TEMPLATES, soon(2))
    assert state(notice) == ("delivered", None)


# followers

def test_whoever_came_and_left_last_is_known_in_any_order(cast: Cast) -> None:
    told = [event("subscribe", "oa-1", AT), event("unsubscribe", "oa-1", soon(60)), event("subscribe", "oa-1", soon(120))]
    for order in permutations([*told, told[0]]):
        for one in order:
            receipts.receive("oa", one, AT)
        assert (Follower.get_by_id("oa-1").follows, Follower.get_by_id("oa-1").at) == (True, soon(120))
        with writing():
            delete_rows(Follower, Follower.openid == "oa-1")


# anything else

NAMES = st.sampled_from(["TemplateId", "MsgID", "SubscribeStatusString", "ErrorCode"])
ANYTHING = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8),
                        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(receipts.ACTS)), st.dictionaries(
    st.sampled_from(["FromUserName", "CreateTime", "List", "MsgID", "Status", "unionid"]), ANYTHING, max_size=6))
def test_whatever_an_event_holds_nothing_breaks_and_nobody_gains(cast: Cast, kind: tuple[Any, str], told: dict[str, Any]) -> None:
    receipts.receive(kind[0], {**told, "Event": kind[1]}, AT)
    assert Credit.select().count() == 0
