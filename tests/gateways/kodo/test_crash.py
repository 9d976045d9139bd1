"""The store's process killed with SIGKILL: what was acknowledged is there, what was not cannot be seen."""
import os
import socket
import threading
from pathlib import Path

import pytest
import requests

from .calls import JPEG, MIB, Upload, b64, fetch, send_form, stat, unique
from .running import PUBLIC, RunningStore, wait_until


def test_acknowledged_objects_and_parts_survive(tmp_path: Path) -> None:
    with RunningStore(tmp_path) as store:
        key, film, part = unique(), unique("film"), os.urandom(MIB)
        assert send_form(store, JPEG, store.token(key), key=key).status_code == 200
        upload = Upload(store, film)
        etags = {number: upload.put(number, part).json()["etag"] for number in (1, 2, 3)}
        store.kill()
        store.start()
        assert fetch(store, key).content == JPEG
        assert {one["partNumber"]: one["etag"] for one in upload.list().json()["parts"]} == etags
        assert upload.complete(etags).status_code == 200
        store.kill()
        store.start()
        assert fetch(store, film).content == part * 3


@pytest.mark.parametrize("way", ["form", "part"])
def test_a_half_sent_body_is_never_seen(tmp_path: Path, way: str) -> None:
    with RunningStore(tmp_path) as store:
        key = unique()
        upload = Upload(store, key)
        head = form_head(store, key) if way == "form" else part_head(store, upload, key)
        with socket.create_connection(("127.0.0.1", store.port)) as connection:
            connection.sendall(head + bytes(2 * MIB))
            wait_until(lambda: any(path.stat().st_size >= MIB for path in drafts(store)))
            store.kill()
        store.start()
        assert stat(store, key).status_code == 612
        assert upload.list().json()["parts"] == []
        assert upload.send(JPEG).status_code == 200


def test_of_uploads_in_full_flight_exactly_the_acknowledged_ones_remain(tmp_path: Path) -> None:
    """Many small uploads at once while the process dies: the answers and the store must agree afterwards."""
    with RunningStore(tmp_path) as store:
        acknowledged: list[str] = []
        enough = threading.Event()

        def upload(n: int) -> None:
            for turn in range(1000):
                key = f"{n}/{turn}"
                try:
                    answer = send_form(store, key.encode() * 1000, store.token(key, insertOnly=1), key=key)
                except requests.RequestException:
                    return
                acknowledged.append(answer.json()["key"])
                if len(acknowledged) > 60:
                    enough.set()

        threads = [threading.Thread(target=upload, args=(n,)) for n in range(6)]
        for thread in threads:
            thread.start()
        assert enough.wait(30)
        store.kill()
        for thread in threads:
            thread.join()
        store.start()
        for key in acknowledged:
            assert fetch(store, key).content == key.encode() * 1000


def form_head(store: RunningStore, key: str) -> bytes:
    fields = "".join(f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
                     for name, text in (("token", store.token(key)), ("key", key)))
    fields += '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    return (f"POST / HTTP/1.1\r\nHost: {store.host}\r\nContent-Length: {4 * MIB}\r\n"
            f"Content-Type: multipart/form-data; boundary=b\r\n\r\n{fields}").encode()


def part_head(store: RunningStore, upload: Upload, key: str) -> bytes:
    return (f"PUT /buckets/{PUBLIC}/objects/{b64(key)}/uploads/{upload.id}/1 HTTP/1.1\r\nHost: {store.host}\r\n"
            f"Content-Length: {4 * MIB}\r\nAuthorization: {upload.headers['Authorization']}\r\n\r\n").encode()


def drafts(store: RunningStore) -> list[Path]:
    return [*(store.root / "drafts").iterdir(), *(store.root / "uploads").glob("*/whole-*")]
