"""Resumable uploads, v2 and v1, call by call."""
import hashlib
import io
import os
import threading
import zlib

import pytest
import requests
from qiniu.utils import etag_stream

from gateways.kodo.store.etag import qetag_of_parts

from .calls import MIB, Upload, b64, fetch, stat, unique
from .running import RunningStore, wait_until

BIG, SMALL = os.urandom(MIB), os.urandom(1000)


def test_parts_may_come_in_any_order_and_are_joined_in_theirs(store: RunningStore) -> None:
    key = unique()
    upload = Upload(store, key, insertOnly=1)
    etags = {number: upload.put(number, data).json()["etag"] for number, data in ((7, SMALL), (2, BIG), (4, BIG))}
    answer = upload.complete(dict(sorted(etags.items())), fname="film.bin", mimeType="video/mp4")
    assert (answer.status_code, answer.json()["key"]) == (200, key)
    assert fetch(store, key).content == BIG + BIG + SMALL
    assert stat(store, key).json()["mimeType"] == "video/mp4"


def test_an_upload_can_ask_what_has_arrived_page_by_page(store: RunningStore) -> None:
    upload = Upload(store, unique())
    sizes = {1: 10, 2: 20, 5: 30}
    for number, size in sizes.items():
        upload.put(number, bytes(size))
    first = upload.list(**{"max-parts": 2}).json()
    second = upload.list(**{"max-parts": 2, "part-number-marker": first["partNumberMarker"]}).json()
    assert [(p["partNumber"], p["size"]) for p in first["parts"] + second["parts"]] == list(sizes.items())
    assert (first["partNumberMarker"], second["partNumberMarker"]) == (2, 0)


def test_a_part_sent_again_replaces_the_first_and_leaves_no_file_behind(store: RunningStore) -> None:
    key = unique()
    upload = Upload(store, key)
    upload.put(1, BIG)
    assert upload.send(SMALL).status_code == 200
    assert fetch(store, key).content == SMALL
    assert not (store.root / "uploads" / upload.id).exists()


@pytest.mark.parametrize(("etags", "code"), [
    ({}, 400), ({1: "wrong"}, 400), ({2: "Fto5o-5ea0sNMlW_75VgGJCv2AcJ"}, 400)])
def test_a_completion_that_does_not_match_what_arrived_is_refused(
        store: RunningStore, etags: dict[int, str], code: int) -> None:
    upload = Upload(store, unique())
    upload.put(1, SMALL)
    assert upload.complete(etags).status_code == code


def test_only_the_last_part_may_be_small(store: RunningStore) -> None:
    assert Upload(store, unique()).send(SMALL, BIG).json() == {"error": "part size is too small"}


def test_a_finished_or_aborted_or_foreign_upload_is_612(store: RunningStore) -> None:
    upload, other = Upload(store, unique()), Upload(store, unique())
    etag = upload.put(1, SMALL).json()["etag"]
    other.id = upload.id
    assert other.put(1, SMALL).status_code == 612
    assert upload.complete({1: etag}).status_code == 200
    for answer in (upload.complete({1: etag}), upload.list(), upload.put(2, SMALL), upload.abort()):
        assert (answer.status_code, answer.json()) == (612, {"error": "no such uploadId"})


def test_an_aborted_upload_leaves_nothing(store: RunningStore) -> None:
    upload = Upload(store, unique())
    upload.put(1, BIG)
    assert upload.abort().status_code == 200
    assert not (store.root / "uploads" / upload.id).exists()


def test_a_refused_completion_leaves_the_parts_where_they_are(store: RunningStore) -> None:
    key = unique()
    Upload(store, key).send(BIG)
    late = Upload(store, key, insertOnly=1)
    etag = late.put(1, SMALL).json()["etag"]
    assert late.complete({1: etag}).status_code == 614
    assert len(late.list().json()["parts"]) == 1
    assert fetch(store, key).content == BIG


def test_the_size_limit_holds_while_parts_arrive(store: RunningStore) -> None:
    upload = Upload(store, unique(), fsizeLimit=2500)
    codes = [upload.put(number, SMALL).status_code for number in (1, 2, 3)]
    assert codes == [200, 200, 413]
    assert [part["partNumber"] for part in upload.list().json()["parts"]] == [1, 2]
    assert upload.put(1, bytes(3000)).status_code == 413


def test_a_part_with_a_wrong_md5_is_refused_and_a_right_one_is_told_back(store: RunningStore) -> None:
    upload, md5 = Upload(store, unique()), hashlib.md5(SMALL).hexdigest()
    assert upload.put(1, SMALL, **{"Content-MD5": "0" * 32}).status_code == 406
    assert upload.put(1, SMALL, **{"Content-MD5": md5}).json()["md5"] == md5


@pytest.mark.parametrize("number", [0, 10_001])
def test_part_numbers_are_1_to_10000(store: RunningStore, number: int) -> None:
    assert Upload(store, unique()).put(number, SMALL).status_code == 400


def test_of_two_uploads_racing_for_one_key_one_wins(store: RunningStore) -> None:
    key, codes = unique(), []
    uploads = [Upload(store, key, insertOnly=1) for _ in range(8)]
    etags = [upload.put(1, bytes([n]) * MIB).json()["etag"] for n, upload in enumerate(uploads)]
    together = threading.Barrier(len(uploads))

    def finish(n: int) -> None:
        together.wait()
        codes.append(uploads[n].complete({1: etags[n]}).status_code)

    threads = [threading.Thread(target=finish, args=(n,)) for n in range(len(uploads))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200] + [614] * 7
    assert stat(store, key).json()["hash"] in etags


def test_one_upload_completed_twice_at_once_ends_once(store: RunningStore) -> None:
    upload, codes = Upload(store, unique()), []
    etags = {number: upload.put(number, BIG).json()["etag"] for number in (1, 2, 3)}
    threads = [threading.Thread(target=lambda: codes.append(upload.complete(etags).status_code)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200, 612, 612, 612]


def test_parts_of_one_size_are_not_copied_to_complete(store: RunningStore) -> None:
    key, data = unique(), os.urandom(3 * MIB + 1000)
    upload = Upload(store, key)
    etags = {n + 1: upload.put(n + 1, data[n * MIB:(n + 1) * MIB]).json()["etag"] for n in (3, 1, 0, 2)}
    lying = (store.root / "uploads" / upload.id / f"whole-{MIB}").stat().st_ino
    assert upload.complete(dict(sorted(etags.items()))).status_code == 200
    assert lying in {path.stat().st_ino for path in (store.root / "objects").glob("*/*")}
    assert fetch(store, key).content == data


def test_parts_that_do_not_lie_in_one_row_are_copied_together(store: RunningStore) -> None:
    key, first, second = unique(), os.urandom(MIB), os.urandom(MIB)
    upload = Upload(store, key)
    upload.put(1, bytes(MIB))
    etags = {number: upload.put(number, data).json()["etag"] for number, data in (
        (2, second), (1, first), (3, second + b"x"), (9, SMALL))}
    assert upload.complete(dict(sorted(etags.items()))).status_code == 200
    assert fetch(store, key).content == first + second + second + b"x" + SMALL


def test_parts_beyond_the_ones_named_are_left_out(store: RunningStore) -> None:
    key = unique()
    upload = Upload(store, key)
    etags = {number: upload.put(number, BIG).json()["etag"] for number in (1, 2, 3)}
    del etags[3]
    assert upload.complete(etags).status_code == 200
    assert fetch(store, key).content == BIG * 2


def test_late_and_repeated_parts_never_reach_into_a_finished_object(store: RunningStore) -> None:
    """Writers keep sending other bytes for the same parts while the upload is completed under them."""
    key, ended = unique(), threading.Event()
    upload = Upload(store, key)
    codes: set[int] = set()

    def hammer() -> None:
        while not ended.is_set():
            for number in (1, 2, 3, 4):
                codes.add(upload.put(number, os.urandom(MIB)).status_code)

    threads = [threading.Thread(target=hammer) for _ in range(4)]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(upload.list().json()["parts"]) == 4)
    done = False
    while not done:
        known = {part["partNumber"]: part["etag"] for part in upload.list().json()["parts"]}
        done = upload.complete({number: known[number] for number in (1, 2, 3)}).status_code == 200
    once = fetch(store, key).content
    wait_until(lambda: 612 in codes)
    ended.set()
    for thread in threads:
        thread.join()
    told = stat(store, key).json()
    assert codes == {200, 612}
    assert fetch(store, key).content == once
    assert (len(once), hashlib.sha256(once).hexdigest()) == (3 * MIB, told["sha256"])
    assert told["hash"] == qetag_of_parts([(MIB, hashlib.sha1(once[n * MIB:(n + 1) * MIB]).digest()) for n in range(3)])


def test_a_v1_block_may_come_in_chunks(store: RunningStore) -> None:
    key, data = unique("v1.bin"), os.urandom(3000)
    words = {"Authorization": f"UpToken {store.token(key)}"}
    first = requests.post(f"{store.url}/mkblk/3000", data=data[:1000], headers=words).json()
    assert (first["offset"], first["crc32"]) == (1000, zlib.crc32(data[:1000]))
    second = requests.post(f"{store.url}/bput/{first['ctx']}/1000", data=data[1000:], headers=words).json()
    stale = requests.post(f"{store.url}/bput/{first['ctx']}/1000", data=b"again", headers=words)
    assert (stale.status_code, stale.json()) == (701, {"error": "invalid ctx"})
    done = requests.post(f"{store.url}/mkfile/3000/key/{b64(key)}/fname/{b64('a.bin')}/x:a/{b64('1')}",
                         data=second["ctx"], headers=words)
    assert done.json() == {"hash": etag_stream(io.BytesIO(data)), "key": key}
    assert fetch(store, key).content == data
    gone = requests.post(f"{store.url}/mkfile/3000/key/{b64(key)}", data=second["ctx"], headers=words)
    assert gone.status_code == 701
