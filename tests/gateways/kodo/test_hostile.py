"""Requests no client would send: every one is refused in the protocol's own words, none breaks the store."""
import base64
import json
import socket
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .calls import JPEG, Upload, b64, fetch, manage, send_form, unique
from .running import ACCESS_KEY, PUBLIC, SECRET_KEY, RunningStore

MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HONEST = {200, 400, 401, 403, 404, 405, 406, 413, 612, 614, 631, 640, 701}
TEXT = st.text(max_size=60)


def check(answer: requests.Response) -> None:
    assert answer.status_code in HONEST, (answer.status_code, answer.text)
    if answer.status_code != 200:
        assert isinstance(answer.json()["error"], str)


@MANY
@given(fields=st.dictionaries(TEXT, st.text(max_size=200) | st.binary(max_size=200), max_size=6), fname=TEXT,
       data=st.binary(max_size=3000))
def test_any_form(store: RunningStore, fields: dict[str, Any], fname: str, data: bytes) -> None:
    given_fields = [(name, (None, text)) for name, text in fields.items()]
    token: list[Any] = [("token", (None, store.token(None)))]
    check(requests.post(store.url, files=token + given_fields + [("file", (fname, data))]))


@MANY
@given(cuts=st.lists(st.integers(0, 4000), max_size=30), data=st.lists(
    st.sampled_from([b"\r\n--b", b"--b--", b"\r\n", b"\r", b"-", b"b", b"x" * 90, b"\0"]), max_size=60).map(b"".join))
def test_a_form_is_the_same_however_it_is_cut(store: RunningStore, cuts: list[int], data: bytes) -> None:
    """Boundary look-alikes in the file, and chunks that end anywhere."""
    key = unique()
    token = store.token(key)
    boundary = b"b" + b"0123456789" * 3
    body = b"".join(b"--%b\r\nContent-Disposition: form-data; name=\"%b\"\r\n\r\n%b\r\n" % (boundary, name, text.encode())
                    for name, text in ((b"token", token), (b"key", key)))
    body += b"--%b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n%b\r\n--%b--\r\n" % (
        boundary, data, boundary)
    at = sorted({0, len(body), *(cut for cut in cuts if cut < len(body))})
    pieces = [body[a:b] for a, b in pairwise(at)]
    answer = requests.post(store.url, data=iter(pieces),
                           headers={"Content-Type": b"multipart/form-data; boundary=" + boundary})
    assert answer.status_code == 200, answer.text
    assert fetch(store, key).content == data


@MANY
@given(body=st.binary(max_size=500), kind=st.sampled_from(
    ["multipart/form-data; boundary=b", "multipart/form-data", "multipart/form-data; boundary=\"\"", "text/plain", ""]))
def test_any_body_as_a_form(store: RunningStore, body: bytes, kind: str) -> None:
    check(requests.post(store.url, data=body, headers={"Content-Type": kind}))
    check(requests.post(store.url, data=b"--b\r\n" + body, headers={"Content-Type": kind}))


@MANY
@given(policy=st.recursive(st.none() | st.booleans() | st.integers() | TEXT, lambda inner:
       st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
           ["scope", "deadline", "mimeLimit", "saveKey", "returnBody", "keylimit", "fsizeLimit", "fileType", "detectMime",
            "deleteAfterDays", "insertOnly", "forceSaveKey", "returnUrl", "callbackUrl"]), inner, max_size=8)))
def test_any_signed_policy(store: RunningStore, policy: Any) -> None:
    """A key's holder may sign nonsense by mistake."""
    base = {"scope": PUBLIC, "deadline": 4_000_000_000}
    encoded = policy | base if isinstance(policy, dict) else policy
    answer = send_form(store, JPEG, store.auth.token_with_data(json.dumps(encoded)))
    if answer.status_code not in (303, 579):
        check(answer)


@MANY
@given(body=st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | TEXT, lambda inner:
       st.lists(inner, max_size=4) | st.dictionaries(
           st.sampled_from(["parts", "fname", "mimeType", "metadata", "customVars", "partNumber", "etag"]), inner, max_size=5)))
def test_any_completion(store: RunningStore, body: Any) -> None:
    upload = Upload(store, unique())
    etag = upload.put(1, JPEG).json()["etag"]
    words = {"parts": [{"partNumber": 1, "etag": etag}]}
    for sent in (body, body | words if isinstance(body, dict) else {"parts": body}):
        check(requests.post(f"{upload.path}/{upload.id}", data=json.dumps(sent), headers=upload.headers))


@pytest.mark.parametrize("body", [
    b"[" * 200_000, b"{\"parts\":" * 50_000, b"\xff", b"\"\\ud800\"", b"{\"parts\":[{\"partNumber\":1e999,\"etag\":\"\"}]}",
    b"{\"parts\":[{\"partNumber\":99999999999999999999999,\"etag\":\"\"}]}", b"{\"parts\":[],\"fname\":[1]}", b""])
def test_a_malformed_completion_is_400(store: RunningStore, body: bytes) -> None:
    upload = Upload(store, unique())
    assert requests.post(f"{upload.path}/{upload.id}", data=body, headers=upload.headers).status_code == 400


@MANY
@given(path=st.text(max_size=40), method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"]))
def test_any_address(store: RunningStore, path: str, method: str) -> None:
    for start in ("", "dl/media/", "dl/vault/", "stat/", "mkfile/1/", "buckets/media/objects/", "bput/", "v4/query"):
        answer = requests.request(method, f"{store.url}/{start}{quote(path, safe='/?&=%')}", allow_redirects=False)
        assert answer.status_code < 500 or answer.status_code in HONEST
        assert answer.headers["X-Reqid"]


@pytest.mark.parametrize("operation", [
    "/stat/====", "/stat/%FF%FE", "/stat/" + b64("media"), "/stat/" + b64("media:"), "/stat/" + b64("media:a\0b"),
    "/stat/" + b64("media:" + "长" * 300), "/stat/" + base64.urlsafe_b64encode(b"media:\xff").decode(),
    "/move/" + b64("media:a"), "/copy/" + b64("media:a") + "/!!", "/chgm/" + b64("media:a"), "/chtype/" + b64("media:a") + "/type/9",
    "/list?bucket=media&limit=-1", "/list?bucket=media&limit=99999999999999999999", "/list?bucket=media&marker=" + b64("[" * 20000),
    "/list?bucket=media&marker=" + b64('{"k": 5}'), "/list?bucket=media&marker=" + b64('{"k": "\\ud800"}')])
def test_a_malformed_operation(store: RunningStore, operation: str) -> None:
    answer = manage(store, operation)
    assert answer.status_code in (400, 401, 612, 631, 640)


@pytest.mark.parametrize("key", ["", "a\0b", "长" * 251, "../../etc/passwd", "/", "a\nb", "\U0001F600"])
def test_a_key_never_touches_the_file_system(store: RunningStore, key: str) -> None:
    answer = send_form(store, JPEG, store.token(None), key=key)
    check(answer)
    outside = [path for path in store.root.rglob("*") if "passwd" in path.name]
    assert outside == []


@pytest.mark.parametrize("head", [
    b"GET /" + b"a" * 60_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX-Qiniu-A: " + b"a" * 60_000 + b"\r\n\r\n",
    b"POST /stat/YTpi HTTP/1.1\r\nHost: a b@c\r\nAuthorization: Qiniu ak-test:\xff\xfe\r\nContent-Length: 0\r\n\r\n",
    b"GET /dl/vault/a?e=1&token=ak-test:\xff\xfe HTTP/1.1\r\nHost: \xe4\xb8\xad\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=" + b"b" * 5000 + b"\r\nContent-Length: 3\r\n\r\nabc",
    b"PUT /buckets/media/objects/~/uploads/a/1 HTTP/1.1\r\nHost: x\r\nAuthorization: UpToken \xff:b:c\r\nContent-Length: 1\r\n\r\nx",
])
def test_raw_bytes_that_no_library_would_send(store: RunningStore, head: bytes) -> None:
    with socket.create_connection(("127.0.0.1", store.port), timeout=10) as connection:
        connection.sendall(head)
        answer = connection.recv(65536)
    code = int(answer.split(b" ", 2)[1]) if answer else 400
    assert code < 500 or code in HONEST, answer


def test_a_batch_of_nonsense(store: RunningStore) -> None:
    for body in ("", "op", "op=", "x=1", "op=stat", "&".join(["op=stat/YTpi"] * 1001)):
        assert manage(store, "/batch", body).status_code in (298, 400)


def test_secrets_are_in_no_answer(store: RunningStore) -> None:
    for answer in (send_form(store, JPEG, "a:b:c"), manage(store, "/stat/YTpi"), fetch(store, "none")):
        assert SECRET_KEY not in answer.text + str(answer.headers)
        assert ACCESS_KEY not in answer.text
