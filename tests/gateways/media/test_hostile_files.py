"""Hostile files by the hundred: each is refused or taken within its limits, and nothing is reached, left behind or told."""
import ctypes
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.hostile import FAMILIES
from tests.corpus.lures import ANY, Family, Hostile, Lure
from tests.gateways.media import made

HOME = Path(__file__).parent.parent.parent.parent
LONGEST_S = 30.0               # for one file on a busy machine; the studio's own limits are per program
WORKER_MB, CHILD_MB = 150, 700
PATIENCE_S = 300
OPENED = 0x20                  # IN_OPEN
NO_WAITING = os.O_NONBLOCK | os.O_CLOEXEC
libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Ground:
    """Where hostile files are looked at: a neighbour nobody may open, an address nobody may ask, and a folder for cells."""
    folder: Path
    lure: Lure
    listener: socket.socket
    eye: int = -1

    def watch(self) -> None:
        """From here on nobody may open the neighbour."""
        self.eye = libc.inotify_init1(NO_WAITING)
        assert libc.inotify_add_watch(self.eye, str(self.lure.neighbour).encode(), OPENED) > 0

    def reached(self) -> list[str]:
        """Who was reached since."""
        found = []
        with suppress(BlockingIOError):
            found += ["neighbour"] if os.read(self.eye, 4096) else []
        with suppress(BlockingIOError):
            self.listener.accept()[0].close()
            found.append("address")
        return found


@contextmanager
def ground() -> Iterator[Ground]:
    """Anybody may walk into its folder, as into the system's own for temporary files."""
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    folder.chmod(0o755)
    neighbour = folder / "neighbour.mp4"
    shutil.copyfile(made.film("plain"), neighbour)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        opened = Ground(folder, Lure(neighbour, f"http://127.0.0.1:{listener.getsockname()[1]}"), listener)
        try:
            yield opened
        finally:
            if opened.eye >= 0:
                os.close(opened.eye)
            shutil.rmtree(folder)


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_a_hostile_file_is_refused_or_taken_within_its_limits_and_reaches_nobody(family: Family) -> None:
    with ground() as stage:
        files = list(family(stage.lure))
        told = examined(stage, files)
        answers = {one["name"]: one for one in told["files"]}
        assert {file.name: answers[file.name]["answer"] for file in files if answers[file.name]["answer"] not in file.may} == {}
        assert {name: one["seconds"] for name, one in answers.items() if one["seconds"] > LONGEST_S} == {}
        assert {name: (one["left"], one["told"]) for name, one in answers.items() if one["left"] or one["told"]} == {}
        assert (told["own_mb"] <= WORKER_MB, told["children_mb"] <= CHILD_MB) == (True, True), told
        assert stage.reached() == []


def test_they_are_more_than_two_hundred_and_each_has_its_own_name() -> None:
    with ground() as stage:
        found = [file for family in FAMILIES.values() for file in family(stage.lure)]
    assert len(found) >= 200
    assert len({(file.name, file.kind) for file in found}) == len(found)
    assert all(file.may and file.may <= ANY for file in found)
    assert len({file.content for file in found}) > 200


def test_whoever_is_reached_is_heard() -> None:
    """The control: the ears are not deaf."""
    with ground() as stage:
        stage.watch()
        assert stage.reached() == []
        stage.lure.neighbour.read_bytes()
        assert stage.reached() == ["neighbour"]
        host, port = stage.lure.address.removeprefix("http://").split(":")
        socket.create_connection((host, int(port)), timeout=5).close()
        assert stage.reached() == ["address"]


def examined(stage: Ground, files: list[Hostile]) -> dict[str, Any]:
    """What the examiner tells of them, in a process of its own whose temporary folder is ours to look into."""
    manifest, cells = [], stage.folder / "cells"
    cells.mkdir()
    for number, file in enumerate(files):
        place = stage.folder / str(number)
        place.mkdir()
        (place / file.called).write_bytes(file.content)
        manifest.append({"name": file.name, "kind": file.kind, "path": str(place / file.called)})
    (stage.folder / "manifest").write_text(json.dumps(manifest), encoding="utf-8")
    stage.watch()
    ran = subprocess.run([sys.executable, "-m", "tests.corpus.examiner", str(stage.folder / "manifest"), str(stage.folder / "made")],
                         cwd=HOME, env={**os.environ, "TMPDIR": str(cells)}, capture_output=True, timeout=PATIENCE_S, check=True)
    told: dict[str, Any] = json.loads(ran.stdout)
    return told
