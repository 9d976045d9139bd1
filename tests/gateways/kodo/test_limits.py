"""How much a store takes: the quota, the gate, and what the sweep takes out again."""
import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from select import select

import pytest

from gateways.kodo.store import StoreSettings, Swept, sweep

from .calls import JPEG, MIB, Upload, b64, fetch, manage, send_form, stat, unique
from .running import ACCESS_KEY, PRIVATE, PUBLIC, SECRET_KEY, RunningStore, wait_until
from .test_crash import form_head

DAY_S = 86400


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStore]:
    with RunningStore(tmp_path_factory.mktemp("small"), quota_bytes=3 * MIB) as running:
        yield running


def settings_of(store: RunningStore) -> StoreSettings:
    return StoreSettings(root=store.root, keys={ACCESS_KEY: SECRET_KEY}, buckets={PUBLIC: False, PRIVATE: True})


def test_past_the_quota_uploads_are_refused_and_deleting_makes_room(small: RunningStore) -> None:
    key, parts = unique(), Upload(small, unique())
    full = {"error": "storage quota exceeded"}
    assert send_form(small, bytes(2 * MIB), small.token(key), key=key).status_code == 200
    second = send_form(small, bytes(2 * MIB), small.token(unique()), key=None)
    assert (second.status_code, second.json()) == (403, full)
    assert parts.put(1, bytes(MIB // 2)).status_code == 200
    assert parts.put(2, bytes(MIB)).json() == full
    assert parts.abort().status_code == 200
    assert manage(small, f"/delete/{b64(f'{PUBLIC}:{key}')}").status_code == 200
    assert send_form(small, bytes(2 * MIB), small.token(key), key=key).status_code == 200
    assert manage(small, f"/delete/{b64(f'{PUBLIC}:{key}')}").status_code == 200


def test_completing_an_upload_does_not_count_its_bytes_twice(small: RunningStore) -> None:
    key = unique()
    assert Upload(small, key).send(bytes(MIB), bytes(MIB)).status_code == 200
    assert manage(small, f"/delete/{b64(f'{PUBLIC}:{key}')}").status_code == 200


def test_past_the_gate_the_answer_is_503_at_once_and_others_are_served(tmp_path: Path) -> None:
    with RunningStore(tmp_path, uploads_at_once=4, retry_after_s=7) as store:
        key = unique()
        with ExitStack() as stack:
            phones = [stack.enter_context(socket.create_connection(("127.0.0.1", store.port))) for _ in range(5)]
            for n, phone in enumerate(phones):
                phone.sendall(form_head(store, f"slow/{n}") + bytes(100))
            answered, _, _ = select(phones, [], [], 10)
            assert [phone.recv(12) for phone in answered] == [b"HTTP/1.1 503"]
            began = time.monotonic()
            refused = send_form(store, JPEG, store.token(key), key=key)
            assert (refused.status_code, refused.headers["Retry-After"]) == (503, "7")
            assert fetch(store, "none").status_code == 404
            assert time.monotonic() - began < 2
        wait_until(lambda: send_form(store, JPEG, store.token(key), key=key).status_code == 200)


def test_the_sweep_takes_what_nobody_will_ask_for_and_nothing_else(tmp_path: Path) -> None:
    with RunningStore(tmp_path) as store:
        kept, mortal = unique(), unique()
        send_form(store, JPEG, store.token(kept), key=kept)
        send_form(store, JPEG, store.token(mortal, deleteAfterDays=3), key=mortal)
        abandoned = Upload(store, unique())
        abandoned.put(1, bytes(1000))
        for orphan in ("drafts/.half", "objects/00/orphan", f"uploads/{abandoned.id}/9-replaced"):
            (store.root / orphan).write_bytes(bytes(10))
        (store.root / "uploads" / "nobody").mkdir()
        now = time.time()
        assert sweep(settings_of(store), now) == Swept(0, 0, 0, 0)
        assert len(abandoned.list().json()["parts"]) == 1
        assert sweep(settings_of(store), now + 2 * DAY_S) == Swept(0, 0, 3, 30)
        assert stat(store, mortal).status_code == 200
        assert sweep(settings_of(store), now + 8 * DAY_S) == Swept(1, 1, 0, 0)
        assert [stat(store, kept).status_code, stat(store, mortal).status_code] == [200, 612]
        assert abandoned.list().status_code == 612
        assert list((store.root / "uploads").iterdir()) == []
        assert fetch(store, kept).content == JPEG


def test_a_slow_upload_younger_than_a_day_is_left_alone(tmp_path: Path) -> None:
    with RunningStore(tmp_path) as store:
        draft = store.root / "drafts" / ".still-coming"
        draft.write_bytes(b"x")
        os.utime(draft, (time.time() - DAY_S + 60,) * 2)
        assert sweep(settings_of(store)) == Swept(0, 0, 0, 0)
        assert draft.exists()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_large_file_does_not_make_the_server_large(tmp_path: Path) -> None:
    with RunningStore(tmp_path) as store:
        send_form(store, bytes(MIB), store.token("warm"), key="warm")
        parent = store.process.pid
        worker = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()[0]
        before = resident(worker)
        assert Upload(store, "big").send(*[os.urandom(16 * MIB)] * 6).status_code == 200
        assert resident(worker) - before < 40 * MIB


def resident(pid: str) -> int:
    """The most memory a process has held, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024
