"""What our client relies on at any base URL: `WECHAT_BASE_URL=… WECHAT_APPID=… WECHAT_SECRET=… pytest` this file.

Without them the stand-in is asked. Where WeChat's own pages and practice differ, both answers pass.
Nothing here forces a token or spends a quota worth speaking of.
"""
import os
import re

import pytest
import requests

from tests.gateways.wechat.served import ACCOUNTS
from tests.gateways.wechat.stand_in import StandIn

APPID = os.environ.get("WECHAT_APPID", ACCOUNTS["mp_appid"])
SECRET = os.environ.get("WECHAT_SECRET", ACCOUNTS["mp_secret"])
EXCHANGE, STABLE = "/sns/jscode2session", "/cgi-bin/stable_token"
PHONE, CODE_PICTURE = "/wxa/business/getuserphonenumber", "/wxa/getwxacodeunlimit"
ACCOUNT = {"appid": APPID, "secret": SECRET}
LOGIN = {**ACCOUNT, "grant_type": "authorization_code"}
CREDENTIAL = {**ACCOUNT, "grant_type": "client_credential"}


def token(neighbour: StandIn) -> str:
    return str(neighbour.post(STABLE, CREDENTIAL)["access_token"])


def test_a_failure_is_http_200_with_an_errcode_and_a_rid(neighbour: StandIn) -> None:
    answer = requests.get(neighbour.url + EXCHANGE, params={**LOGIN, "js_code": "none"}, timeout=10)
    assert answer.status_code == 200
    assert answer.json()["errcode"] == 40029
    assert re.search(r" rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$", answer.json()["errmsg"])


@pytest.mark.parametrize(("wrong", "errcodes"), [
    ({"appid": ""}, {41002}), ({"secret": ""}, {41004}), ({"js_code": ""}, {41008, 40029}),
    ({"appid": "wx0000000000000000"}, {40013}), ({"secret": "0" * 32}, {40125}),
])
def test_a_sign_in_names_what_is_wrong_with_it(neighbour: StandIn, wrong: dict[str, str], errcodes: set[int]) -> None:
    assert neighbour.get(EXCHANGE, **{**LOGIN, "js_code": "none", **wrong})["errcode"] in errcodes


@pytest.mark.parametrize(("wrong", "errcode"), [
    ({"appid": ""}, 41002), ({"secret": ""}, 41004), ({"grant_type": "none"}, 40002),
    ({"appid": "wx0000000000000000"}, 40013), ({"secret": "0" * 32}, 40125),
])
def test_a_token_request_names_what_is_wrong_with_it(neighbour: StandIn, wrong: dict[str, str], errcode: int) -> None:
    assert neighbour.post(STABLE, {**CREDENTIAL, **wrong})["errcode"] == errcode


def test_stable_token_gives_the_same_token_again_and_at_least_300_seconds(neighbour: StandIn) -> None:
    first, second = neighbour.post(STABLE, CREDENTIAL), neighbour.post(STABLE, CREDENTIAL)
    assert first["access_token"] == second["access_token"]
    assert 300 <= second["expires_in"] <= first["expires_in"] <= 7200


def test_a_body_is_read_without_a_content_type(neighbour: StandIn) -> None:
    body = b'{"grant_type":"client_credential","appid":"%s","secret":"%s"}' % (APPID.encode(), SECRET.encode())
    answer = requests.post(neighbour.url + STABLE, data=body, timeout=10)
    assert "Content-Type" not in answer.request.headers
    assert answer.json()["access_token"]


def test_stable_token_wants_a_post(neighbour: StandIn) -> None:
    assert neighbour.get(STABLE, **CREDENTIAL)["errcode"] == 43002


def test_an_empty_or_broken_body_is_refused(neighbour: StandIn) -> None:
    where, asked = neighbour.url + PHONE, {"access_token": token(neighbour)}
    assert requests.post(where, params=asked, timeout=10).json()["errcode"] in {44002, 47001}
    assert requests.post(where, params=asked, data=b"{", timeout=10).json()["errcode"] == 47001


def test_a_token_must_be_there_and_be_one(neighbour: StandIn) -> None:
    assert neighbour.post(PHONE, {"code": "none"})["errcode"] == 41001
    assert neighbour.post(PHONE, {"code": "none"}, access_token="x")["errcode"] in {40001, 40014}
    assert neighbour.post(PHONE, {"code": "none"}, access_token="x" * 136)["errcode"] in {40001, 40014}


def test_a_token_in_the_body_is_not_seen(neighbour: StandIn) -> None:
    assert neighbour.post(PHONE, {"code": "none", "access_token": token(neighbour)})["errcode"] in {47001, 41001}


def test_a_phone_code_that_never_was_is_40029(neighbour: StandIn) -> None:
    assert neighbour.post(PHONE, {"code": "none"}, access_token=token(neighbour))["errcode"] == 40029


@pytest.mark.parametrize("scene", ["", "a" * 33, "签到", "a%20b", "a b"])
def test_a_scene_outside_its_alphabet_or_length_is_refused(neighbour: StandIn, scene: str) -> None:
    told = neighbour.post(CODE_PICTURE, {"scene": scene, "check_path": False}, access_token=token(neighbour))
    assert told["errcode"] in {40169, 40129, 41008}


def test_a_mini_program_code_is_a_picture_and_no_json(neighbour: StandIn) -> None:
    answer = requests.post(neighbour.url + CODE_PICTURE, params={"access_token": token(neighbour)},
                           json={"scene": "e=1", "check_path": False}, timeout=10)
    assert answer.content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


@pytest.mark.parametrize(("path", "errcode"), [
    ("/cgi-bin/message/wxopen/template/send", 45103), ("/cgi-bin/message/wxopen/template/uniform_send", 45109),
])
def test_the_dead_ways_of_sending_say_so(neighbour: StandIn, path: str, errcode: int) -> None:
    assert neighbour.post(path, {"touser": "none"}, access_token=token(neighbour))["errcode"] == errcode


@pytest.mark.parametrize(("path", "asked"), [
    ("/wxa/msg_sec_check", {"content": "车间里的一天"}),
    ("/wxa/media_check_async", {"media_url": "https://example.org/a.png", "media_type": 2})])
def test_the_content_of_nobody_is_not_checked(neighbour: StandIn, path: str, asked: dict[str, object]) -> None:
    told = neighbour.post(path, {**asked, "version": 2, "scene": 3, "openid": "o" * 28}, access_token=token(neighbour))
    assert told["errcode"] in {40003, 43104, 61010}


def test_a_text_check_says_what_it_thinks_apart_from_whether_it_worked(controlled: StandIn) -> None:
    asked = {"content": "车间里的一天", "version": 2, "scene": 3, "openid": controlled.openid("lin")}
    told = controlled.post("/wxa/msg_sec_check", asked, access_token=token(controlled))
    assert (told["errcode"], told["result"]) == (0, {"suggest": "pass", "label": 100})
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}", told["trace_id"])


def test_a_sign_in_answers_without_an_errcode_and_only_once(controlled: StandIn) -> None:
    asked = {**LOGIN, "js_code": controlled.login_code("lin")}
    told = controlled.get(EXCHANGE, **asked)
    assert set(told) == {"openid", "session_key", "unionid"}
    assert re.fullmatch(r"o[\w-]{27}", told["openid"])
    assert len(told["session_key"]) == 24
    assert controlled.get(EXCHANGE, **asked)["errcode"] == 40163


def test_a_phone_number_is_given_once_with_its_country(controlled: StandIn) -> None:
    asked, ours = {"code": controlled.phone_code("lin", phone="13800001234")}, token(controlled)
    told = controlled.post(PHONE, asked, access_token=ours)
    mark = told["phone_info"].pop("watermark")
    assert told == {"errcode": 0, "errmsg": "ok", "phone_info": {
        "phoneNumber": "13800001234", "purePhoneNumber": "13800001234", "countryCode": "86"}}
    assert mark["appid"] == APPID
    assert controlled.post(PHONE, asked, access_token=ours)["errcode"] in {40163, 40029}


def test_login_codes_and_phone_codes_are_not_each_other(controlled: StandIn) -> None:
    login, phone = controlled.login_code("lin"), controlled.phone_code("lin")
    assert controlled.post(PHONE, {"code": login}, access_token=token(controlled))["errcode"] == 40029
    assert controlled.get(EXCHANGE, **{**LOGIN, "js_code": phone})["errcode"] == 40029
