"""Bytes between the store and our own folders: whole or not at all, both ways, and over what was there in one moment."""
import hashlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import requests
from qiniu import etag

from gateways import open_gateways
from models.config import Config, load
from models.ports import ObjectStore, Refused, Unreachable, UploadRules
from tests.ports import free_port

from .calls import JPEG, MIB, unique
from .narrow import Narrow
from .running import ACCESS_KEY, PRIVATE, PROJECT, SECRET_KEY, RunningStore
from .test_client import client_of, send

RULES = UploadRules(max_bytes=50 * MIB, mimes=(), owner="acc_1", ticket="t")
MOVES = f"""
import sys
from pathlib import Path
from gateways.kodo.client import KodoStore
act, store, line, key, path = sys.argv[1:]
client = KodoStore(access_key={ACCESS_KEY!r}, secret_key={SECRET_KEY!r}, bucket={PRIVATE!r}, up_host=store, rs_host=store,
                   download_base=store, inner_up_host=line, inner_download_base=line + "/dl/{PRIVATE}")
client.fetch(key, Path(path)) if act == "fetch" else client.put(key, Path(path), "video/mp4")
print("done", flush=True)
"""

GROWS = f"""
import sys
from pathlib import Path
from gateways.kodo.client import KodoStore
store, key, path = sys.argv[1:]
client = KodoStore(access_key={ACCESS_KEY!r}, secret_key={SECRET_KEY!r}, bucket={PRIVATE!r}, up_host=store, rs_host=store,
                   download_base=store + "/dl/{PRIVATE}")
def most_kb():
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
before = most_kb()
client.put(key, Path(path), "video/mp4")
print(most_kb() - before)
client.fetch(key, Path(path + "-back"))
print(most_kb() - before)
"""


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Three parts of 4 MiB, the last one short."""
    path = tmp_path / "film.mp4"
    path.write_bytes(os.urandom(9 * MIB + 123))
    return path


def made(folder: Path, data: bytes, name: str = "made") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("size", [0, 4 * MIB, 4 * MIB + 1])
def test_what_is_put_is_what_is_fetched(mounted: RunningStore, tmp_path: Path, size: int) -> None:
    client: ObjectStore = client_of(mounted)
    key, source = unique("图 1.webp"), made(tmp_path, os.urandom(size))
    stored = client.put(key, source, "image/webp")
    assert (stored.key, stored.size, stored.mime, stored.etag) == (key, size, "image/webp", etag(str(source)))
    sha256 = client.fetch(key, tmp_path / "back")
    assert sha256 == hashlib.sha256(source.read_bytes()).hexdigest() == stored.sha256
    assert (tmp_path / "back").read_bytes() == source.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["back", "made"]


def test_putting_again_replaces_also_what_a_phone_sent_once(mounted: RunningStore, tmp_path: Path, film: Path) -> None:
    client, key = client_of(mounted), unique()
    assert send(client.permit(key, len(JPEG), RULES), JPEG).status_code == 200
    for source in (made(tmp_path, b"one"), film, made(tmp_path, b"two")):
        stored = client.put(key, source, "image/jpeg")
        assert stored.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
        assert requests.get(client.url(key)).content == source.read_bytes()


def test_a_reader_never_sees_a_mixture_of_old_and_new(mounted: RunningStore, tmp_path: Path, film: Path) -> None:
    """Readers read without a pause while the object is replaced again and again, in one piece and in parts."""
    client, key, over = client_of(mounted), unique(), threading.Event()
    sources = [film, made(tmp_path, bytes(9 * MIB), "black"), made(tmp_path, b"small", "small")]
    whole = {hashlib.sha256(source.read_bytes()).hexdigest() for source in sources}
    seen: set[str] = set()
    client.put(key, film, "video/mp4")

    def read() -> None:
        address = client.url(key)
        while not over.is_set():
            seen.add(hashlib.sha256(requests.get(address, timeout=30).content).hexdigest())

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for source in sources * 2:
        client.put(key, source, "video/mp4")
    over.set()
    for reader in readers:
        reader.join()
    assert seen
    assert seen <= whole


def test_a_reader_of_the_old_one_goes_on_reading_it(mounted: RunningStore, tmp_path: Path, film: Path) -> None:
    client, key = client_of(mounted), unique()
    client.put(key, film, "video/mp4")
    with requests.get(client.url(key), stream=True) as answer:
        head = answer.raw.read(1000)
        client.put(key, made(tmp_path, b"new"), "video/mp4")
        assert head + answer.raw.read() == film.read_bytes()
    assert requests.get(client.url(key)).content == b"new"


def test_what_is_not_there_cannot_be_fetched(mounted: RunningStore, tmp_path: Path) -> None:
    with pytest.raises(Refused) as no:
        client_of(mounted).fetch(unique(), tmp_path / "back")
    assert (no.value.code, list(tmp_path.iterdir())) == ("612", [])


def test_without_the_right_key_nothing_is_fetched_or_put(mounted: RunningStore, tmp_path: Path) -> None:
    key, source = unique(), made(tmp_path, b"x")
    client_of(mounted).put(key, source, "image/png")
    stranger = client_of(mounted, secret_key="another")
    for act in (lambda: stranger.fetch(key, tmp_path / "back"), lambda: stranger.put(key, source, "image/png")):
        with pytest.raises(Refused, match="401"):
            act()
    assert not (tmp_path / "back").exists()


def test_when_nobody_answers_later_may_help(mounted: RunningStore, tmp_path: Path) -> None:
    key, source = unique(), made(tmp_path, b"x")
    client_of(mounted).put(key, source, "image/png")
    nowhere = f"http://127.0.0.1:{free_port()}"
    away = client_of(mounted, inner_up_host=nowhere, inner_download_base=nowhere)
    for act in (lambda: away.fetch(key, tmp_path / "back"), lambda: away.put(key, source, "image/png")):
        with pytest.raises(Unreachable):
            act()
    with pytest.raises(Unreachable):
        client_of(mounted).fetch(key, tmp_path / "no such folder" / "back")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made"]


def test_a_line_that_breaks_leaves_nothing_here(store: RunningStore, tmp_path: Path, film: Path) -> None:
    key = unique()
    client_of(store).put(key, film, "video/mp4")
    with Narrow(store.port, down=2 * MIB) as line:
        breaking = threading.Thread(target=line.cut_when_full)
        breaking.start()
        with pytest.raises(Unreachable):
            client_of(store, inner_download_base=f"{line.url}/dl/{PRIVATE}").fetch(key, tmp_path / "back")
        breaking.join()
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]


@pytest.mark.parametrize("size", [3 * MIB, 9 * MIB])
def test_a_line_that_breaks_leaves_the_old_object_there(store: RunningStore, tmp_path: Path, size: int) -> None:
    key, old = unique(), made(tmp_path, b"old", "old")
    client_of(store).put(key, old, "video/mp4")
    with Narrow(store.port, up=2 * MIB) as line:
        breaking = threading.Thread(target=line.cut_when_full)
        breaking.start()
        with pytest.raises(Unreachable):
            client_of(store, inner_up_host=line.url).put(key, made(tmp_path, os.urandom(size)), "video/mp4")
        breaking.join()
    assert client_of(store).stat(key).sha256 == hashlib.sha256(b"old").hexdigest()  # type: ignore[union-attr]


@pytest.mark.parametrize("act", ["fetch", "put"])
def test_killed_in_the_middle_nothing_half_stands_under_the_name(store: RunningStore, tmp_path: Path, film: Path, act: str) -> None:
    key, client = unique(), client_of(store)
    old = made(tmp_path, b"old", "old")
    client.put(key, film if act == "fetch" else old, "video/mp4")
    path = tmp_path / "back" if act == "fetch" else film
    with Narrow(store.port, up=6 * MIB, down=6 * MIB) as line:
        words = [sys.executable, "-c", MOVES, act, store.url, line.url, key, str(path)]
        mover = subprocess.Popen(words, cwd=PROJECT, stdout=subprocess.PIPE)
        assert line.full.wait(20)
        mover.send_signal(signal.SIGKILL)
        said, _ = mover.communicate()
    assert said == b""
    assert not (tmp_path / "back").exists()
    assert client.stat(key).size == (film if act == "fetch" else old).stat().st_size  # type: ignore[union-attr]
    sha256 = client.fetch(key, path) if act == "fetch" else client.put(key, path, "video/mp4").sha256
    assert sha256 == hashlib.sha256(film.read_bytes()).hexdigest()


def test_the_store_killed_in_the_middle_of_a_put_holds_the_old_one(tmp_path: Path, film: Path) -> None:
    with RunningStore(tmp_path / "store") as store:
        client, key, old = client_of(store), unique(), made(tmp_path, b"old", "old")
        client.put(key, old, "video/mp4")
        with Narrow(store.port, up=6 * MIB) as line:
            failed: list[Exception] = []
            putting = threading.Thread(target=collect, args=(failed, client_of(store, inner_up_host=line.url), key, film))
            putting.start()
            assert line.full.wait(20)
            store.kill()
            line.cut()
            putting.join()
        store.start()
        assert [type(why) for why in failed] == [Unreachable]
        assert requests.get(client.url(key)).content == b"old"
        assert client.put(key, film, "video/mp4").size == film.stat().st_size


def collect(failed: list[Exception], client: ObjectStore, key: str, source: Path) -> None:
    try:
        client.put(key, source, "video/mp4")
    except Exception as why:
        failed.append(why)


def test_a_full_store_says_no(tmp_path: Path, film: Path) -> None:
    with RunningStore(tmp_path / "store", quota_bytes=MIB) as store, pytest.raises(Refused) as no:
        client_of(store).put(unique(), film, "video/mp4")
    assert (no.value.code, no.value.said) == ("403", "storage quota exceeded")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_large_file_is_never_held_in_memory(store: RunningStore, tmp_path: Path) -> None:
    large, key = tmp_path / "large", unique()
    with large.open("wb") as file:
        file.truncate(48 * MIB)
    words = [sys.executable, "-c", GROWS, store.url, key, str(large)]
    grown = subprocess.run(words, cwd=PROJECT, check=True, timeout=60, capture_output=True, text=True).stdout.split()
    assert max(map(int, grown)) < 24 << 10
    assert (tmp_path / "large-back").stat().st_size == 48 * MIB


def test_our_own_gateways_reach_the_embedded_store_by_loopback_only(mounted: RunningStore, tmp_path: Path,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    """The public address is of a machine that is not there; phones' addresses still name it."""
    monkeypatch.setenv("WANGJU_LOOPBACK", mounted.url.removesuffix("/kodo"))
    monkeypatch.setenv("KODO_ACCESS_KEY", ACCESS_KEY)
    monkeypatch.setenv("KODO_SECRET_KEY", SECRET_KEY)
    store = open_gateways(configured(tmp_path, media={"public_url": "https://files.example.cn"})).store
    key = unique()
    store.put(key, made(tmp_path, b"made"), "image/webp")
    store.fetch(key, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == b"made"
    assert store.url(key).startswith(f"https://files.example.cn/kodo/dl/{PRIVATE}/{key}?e=")


def configured(data_dir: Path, **changes: dict[str, Any]) -> Config:
    """config.yaml with another bucket and these changes."""
    config = load(PROJECT / "config.yaml", {"DATA_DIR": str(data_dir), "PORT": str(free_port())})
    told = {name: config.model_dump()[name] | change for name, change in ({"store": {"bucket": PRIVATE}} | changes).items()}
    return Config.model_validate(config.model_dump() | told)
