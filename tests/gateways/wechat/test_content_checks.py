"""Content security of the stand-in: what is answered at once, and what may be planned of what comes later."""
import re
from typing import Any

import pytest
import requests

from gateways.wechat.simulator.state import State
from tests.gateways.wechat.served import settings
from tests.gateways.wechat.stand_in import StandIn

TEXT, MEDIA = "/wxa/msg_sec_check", "/wxa/media_check_async"
PICTURE_URL = "http://127.0.0.1:9/a.png?e=1&token=x"
TRACE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}")


def ask(sim: StandIn, path: str, /, account: str = "mp", **asked: Any) -> dict[str, Any]:
    body = {"version": 2, "scene": 3, **asked}
    return sim.post(path, {name: value for name, value in body.items() if value is not None},
                    access_token=sim.stable(account)["access_token"])


def look_at(sim: StandIn, user: str = "lin", **asked: Any) -> dict[str, Any]:
    return ask(sim, MEDIA, **{"media_url": PICTURE_URL, "media_type": 2, "openid": sim.openid(user), **asked})


# texts

@pytest.mark.parametrize(("text", "title", "suggest", "label"), [
    ("车间里的一天", "", "pass", 100), ("这是模拟涉政的话", "", "risky", 20001), ("模拟色情", "", "risky", 20002),
    ("模拟辱骂", "", "risky", 20003), ("模拟违法", "", "risky", 20006), ("模拟欺诈", "", "risky", 20008),
    ("模拟低俗", "", "review", 20012), ("模拟侵权", "", "review", 20013), ("模拟广告", "", "review", 10001),
    ("车间里的一天", "模拟存疑", "review", 21000)])
def test_a_text_gets_what_the_words_in_it_are_worth(sim: StandIn, text: str, title: str, suggest: str, label: int) -> None:
    told = ask(sim, TEXT, content=text, title=title, openid=sim.openid("lin"))
    assert TRACE.fullmatch(told.pop("trace_id"))
    assert told == {"errcode": 0, "errmsg": "ok", "result": {"suggest": suggest, "label": label}, "detail": [
        {"strategy": "content_model", "errcode": 0, "suggest": suggest, "label": label, "prob": 90},
        {"strategy": "keyword", "errcode": 0}]}


@pytest.mark.parametrize(("wrong", "errcode"), [
    ({"content": "字" * 2500}, 0), ({"content": "字" * 2501}, 45002), ({"content": ""}, 47001), ({"content": None}, 47001),
    ({"content": 7}, 47001), ({"title": 7}, 47001), ({"version": 1}, 47001), ({"version": None}, 47001), ({"scene": 0}, 40129),
    ({"scene": 5}, 40129), ({"scene": True}, 40129), ({"scene": None}, 40129), ({"openid": None}, 47001),
    ({"openid": "o" * 28}, 40003), ({"account": "oa"}, 48001)])
def test_a_text_asked_about_wrongly_is_refused(sim: StandIn, wrong: dict[str, Any], errcode: int) -> None:
    assert ask(sim, TEXT, **{"content": "车间", "openid": sim.openid("lin"), **wrong})["errcode"] == errcode


def test_an_openid_of_the_official_account_is_no_openid_of_the_mini_program(sim: StandIn) -> None:
    sim.openid("lin")
    db, _ = State(settings(sim.state)).glance()
    (theirs,) = db.execute("SELECT oa_openid FROM people WHERE name = 'lin'").fetchone()
    assert ask(sim, TEXT, content="车间", openid=theirs)["errcode"] == 43104


@pytest.mark.parametrize(("after_s", "errcode"), [(7190, 0), (7200, 61010)])
def test_who_was_not_here_for_two_hours_is_not_checked(sim: StandIn, after_s: int, errcode: int) -> None:
    openid = sim.openid("lin")
    sim.later(after_s)
    assert ask(sim, TEXT, content="车间", openid=openid)["errcode"] == errcode
    assert look_at_as(sim, openid)["errcode"] == errcode


def test_a_visit_or_a_code_is_being_here(sim: StandIn) -> None:
    openid = sim.openid("lin")
    for hours, come in enumerate([lambda: sim.control("visit", user="lin"), lambda: sim.login_code("lin"),
                                  lambda: sim.phone_code("lin")], start=1):
        sim.later(hours * 7200)
        assert ask(sim, TEXT, content="车间", openid=openid)["errcode"] == 61010
        come()
        assert ask(sim, TEXT, content="车间", openid=openid)["errcode"] == 0


# pictures and sounds

def test_a_picture_is_asked_about_and_waits(sim: StandIn) -> None:
    told = look_at(sim, "waiting")
    assert (told["errcode"], sim.checks("waiting")) == (0, [
        {"trace_id": told["trace_id"], "url": "http://127.0.0.1:9/a.png", "kind": "picture", "user": "waiting",
         "state": "waiting", "errcode": 0, "bytes": None, "pushed": 0, "tries": 0}])
    assert TRACE.fullmatch(told["trace_id"])


@pytest.mark.parametrize(("wrong", "errcode"), [
    ({"media_type": 1}, 0), ({"media_type": 3}, 40004), ({"media_type": "2"}, 40004), ({"media_type": None}, 40004),
    ({"media_url": None}, 47001), ({"media_url": "a.png"}, 47001), ({"media_url": "ftp://a/b.png"}, 47001),
    ({"media_url": "http://[::"}, 47001), ({"media_url": "http://"}, 47001), ({"media_url": "http://a/" + "b" * 2048}, 47001),
    ({"scene": 9}, 40129), ({"version": 1}, 47001), ({"openid": "o" * 28}, 40003), ({"account": "oa"}, 48001)])
def test_a_file_asked_about_wrongly_is_refused(sim: StandIn, wrong: dict[str, Any], errcode: int) -> None:
    asked = len(sim.checks("careless"))
    url = f"http://127.0.0.1:9/{errcode}?{wrong}".replace(" ", "")
    assert look_at(sim, "careless", **{"media_url": url, **wrong})["errcode"] == errcode
    assert len(sim.checks("careless")) == asked + (errcode == 0)


def test_the_same_link_is_not_asked_about_twice_while_the_first_is_open(sim: StandIn) -> None:
    assert [look_at(sim, "twice")["errcode"], look_at(sim, "twice")["errcode"]] == [0, 87020]
    assert look_at(sim, "twice", media_url=PICTURE_URL.replace("e=1", "e=2"))["errcode"] == 0
    assert look_at(sim, "another")["errcode"] == 0


@pytest.mark.parametrize("asked", [
    {"suggest": "maybe"}, {"suggest": ["pass"]}, {"label": "20001"}, {"times": -1}, {"times": True}, {"pushes": 3}, {"pushes": True},
    {"delay_s": -1}, {"delay_s": 86401}, {"delay_s": "1"}, {"format": "yaml"}, {"user": ""}, {"user": 7}, {"errcode": 1 << 40}])
def test_a_result_nobody_can_plan_is_400(sim: StandIn, asked: dict[str, Any]) -> None:
    assert requests.post(f"{sim.url}/_sim/media_result", json=asked, timeout=10).status_code == 400


def look_at_as(sim: StandIn, openid: str) -> dict[str, Any]:
    return ask(sim, MEDIA, media_url=f"{PICTURE_URL}&{openid}{sim.started_ahead_s}", media_type=2, openid=openid)
