"""Management and downloads: the calls an official SDK makes, and what a browser is given."""
import time
from typing import Any
from urllib.parse import quote

import pytest
import requests

from .calls import JPEG, PNG, b64, fetch, manage, send_form, stat, unique
from .running import PRIVATE, PUBLIC, RunningStore


def stored(store: RunningStore, data: bytes = JPEG, name: str = "a.jpg", bucket: str = PUBLIC, **policy: Any) -> str:
    key = unique(name)
    assert send_form(store, data, store.token(key, bucket, **policy), key=key, fname=name).status_code == 200
    return key


def entry(key: str, bucket: str = PUBLIC) -> str:
    return b64(f"{bucket}:{key}")


def test_move_copy_and_delete_follow_the_rows_and_the_file_goes_with_the_last(store: RunningStore) -> None:
    key, copy, moved = stored(store), unique(), unique()
    file = next(path for path in (store.root / "objects").glob("*/*") if path.read_bytes() == JPEG)
    assert manage(store, f"/copy/{entry(key)}/{entry(copy)}").status_code == 200
    assert manage(store, f"/move/{entry(copy)}/{entry(moved)}/force/false").status_code == 200
    assert manage(store, f"/delete/{entry(key)}").status_code == 200
    assert [stat(store, name).status_code for name in (key, copy, moved)] == [612, 612, 200]
    assert fetch(store, moved).content == JPEG
    assert manage(store, f"/delete/{entry(moved)}").status_code == 200
    assert manage(store, f"/delete/{entry(moved)}").status_code == 612
    assert not file.exists() or fetch(store, moved).status_code == 404


def test_a_move_onto_another_object_needs_force(store: RunningStore) -> None:
    one, two = stored(store), stored(store, PNG)
    assert manage(store, f"/move/{entry(one)}/{entry(two)}").status_code == 614
    assert manage(store, f"/move/{entry(one)}/{entry(two)}/force/true").status_code == 200
    assert fetch(store, two).content == JPEG


def test_type_and_mime_can_be_changed(store: RunningStore) -> None:
    key = stored(store)
    assert manage(store, f"/chgm/{entry(key)}/mime/{b64('image/x-mine')}").status_code == 200
    assert manage(store, f"/chtype/{entry(key)}/type/1").status_code == 200
    told = stat(store, key).json()
    assert (told["mimeType"], told["type"]) == ("image/x-mine", 1)
    assert manage(store, f"/chgm/{entry(key)}/mime/{b64('a b')}").status_code == 400


def test_a_batch_answers_each_and_says_298_when_one_failed(store: RunningStore) -> None:
    key = stored(store)
    answer = manage(store, "/batch", f"op=/stat/{entry(key)}&op=stat/{entry('none')}&op=nonsense")
    assert answer.status_code == 298
    assert [one["code"] for one in answer.json()] == [200, 612, 400]
    assert manage(store, "/batch", f"op=stat/{entry(key)}").status_code == 200


def test_a_list_pages_in_the_order_of_keys_and_folds_folders(store: RunningStore) -> None:
    prefix = unique("list/")
    for name in ("a", "b/1", "b/2", "中/1", "c"):
        send_form(store, JPEG, store.token(prefix + name), key=prefix + name)
    query = f"bucket={PUBLIC}&prefix={quote(prefix, safe='')}"
    whole, marker = [], ""
    for _ in range(3):
        page = manage(store, f"/list?{query}&limit=2&marker={marker}").json()
        whole += [item["key"].removeprefix(prefix) for item in page["items"]]
        marker = page.get("marker", "")
    assert (whole, marker) == (["a", "b/1", "b/2", "c", "中/1"], "")
    folded = manage(store, f"/list?{query}&delimiter=%2F").json()
    assert [item["key"].removeprefix(prefix) for item in folded["items"]] == ["a", "c"]
    assert folded["commonPrefixes"] == [prefix + "b/", prefix + "中/"]
    assert manage(store, f"/list?{query}&marker=x").status_code == 640


@pytest.mark.parametrize("path", ["/stat/YTpi", "/delete/YTpi", "/list?bucket=media", "/batch"])
def test_management_needs_a_signature(store: RunningStore, path: str) -> None:
    assert requests.post(store.url + path).status_code == 401
    wrong = requests.post(store.url + path, headers={"Authorization": "Qiniu ak-test:c2ln"})
    assert (wrong.status_code, wrong.json()) == (401, {"error": "bad token"})


def test_a_download_can_be_taken_in_ranges_and_revalidated(store: RunningStore) -> None:
    key = stored(store)
    whole = fetch(store, key)
    part = fetch(store, key, Range="bytes=3-9")
    assert (part.status_code, part.content, part.headers["Content-Range"]) == (
        206, JPEG[3:10], f"bytes 3-9/{len(JPEG)}")
    assert fetch(store, key, Range="bytes=-5").content == JPEG[-5:]
    assert fetch(store, key, Range="bytes=9999999-").status_code == 416
    assert fetch(store, key, Range="bytes=0-1,3-4").content == JPEG
    assert fetch(store, key, **{"If-None-Match": whole.headers["ETag"]}).status_code == 304
    head = requests.head(f"{store.url}/dl/{PUBLIC}/{key}")
    assert (head.content, head.headers["Content-Length"]) == (b"", str(len(JPEG)))


@pytest.mark.parametrize(("name", "data", "inline"), [
    ("a.jpg", JPEG, True), ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", True), ("a.mp3", b"ID3" + bytes(50), True), ("a.zip", b"PK\3\4", False),
    ("a.bin", bytes(50), False), ("a.xml", b"<?xml version='1.0'?><x/>", False),
    ("a.mp4", b"\0\0\0\x18ftypmp42" + bytes(50), True), ("a.svg", b"<svg onload='x'></svg>", False),
    ("a.html", b"<script>1</script>", False), ("a.pdf", b"%PDF-1.7", False), ("a.txt", b"text", False)])
def test_only_harmless_kinds_are_shown_inside_a_page(store: RunningStore, name: str, data: bytes, inline: bool) -> None:
    headers = fetch(store, stored(store, data, name, detectMime=1)).headers
    assert (headers["Content-Disposition"] == "inline") is inline
    assert headers["Content-Security-Policy"].startswith("sandbox;")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].partition(";")[0] == ("inline" if inline else "attachment")
    assert headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if inline else "same-origin")


def test_a_type_with_parameters_or_in_capitals_is_judged_as_strictly(store: RunningStore) -> None:
    for mime, inline in (("text/html; charset=utf-8", False), ("IMAGE/SVG+XML", False), ("image/jpeg; x=1", True)):
        key = unique()
        send_form(store, JPEG, store.token(key, detectMime=-1), key=key, declared=mime)
        answer = fetch(store, key)
        assert (answer.headers["Content-Disposition"] == "inline", answer.headers["X-Content-Type-Options"]) == (inline, "nosniff")


def test_a_player_may_jump_within_a_film_and_go_on_only_with_the_same_one(store: RunningStore) -> None:
    film = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 4096
    key = stored(store, film, "a.mp4")
    whole = fetch(store, key)
    assert (whole.headers["Accept-Ranges"], whole.headers["Content-Type"]) == ("bytes", "video/mp4")
    first, later = fetch(store, key, Range="bytes=0-"), fetch(store, key, Range="bytes=500000-500099")
    assert (first.status_code, first.content, later.status_code, later.content) == (206, film, 206, film[500_000:500_100])
    assert later.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    same, other = whole.headers["ETag"], '"another"'
    assert [fetch(store, key, Range="bytes=9-", **{"If-Range": tag}).status_code for tag in (same, other)] == [206, 200]


def test_a_download_may_be_given_another_name(store: RunningStore) -> None:
    answer = requests.get(f"{store.url}/dl/{PUBLIC}/{stored(store)}?attname={quote('作品 1;.jpg')}")
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"__ 1_.jpg\"; filename*=UTF-8''%E4%BD%9C%E5%93%81%201%3B.jpg")


def test_a_private_bucket_wants_a_signature_that_is_still_good(store: RunningStore) -> None:
    key = stored(store, name="机密 file.jpg", bucket=PRIVATE)
    base = f"{store.url}/dl/{PRIVATE}/{quote(key)}"
    good = store.auth.private_download_url(base, 60)
    assert requests.get(good).content == JPEG
    assert requests.get(store.auth.private_download_url(f"{base}?attname=x", 60)).content == JPEG
    for address in (base, good[:-3] + "xx=", good.replace("e=", "e=9"), good + "&attname=evil.html",
                    store.auth.private_download_url(base, -5)):
        assert requests.get(address).status_code == 401


@pytest.mark.parametrize("safe", ["/", "", "/!~*'()", "/~"])
def test_a_private_address_is_honoured_however_its_key_was_escaped(store: RunningStore, safe: str) -> None:
    key = stored(store, name="一/(b)~c!'d+e f&g=h%.jpg", bucket=PRIVATE)
    address = store.auth.private_download_url(f"{store.url}/dl/{PRIVATE}/{quote(key, safe=safe)}", 60)
    assert requests.get(address).content == JPEG


def test_a_signature_for_one_object_opens_no_other(store: RunningStore) -> None:
    one, two = stored(store, bucket=PRIVATE), stored(store, PNG, bucket=PRIVATE)
    address = store.auth.private_download_url(f"{store.url}/dl/{PRIVATE}/{one}", 60)
    assert requests.get(address.replace(one, two)).status_code == 401


def test_behind_a_proxy_addresses_signed_for_the_public_name_are_honoured(tmp_path: Any) -> None:
    with RunningStore(tmp_path, mount="/kodo", public_url="https://media.example.cn/kodo") as store:
        key = stored(store, bucket=PRIVATE)
        signed = store.auth.private_download_url(f"https://media.example.cn/kodo/dl/{PRIVATE}/{key}", 60)
        assert requests.get(signed.replace("https://media.example.cn/kodo", store.url)).content == JPEG


def test_an_object_of_a_few_days_says_when_it_goes(store: RunningStore) -> None:
    key = stored(store, deleteAfterDays=3)
    assert manage(store, f"/deleteAfterDays/{entry(key)}/0").status_code == 200
    assert manage(store, f"/deleteAfterDays/{entry(key)}/x").status_code == 400
    assert stat(store, key).json()["putTime"] // 10_000_000 - int(time.time()) < 5
