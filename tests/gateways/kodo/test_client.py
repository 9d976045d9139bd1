"""The campaign's own client against a running store: permit, upload, stat, download, callback, delete."""
import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from gateways.kodo.client import KodoStore
from models import clock
from models.ports import ObjectStore, Refused, Unreachable, UploadPermit, UploadRules
from tests.ports import free_port

from .calls import JPEG, MIB, PNG, b64, unique
from .listener import Heard, Listener
from .running import ACCESS_KEY, PRIVATE, SECRET_KEY, RunningStore

RULES = UploadRules(max_bytes=5 * MIB, mimes=("image/*", "video/mp4"), owner="acc_1", ticket="fil_06h0dns8c7qpjy4z")
FORM = "application/x-www-form-urlencoded"


def client_of(store: RunningStore, **settings: Any) -> KodoStore:
    return KodoStore(**{
        "access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "bucket": PRIVATE, "up_host": store.url, "rs_host": store.url,
        "download_base": f"{store.url}/dl/{PRIVATE}"} | settings)


def send(permit: UploadPermit, data: bytes) -> requests.Response:
    return requests.post(permit.up_host, data={"token": permit.token, "key": permit.key}, files={"file": ("a.jpg", data)})


def test_a_file_goes_from_permit_to_deletion(mounted: RunningStore) -> None:
    client: ObjectStore = client_of(mounted)
    key = unique("图.jpg")
    permit = client.permit(key, len(JPEG), RULES)
    assert (permit.mode, permit.part_size, permit.up_host, permit.key) == ("form", MIB, mounted.url, key)
    assert client.stat(key) is None
    assert send(permit, JPEG).status_code == 200
    found = client.stat(key)
    assert found
    assert (found.size, found.mime, found.sha256) == (len(JPEG), "image/jpeg", hashlib.sha256(JPEG).hexdigest())
    assert abs(found.put_at - clock.now()) < timedelta(seconds=5)
    answer = requests.get(client.url(key, download_as="作品.jpg"), headers={"Range": "bytes=1-4"})
    assert (answer.status_code, answer.content) == (206, JPEG[1:5])
    client.delete(key)
    client.delete(key)
    assert client.stat(key) is None


def test_a_large_file_is_sent_in_parts_with_the_same_permit(mounted: RunningStore) -> None:
    client, key = client_of(mounted), unique("film.mp4")
    data = b"\0\0\0\x18ftypmp42" + bytes(2 * MIB)
    permit = client.permit(key, 9 * MIB, RULES)
    assert permit.mode == "multipart"
    base = f"{permit.up_host}/buckets/{permit.bucket}/objects/{b64(key)}/uploads"
    words = {"Authorization": f"UpToken {permit.token}"}
    upload = requests.post(base, headers=words).json()["uploadId"]
    parts = [{"partNumber": n + 1, "etag": requests.put(f"{base}/{upload}/{n + 1}", headers=words,
              data=data[n * permit.part_size:(n + 1) * permit.part_size]).json()["etag"]} for n in range(3)]
    assert requests.post(f"{base}/{upload}", json={"parts": parts}, headers=words).status_code == 200
    assert requests.get(client.url(key)).content == data


def test_a_permit_is_for_one_key_once_and_only_for_what_the_rules_allow(mounted: RunningStore) -> None:
    client, key = client_of(mounted), unique()
    permit = client.permit(key, 100, RULES)
    other = requests.post(permit.up_host, data={"token": permit.token, "key": "other"}, files={"file": ("a", JPEG)})
    assert [send(permit, b"text").status_code, send(permit, b"").status_code, other.status_code] == [403, 403, 403]
    assert send(permit, JPEG + bytes(5 * MIB)).status_code == 413
    assert [send(permit, JPEG).status_code, send(permit, PNG).status_code] == [200, 614]


def test_a_permit_says_when_it_ends_and_ends_then(mounted: RunningStore) -> None:
    permit = client_of(mounted).permit("k", 1, UploadRules(10, (), "me", "t", life_s=1800))
    policy = json.loads(base64.urlsafe_b64decode(permit.token.split(":")[2]))
    assert policy["deadline"] == permit.expires_at.timestamp()
    assert abs(policy["deadline"] - time.time() - 1800) < 3
    assert "mimeLimit" not in policy
    gone = client_of(mounted).permit("k", 1, UploadRules(10, (), "me", "t", life_s=-5))
    assert send(gone, b"x").json() == {"error": "expired token"}


def test_addresses_made_within_the_hour_are_the_same_address(mounted: RunningStore) -> None:
    client = client_of(mounted)
    one, two = client.url("k/一.jpg"), client.url("k/一.jpg")
    deadline = int(parse_qs(urlsplit(one).query)["e"][0])
    assert one == two
    assert deadline % 3600 == 0
    assert 3600 <= deadline - time.time() <= 7200


def test_a_callback_is_verified_and_read(mounted: RunningStore) -> None:
    with Listener() as listener:
        client, key = client_of(mounted, callback_url=listener.url), unique("一 二&三.jpg")
        assert send(client.permit(key, 1, RULES), JPEG).json() == {"ok": True}
        heard = listener.heard[0]
        assert read(client, heard) == {
            "key": key, "hash": client.stat(key).etag, "fsize": str(len(JPEG)), "mime": "image/jpeg",  # type: ignore[union-attr]
            "owner": RULES.owner, "ticket": RULES.ticket}


def test_a_replayed_callback_verifies_again_so_the_ticket_must_be_consumed_once(mounted: RunningStore) -> None:
    with Listener() as listener:
        client = client_of(mounted, callback_url=listener.url)
        send(client.permit(unique(), 1, RULES), JPEG)
        assert read(client, listener.heard[0]) == read(client, listener.heard[0])


def test_a_tampered_callback_is_refused(mounted: RunningStore) -> None:
    with Listener() as listener:
        client = client_of(mounted, callback_url=listener.url)
        send(client.permit(unique(), 1, RULES), JPEG)
        heard = listener.heard[0]
    signature = heard.headers["Authorization"]
    for changed in (
            {"body": heard.body.replace(b"fsize=", b"fsize=9")}, {"target": "/kodo/callback?v=2"},
            {"headers": heard.headers | {"Authorization": "QBox " + "x" * 30}}, {"headers": {"Content-Type": FORM}},
            {"headers": heard.headers | {"Authorization": signature.replace("QBox", "Basic")}},
            {"headers": heard.headers | {"Content-Type": "application/json"}},
            {"headers": heard.headers | {"Authorization": "QBox ak:é"}}):
        with pytest.raises(Refused, match="401"):
            read(client, Heard(**(vars(heard) | changed)))


def test_a_callback_signed_the_newer_way_is_verified_too(mounted: RunningStore) -> None:
    client, body = client_of(mounted, callback_url="https://a.example/cb"), b"key=a&ticket=t"
    data = f"POST /cb\nHost: a.example\nContent-Type: {FORM}\nX-Qiniu-Date: 20260101T000000Z\n\n".encode() + body
    mac = base64.urlsafe_b64encode(hmac.digest(SECRET_KEY.encode(), data, "sha1")).decode()
    headers = {"authorization": f"Qiniu {ACCESS_KEY}:{mac}", "content-type": FORM, "host": "inner:8000",
               "x-qiniu-date": "20260101T000000Z"}
    assert client.callback("POST", "/cb", headers, body) == {"key": "a", "ticket": "t"}
    with pytest.raises(Refused):
        client.callback("POST", "/cb", headers | {"x-qiniu-date": "20270101T000000Z"}, body)


def test_a_field_named_twice_in_a_callback_is_refused(mounted: RunningStore) -> None:
    client, body = client_of(mounted), b"key=a&key=b"
    mac = base64.urlsafe_b64encode(hmac.digest(SECRET_KEY.encode(), b"/cb\n" + body, "sha1")).decode()
    with pytest.raises(Refused):
        client.callback("POST", "/cb", {"Authorization": f"QBox {ACCESS_KEY}:{mac}", "Content-Type": FORM}, body)


@pytest.mark.parametrize(("code", "answer"), [(500, b"{}"), (200, b"not json"), (302, b"{}")])
def test_when_the_callback_fails_the_client_gets_579_and_the_object_is_there(
        mounted: RunningStore, code: int, answer: bytes) -> None:
    with Listener(code, answer) as listener:
        client, key = client_of(mounted, callback_url=listener.url), unique()
        reply = send(client.permit(key, 1, RULES), JPEG)
    assert reply.status_code == 579
    inner = json.loads(reply.json()["error"])
    assert (inner["key"], inner["err_code"], inner["token"]) == (key, code, "")
    assert client.stat(key)


def test_the_loopback_store_calls_nobody(tmp_path: Any) -> None:
    with Listener() as listener, RunningStore(tmp_path, calls_out=False) as store:
        client, key = client_of(store, callback_url=listener.url), unique()
        assert send(client.permit(key, 1, RULES), JPEG).json()["key"] == key
        assert listener.heard == []


def test_no_and_later_are_told_apart_and_neither_tells_a_secret(mounted: RunningStore) -> None:
    nobody = client_of(mounted, rs_host=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(Unreachable) as away:
        nobody.stat("k")
    with pytest.raises(Refused) as no:
        client_of(mounted, secret_key="wrong-secret").stat("k")
    with pytest.raises(Refused, match="631"):
        client_of(mounted, bucket="elsewhere").stat("k")
    assert (no.value.code, no.value.said) == ("401", "bad token")
    assert "secret" not in f"{away.value!r} {no.value!r}"
    assert [nobody.healthy(), client_of(mounted).healthy()] == [False, True]


def read(client: KodoStore, heard: Heard) -> dict[str, str]:
    return client.callback(heard.method, heard.target, heard.headers, heard.body)
