"""Hostile files go up over HTTP while everybody else goes on: each gets its answer in words, nobody waits, and an honest one is shown."""
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from qiniu import Region, put_data, set_default

from models import ids
from tests.corpus.hostile import FAMILIES
from tests.corpus.lures import Hostile, Lure
from tests.lives.test_an_entry import saved
from tests.running import House, Phone
from tests.server.asking import looked_into, real

ASKED = ("/healthz", "/api/campaigns/current")
PACE_S, IN_TIME_S, PATIENCE_S = 0.15, 5.0, 150
TRACK = {"photo": "photo", "song": "song", "video": "recitation", "document": "song"}
CHOSEN = {                     # a few of each family that get past the store's first look
    "bombs": ("png-claims-50000x50000", "png-words-unpack", "png-rows-unpack", "jpeg-claims-12000x12000", "jpeg-many-scans",
              "jpeg-camera-in-circles", "webp-many-pictures", "heic-claims-ffff"),
    "polyglots": ("jpeg-and-page", "png-words-of-script", "mp3-with-title", "pdf-with-script"),
    "playlists": ("song-tag-hls", "film-mp4-concat", "photo-jpeg-hls"),
    "boxes": ("stts-long", "elst-endless"), "trees": ("tracks-2000", "stsd-wide", "moov-packed", "refers-to-neighbour"),
    "noises": ("mp3-tag-claims-256-mb", "wav-shape-channels-65535", "flac-padding", "ogg-end-of-time"),
    "junk": ("jpeg-zeros", "mp4-noise", "flac-noise"), "archives": ("part-program", "claims-3-gb"),
}
SEALED = ("page", "script", "title")           # what these carry is in nothing that is shown


@dataclass
class Bystander:
    """Somebody else, who keeps asking; (path, status, seconds) of every answer."""
    url: str
    heard: list[tuple[str, int, float]] = field(default_factory=list)

    def ask(self, over: threading.Event) -> None:
        with requests.Session() as session:
            while not over.wait(PACE_S):
                for path in ASKED:
                    began = time.perf_counter()
                    try:
                        status = session.get(self.url + path, timeout=30).status_code
                    except requests.RequestException:
                        status = 0
                    self.heard.append((path, status, time.perf_counter() - began))


@contextmanager
def asking(url: str) -> Iterator[Bystander]:
    bystander, over = Bystander(url), threading.Event()
    thread = threading.Thread(target=bystander.ask, args=(over,), daemon=True)
    thread.start()
    try:
        yield bystander
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_hostile_uploads_stop_nobody(house: House, tmp_path: Path) -> None:
    files = chosen(tmp_path)
    phone = house.phone("demo-worker")
    with asking(house.url) as bystander:
        half = len(files) // 2
        sent = {one.name: uploaded(phone, one.kind, one.called, one.content) for one in files[:half]}
        honest = uploaded(phone, "photo", "车间.jpg", real("photo", 3_000_000))
        sent |= {one.name: uploaded(phone, one.kind, one.called, one.content) for one in files[half:]}
        assert looked_into(phone, honest)["state"] == "ready"
        answers = {name: answered(phone, file_id) for name, file_id in sent.items()}
    assert {name: file for name, file in answers.items() if not has_words(file)} == {}
    assert {name: seen for name, file in answers.items() if (seen := carried(name, file))} == {}
    assert {"ready", "refused"} <= {file["state"] for file in answers.values()}
    assert {status for _, status, _ in bystander.heard} == {200}
    worst = max(seconds for _, _, seconds in bystander.heard)
    assert len(bystander.heard) > 20
    assert worst < IN_TIME_S


def chosen(folder: Path) -> list[Hostile]:
    """Every name of CHOSEN, with whatever kind it is prefixed by."""
    lure = Lure(folder / "neighbour.mp4", "http://127.0.0.1:9")
    lure.neighbour.write_bytes(real("video"))
    found = [one for family, names in CHOSEN.items() for one in FAMILIES[family](lure)
             if one.name in names or one.name.removeprefix(f"{one.kind}-") in names]
    assert len(found) >= sum(map(len, CHOSEN.values())) >= 24
    return found


def uploaded(phone: Phone, kind: str, name: str, content: bytes) -> str:
    """The id of a file that the store took and the house found, in a work of its own."""
    entry, file_id = saved(phone, TRACK[kind]), ids.mint("fil")
    ticket = phone.put(f"/api/uploads/{file_id}", {"about": entry["id"], "name": name, "size": len(content), "kind": kind})
    set_default(default_zone=Region(up_host=ticket["up_host"], scheme="http"))
    assert ticket["mode"] == "form"
    _, info = put_data(ticket["token"], ticket["key"], content, fname=name)
    assert info.status_code == 200, (name, info)
    assert phone.ask("POST", f"/api/uploads/{file_id}/confirm").status_code == 200
    return file_id


def answered(phone: Phone, file_id: str) -> dict[str, Any]:
    """The file, once it is ready, refused, or given up in the open."""
    until = time.monotonic() + PATIENCE_S
    while True:
        file: dict[str, Any] = phone.get(f"/api/uploads/{file_id}")
        if file["state"] in ("ready", "refused") or (file["progress"] or {}).get("state") == "given_up":
            return file
        assert time.monotonic() < until, file
        time.sleep(0.25)


def has_words(file: dict[str, Any]) -> bool:
    """A refusal says why and what to do; what was given up says that people look now; what is taken says 合格 or 提示."""
    if file["state"] == "refused":
        return bool(file["check"]["label"] == "不合格" and any(one["outcome"] == "refuse" and one["words"] for one in file["verdicts"]))
    if file["state"] == "ready":
        return file["check"]["label"] in ("合格", "提示")
    return bool(file["progress"]["words"])


def carried(name: str, file: dict[str, Any]) -> list[str]:
    """The renditions of a file with a page inside that still have it."""
    if not name.endswith(SEALED):
        return []
    shown = [one for one in file["renditions"] if one["purpose"] != "original"]
    return [one["purpose"] for one in shown if b"<script" in requests.get(one["url"], timeout=30).content]
