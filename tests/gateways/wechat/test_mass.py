"""Many pushes at once: what each came to, that none is sent twice unasked, and what stands in a body."""
import time
from collections.abc import Iterator
from typing import Any

import pytest

from gateways.wechat.access_token import AccessToken
from gateways.wechat.mass import Account, Mass
from models.ports import Push, Pushed, Unreachable
from tests.gateways.wechat.recording import Recording, recording

PATIENCE_S = 20


@pytest.fixture
def wechat() -> Iterator[Recording]:
    with recording() as server:
        yield server


def account(url: str, tokens: list[str]) -> Account:
    """Tokens in the order they are fetched; the last one stays."""
    def fetch(_: bool) -> tuple[str, int]:
        return (tokens.pop(0) if len(tokens) > 1 else tokens[0]), 7200
    return Account(url, AccessToken(fetch))


def mass(url: str, **more: Any) -> Mass:
    return Mass({"mini": account(url, ["first", "second"]), "official": account(url, ["third"])}, mini_appid="wx-mini", **more)


def push(key: int, openid: str = "o-good", channel: Any = "mini", **more: Any) -> Push:
    return Push(**{"key": key, "channel": channel, "openid": openid, "template": "t", "values": {"thing1": "作品"}, "page": "pages/a/a?n=1",
                   **more})


def outcomes(sender: Mass, pushes: list[Push]) -> dict[int, Pushed]:
    until, found, waiting = time.monotonic() + PATIENCE_S, dict[int, Pushed](), list(pushes)
    while len(found) < len(pushes):
        assert time.monotonic() < until, found
        now, waiting = waiting[:sender.room()], waiting[sender.room():]
        sender.put(now)
        found |= {one.key: one for one in sender.collect(0.05)}
    assert sender.in_flight() == 0
    return found


@pytest.mark.parametrize(("openid", "outcome", "errcode"), [
    ("o-good", "sent", 0), ("o-43101", "refused", 43101), ("o--1", "refused", -1), ("o-drop", "unknown", 0), ("o-500", "unknown", 0),
    ("o-page", "unknown", 0), ("o-late", "unknown", 0), ("o-stale", "sent", 0), ("o-40001", "unsent", 0)])
def test_each_answer_is_told_as_what_it_is(wechat: Recording, openid: str, outcome: str, errcode: int) -> None:
    sender = mass(wechat.url, total_s=0.5)
    told = outcomes(sender, [push(7, openid)])[7]
    assert (told.outcome, told.errcode) == (outcome, errcode if outcome == "refused" else told.errcode)
    assert bool(told.msgid) == (outcome == "sent")
    assert wechat.seen[openid] == (2 if openid in ("o-stale", "o-40001") else 1)


def test_a_kept_alive_connection_that_breaks_after_the_body_is_never_tried_again_unasked(wechat: Recording) -> None:
    sender = mass(wechat.url, in_flight=1)
    for number in range(5):
        assert outcomes(sender, [push(1, f"o-good-{number}")])[1].outcome == "sent"
        assert outcomes(sender, [push(2, f"o-drop-{number}")])[2].outcome == "unknown"
    assert set(wechat.seen.values()) == {1}


def test_many_are_in_flight_at_once_and_each_comes_back_once(wechat: Recording) -> None:
    wechat.delay_s = 0.1
    sender, began = mass(wechat.url, in_flight=100), time.monotonic()
    told = outcomes(sender, [push(number, f"o-{'drop' if number % 50 == 0 else 'x'}-{number}") for number in range(300)])
    assert sum(one.outcome == "sent" for one in told.values()) == 294
    assert set(wechat.seen.values()) == {1}
    assert time.monotonic() - began < 10


def test_nobody_there_is_surely_unsent() -> None:
    assert outcomes(mass("http://127.0.0.1:9"), [push(1)])[1].outcome == "unsent"


def test_without_a_token_nothing_is_sent(wechat: Recording) -> None:
    def fetch(_: bool) -> tuple[str, int]:
        raise Unreachable("no")
    sender = Mass({"mini": Account(wechat.url, AccessToken(fetch))}, mini_appid="wx")
    told = outcomes(sender, [push(1), push(2, channel="official")])
    assert {one.outcome for one in told.values()} == {"unsent"}
    assert not wechat.seen


def test_the_two_channels_have_their_own_address_and_words(wechat: Recording) -> None:
    outcomes(mass(wechat.url), [push(1)])
    outcomes(mass(wechat.url), [push(2, channel="official", client_msg_id="abc")])
    assert wechat.targets == ["/cgi-bin/message/subscribe/send?access_token=first", "/cgi-bin/message/template/send?access_token=third"]
    assert wechat.bodies == [
        {"touser": "o-good", "template_id": "t", "data": {"thing1": {"value": "作品"}}, "miniprogram_state": "formal", "lang": "zh_CN",
         "page": "pages/a/a?n=1"},
        {"touser": "o-good", "template_id": "t", "data": {"thing1": {"value": "作品"}}, "client_msg_id": "abc",
         "miniprogram": {"appid": "wx-mini", "pagepath": "pages/a/a?n=1"}}]
