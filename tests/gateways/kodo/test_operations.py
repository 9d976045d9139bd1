"""Persistent operations: asked for over HTTP, done by the store, looked up; and our own client of them."""
import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import qiniu
import requests
from qiniu import PersistentFop, op_save

from gateways import open_gateways, open_stand_ins
from gateways.kodo.operations import KodoTranscoder, commands
from gateways.kodo.store import Perform, StoreSettings, run_operations, sweep
from models.ports import Measured, Refused, Unreachable
from tests.ports import free_port

from .calls import JPEG, b64, manage, unique
from .listener import Listener
from .running import ACCESS_KEY, PRIVATE, PUBLIC, SECRET_KEY, RunningStore
from .test_client import client_of
from .test_fetch_and_put import configured

DAY_S = 86400
LYING: Measured = {"width": 1920, "height": 1080, "duration_s": 120.0, "has_sound": True}
ALL_OF_A_FILM = ("play", "poster", "thumb", *(f"frame_{n:02}" for n in range(1, 11)), "sound")


@pytest.fixture(scope="module")
def noting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStore]:
    """A store that only takes operations down, as the loopback one does."""
    with RunningStore(tmp_path_factory.mktemp("noting"), performs=True, calls_out=False) as running:
        yield running


def transcoder_of(store: RunningStore, **settings: Any) -> KodoTranscoder:
    return KodoTranscoder(**{"access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "bucket": PRIVATE, "api_host": store.url} | settings)


def settings_of(store: RunningStore, perform: Perform | None) -> StoreSettings:
    return StoreSettings(root=store.root, keys={ACCESS_KEY: SECRET_KEY}, buckets={PUBLIC: False, PRIVATE: True}, perform=perform)


def doubled(words: str, source: Path, result: Path) -> None:
    result.write_bytes(source.read_bytes() * 2)


def stored(store: RunningStore, folder: Path, data: bytes = JPEG) -> str:
    key, path = unique("original"), folder / "original"
    path.write_bytes(data)
    client_of(store).put(key, path, "video/mp4")
    return key


def pfop(store: RunningStore, **fields: str) -> requests.Response:
    return manage(store, "/pfop/", urlencode(fields))


def asked(store: RunningStore, ticket: str) -> requests.Response:
    url = f"{store.url}/status/get/prefop?id={ticket}"
    token = qiniu.QiniuMacAuth(ACCESS_KEY, SECRET_KEY).token_of_request("GET", None, url, None)
    return requests.get(url, headers={"Authorization": f"Qiniu {token}"}, timeout=10)


def test_what_is_under_way_says_so_and_what_is_done_is_done_once(noting: RunningStore, tmp_path: Path) -> None:
    transcoder, key = transcoder_of(noting, pipeline="films"), stored(noting, tmp_path)
    ticket = transcoder.begin(key, {}, {"play": f"{key}/play"})
    assert transcoder.outcome(ticket) is False
    told = asked(noting, ticket).json()
    assert (told["id"], told["code"], told["inputBucket"], told["inputKey"], told["pipeline"]) == (ticket, 1, PRIVATE, key, "films")
    assert run_operations(settings_of(noting, doubled)) == 1
    assert run_operations(settings_of(noting, doubled)) == 0
    assert transcoder.outcome(ticket) is True
    item = asked(noting, ticket).json()["items"][0]
    made = client_of(noting).stat(f"{key}/play")
    assert made
    assert item == {"cmd": f"avthumb/mp3/ab/128k/stripmeta/1|saveas/{b64(f'{PRIVATE}:{key}/play')}", "code": 0, "key": f"{key}/play",
                    "desc": "The fop was completed successfully", "hash": made.etag, "returnOld": 0}
    assert (made.size, made.mime) == (2 * len(JPEG), "audio/mpeg")


def test_asked_again_what_is_there_is_kept_unless_forced(noting: RunningStore, tmp_path: Path) -> None:
    transcoder, key = transcoder_of(noting), stored(noting, tmp_path)
    client_of(noting).put(f"{key}/play", tmp_path / "original", "audio/mpeg")
    again = transcoder.begin(key, {}, {"play": f"{key}/play"})
    run_operations(settings_of(noting, doubled))
    assert asked(noting, again).json()["items"][0]["returnOld"] == 1
    assert client_of(noting).stat(f"{key}/play").size == len(JPEG)  # type: ignore[union-attr]
    fops = f"avthumb/mp3|saveas/{b64(f'{PRIVATE}:{key}/play')}"
    assert pfop(noting, bucket=PRIVATE, key=key, fops=fops, force="1").status_code == 200
    run_operations(settings_of(noting, doubled))
    assert client_of(noting).stat(f"{key}/play").size == 2 * len(JPEG)  # type: ignore[union-attr]


def test_what_cannot_be_made_is_refused_with_the_reason_and_the_rest_is_made(noting: RunningStore, tmp_path: Path) -> None:
    def fails_for_pictures(words: str, source: Path, result: Path) -> None:
        if words.startswith("vframe"):
            raise Refused("unreadable", "moov atom not found")
        doubled(words, source, result)

    transcoder, key = transcoder_of(noting), stored(noting, tmp_path)
    ticket = transcoder.begin(key, LYING, {purpose: f"{key}/{purpose}" for purpose in ("poster", "play")})
    run_operations(settings_of(noting, fails_for_pictures))
    with pytest.raises(Refused) as no:
        transcoder.outcome(ticket)
    assert (no.value.code, no.value.said) == ("unreadable", "unreadable moov atom not found")
    assert [bool(client_of(noting).stat(f"{key}/{purpose}")) for purpose in ("poster", "play")] == [False, True]


@pytest.mark.parametrize("why", [Unreachable("no space left on the disk"), RuntimeError("a mistake of ours")])
def test_what_the_file_is_not_to_blame_for_is_tried_later(noting: RunningStore, tmp_path: Path, why: Exception) -> None:
    def cannot(words: str, source: Path, result: Path) -> None:
        raise why

    transcoder, key = transcoder_of(noting), stored(noting, tmp_path)
    ticket = transcoder.begin(key, {}, {"play": f"{key}/play"})
    assert run_operations(settings_of(noting, cannot)) == 0
    assert transcoder.outcome(ticket) is False
    assert run_operations(settings_of(noting, doubled)) == 0
    make_all_due(noting)
    assert run_operations(settings_of(noting, doubled)) == 1
    assert transcoder.outcome(ticket) is True


def make_all_due(store: RunningStore) -> None:
    with sqlite3.connect(store.root / "store.sqlite") as db:
        db.execute("UPDATE operations SET due_at = 0")


def test_nothing_half_made_is_left(noting: RunningStore, tmp_path: Path) -> None:
    def breaks(words: str, source: Path, result: Path) -> None:
        result.write_bytes(b"half")
        raise Refused("too_heavy")

    key = stored(noting, tmp_path)
    transcoder_of(noting).begin(key, {}, {"play": f"{key}/play"})
    run_operations(settings_of(noting, breaks))
    assert client_of(noting).stat(f"{key}/play") is None
    assert list((noting.root / "drafts").iterdir()) == []


def test_a_request_the_store_cannot_serve_is_refused_at_once(noting: RunningStore, tmp_path: Path) -> None:
    key = stored(noting, tmp_path)
    good = {"bucket": PRIVATE, "key": key, "fops": f"avthumb/mp3|saveas/{b64(f'{PRIVATE}:x')}"}
    for change, code in (({"bucket": "elsewhere"}, 631), ({"key": "gone"}, 612), ({"fops": ""}, 400), ({"fops": "avthumb/mp3"}, 400),
                         ({"fops": f"avthumb/mp3|saveas/{b64('elsewhere:x')}"}, 631), ({"fops": f"rm -rf|saveas/{b64('a:x')}"}, 400),
                         ({"fops": ";".join([good["fops"]] * 51)}, 400), ({"notifyURL": "http://127.0.0.1/"}, 400)):
        assert (pfop(noting, **good | change).status_code, change) == (code, change)
    assert requests.post(f"{noting.url}/pfop/", data=good).status_code == 401
    assert requests.get(f"{noting.url}/status/get/prefop?id=x").status_code == 401
    assert asked(noting, "z0.unknown").status_code == 612


def test_a_store_without_the_service_says_so(store: RunningStore, tmp_path: Path) -> None:
    with pytest.raises(Refused) as no:
        transcoder_of(store).begin(stored(store, tmp_path), {}, {"play": "x"})
    assert (no.value.code, no.value.said) == ("400", "persistent operations are not enabled for this account")


def test_the_official_sdk_asks_and_looks(noting: RunningStore, tmp_path: Path) -> None:
    qiniu.set_default(default_api_host=noting.url)
    key = stored(noting, tmp_path)
    sdk = PersistentFop(noting.auth, PRIVATE, "films")
    told, info = sdk.execute(key, [op_save("avthumb/mp3/ab/128k", PRIVATE, f"{key}/sdk")])
    assert info.status_code == 200
    run_operations(settings_of(noting, doubled))
    looked, _ = sdk.get_status(told["persistentId"])
    assert (looked["code"], looked["items"][0]["key"]) == (0, f"{key}/sdk")


def test_the_sweep_forgets_what_ended_ten_days_ago_and_nothing_else(noting: RunningStore, tmp_path: Path) -> None:
    transcoder, key = transcoder_of(noting), stored(noting, tmp_path)
    done = transcoder.begin(key, {}, {"play": f"{key}/play"})
    run_operations(settings_of(noting, doubled))
    waiting = transcoder.begin(key, {}, {"play": f"{key}/other"})
    sweep(settings_of(noting, None), time.time() + 9 * DAY_S)
    assert [transcoder.outcome(ticket) for ticket in (done, waiting)] == [True, False]
    sweep(settings_of(noting, None), time.time() + 11 * DAY_S)
    assert transcoder.outcome(waiting) is False
    with pytest.raises(Refused, match="612"):
        transcoder.outcome(done)
    run_operations(settings_of(noting, doubled))


@pytest.mark.parametrize(("answer", "found"), [
    ({"code": 0, "items": []}, True), ({"code": 1}, False), ({"code": 2, "items": [{"code": 0}, {"code": 2}]}, False),
    ({"code": 4, "items": [{"code": 0}]}, True), ({"code": 4, "items": [{"code": 0}, {"code": 1}]}, False),
    ({"code": 3, "items": [{"code": 3, "error": "bad"}]}, Refused), ({"code": 3}, Refused), ({"code": 4, "items": [{"code": 3}]}, Refused),
    ({"code": 9}, Unreachable), ({}, Unreachable), ([], Unreachable), ({"code": "0"}, Unreachable)])
def test_every_answer_of_prefop_has_one_meaning(answer: Any, found: Any) -> None:
    with Listener(200, json.dumps(answer).encode()) as listener:
        transcoder = KodoTranscoder(access_key="a", secret_key="s", bucket="b", api_host=listener.url.partition("/kodo")[0])
        if isinstance(found, bool):
            assert transcoder.outcome("z0.1") is found
        else:
            with pytest.raises(found):
                transcoder.outcome("z0.1")


def test_no_and_later_are_told_apart(noting: RunningStore) -> None:
    nobody = transcoder_of(noting, api_host=f"http://127.0.0.1:{free_port()}")
    for act in (lambda: nobody.begin("k", {}, {"play": "x"}), lambda: nobody.outcome("z0.1")):
        with pytest.raises(Unreachable):
            act()
    with pytest.raises(Refused, match="612"):
        transcoder_of(noting).begin("gone", {}, {"play": "x"})
    with pytest.raises(Refused, match="401"):
        transcoder_of(noting, secret_key="wrong").outcome("z0.1")


def test_a_long_film_is_asked_for_with_every_picture_and_a_sound_that_is_small_enough() -> None:
    film = commands(LYING)
    assert tuple(film) == ALL_OF_A_FILM
    assert film["play"] == "avthumb/mp4/vcodec/libx264/s/1280x720/autoscale/1/vb/1500k/ab/128k/stripmeta/1/rotate/auto"
    assert film["poster"] == "vframe/jpg/offset/10.000/w/1280/rotate/auto"
    assert [film[f"frame_{n:02}"].split("/")[3] for n in (1, 5, 10)] == ["6.000", "54.000", "114.000"]
    assert commands(LYING | {"duration_s": 4000.0})["sound"] == "avthumb/mp3/ab/48k/ac/1/ar/22050/ss/0/t/1700/stripmeta/1"
    assert "sound" not in commands(LYING | {"has_sound": False})
    assert list(commands({"duration_s": 200.0})) == ["play"]
    assert list(commands({"duration_s": 1200.0})) == ["play", "sound"]


@pytest.mark.parametrize(("sides", "size", "poster"), [
    ((1920, 1080), "1280x720", "w/1280"), ((1080, 1920), "720x1280", "h/1280"), ((320, 180), "320x180", "w/320"),
    ((321, 181), "320x180", "w/321"), ((4000, 1000), "1280x320", "w/1280"), ((1000, 1000), "720x720", "w/1000"), ((16, 9), "16x8", "w/20")])
def test_a_film_is_never_stretched_or_enlarged(sides: tuple[int, int], size: str, poster: str) -> None:
    film = commands({"width": sides[0], "height": sides[1], "duration_s": 1.0})
    assert f"/s/{size}/" in film["play"]
    assert f"/{poster}/" in film["poster"]


def test_the_configuration_chooses_who_does_it(mounted: RunningStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANGJU_LOOPBACK", mounted.url.removesuffix("/kodo"))
    monkeypatch.setenv("KODO_ACCESS_KEY", ACCESS_KEY)
    monkeypatch.setenv("KODO_SECRET_KEY", SECRET_KEY)
    here, there = (configured(tmp_path, media={"transcoder": who}) for who in ("here", "kodo"))
    assert open_gateways(here).transcoder is None
    transcoder = open_gateways(there).transcoder
    assert transcoder
    with pytest.raises(Refused, match="612"):
        transcoder.outcome(quote("z0.unknown"))
    assert "/kodo" in open_stand_ins(there, calls_out=False)
