"""The process that waits with the image libraries ready: killed, it is opened again, and nothing of its work goes on."""
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from gateways.media import photos
from gateways.media.darkroom import Darkroom
from models.ports import Unreachable

from . import pictures

JPEG, PNG = "image/jpeg", "image/png"


def test_it_ends_when_it_is_closed_and_opens_at_the_next_photograph(original: Path, into: Path) -> None:
    opened = Darkroom()
    pictures.written(original, pictures.scene(10, 120, 90))
    try:
        photos.render(opened, original, JPEG, into)
        assert opened._process is not None
        first = opened._process.pid
        opened.close()
        assert not Path(f"/proc/{first}").exists()
        assert len(photos.render(opened, original, JPEG, into)) == 4
    finally:
        opened.close()


def test_threads_wait_for_each_other(original: Path) -> None:
    opened = Darkroom()
    pictures.written(original, pictures.scene(10, 120, 90))
    try:
        with ThreadPoolExecutor(4) as workers:
            told = list(workers.map(lambda _: photos.measure(opened, original, JPEG)["width"], range(12)))
    finally:
        opened.close()
    assert told == [120] * 12


def test_a_killed_darkroom_is_opened_again(original: Path, into: Path) -> None:
    opened = Darkroom()
    pictures.written(original, pictures.scene(10))
    try:
        assert len(photos.render(opened, original, JPEG, into)) == 4
        assert opened._process is not None
        os.kill(opened._process.pid, signal.SIGKILL)
        opened._process.wait()
        assert len(photos.render(opened, original, JPEG, into)) == 4
    finally:
        opened.close()


def test_a_darkroom_killed_at_work_is_our_fault_and_nothing_of_it_goes_on(original: Path, into: Path) -> None:
    opened = Darkroom()
    original.write_bytes(pictures.png_of_nothing(5_000))
    try:
        photos.measure(opened, original, PNG)
        assert opened._process is not None
        waiting = opened._process.pid
        with ThreadPoolExecutor(1) as worker:
            attempt = worker.submit(photos.render, opened, original, PNG, into)
            child = until(lambda: children_of(waiting))
            os.kill(waiting, signal.SIGKILL)
            with pytest.raises(Unreachable):
                attempt.result(timeout=20)
        until(lambda: not Path(f"/proc/{child}").exists())
    finally:
        opened.close()


def until(true: Callable[[], Any], seconds: float = 10) -> Any:
    deadline = time.monotonic() + seconds
    while not (answer := true()):
        assert time.monotonic() < deadline
        time.sleep(0.002)
    return answer


def children_of(process: int) -> str:
    return Path(f"/proc/{process}/task/{process}/children").read_text().strip()
