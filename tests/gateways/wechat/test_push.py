"""Opening what WeChat pushes: published vectors, every mode and format, and whatever a stranger may send."""
import base64
import json
import struct
from contextlib import suppress
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given, settings
from hypothesis import strategies as st

from gateways.wechat.push import LARGEST, PushDoor, signature
from models.ports import Refused
from tests.gateways.wechat import vectors as v

A = PushDoor(token=v.A_TOKEN, appid=v.A_APPID, aes_key=v.A_KEY)
B = PushDoor(token=v.B_TOKEN, appid=v.B_APPID, aes_key=v.B_KEY)
PLAIN = PushDoor(token="test", appid="wx1", mode="plain")
SIGNED = {"timestamp": "1410685589", "nonce": "test", "signature": "f21891de399b4e33a1a93c9a7b8a8fffb5a443ff"}
A3 = {"timestamp": "1714112445", "nonce": "415670741", "signature": "6c5c811b55cc85e0e1b54100749188c20beb3f5d",
      "msg_signature": "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3", "encrypt_type": "aes"}


def sealed(text: str, **more: Any) -> bytes:
    return json.dumps({"ToUserName": "gh_1", "Encrypt": text, **more}).encode()


def signed(text: str, token: str = v.A_TOKEN) -> dict[str, str]:
    return {"timestamp": "1", "nonce": "2", "msg_signature": signature(token, "1", "2", text)}


def says(event: bytes) -> dict[str, Any]:
    return PLAIN.open(SIGNED, event)


# the vectors

def test_a1_the_address_is_verified_and_the_echo_comes_back_verbatim() -> None:
    query = {"timestamp": "1714036504", "nonce": "1514711492", "echostr": "4375120948345356249",
             "signature": "f464b24fc39322e44b38aa78f5edd27bd1441696"}
    assert A.echo(query) == "4375120948345356249"
    with pytest.raises(Refused, match=r"^-40001 "):
        A.echo({**query, "nonce": "1514711493"})


def test_a2_a_plain_push_is_opened() -> None:
    door = PushDoor(token=v.A_TOKEN, appid=v.A_APPID, mode="plain")
    query = {"timestamp": "1714037059", "nonce": "486452656", "signature": "899cf89e464efb63f54ddac96b0a0a235f53aa78"}
    assert door.open(query, json.dumps(v.A3_SAYS).encode()) == v.A3_SAYS


def test_a3_a_sealed_push_is_opened_in_json_and_in_xml() -> None:
    assert A.open(A3, sealed(v.A3_SEALED)) == v.A3_SAYS
    xml = f"<xml><ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName><Encrypt><![CDATA[{v.A3_SEALED}]]></Encrypt></xml>"
    assert A.open(A3, xml.encode()) == v.A3_SAYS


def test_a4_an_answer_is_sealed() -> None:
    told = A.seal_reply('{"demo_resp":"good luck"}', timestamp=1713424427, nonce="415670741", random=b"707722b803182950")
    assert told == {"Encrypt": v.A4_SEALED, "MsgSignature": "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1",
                    "TimeStamp": 1713424427, "Nonce": "415670741"}


def test_b2_a_message_of_another_kit_is_opened() -> None:
    query = {"timestamp": "1411525903", "nonce": "461056294",
             "msg_signature": "74d92dfeb87ba7c714f89d98870ae5eb62dff26d"}
    told = B.open(query, f"<xml><Encrypt><![CDATA[{v.B2_SEALED}]]></Encrypt></xml>".encode())
    assert {name: told[name] for name in ("FromUserName", "Content", "MsgId", "AgentID")} == {
        "FromUserName": "messense", "Content": "test", "MsgId": "4363689963896700987", "AgentID": "1"}


def test_b3_a_message_of_another_kit_is_sealed() -> None:
    told = B.seal_reply(v.B3_SAYS, timestamp=1411525903, nonce="461056294", random=b"1234567890123456")
    assert (told["Encrypt"], told["MsgSignature"]) == (v.B3_SEALED, "407518b7649e86ef23978113f92d27afa9296533")


def test_c_a_signature_sorts_its_parts() -> None:
    assert signature("test", "1410685589", "test") == SIGNED["signature"]
    assert signature("789", "456", "123") == "f7c3bc1d808e04732adf679965ccc34ca7ae3441"


# modes

def test_a_sealed_reply_is_what_open_opens() -> None:
    text = json.dumps({"MsgType": "text", "Content": "签到成功"}, ensure_ascii=False)
    told = A.seal_reply(text, timestamp=1, nonce="2")
    assert A.open(signed(told["Encrypt"]), sealed(told["Encrypt"])) == {"MsgType": "text", "Content": "签到成功"}


def test_compatible_mode_reads_only_what_is_sealed() -> None:
    door = PushDoor(token=v.A_TOKEN, appid=v.A_APPID, aes_key=v.A_KEY, mode="compatible")
    assert door.open(A3, sealed(v.A3_SEALED, MsgType="event", Event="forged")) == v.A3_SAYS


@pytest.mark.parametrize("mode", ["compatible", "safe"])
def test_a_plain_body_is_refused_where_sealed_ones_are_due(mode: Any) -> None:
    door = PushDoor(token="test", appid="wx1", aes_key=v.A_KEY, mode=mode)
    with pytest.raises(Refused, match=r"^-40001 "):
        door.open(SIGNED, b'{"MsgType":"event","Event":"forged"}')


def test_a_sealed_body_is_refused_where_plain_ones_are_due() -> None:
    with pytest.raises(Refused, match=r"^-40002 "):
        says(sealed(v.A3_SEALED))


@pytest.mark.parametrize("key", ["", "A" * 42, "A" * 44, "!" * 43])
def test_a_key_that_is_none_does_not_start(key: str) -> None:
    with pytest.raises(ValueError):
        PushDoor(token="test", appid="wx1", aes_key=key)


@pytest.mark.parametrize("query", [{}, {**A3, "msg_signature": ""}, {**A3, "msg_signature": A3["signature"]},
                                   {**A3, "nonce": "1"}, {**A3, "msg_signature": "签"}, {**A3, "timestamp": "\ud800"}])
def test_a_wrong_signature_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(Refused, match=r"^-40001 "):
        A.open(query, sealed(v.A3_SEALED))


def test_a_message_to_another_account_is_refused() -> None:
    with pytest.raises(Refused, match=r"^-40005 "):
        PushDoor(token=v.A_TOKEN, appid="wx-other", aes_key=v.A_KEY).open(A3, sealed(v.A3_SEALED))


@pytest.mark.parametrize("dark", ["", "AAAA", "*", "签", base64.b64encode(bytes(31)).decode(),
                                  base64.b64encode(bytes(32)).decode(), base64.b64encode(bytes(range(64))).decode()])
def test_rubbish_with_a_right_signature_is_refused(dark: str) -> None:
    with pytest.raises(Refused, match=r"^-400(07|05) "):
        A.open(signed(dark), sealed(dark))


@pytest.mark.parametrize(("length", "pad"), [(0xffffffff, 1), (5, 0), (5, 33), (5, 32)])
def test_a_sealed_message_with_false_lengths_is_refused(length: int, pad: int) -> None:
    full = (bytes(16) + struct.pack(">I", length) + b"{}").ljust(64 - pad, b"x").ljust(64, bytes([pad]))
    key = base64.b64decode(v.A_KEY + "=")
    lock = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    dark = base64.b64encode(lock.update(full) + lock.finalize()).decode()
    with pytest.raises(Refused, match=r"^-400(07|05) "):
        A.open(signed(dark), sealed(dark))


# events

def test_a_popup_event_is_the_same_in_xml_and_json() -> None:
    xml, told = says(v.POPUP_XML), says(v.POPUP_JSON)
    assert (xml["Event"], xml["CreateTime"], told["CreateTime"]) == ("subscribe_msg_popup_event", 1610969440, 1620973045)
    chosen = [(line["SubscribeStatusString"], line["PopupScene"]) for line in xml["List"]]
    assert chosen == [("accept", 2), ("reject", 2)]
    assert told["List"] == [{"TemplateId": "hD-ixGOhYmUfjOnI8MCzQMPshzGVeux_2vzyvQu7O68",
                             "SubscribeStatusString": "accept", "PopupScene": 0}]
    assert set(xml) == set(told)


def test_a_list_of_one_is_a_list() -> None:
    assert says(v.SENT_JSON)["List"] == [{"TemplateId": "BEwX0BO-T3MqK3Uc5oTU3CGBqzjpndk2jzUf7VfExd8",
                                          "MsgID": "1864323726461255680", "ErrorCode": 0, "ErrorStatus": "success"}]


def test_a_template_event_has_its_name_in_lower_case_and_its_id_as_text() -> None:
    told = says(v.TEMPLATE_XML)
    assert (told["Event"], told["MsgID"], told["Status"]) == ("templatesendjobfinish", "200163836", "success")
    assert says(b'{"MsgType":"event","Event":"E","MsgID":1864323726461255680}')["MsgID"] == "1864323726461255680"


def test_a_media_verdict_is_the_same_in_xml_and_json() -> None:
    xml, told = says(v.MEDIA_XML), says(v.MEDIA_JSON)
    for verdict in (xml, told):
        assert verdict["detail"] == [
            {"strategy": "content_model", "errcode": 0, "suggest": "pass", "label": 100, "prob": 90}]
        assert (verdict["errcode"], verdict["version"], verdict["result"]) == (0, 2, {"suggest": "pass", "label": 100})
    assert set(xml) == set(told)


@pytest.mark.parametrize("body", [
    b"", b"{", b"[]", b"null", b"7", b"<xml/>", b"<xml>", b"<other/>", b"\xff\xfe", b"{}", b'{"MsgType":7}',
    b'{"MsgType":"event","Event":{"a":1}}', b'{"MsgType":"event","CreateTime":"soon"}',
    b'{"MsgType":"event","List":[7]}', b'{"MsgType":"event","List":null}', b'{"MsgType":"event","detail":"x"}',
    b'{"MsgType":"event","SubscribeMsgPopupEvent":"x"}', b'{"a":' * 100_000, b"[" * 100_000, b"<a>" * 80_000,
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><xml><MsgType>&a;</MsgType></xml>',
    b'<?xml version="1.0" encoding="none-such"?><xml><MsgType>text</MsgType></xml>',
    b'{"MsgType":"' + b"x" * LARGEST + b'"}',
])
def test_what_cannot_be_read_is_refused(body: bytes) -> None:
    with pytest.raises(Refused, match=r"^-40002 "):
        says(body)


# strangers

TEXTS = st.text(max_size=40)
QUERIES = st.dictionaries(st.sampled_from(["signature", "msg_signature", "timestamp", "nonce", "echostr"]), TEXTS)
FIELDS = ["MsgType", "Event", "List", "detail", "CreateTime", "MsgID", "SubscribeMsgPopupEvent", "Encrypt"]
NAMES = st.sampled_from(FIELDS)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner), max_leaves=8)
EVENTS = st.dictionaries(NAMES, TREES, max_size=4).map(lambda tree: json.dumps({"MsgType": "event", **tree}).encode())
BODIES = st.binary(max_size=200) | TREES.map(lambda tree: json.dumps(tree).encode()) | EVENTS


@settings(max_examples=60, deadline=None)
@given(query=QUERIES, body=BODIES)
def test_whatever_a_stranger_sends_is_refused(query: dict[str, str], body: bytes) -> None:
    for door in (A, PLAIN):
        with pytest.raises(Refused):
            door.open(query, body)
        with pytest.raises(Refused):
            door.echo(query)


@settings(max_examples=150, deadline=None)
@given(body=BODIES)
def test_whatever_is_signed_is_a_dict_or_refused(body: bytes) -> None:
    rubbish = base64.b64encode(body).decode()
    dark = A.seal_reply(body.decode("utf-8", "replace"), timestamp=1, nonce="2")["Encrypt"]
    for door, query, sent in ((PLAIN, SIGNED, body), (A, signed(rubbish), sealed(rubbish)),
                              (A, signed(dark), sealed(dark))):
        with suppress(Refused):
            assert isinstance(door.open(query, sent)["MsgType"], str)
