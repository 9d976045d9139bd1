"""Form upload over real HTTP: what is stored, what is answered, what is refused."""
import hashlib
import io
import json
import zlib
from typing import Any

import pytest
import requests
from qiniu.utils import etag_stream

from .calls import JPEG, PNG, fetch, send_form, stat, unique
from .running import PUBLIC, RunningStore


def test_a_file_is_stored_under_exactly_its_key_and_hashed(store: RunningStore) -> None:
    key = unique("中 文/%2F+?#.jpg")
    answer = send_form(store, JPEG, store.token(key, insertOnly=1), key=key)
    etag = etag_stream(io.BytesIO(JPEG))
    assert (answer.status_code, answer.json()) == (200, {"hash": etag, "key": key})
    told = stat(store, key).json()
    assert (told["fsize"], told["hash"], told["sha256"]) == (len(JPEG), etag, hashlib.sha256(JPEG).hexdigest())
    assert fetch(store, key).content == JPEG


def test_every_answer_carries_a_request_id_and_is_open_to_browsers(store: RunningStore) -> None:
    for answer in (send_form(store, JPEG, None), requests.options(store.url + "/any"), requests.get(store.url + "/no")):
        assert len(answer.headers["X-Reqid"]) == 16
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_policy_can_ask_for_its_own_answer(store: RunningStore) -> None:
    key = unique()
    body = '{"n":$(fname),"quoted":"<$(x:say)>","size":$(fsize),"w":$(imageInfo.width),"u":$(endUser),"b":"$(bucket)"}'
    answer = send_form(store, JPEG, store.token(key, returnBody=body, endUser="me"), key=key, fname='a"b 中.jpg',
                       **{"x:say": 'so "he" said'})
    assert json.loads(answer.text) == {
        "n": 'a%22b 中.jpg', "quoted": '<so "he" said>', "size": len(JPEG), "w": None, "u": "me", "b": PUBLIC}


def test_a_browser_form_is_sent_on_to_its_return_address(store: RunningStore) -> None:
    answer = requests.post(store.url, data={"token": store.token(None, returnUrl="http://a.example/done?x=1")},
                           files={"file": ("a", b"text")}, allow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("http://a.example/done?x=1&upload_ret=")


@pytest.mark.parametrize(("policy", "code", "said"), [
    ({"fsizeLimit": 100}, 413, "exceed FsizeLimit"),
    ({"fsizeMin": 5000}, 403, "file size is less than fsizeMin"),
    ({"mimeLimit": "image/png;video/*"}, 403, "limited mimeType: this file type (image/jpeg) is forbidden to upload"),
    ({"mimeLimit": "!image/*"}, 403, "limited mimeType: this file type (image/jpeg) is forbidden to upload"),
    ({"persistentOps": "avthumb/mp4"}, 400, "persistentOps is not served by this store"),
    ({"keylimit": ["other"]}, 403, "key doesn't match with scope"),
])
def test_what_a_policy_forbids_is_refused_and_not_stored(
        store: RunningStore, policy: dict[str, Any], code: int, said: str) -> None:
    key = unique()
    answer = send_form(store, JPEG, store.token(key, **policy), key=key)
    assert (answer.status_code, answer.json()) == (code, {"error": said})
    assert stat(store, key).status_code == 612


def test_a_lie_about_the_type_does_not_pass_a_mime_limit(store: RunningStore) -> None:
    key = unique("a.jpg")
    answer = send_form(store, b"\0\1\2 not a picture", store.token(key, mimeLimit="image/*", detectMime=1), key=key,
                       fname="a.jpg", declared="image/jpeg")
    assert answer.status_code == 403


@pytest.mark.parametrize(("policy", "mime"), [
    ({"detectMime": 1}, "image/png"), ({}, "text/css"), ({"detectMime": -1}, "text/css")])
def test_detect_mime_says_whose_word_counts(store: RunningStore, policy: dict[str, Any], mime: str) -> None:
    key = unique("a.jpg")
    assert send_form(store, PNG, store.token(key, **policy), key=key, declared="text/css").status_code == 200
    assert stat(store, key).json()["mimeType"] == mime


def test_insert_only_keeps_the_first_and_takes_the_same_again(store: RunningStore) -> None:
    key = unique()
    token = store.token(key, insertOnly=1)
    first = send_form(store, JPEG, token, key=key)
    again = send_form(store, JPEG, token, key=key)
    other = send_form(store, PNG, token, key=key)
    assert [first.status_code, again.status_code, other.status_code] == [200, 200, 614]
    assert other.json() == {"error": "file exists"}
    assert fetch(store, key).content == JPEG


def test_an_exact_scope_without_insert_only_overwrites_and_frees_the_old_file(store: RunningStore) -> None:
    key = unique()
    assert send_form(store, JPEG, store.token(key), key=key).status_code == 200
    before = files_of(store)
    assert send_form(store, PNG, store.token(key), key=key).status_code == 200
    assert fetch(store, key).content == PNG
    assert len(files_of(store)) == len(before)


@pytest.mark.parametrize(("key", "code"), [("t/prefixed/a", 200), ("elsewhere/a", 403)])
def test_a_prefix_scope_allows_any_key_below_it(store: RunningStore, key: str, code: int) -> None:
    token = store.token("t/prefixed/", isPrefixalScope=1)
    assert send_form(store, JPEG, token, key=key).status_code == code


def test_without_a_key_save_key_or_the_hash_names_the_object(store: RunningStore) -> None:
    saved = send_form(store, JPEG, store.token(None, saveKey="s/$(endUser)/$(etag)$(ext)", endUser="me"), fname="x.jpg")
    hashed = send_form(store, PNG, store.token(None))
    forced = send_form(store, PNG, store.token(None, saveKey="f/${fname}", forceSaveKey=True), key="mine", fname="y.png")
    assert saved.json()["key"] == f"s/me/{saved.json()['hash']}.jpg"
    assert hashed.json()["key"] == hashed.json()["hash"]
    assert forced.json()["key"] == "f/y.png"


@pytest.mark.parametrize("order", [("token", "key", "crc32", "file"), ("file", "token", "key", "crc32"),
                                   ("token", "key", "file", "crc32")])
def test_a_checksum_is_checked_wherever_it_stands_in_the_form(store: RunningStore, order: tuple[str, ...]) -> None:
    key = unique()
    right = {"token": store.token(key), "key": key, "crc32": str(zlib.crc32(JPEG)), "file": JPEG}
    for form, code in ((right | {"crc32": "1"}, 406), (right, 200)):
        parts: list[Any] = [(name, ("a" if name == "file" else None, form[name])) for name in order]
        assert requests.post(store.url, files=parts).status_code == code


@pytest.mark.parametrize(("token", "said"), [
    (None, "token not specified"), ("a:b:c", "bad token"), ("ak-test:xx:e30=", "bad token"), ("é", "bad token")])
def test_without_a_genuine_token_nothing_is_taken(store: RunningStore, token: str | None, said: str) -> None:
    answer = send_form(store, JPEG, token)
    assert (answer.status_code, answer.json()) == (401, {"error": said})


def test_an_unknown_bucket_is_631(store: RunningStore) -> None:
    assert send_form(store, JPEG, store.token("a", bucket="elsewhere"), key="a").status_code == 631


def test_user_metadata_comes_back_with_the_object(store: RunningStore) -> None:
    key = unique()
    send_form(store, JPEG, store.token(key), key=key, **{"x-qn-meta-place": "西宁"})
    assert stat(store, key).json()["x-qn-meta"] == {"place": "西宁"}
    assert fetch(store, key).headers["X-Qn-Meta-place"] == "%E8%A5%BF%E5%AE%81"
    assert send_form(store, JPEG, store.token(key), key=key, **{"x-qn-meta-place": "a\nb"}).status_code == 400


def test_the_file_may_come_before_the_token_when_it_is_small(store: RunningStore) -> None:
    key = unique()
    parts: dict[str, Any] = {"file": ("a.jpg", JPEG), "key": (None, key), "token": (None, store.token(key))}
    assert requests.post(store.url, files=parts).status_code == 200
    huge: dict[str, Any] = {"file": ("a.jpg", bytes(33 << 20)), "token": (None, store.token(key))}
    assert requests.post(store.url, files=huge).status_code == 413


def test_a_file_part_without_a_file_name_is_no_file(store: RunningStore) -> None:
    key = unique()
    answer = requests.post(store.url, files={"token": (None, store.token(key)), "file": (None, "text")})
    assert (answer.status_code, answer.json()) == (400, {"error": "file is not specified in multipart"})
    answer = requests.post(store.url, files={"token": (None, store.token(key)), "file": (None, "x" * (2 << 20))})
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid multipart format: multipart: message too large"})


def test_an_empty_file_is_an_object_too_unless_the_policy_says_otherwise(store: RunningStore) -> None:
    key = unique()
    assert send_form(store, b"", store.token(key, fsizeMin=1), key=key).status_code == 403
    assert send_form(store, b"", store.token(key), key=key).json()["hash"] == "Fto5o-5ea0sNMlW_75VgGJCv2AcJ"
    assert fetch(store, key).content == b""


def test_no_draft_is_left_behind_by_anything_refused(store: RunningStore) -> None:
    send_form(store, JPEG, store.token("k", fsizeLimit=1), key="k")
    requests.post(store.url, data=b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nxx",
                  headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert list((store.root / "drafts").iterdir()) == []


def files_of(store: RunningStore) -> list[str]:
    return [str(path) for path in (store.root / "objects").glob("*/*")]
