"""WeChat's verdict on a file is heard before it is noted, at every copy; and the stand-in brings it to a running house."""
import json
import time
from typing import Any

import pytest
import requests
from peewee import DatabaseError

from gateways.wechat.push import PushDoor
from models.config import generated, load
from models.db import database, writing
from models.journal import Line
from models.problems import BadSignature
from models.safety.tables import HeardEarly
from server.callbacks import take_push
from tests.gateways.wechat.vectors import MEDIA_JSON, MEDIA_XML
from tests.ports import free_port
from tests.running import House
from tests.server.beside import beside

DOOR = PushDoor(token="token", appid="wx1", aes_key="A" * 43)
EVENT: dict[str, Any] = json.loads(MEDIA_JSON)
PATIENCE_S = 15


@pytest.mark.parametrize(("body", "trace_id"), [(MEDIA_JSON, "60f96f1d-3845297a-1976a3ae"), (MEDIA_XML, "62f11967-2b24d27a-34715985")])
@pytest.mark.usefixtures("db")
def test_a_verdict_is_heard_in_json_and_in_xml(body: bytes, trace_id: str) -> None:
    push(body.decode())
    assert heard() == [(trace_id, "pass", 100, 0)]
    assert noted() == 1


@pytest.mark.usefixtures("db")
def test_a_copy_is_heard_again_and_noted_once() -> None:
    """Were a copy dropped because of the note, a crash between note and verdict would lose the verdict for good."""
    push(EVENT)
    with writing():
        database.execute_sql("DELETE FROM heard_early")
    push(EVENT)
    assert (len(heard()), noted()) == (1, 1)


@pytest.mark.usefixtures("db")
def test_a_verdict_that_could_not_be_heard_is_not_noted() -> None:
    """Nothing is answered then but an error, and WeChat tries again."""
    rename("heard_early", "put_away")
    try:
        with pytest.raises(DatabaseError, match="heard_early"):
            push(EVENT)
    finally:
        rename("put_away", "heard_early")
    assert noted() == 0
    push(EVENT)
    assert (len(heard()), noted()) == (1, 1)


@pytest.mark.parametrize(("changed", "row"), [
    ({"errcode": -1008, "result": None}, ("t", "review", None, -1008)), ({"result": "pass"}, ("t", "review", None, 0)),
    ({"result": {"suggest": ["pass"], "label": "20001"}}, ("t", "review", 20001, 0)), ({"errcode": 10 ** 17}, ("t", "pass", 100, -1)),
    ({"result": {"suggest": "pass", "label": 10 ** 17}}, ("t", "pass", None, 0)), ({"Event": "WXA_MEDIA_CHECK"}, ("t", "pass", 100, 0)),
    ({"trace_id": None}, None), ({"trace_id": ""}, None), ({"trace_id": ["t"]}, None), ({"trace_id": "t" * 200}, None),
    ({"Event": "debug_demo"}, None)])
@pytest.mark.usefixtures("db")
def test_whatever_a_signed_event_says_it_is_noted_and_heard_if_it_can_be(changed: dict[str, Any],
                                                                         row: tuple[Any, ...] | None) -> None:
    push({**EVENT, "trace_id": "t", **changed})
    assert (heard(), noted()) == ([row] if row else [], 1)


@pytest.mark.usefixtures("db")
def test_a_verdict_not_sealed_for_us_is_not_heard() -> None:
    query, body = sealed(PushDoor(token="another", appid="wx1", aes_key="A" * 43), json.dumps(EVENT))
    with pytest.raises(BadSignature):
        take_push("mp", DOOR, query, body)
    assert (heard(), noted()) == ([], 0)


def test_the_stand_in_of_a_running_house_fetches_and_tells_the_house(house: House) -> None:
    config = load(environment={})
    secret = generated(house.data_dir)[config.wechat.mini_program.secret_env]
    code = house.phone("demo-worker").simulator("login_code", user="demo-worker")["code"]
    account = {"appid": config.wechat.mini_program.app_id, "secret": secret}
    openid = sim(house, "get", "/sns/jscode2session", {**account, "js_code": code, "grant_type": "authorization_code"})["openid"]
    token = sim(house, "post", "/cgi-bin/stable_token", {}, {**account, "grant_type": "client_credential"})["access_token"]
    asked = {"media_url": f"http://127.0.0.1:{free_port()}/a.png", "media_type": 2, "version": 2, "scene": 3, "openid": openid}
    trace_id = sim(house, "post", "/wxa/media_check_async", {"access_token": token}, asked)["trace_id"]
    assert told(house, trace_id)["state"] == "told"
    with beside(house):
        assert (trace_id, "review", None, -1008) in heard()


def push(event: dict[str, Any] | str) -> None:
    take_push("mp", DOOR, *sealed(DOOR, event if isinstance(event, str) else json.dumps(event)))


def rename(table: str, other: str) -> None:
    with writing():
        database.execute_sql(f"ALTER TABLE {table} RENAME TO {other}")


def sealed(door: PushDoor, said: str) -> tuple[dict[str, str], bytes]:
    told = door.seal_reply(said, timestamp=1714112445, nonce="415670741")
    query = {"timestamp": "1714112445", "nonce": "415670741", "msg_signature": told["MsgSignature"]}
    return query, json.dumps({"ToUserName": "gh_1", "Encrypt": told["Encrypt"]}).encode()


def heard() -> list[tuple[str, str, int | None, int]]:
    return [(row.trace_id, row.suggest, row.label, row.errcode) for row in HeardEarly.select()]


def noted() -> int:
    return int(Line.select().where(Line.what == "wechat.pushed").count())


def sim(house: House, method: str, path: str, query: dict[str, str], body: Any = None) -> dict[str, Any]:
    return dict(requests.request(method, f"{house.url}/sim/wechat{path}", params=query, json=body, timeout=30).json())


def told(house: House, trace_id: str) -> dict[str, Any]:
    """The check, once its event was taken."""
    until = time.monotonic() + PATIENCE_S
    while True:
        (check,) = (item for item in sim(house, "get", "/_sim/media_checks", {})["items"] if item["trace_id"] == trace_id)
        if check["state"] == "told" or time.monotonic() > until:
            return dict(check)
        time.sleep(0.05)
