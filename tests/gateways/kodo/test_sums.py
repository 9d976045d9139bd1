"""The SHA-256 of an object: summed when it is first asked for, kept, and true whatever happens meanwhile."""
import hashlib
import os
import threading
from pathlib import Path
from typing import Any

from gateways.kodo.store.rows import SCHEMA, Rows

from .calls import JPEG, MIB, PNG, Upload, b64, fetch, manage, send_form, stat, unique
from .running import PUBLIC, RunningStore, wait_until

SUMS = {len(data): hashlib.sha256(data).hexdigest() for data in (JPEG, PNG)}


def listed(store: RunningStore, prefix: str) -> dict[str, str | None]:
    """Key → sha256, as a list shows it."""
    items: list[dict[str, Any]] = manage(store, f"/list?bucket={PUBLIC}&prefix={prefix}").json()["items"]
    return {item["key"].removeprefix(prefix): item["sha256"] for item in items}


def test_a_sum_is_told_by_the_first_stat_and_kept_for_the_file_and_its_copies(store: RunningStore) -> None:
    prefix = unique("")
    send_form(store, JPEG, store.token(prefix + "a"), key=prefix + "a")
    manage(store, f"/copy/{b64(f'{PUBLIC}:{prefix}a')}/{b64(f'{PUBLIC}:{prefix}b')}")
    send_form(store, PNG, store.token(prefix + "c"), key=prefix + "c")
    assert listed(store, prefix) == {"a": None, "b": None, "c": None}
    assert [stat(store, prefix + "a").json()["sha256"] for _ in range(2)] == [SUMS[len(JPEG)]] * 2
    assert listed(store, prefix) == {"a": SUMS[len(JPEG)], "b": SUMS[len(JPEG)], "c": None}


def test_a_batch_of_stats_tells_every_sum(store: RunningStore) -> None:
    key = unique()
    send_form(store, PNG, store.token(key), key=key)
    told = manage(store, "/batch", f"op=stat/{b64(f'{PUBLIC}:{key}')}").json()
    assert told[0]["data"]["sha256"] == SUMS[len(PNG)]


def test_two_stores_over_one_folder_tell_the_same_sum(store: RunningStore) -> None:
    key, data = unique(), os.urandom(2 * MIB + 5)
    with RunningStore(store.root) as other:
        Upload(store, key).send(data[:MIB], data[MIB:])
        told: list[str] = []
        threads = [threading.Thread(target=lambda one=one: told.append(stat(one, key).json()["sha256"]))
                   for one in (store, other) * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert told == [hashlib.sha256(data).hexdigest()] * 4


def test_an_object_replaced_and_deleted_while_it_is_summed_has_its_own_sum_or_none(store: RunningStore) -> None:
    """One thread writes and deletes one key while two ask for its sum: never another's sum, never a failure."""
    key, ended = unique(), threading.Event()
    seen: list[tuple[int, bool]] = []

    def ask() -> None:
        while not ended.is_set():
            answer = stat(store, key)
            told = answer.json()
            seen.append((answer.status_code, answer.status_code == 612 or SUMS[told["fsize"]] == told["sha256"]))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(15):
        for data in (JPEG, PNG):
            assert send_form(store, data, store.token(key), key=key).status_code == 200
        assert manage(store, f"/delete/{b64(f'{PUBLIC}:{key}')}").status_code == 200
    wait_until(lambda: {code for code, _ in seen} == {200, 612})
    ended.set()
    for thread in threads:
        thread.join()
    assert set(seen) == {(200, True), (612, True)}


def test_the_same_bytes_cut_otherwise_are_not_the_same_object(store: RunningStore) -> None:
    """As with Kodo: insertOnly compares size and hash, and the hash says how an upload was cut."""
    key, data = unique(), os.urandom(3 * MIB)
    first = Upload(store, key, insertOnly=1).send(data[:MIB], data[MIB:2 * MIB], data[2 * MIB:])
    again = Upload(store, key, insertOnly=1).send(data[:MIB], data[MIB:2 * MIB], data[2 * MIB:])
    otherwise = Upload(store, key, insertOnly=1).send(data[:2 * MIB], data[2 * MIB:])
    assert [answer.status_code for answer in (first, again, otherwise)] == [200, 200, 614]
    assert fetch(store, key).content == data


def test_a_part_that_lost_bytes_on_the_disk_does_not_become_an_object(store: RunningStore) -> None:
    key = unique()
    upload = Upload(store, key)
    etag = upload.put(1, os.urandom(MIB)).json()["etag"]
    os.truncate(store.root / "uploads" / upload.id / f"whole-{MIB}", MIB // 2)
    assert upload.complete({1: etag}).status_code == 599
    assert stat(store, key).status_code == 612


def test_a_folder_of_the_days_when_uploads_waited_for_the_sum_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "objects/aa").mkdir(parents=True)
    (tmp_path / "objects/aa/file").write_bytes(JPEG)
    rows = Rows(tmp_path / "store.sqlite")
    with rows.writing() as db:
        db.execute("DROP TABLE objects")
        for statement in SCHEMA.replace("sha256 TEXT,", "sha256 TEXT NOT NULL,").split(";\n"):
            if "objects" in statement and "usage" not in statement:
                db.execute(statement)
        db.execute("""INSERT INTO objects VALUES ('media', 'old', 'objects/aa/file', ?, 'hash', 'sum', 'image/jpeg', 1, 0,
            NULL, '{}', NULL)""", (len(JPEG),))
    with RunningStore(tmp_path) as store:
        assert stat(store, "old").json()["sha256"] == SUMS[len(JPEG)]
        assert send_form(store, PNG, store.token("new"), key="new").status_code == 200
        assert set(listed(store, "")) == {"old", "new"}
