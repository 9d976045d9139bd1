"""The stand-in's own behaviour: its clock, its people, its tokens, its misfortunes, and who may move them."""
import hashlib
import hmac
import re
import zlib
from pathlib import Path
from typing import Any

import pytest
import requests
from werkzeug.test import Client

from gateways.wechat.simulator import create_simulator
from tests.gateways.wechat.served import ACCOUNTS, settings
from tests.gateways.wechat.stand_in import StandIn, running

EXCHANGE, PHONE, CHECK = "/sns/jscode2session", "/wxa/business/getuserphonenumber", "/wxa/checksession"
RESET, CODE_PICTURE = "/wxa/resetusersessionkey", "/wxa/getwxacodeunlimit"


# people

def test_a_person_is_made_by_being_named_and_stays_the_same(sim: StandIn) -> None:
    first, second = sim.sign_in(sim.login_code("lin")), sim.sign_in(sim.login_code("lin"))
    other = sim.sign_in(sim.login_code("林"))
    assert first["openid"] == second["openid"] != other["openid"]
    assert first["unionid"] == second["unionid"] != other["unionid"]
    assert first["session_key"] != second["session_key"]
    assert all(re.fullmatch(r"o[\w-]{27}", told[name]) for told in (first, other) for name in ("openid", "unionid"))


def test_people_codes_and_numbers_outlive_a_restart(tmp_path: Path) -> None:
    state = tmp_path / "state.sqlite3"
    with running(state) as before:
        used, kept = before.login_code("lin"), before.login_code("lin")
        told = before.sign_in(used)
        before.phone_code("lin", phone="13800009999")
        number = number_of(before, "wang")
    with running(state) as after:
        assert after.sign_in(used)["errcode"] == 40163
        assert after.sign_in(kept)["openid"] == told["openid"]
        assert number_of(after, "lin") == "13800009999"
        assert number_of(after, "wang") == number


def test_an_openid_is_the_same_in_another_state_file(sim: StandIn, tmp_path: Path) -> None:
    other = Client(create_simulator(settings(tmp_path / "new" / "state.sqlite3")))
    code = other.post("/_sim/login_code", json={"user": "lin"}, **LOOPBACK).get_json(force=True)["code"]
    asked = {"appid": ACCOUNTS["mp_appid"], "secret": ACCOUNTS["mp_secret"], "js_code": code,
             "grant_type": "authorization_code"}
    told = other.get(EXCHANGE, query_string=asked).get_json(force=True)
    assert told["openid"] == sim.sign_in(sim.login_code("lin"))["openid"]


def test_made_up_numbers_are_test_numbers_and_nobody_shares_one(sim: StandIn) -> None:
    numbers = [number_of(sim, f"worker-{number}") for number in range(60)]
    assert len(set(numbers)) == 60
    assert all(re.fullmatch(r"1380000\d{4}", number) for number in numbers)


def test_the_hundred_and_first_sign_in_of_a_minute_is_45011(sim: StandIn) -> None:
    told = [sim.sign_in(sim.login_code("hasty")).get("errcode", 0) for _ in range(101)]
    assert told == [0] * 100 + [45011]
    sim.later(60)
    assert sim.sign_in(sim.login_code("hasty"))["openid"]


# codes and the clock

@pytest.mark.parametrize(("after_s", "errcode"), [(299, 0), (300, 40029)])
def test_a_code_lives_five_minutes(sim: StandIn, after_s: float, errcode: int) -> None:
    login, phone, token = sim.login_code("lin"), sim.phone_code("lin"), sim.stable()["access_token"]
    sim.later(after_s)
    assert sim.sign_in(login).get("errcode", 0) == errcode
    assert sim.post(PHONE, {"code": phone}, access_token=token)["errcode"] == errcode


def test_a_phone_code_is_not_for_another_account(sim: StandIn) -> None:
    code = sim.phone_code("lin")
    assert sim.post(PHONE, {"code": code}, access_token=sim.stable("oa")["access_token"])["errcode"] == 40013
    assert sim.post(PHONE, {"code": code}, access_token=sim.stable()["access_token"])["errcode"] == 0


# tokens

def test_a_plain_token_is_new_each_time_and_the_one_before_works_five_minutes_more(sim: StandIn) -> None:
    first, second = sim.plain(), sim.plain()
    assert first["access_token"] != second["access_token"]
    assert (first["expires_in"], second["expires_in"]) == (7200, 7200)
    sim.later(290)
    assert sim.errcode_of(first["access_token"]) == 40029
    sim.later(310)
    assert [sim.errcode_of(told["access_token"]) for told in (first, second)] == [40001, 40029]
    sim.later(7210)
    assert sim.errcode_of(second["access_token"]) == 42001


def test_a_stable_token_stays_until_five_minutes_before_its_end_then_both_work(sim: StandIn) -> None:
    first = sim.stable()
    sim.later(6890)
    same = sim.stable()
    assert same["access_token"] == first["access_token"]
    assert 300 < same["expires_in"] <= 310
    sim.later(6910)
    fresh = sim.stable()
    assert fresh["access_token"] != first["access_token"]
    assert fresh["expires_in"] == 7200
    assert [sim.errcode_of(told["access_token"]) for told in (first, fresh)] == [40029, 40029]
    sim.later(7210)
    assert [sim.errcode_of(told["access_token"]) for told in (first, fresh)] == [42001, 40029]


def test_the_two_kinds_of_token_know_nothing_of_each_other(sim: StandIn) -> None:
    stable, plain = sim.stable()["access_token"], sim.plain()["access_token"]
    sim.plain()
    sim.stable(force_refresh=True)
    sim.later(200)
    assert [sim.errcode_of(token) for token in (stable, plain)] == [40001, 40029]
    assert sim.stable("oa")["access_token"] != sim.stable()["access_token"]


def test_a_forced_refresh_ends_the_old_token_at_once_and_counts(sim: StandIn) -> None:
    tokens = [sim.stable()["access_token"]]
    for half_minute in range(21):
        sim.later(30 * half_minute)
        tokens.append(sim.stable(force_refresh=True)["access_token"])
        assert sim.stable(force_refresh=True)["access_token"] == tokens[-1]
    assert len(set(tokens)) == 21
    assert tokens[-1] == tokens[-2]
    assert [sim.errcode_of(token) for token in tokens[:-1]] == [40001] * 20 + [40029]


# session keys

def test_a_session_key_is_checked_by_a_signature_of_nothing(sim: StandIn) -> None:
    told, token = sim.sign_in(sim.login_code("lin")), sim.stable()["access_token"]
    signed = {"openid": told["openid"], "sig_method": "hmac_sha256", "signature": sign(told["session_key"])}
    assert sim.get(CHECK, access_token=token, **signed) == {"errcode": 0, "errmsg": "ok"}
    assert sim.get(CHECK, access_token=token, **{**signed, "signature": "0" * 64})["errcode"] == 87009
    assert sim.get(CHECK, access_token=token, **{**signed, "openid": "o0"})["errcode"] == 40003
    fresh = sim.get(RESET, access_token=token, **signed)
    assert fresh["session_key"] != told["session_key"]
    assert sim.get(CHECK, access_token=token, **signed)["errcode"] == 87009


def test_the_published_signature_of_nothing_is_ours_too() -> None:
    assert sign("o0q0otL8aEzpcZL/FT9WsQ==") == "46e043c5525c2d817c44be603d30837a808a1d930d038f6fdc3e62a201fed128"


# pictures

def test_a_mini_program_code_is_a_png_of_the_width_asked_for(sim: StandIn) -> None:
    answer = draw(sim, {"scene": "e=1", "width": 333})
    width, height = (int.from_bytes(answer.content[at:at + 4]) for at in (16, 20))
    start = answer.content.index(b"IDAT") + 4
    length = int.from_bytes(answer.content[start - 8:start - 4])
    assert (width, height) == (333, 333)
    assert len(zlib.decompress(answer.content[start:start + length])) == 333 * (1 + 42)


@pytest.mark.parametrize(("wrong", "errcode"), [
    ({"page": "/pages/index"}, 41030), ({"page": "pages/index?a=1"}, 41030), ({"width": 279}, 85096),
    ({"width": 1281}, 85096), ({"is_hyaline": "yes"}, 40097), ({"env_version": "beta"}, 40097), ({}, 0),
])
def test_a_mini_program_code_is_checked_like_the_real_one(sim: StandIn, wrong: dict[str, Any], errcode: int) -> None:
    asked = {"scene": "e=1", "page": "pages/index", "width": 280, **wrong}
    answer = draw(sim, asked)
    assert (answer.json()["errcode"] if answer.content[:1] == b"{" else 0) == errcode


# misfortunes and the log

def test_a_fault_comes_as_often_as_asked_and_only_to_its_path(sim: StandIn) -> None:
    sim.control("fault", path=EXCHANGE, errcode=40226, times=2)
    assert "access_token" in sim.stable()
    assert [sim.sign_in("none")["errcode"] for _ in range(3)] == [40226, 40226, 40029]


def test_a_broken_status_is_a_page_and_no_json(sim: StandIn) -> None:
    sim.control("fault", path=EXCHANGE, http_status=503)
    answer = requests.get(sim.url + EXCHANGE, timeout=10)
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "text/html")


def test_a_dropped_answer_breaks_off_and_a_late_one_comes_after_the_work_is_done(sim: StandIn) -> None:
    lost, late = sim.login_code("lin"), sim.login_code("lin")
    sim.control("fault", path=EXCHANGE, drop=True)
    with pytest.raises(requests.RequestException):
        sim.sign_in(lost)
    sim.control("fault", path=EXCHANGE, delay_s=0.05)
    assert sim.sign_in(late)["openid"]
    assert [sim.sign_in(code)["errcode"] for code in (lost, late)] == [40163, 40163]


@pytest.mark.parametrize("asked", [
    {}, {"path": EXCHANGE}, {"path": EXCHANGE, "errcode": "x"}, {"path": EXCHANGE, "delay_s": 61},
    {"path": EXCHANGE, "http_status": 99}, {"path": EXCHANGE, "errcode": -1, "times": -1}, {"errcode": -1}])
def test_a_fault_nobody_can_plan_is_400(sim: StandIn, asked: dict[str, Any]) -> None:
    assert requests.post(f"{sim.url}/_sim/fault", json=asked, timeout=10).status_code == 400


def test_the_log_names_path_time_and_outcome_and_no_secret(sim: StandIn) -> None:
    sim.sign_in("none-such-code")
    told = requests.get(f"{sim.url}/_sim/requests?path={EXCHANGE}", timeout=10)
    line = told.json()["items"][-1]
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("at"))
    assert line == {"method": "GET", "path": EXCHANGE, "errcode": 40029, "http_status": 200, "fault": None}
    assert not [word for word in ("none-such-code", ACCOUNTS["mp_secret"]) if word in told.text]


def test_an_unknown_path_is_still_http_200(sim: StandIn) -> None:
    answer = requests.get(f"{sim.url}/wxa/none", timeout=10)
    assert (answer.status_code, answer.json()["errcode"]) == (200, 40066)


# the controls

def test_grants_follows_and_the_inbox_are_kept_and_nothing_is_sent_yet(sim: StandIn) -> None:
    granted = {"user": "lin", "template_id": "tpl", "accept": True}
    assert sim.control("subscribe", **granted) == granted
    assert sim.control("follow", user="lin", follows=True) == {"user": "lin", "follows": True}
    assert sim.get("/_sim/inbox", user="lin") == {"items": []}


@pytest.mark.parametrize(("method", "name", "status"), [
    ("GET", "login_code", 405), ("POST", "inbox", 405), ("POST", "none", 404)])
def test_a_control_that_is_not_there_says_so(sim: StandIn, method: str, name: str, status: int) -> None:
    assert requests.request(method, f"{sim.url}/_sim/{name}", json={}, timeout=10).status_code == status


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"user": ""}', b'{"user": 7}', b'{"user": "a\\nb"}',
                                  b'{"user": "' + b"x" * 65 + b'"}', b"[" * 100_000])
def test_a_person_without_a_proper_name_is_400(sim: StandIn, body: bytes) -> None:
    assert requests.post(f"{sim.url}/_sim/login_code", data=body, timeout=10).status_code == 400


@pytest.mark.parametrize(("headers", "status"), [
    ({}, 200), ({"Host": "localhost:8000"}, 200), ({"Origin": "http://localhost:8000"}, 200),
    ({"Host": "wangju.example"}, 403), ({"Host": "127.0.0.1.example"}, 403), ({"Host": "[::"}, 403),
    ({"Origin": "https://wangju.example"}, 403), ({"Origin": "null"}, 403),
    ({"X-Forwarded-For": "203.0.113.9"}, 403), ({"Forwarded": "for=203.0.113.9"}, 403)])
def test_the_controls_answer_only_this_machine(sim: StandIn, headers: dict[str, str], status: int) -> None:
    assert requests.get(f"{sim.url}/_sim/requests", headers=headers, timeout=10).status_code == status


LOOPBACK: dict[str, Any] = {"environ_base": {"REMOTE_ADDR": "127.0.0.1"}}


@pytest.mark.parametrize(("peer", "status"), [("127.0.0.1", 200), ("::1", 200), ("203.0.113.9", 403), ("", 403)])
def test_the_controls_answer_only_loopback_peers(tmp_path: Path, peer: str, status: int) -> None:
    """The one test without a socket: a loopback test has no other peer to be."""
    client = Client(create_simulator(settings(tmp_path / "state.sqlite3")))
    assert client.get("/_sim/requests", environ_base={"REMOTE_ADDR": peer}).status_code == status


def number_of(sim: StandIn, user: str) -> str:
    told = sim.post(PHONE, {"code": sim.phone_code(user)}, access_token=sim.stable()["access_token"])
    return str(told["phone_info"]["purePhoneNumber"])


def draw(sim: StandIn, asked: dict[str, Any]) -> requests.Response:
    token = {"access_token": sim.stable()["access_token"]}
    return requests.post(sim.url + CODE_PICTURE, params=token, json=asked, timeout=10)


def sign(session_key: str) -> str:
    return hmac.new(session_key.encode(), b"", hashlib.sha256).hexdigest()


# what people receive

def test_the_page_of_phones_shows_what_each_received_and_escapes_it(sim: StandIn) -> None:
    token = sim.stable()["access_token"]
    for user in ("林措", "<b>x</b>"):
        sim.control("subscribe", user=user, template_id="mini-one", accept=True)
        sim.control("subscribe", user=user, template_id="mini-one", accept=True)
        said = {keyword: {"value": "<i>请及时提交</i>" if keyword == "thing4" else "2022年8月31日 23:59"} for keyword in
                ("thing1", "thing2", "time3", "thing4")}
        body = {"touser": sim.openid(user), "template_id": "mini-one", "page": "pages/me/me", "data": said}
        assert sim.post("/cgi-bin/message/subscribe/send", body, access_token=token)["errcode"] == 0
    answer = sim.http.get(f"{sim.url}/_sim/phones", timeout=10)
    page = answer.text
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "<h2>林措</h2><p>可提醒次数 1</p>" in page
    assert [raw in page for raw in ("<i>", "<b>x</b>", "&lt;i&gt;请及时提交")] == [False, False, True]
    assert requests.get(f"{sim.url}/_sim/phones", headers={"X-Forwarded-For": "1.2.3.4"}, timeout=10).status_code == 403


def test_the_dialog_learns_what_templates_are_called(sim: StandIn) -> None:
    items = sim.http.get(f"{sim.url}/_sim/templates", timeout=10).json()["items"]
    assert {"id": "mini-one", "title": "活动进度通知", "account": "mp"} in items
    assert len(items) == 4
