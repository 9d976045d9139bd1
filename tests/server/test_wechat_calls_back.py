"""WeChat's pushes reach us signed and sealed, are answered at once, and count once however often they come."""
import json
import time

import pytest
import requests

from gateways.wechat.push import PushDoor, signature
from models.config import generated, load
from tests.running import House


@pytest.fixture
def keys(house: House) -> tuple[str, str, str]:
    """(token, EncodingAESKey, appid) of the running service."""
    app, made = load(environment={}).wechat.mini_program, generated(house.data_dir)
    return made[app.push_token_env], made[app.push_aes_key_env], app.app_id


def test_the_address_is_verified_with_the_echo_verbatim(house: House, keys: tuple[str, str, str]) -> None:
    signed = {"timestamp": "1714036504", "nonce": "1514711492", "signature": signature(keys[0], "1714036504", "1514711492")}
    answer = requests.get(f"{house.url}/callbacks/wechat/mp", params={**signed, "echostr": "4375120948345356249"}, timeout=30)
    assert (answer.status_code, answer.text, answer.headers["Content-Type"]) == (200, "4375120948345356249", "text/plain; charset=utf-8")


def test_an_event_is_answered_success_every_time_it_comes(house: House, keys: tuple[str, str, str]) -> None:
    for _ in range(2):
        answer = push(house, keys)
        assert (answer.status_code, answer.text) == (200, "success")


def test_what_was_not_sealed_for_us_is_refused_and_an_account_we_do_not_have_is_not_there(house: House, keys: tuple[str, str, str]) -> None:
    token, aes_key, _ = keys
    refused = [push(house, (token + "x", aes_key, keys[2])), push(house, (token, aes_key, "wx0000000000000000")),
               requests.post(f"{house.url}/callbacks/wechat/mp", data=b"\xff{", timeout=30)]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(401, "callback.bad_signature")] * 3
    assert requests.get(f"{house.url}/callbacks/wechat/oa", timeout=30).status_code == 401
    assert requests.post(f"{house.url}/callbacks/wechat/elsewhere", timeout=30).status_code == 404


def push(house: House, keys: tuple[str, str, str]) -> requests.Response:
    """An event as WeChat sends it in safe mode."""
    token, aes_key, appid = keys
    said = json.dumps({"ToUserName": "gh_1", "FromUserName": "o1", "CreateTime": 1714112445, "MsgType": "event", "Event": "debug_demo"})
    sealed = PushDoor(token=token, appid=appid, aes_key=aes_key).seal_reply(said, timestamp=int(time.time()), nonce="415670741")
    query = {"timestamp": str(sealed["TimeStamp"]), "nonce": sealed["Nonce"], "msg_signature": sealed["MsgSignature"]}
    body = {"ToUserName": "gh_1", "Encrypt": sealed["Encrypt"]}
    return requests.post(f"{house.url}/callbacks/wechat/mp", params=query, json=body, timeout=30)
