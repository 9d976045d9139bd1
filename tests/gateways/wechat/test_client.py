"""The gateway against the stand-in, over real sockets."""
import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from gateways.wechat import WeChatGateway
from models import clock
from models.ports import Refused, Unreachable, WeChat
from tests.gateways.wechat.served import ACCOUNTS
from tests.gateways.wechat.stand_in import StandIn
from tests.ports import free_port

EXCHANGE, STABLE = "/sns/jscode2session", "/cgi-bin/stable_token"
PHONE, CODE_PICTURE = "/wxa/business/getuserphonenumber", "/wxa/getwxacodeunlimit"


def gateway(base_url: str, **more: Any) -> WeChatGateway:
    account = {"appid": ACCOUNTS["mp_appid"], "secret": ACCOUNTS["mp_secret"]}
    return WeChatGateway(**{**account, "base_url": base_url, "read_s": 5, "pause_s": 0.01, **more})


def outcome(act: Callable[[], object]) -> object:
    """What came back, or the exception."""
    try:
        return act()
    except (Refused, Unreachable) as why:
        return why


def at_once(crowd: int, act: Callable[[int], object]) -> list[object]:
    """The same thing done by `crowd` threads that start together."""
    together = threading.Barrier(crowd)

    def one(number: int) -> object:
        together.wait()
        return outcome(lambda: act(number))
    with ThreadPoolExecutor(crowd) as threads:
        return list(threads.map(one, range(crowd)))


def picture(wechat: WeChatGateway) -> bytes:
    return wechat.picture(CODE_PICTURE, {"scene": "e=1"})


def any_call(wechat: WeChatGateway, again: Any) -> object:
    """A call whose answer, when one comes, is Refused 40029."""
    return outcome(lambda: wechat.call("post", PHONE, again=again, data={"code": "none"}))


# sign-in

def test_a_sign_in_says_who_it_is_and_asks_for_no_token(sim: StandIn, wechat: WeChatGateway) -> None:
    tokens = sim.asked(STABLE)
    first, again = wechat.identity(sim.login_code("lin")), wechat.identity(sim.login_code("lin"))
    assert first == again
    assert first.openid.startswith("o")
    assert first.unionid
    assert first.openid != wechat.identity(sim.login_code("wang")).openid
    assert sim.asked(STABLE) == tokens


def test_a_used_an_old_and_an_unknown_code_are_refused(sim: StandIn, wechat: WeChatGateway) -> None:
    used, old = sim.login_code("lin"), sim.login_code("lin")
    wechat.identity(used)
    with pytest.raises(Refused, match=r"^40163 "):
        wechat.identity(used)
    sim.later(300)
    for code in (old, "none"):
        with pytest.raises(Refused, match=r"^40029 "):
            wechat.identity(code)


@pytest.mark.parametrize("code", ["", "x" * 257, "a b", "码", "\ud800", "\r\n"])
def test_what_cannot_be_a_code_is_refused_without_asking(sim: StandIn, wechat: WeChatGateway, code: str) -> None:
    asked = sim.asked(EXCHANGE), sim.asked(PHONE)
    for exchange in (wechat.identity, wechat.phone_number):
        with pytest.raises(Refused, match=r"^40029 "):
            exchange(code)
    assert (sim.asked(EXCHANGE), sim.asked(PHONE)) == asked


def test_three_hundred_people_sign_in_at_once(sim: StandIn, wechat: WeChatGateway) -> None:
    codes = [sim.login_code(f"worker-{number}") for number in range(300)]
    came = at_once(300, lambda number: wechat.identity(codes[number]).openid)
    assert len({str(openid) for openid in came}) == 300
    assert not [why for why in came if isinstance(why, Exception)]


@pytest.mark.parametrize("errcode", [40226, 45011])
def test_what_concerns_one_person_is_refused_at_once(sim: StandIn, wechat: WeChatGateway, errcode: int) -> None:
    sim.control("fault", path=EXCHANGE, errcode=errcode)
    with pytest.raises(Refused) as refused:
        wechat.identity(sim.login_code("lin"))
    assert refused.value.code == str(errcode)


def test_a_busy_sign_in_is_asked_again(sim: StandIn, wechat: WeChatGateway) -> None:
    sim.control("fault", path=EXCHANGE, errcode=-1, times=2)
    assert wechat.identity(sim.login_code("lin")).openid


def test_a_sign_in_busy_for_good_is_asked_three_times(sim: StandIn, wechat: WeChatGateway) -> None:
    before, code = sim.asked(EXCHANGE), sim.login_code("lin")
    sim.control("fault", path=EXCHANGE, errcode=-1, times=3)
    with pytest.raises(Unreachable, match=r"^busy -1 "):
        wechat.identity(code)
    assert sim.asked(EXCHANGE) == before + 3


def test_a_code_whose_answer_was_lost_is_not_exchanged_again(sim: StandIn, wechat: WeChatGateway) -> None:
    before, code = sim.asked(EXCHANGE), sim.login_code("lin")
    sim.control("fault", path=EXCHANGE, drop=True)
    with pytest.raises(Unreachable, match=r"^broken "):
        wechat.identity(code)
    assert sim.asked(EXCHANGE) == before + 1
    with pytest.raises(Refused, match=r"^40163 "):
        wechat.identity(code)


# phone numbers

@pytest.mark.parametrize(("given", "said"), [("13800001234", "13800001234"), ("+852 91234567", "+85291234567")])
def test_a_phone_number_is_digits_and_foreign_ones_say_their_country(
        sim: StandIn, wechat: WeChatGateway, given: str, said: str) -> None:
    assert wechat.phone_number(sim.phone_code("lin", phone=given)) == said


def test_a_phone_code_is_good_once_and_no_login_code(sim: StandIn, wechat: WeChatGateway) -> None:
    code, login = sim.phone_code("zhao"), sim.login_code("zhao")
    assert wechat.phone_number(code).startswith("1380000")
    with pytest.raises(Refused, match=r"^40163 "):
        wechat.phone_number(code)
    with pytest.raises(Refused, match=r"^40029 "):
        wechat.phone_number(login)


# the access token

def test_sixteen_cold_threads_fetch_one_token(sim: StandIn, wechat: WeChatGateway) -> None:
    tokens, calls = sim.asked(STABLE), sim.asked(CODE_PICTURE)
    came = at_once(16, lambda _: picture(wechat))
    assert [type(one) for one in came] == [bytes] * 16
    assert sim.asked(STABLE) == tokens + 1
    assert sim.asked(CODE_PICTURE) == calls + 16


def test_threads_that_waited_for_a_failed_fetch_share_its_failure(sim: StandIn) -> None:
    hasty, tokens = gateway(sim.url, read_s=0.3), sim.asked(STABLE)
    sim.control("fault", path=STABLE, delay_s=1)
    came = at_once(8, lambda _: picture(hasty))
    assert [str(one) for one in came] == ["timeout ReadTimeout"] * 8
    assert sim.asked(STABLE) == tokens + 1


def test_a_token_refused_for_good_costs_two_calls_and_a_bounded_number_of_fetches(
        sim: StandIn, wechat: WeChatGateway) -> None:
    tokens, calls = sim.asked(STABLE), sim.asked(PHONE)
    sim.control("fault", path=PHONE, errcode=40001, times=50)
    assert str(any_call(wechat, "always")).startswith("40001 ")
    assert sim.asked(PHONE) == calls + 2
    assert sim.asked(STABLE) == tokens + 3
    for _ in range(5):
        any_call(wechat, "always")
    assert sim.asked(STABLE) == tokens + 3 + 5
    sim.control("fault", path=PHONE, times=0)


@pytest.mark.parametrize("errcode", [40001, 40014, 42001])
def test_a_refused_token_is_renewed_and_the_call_repeated(sim: StandIn, wechat: WeChatGateway, errcode: int) -> None:
    picture(wechat)
    sim.control("fault", path=CODE_PICTURE, errcode=errcode)
    assert picture(wechat)


def test_a_token_forced_away_by_someone_else_costs_one_plain_fetch(sim: StandIn, wechat: WeChatGateway) -> None:
    picture(wechat)
    sim.stable(force_refresh=True)
    tokens = sim.asked(STABLE)
    assert picture(wechat)
    assert sim.asked(STABLE) == tokens + 1
    sim.later(29)
    assert sim.stable(force_refresh=True)["access_token"] == sim.stable()["access_token"]


@pytest.mark.usefixtures("our_clock")
def test_a_token_is_fetched_anew_when_less_than_300_seconds_are_left(sim: StandIn, wechat: WeChatGateway) -> None:
    assert wechat.token_age() is None
    picture(wechat)
    tokens = sim.asked(STABLE)
    clock.run_ahead(timedelta(seconds=6890))
    picture(wechat)
    assert 6890 <= (wechat.token_age() or 0) < 6900
    assert sim.asked(STABLE) == tokens
    clock.run_ahead(timedelta(seconds=6900))
    picture(wechat)
    assert sim.asked(STABLE) == tokens + 1
    assert 0 <= (wechat.token_age() or -1) < 10


# the world away

def test_a_slow_answer_is_given_up_after_the_limit_and_not_asked_again(sim: StandIn) -> None:
    hasty: WeChat = gateway(sim.url, read_s=0.3)
    code, before = sim.login_code("lin"), sim.asked(EXCHANGE)
    sim.control("fault", path=EXCHANGE, delay_s=2)
    began = time.monotonic()
    with pytest.raises(Unreachable, match=r"^timeout "):
        hasty.identity(code)
    assert time.monotonic() - began < 1.9
    assert sim.asked(EXCHANGE) == before + 1


@pytest.mark.parametrize(("misfortune", "again", "calls", "said"), [
    ({"drop": True}, "always", 2, "40029 "), ({"drop": True}, "busy", 1, "broken "),
    ({"drop": True}, "never", 1, "broken "), ({"errcode": -1}, "always", 2, "40029 "),
    ({"errcode": -1}, "busy", 2, "40029 "), ({"errcode": -1}, "never", 1, "busy "),
    ({"http_status": 502}, "always", 2, "40029 "), ({"http_status": 502}, "never", 1, "broken "),
    ({"errcode": 45009}, "always", 1, "45009 "), ({"errcode": 45011}, "always", 1, "slow_down "),
])
def test_what_may_be_asked_again(sim: StandIn, wechat: WeChatGateway, misfortune: dict[str, Any], again: str,
                                 calls: int, said: str) -> None:
    before = sim.asked(PHONE)
    sim.control("fault", path=PHONE, **misfortune)
    assert str(any_call(wechat, again)).startswith(said)
    assert sim.asked(PHONE) == before + calls


def test_a_lost_token_is_fetched_again(sim: StandIn, wechat: WeChatGateway) -> None:
    sim.control("fault", path=STABLE, drop=True)
    assert picture(wechat)


def test_nobody_there_is_unreachable() -> None:
    nobody = gateway(f"http://127.0.0.1:{free_port()}")
    for act in (lambda: nobody.identity("code"), lambda: nobody.phone_number("code"), lambda: picture(nobody)):
        with pytest.raises(Unreachable, match=r"^unsent NewConnectionError"):
            act()


def test_an_answer_of_the_wrong_kind_is_unreachable(sim: StandIn, wechat: WeChatGateway) -> None:
    with pytest.raises(Unreachable, match="did not answer JSON"):
        wechat.call("post", CODE_PICTURE, data={"scene": "e=1"})
    sim.control("fault", path=CODE_PICTURE, http_status=200)
    with pytest.raises(Unreachable, match="did not answer a picture"):
        picture(wechat)


# what may not be seen

def test_a_wrong_secret_rings_an_alarm_with_the_errcode_only(sim: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Refused, match=r"^40125 "):
        gateway(sim.url, secret="f" * 32).identity("code")
    alarms = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.getMessage() for record in alarms] == ["wechat refuses our set-up errcode=40125 means='secret'"]


@pytest.mark.parametrize("misfortune", [
    {"drop": True}, {"delay_s": 0.5}, {"http_status": 500}, {"errcode": 40013}, {"errcode": 40001}, {"errcode": -1}])
def test_no_secret_is_in_an_error_or_in_the_log(
        sim: StandIn, caplog: pytest.LogCaptureFixture, misfortune: dict[str, Any]) -> None:
    caplog.set_level(logging.DEBUG)
    hasty, code = gateway(sim.url, read_s=0.3), sim.login_code("lin")
    acts = {EXCHANGE: lambda: hasty.identity(code), STABLE: lambda: picture(hasty),
            PHONE: lambda: hasty.phone_number(code), CODE_PICTURE: lambda: picture(hasty)}
    for path, act in acts.items():
        sim.control("fault", path=path, **misfortune, times=5)
        seen = list(texts(outcome(act)))
        sim.control("fault", path=path, times=0)
        assert not [text for text in seen if leaks(sim, code, text)]
    logged = [caplog.handler.format(record) + repr(record.args) for record in caplog.records]
    assert any("/cgi-bin/stable_token" in line for line in logged)
    assert not [line for line in logged if leaks(sim, code, line)]


def test_no_secret_is_in_an_error_when_nobody_answers() -> None:
    nobody, code = gateway(f"http://127.0.0.1:{free_port()}"), "0a1b2c3d" * 4
    seen = [text for act in (lambda: nobody.identity(code), lambda: picture(nobody)) for text in texts(outcome(act))]
    assert len(seen) == 8
    assert not [text for text in seen if ACCOUNTS["mp_secret"] in text or code in text]


def leaks(sim: StandIn, code: str, text: str) -> bool:
    token = str(sim.stable()["access_token"])
    return any(secret in text for secret in (ACCOUNTS["mp_secret"], token, code, "access_token=", "secret="))


def texts(why: object) -> Iterator[str]:
    """Everything a log or a person could be shown of an exception and of those behind it."""
    if isinstance(why, BaseException):
        yield from (str(why), repr(why), repr(why.args), "".join(traceback.format_exception(why)))
        yield from texts(why.__cause__)
        yield from texts(why.__context__)
