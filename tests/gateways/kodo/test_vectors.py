"""Signatures and hashes against published values: developer.qiniu.com, the SDKs' own test suites."""
import io
import json
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qiniu.utils import etag_stream
from werkzeug import Request
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from gateways.kodo.store.etag import BLOCK, Digest, qetag_of_parts
from gateways.kodo.store.policy import read_token
from gateways.kodo.store.refusals import Refusal
from gateways.kodo.store.signing import Keys, callback_headers, check_download, check_management
from gateways.kodo.store.wire import from_base64, to_base64

MY = Keys({"MY_ACCESS_KEY": "MY_SECRET_KEY"})
SHORT = Keys({"ak": "sk"})
FORM = "application/x-www-form-urlencoded"


def asked(method: str, url: str, body: str = "", **headers: str) -> Request:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    host, path, query = (urlsplit(url)[n] for n in (1, 2, 3))
    environ = EnvironBuilder(path, f"http://{host}", query, method=method, headers=Headers(named), data=body).get_environ()
    # As granian leaves them.
    for name in ("RAW_URI", "REQUEST_URI"):
        environ.pop(name, None)
    return Request(environ)


def test_an_upload_token_is_signed_as_the_manual_shows() -> None:
    policy = ('{"scope":"my-bucket:sunflower.jpg","deadline":1451491200,"returnBody":"{\\"name\\":$(fname),\\"size\\":'
              '$(fsize),\\"w\\":$(imageInfo.width),\\"h\\":$(imageInfo.height),\\"hash\\":$(etag)}"}')
    assert MY.sign("MY_ACCESS_KEY", to_base64(policy.encode()).encode()) == "wQ4ofysef1R7IKnrziqtomqyDvI="


def test_a_token_past_its_deadline_is_refused() -> None:
    encoded = to_base64(json.dumps({"scope": "b", "deadline": 1451491200}).encode())
    with pytest.raises(Refusal, match="401 expired token"):
        read_token(f"MY_ACCESS_KEY:{MY.sign('MY_ACCESS_KEY', encoded.encode())}:{encoded}", MY)


@pytest.mark.parametrize(("data", "etag"), [
    (b"", "Fto5o-5ea0sNMlW_75VgGJCv2AcJ"),
    (b"etag", "FpLiADEaVoALPkdb8tJEJyRTXoe_"),
    (bytes(BLOCK), "FivMvS848VwT631aif2dhfWV4jvD"),
    (bytes(BLOCK + 1), "lhCFgki5yzon0rjN9uJusf6qtsF6"),
])
def test_a_qetag_is_what_the_java_sdk_says(data: bytes, etag: str) -> None:
    digest = Digest()
    digest.update(memoryview(data))
    assert digest.etag == etag


@settings(deadline=None)
@given(st.lists(st.integers(1, 3 << 20), min_size=1, max_size=4))
def test_a_qetag_does_not_depend_on_how_the_bytes_come(sizes: list[int]) -> None:
    data = bytes(range(251)) * (sum(sizes) // 251 + 1)
    digest, at = Digest(), 0
    for size in sizes:
        digest.update(memoryview(data)[at:at + size])
        at += size
    assert digest.etag == etag_stream(io.BytesIO(data[:at]))


def test_parts_of_4_mib_have_the_qetag_of_the_whole_and_others_have_their_own() -> None:
    block, tail = Digest(), Digest()
    block.update(memoryview(bytes(BLOCK)))
    tail.update(memoryview(b"\0"))
    assert qetag_of_parts([(BLOCK, block.sha1s), (1, tail.sha1s)]) == "lhCFgki5yzon0rjN9uJusf6qtsF6"
    assert from_base64(qetag_of_parts([(1, tail.sha1s), (1, tail.sha1s)]))[0] == 0x9E


def test_an_old_management_call_is_signed_as_the_manual_shows() -> None:
    request = asked("POST", "http://rs.qiniu.com/move/bmV3ZG9jczpmaW5kX21hbi50eHQ=/bmV3ZG9jczpmaW5kLm1hbi50eHQ=",
                    Authorization="QBox MY_ACCESS_KEY:FXsYh0wKHYPEsIAgdPD9OfjkeEM=")
    check_management(request, MY, b"")


@pytest.mark.parametrize(("request_", "body"), [
    (asked("GET", "http://rs.qiniu.com/stat/YTpi", Authorization="Qiniu ak:3w4K5Op9QyEJO_PRhuchkgA20Go="), b""),
    (asked("POST", "http://rs.qiniu.com/delete/YTpi", Content_Type=FORM, X_Qiniu_Date="20260101T000000Z",
           Authorization="Qiniu ak:cPhPQ9Bo4EqJZXmhjewSsOG6GfI="), b""),
    (asked("POST", "http://up.example.com/cb?x=1", '{"a":1}', Content_Type="application/json",
           Authorization="Qiniu ak:0FUProe3DuAizW6UbBkNhcc7cd8="), b'{"a":1}'),
])
def test_a_management_call_is_signed_as_the_sdks_do(request_: Request, body: bytes) -> None:
    check_management(request_, SHORT, body)


def test_any_change_to_a_management_call_breaks_its_signature() -> None:
    good = {"Authorization": "Qiniu ak:0FUProe3DuAizW6UbBkNhcc7cd8=", "Content_Type": "application/json"}
    for changed, body in ((asked("PUT", "http://up.example.com/cb?x=1", **good), b'{"a":1}'),
                          (asked("POST", "http://up.example.com/cb?x=2", **good), b'{"a":1}'),
                          (asked("POST", "http://up.example.com/cb?x=1", **good), b'{"a":2}')):
        with pytest.raises(Refusal, match="401"):
            check_management(changed, SHORT, body)


def test_a_private_address_is_signed_as_the_manual_shows() -> None:
    query = "e=1451491200&token=MY_ACCESS_KEY:v24Hqj-H6oM96pmWC-QgDm5JLbk="
    with pytest.raises(Refusal, match="401 token expired"):
        check_download(asked("GET", f"http://developer.qiniu.com/resource/flower.jpg?{query}"), MY, None)
    with pytest.raises(Refusal, match="401 bad token"):
        check_download(asked("GET", f"http://developer.qiniu.com/resource/other.jpg?{query}"), MY, None)


def test_a_callback_is_signed_so_that_the_sdk_agrees() -> None:
    from qiniu import Auth
    headers = callback_headers(MY, "MY_ACCESS_KEY", "http://a.example/cb?x=1", FORM, b"key=a%20b")
    assert Auth("MY_ACCESS_KEY", "MY_SECRET_KEY").verify_callback(
        headers["Authorization"], "http://a.example/cb?x=1", "key=a%20b", FORM)
