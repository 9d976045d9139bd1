"""How fast, how lean and how fair the embedded store takes uploads, beside what bounds it and what one would use instead.

Server on core 0, client on core 1, contenders in turn within each round, ratios taken inside a round, medians over
rounds. Whoever sums does what the store does in an upload: SHA-1 alone, because its SHA-256 is summed when asked for.
Run alone with `python -m bench.uploads`; needs bench/requirements.txt.
"""
import asyncio
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bench.upload_clients import MIB, SIZE, SLOW_FOR_S, Crowd, bare, form, parts, probe, slow_phone, tus
from bench.upload_servers import FOLDER, PLACES
from tests.ports import free_port

PROJECT = Path(__file__).parents[1]
ROUNDS = 4
REST_S, LONGEST_REST_S, AT_REST = 0.5, 3.0, 0.1
PAIRS = 5
PROBES_PER_S = 40
THREADS = 64

Figure = dict[str, Any]
GRANIAN = ("granian", "--interface", "wsgi", "--factory", "--workers", "1", "--blocking-threads", str(THREADS),
           "--log-level", "warning", "--host", "127.0.0.1", "--port", "{port}")
SERVERS = {
    "floor": ("bench.upload_servers", "floor", "{port}", "{folder}"),
    "store": (*GRANIAN, "bench.upload_servers:store"),
    "flask": (*GRANIAN, "bench.upload_servers:flask_files"),
    "tus": ("uvicorn", "--factory", "--log-level", "warning", "--host", "127.0.0.1", "--port", "{port}",
            "bench.upload_servers:tus"),
}


GOALS: tuple[tuple[str, str, float | None], ...] = (
    ("v2 4 MiB", "floor", 0.6), ("v2 1 MiB", "floor", 0.6), ("form", "floor", 0.4), ("form", "flask", 2.0),
    ("form", "flask with the same sums", None), ("form", "tus one PATCH", 1.0), ("v2 4 MiB", "tus 4 MiB", 1.0),
    ("v2 1 MiB", "tus 1 MiB", 1.0))


def measure(seconds: float = 300.0) -> list[Figure]:
    """All figures. Rounds stop early when the budget of seconds is used up, never before the third."""
    _pin(1)
    with _folder() as folder:
        return [*_speeds(folder, seconds), _memory(folder), *asyncio.run(_fairness(folder))]


# speed

def _speeds(folder: Path, seconds: float) -> list[Figure]:
    with _running("floor", folder) as floor, _running("store", folder) as store, \
            _running("flask", folder) as flask, _running("tus", folder) as rival:
        ways: dict[str, Callable[[], None]] = {
            "floor": lambda: bare(floor), "v2 4 MiB": lambda: parts(store, 4 * MIB),
            "form": lambda: form(store), "v2 1 MiB": lambda: parts(store, MIB), "flask": lambda: form(flask),
            "flask with the same sums": lambda: form(flask, "/?sums=1"),
            "tus one PATCH": lambda: tus(rival, SIZE),
            "tus 4 MiB": lambda: tus(rival, 4 * MIB), "tus 1 MiB": lambda: tus(rival, MIB)}
        rates = _rounds(ways, time.monotonic() + seconds * 0.4)
    return [_ratio(rates, ours, theirs, goal) for ours, theirs, goal in GOALS]


def _rounds(ways: dict[str, Callable[[], None]], until: float) -> list[dict[str, float]]:
    """MB/s of every way in every round, after one that is not counted."""
    rounds: list[dict[str, float]] = []
    for turn in range(ROUNDS + 1):
        names = [*ways][turn % len(ways):] + [*ways][:turn % len(ways)]
        rounds.append({name: SIZE / 1e6 / _timed(ways[name]) for name in names})
        if turn >= 3 and time.monotonic() > until:
            break
    return rounds[1:]


def _timed(act: Callable[[], None]) -> float:
    _rest()
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _rest() -> None:
    """Let the disk come to rest, and wait a little for other programs: they would hit one contender and not the next."""
    os.sync()
    until = time.monotonic() + LONGEST_REST_S
    while _busy(REST_S) > AT_REST and time.monotonic() < until:
        pass


def _busy(seconds: float) -> float:
    """The share of the machine that somebody used during so many seconds."""
    before = _processor_times()
    time.sleep(seconds)
    spent = [now - then for now, then in zip(_processor_times(), before, strict=True)]
    return 1 - sum(spent[3:5]) / max(1, sum(spent))


def _processor_times() -> list[int]:
    """Ticks so far: user, nice, system, idle, waiting for the disk, interrupts, soft interrupts, stolen."""
    return [int(ticks) for ticks in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]


def _ratio(rates: list[dict[str, float]], ours: str, theirs: str, goal: float | None) -> Figure:
    ratio = statistics.median(each[ours] / each[theirs] for each in rates)
    speed, other = (statistics.median(each[name] for each in rates) for name in (ours, theirs))
    wanted = None if goal is None else f"≥ {goal}"
    return _figure(f"upload 200 MiB: {ours} ÷ {theirs}", round(ratio, 2), "×", wanted, goal is None or ratio >= goal,
                   f"{theirs}: {other:.0f} MB/s", f"{ours}: {speed:.0f} MB/s; median of {len(rates)} paired rounds, fsync included")


# memory

def _memory(folder: Path) -> Figure:
    """Peak resident memory over an idle, warmed server, while 200 MiB and then 1 GiB come in both ways."""
    with _running("store", folder) as port:
        form(port)
        worker = _worker_of(port)
        idle = _resident(worker, "VmRSS")
        Path(f"/proc/{worker}/clear_refs").write_text("5")
        for size in (SIZE, 1024 * MIB):
            form(port, size=size)
            parts(port, 4 * MIB, size)
        grown = (_resident(worker, "VmHWM") - idle) / 1e3
    return _figure("peak memory over idle, form and v2", round(grown, 1), "MB", "≤ 40", grown <= 40,
                   f"idle {idle / 1e3:.0f} MB", "VmHWM of the worker after clear_refs, 200 MiB and 1 GiB")


def _worker_of(port: int) -> int:
    """granian's worker is the child that holds the memory; uvicorn and the floor have none."""
    parent = PIDS[port]
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    workers = [int(child) for child in children] or [parent]
    return max(workers, key=lambda pid: _resident(pid, "VmRSS"))


def _resident(pid: int, line: str) -> int:
    found = re.search(rf"{line}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1])


# fairness

async def _fairness(folder: Path) -> list[Figure]:
    with _running("store", folder) as port:
        await _crowd(port, 5)
        pairs = [await _pair(port, turn) for turn in range(PAIRS)]
        hundred = await _crowd(port, 100)
    return [_beside_fifty(pairs), _past_the_cap(hundred)]


async def _pair(port: int, turn: int) -> tuple[Crowd, Crowd]:
    """Nobody and fifty phones, one right after the other, each as often first as the other."""
    if turn % 2:
        fifty = await _crowd(port, 50)
        return await _crowd(port, 0), fifty
    return await _crowd(port, 0), await _crowd(port, 50)


def _beside_fifty(pairs: list[tuple[Crowd, Crowd]]) -> Figure:
    ratio = statistics.median(_p99(fifty.probes) / _p99(idle.probes) for idle, fifty in pairs)
    before, during = (statistics.median(_p99(crowd.probes) for crowd in crowds) for crowds in zip(*pairs, strict=True))
    stored = sum(fifty.codes.count(200) for _, fifty in pairs)
    return _figure("50 phones at 200 KB/s: probe p99 ÷ idle", round(ratio, 2), "×", "< 2",
                   ratio < 2 and stored == 50 * len(pairs), f"idle p99 {before:.1f} ms",
                   f"p99 {during:.1f} ms, medians of {len(pairs)} paired turns, {stored} of {50 * len(pairs)} stored")


def _past_the_cap(hundred: Crowd) -> Figure:
    refused = hundred.codes.count(503)
    honest = refused == hundred.told_when and refused + hundred.codes.count(200) == 100
    return _figure(f"100 phones, {PLACES} places: 503 with Retry-After past the cap", refused, "of 100",
                   f"= {100 - PLACES}, the rest stored", honest and refused == 100 - PLACES,
                   f"probe p99 {_p99(hundred.probes):.1f} ms meanwhile",
                   f"slowest refusal {max(hundred.waits, default=0):.0f} ms, {hundred.codes.count(200)} stored")


async def _crowd(port: int, phones: int) -> Crowd:
    crowd = Crowd()
    slow = [asyncio.create_task(slow_phone(port, crowd, n)) for n in range(phones)]
    await asyncio.sleep(1.5)
    probes = []
    for _ in range(PROBES_PER_S * (SLOW_FOR_S - 2)):
        probes.append(asyncio.create_task(probe(port, crowd)))
        await asyncio.sleep(1 / PROBES_PER_S)
    await asyncio.gather(*probes, *slow)
    return crowd


def _p99(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]


# servers

PIDS: dict[int, int] = {}


@contextmanager
def _running(name: str, folder: Path) -> Iterator[int]:
    """A server pinned to core 0; gives its port."""
    port, home = free_port(), Path(tempfile.mkdtemp(dir=folder))
    words = [sys.executable, "-m", *(word.format(port=port, folder=home) for word in SERVERS[name])]
    server = subprocess.Popen(words, cwd=PROJECT, start_new_session=True,
                              env=os.environ | {FOLDER: str(home)}, preexec_fn=lambda: _pin(0))
    PIDS[port] = server.pid
    try:
        _wait_for(port)
        yield port
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        shutil.rmtree(home, ignore_errors=True)


def _wait_for(port: int) -> None:
    for _ in range(1000):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise TimeoutError(port)


@contextmanager
def _folder() -> Iterator[Path]:
    """On the disk the project is on: the system's temp folder may be memory."""
    with tempfile.TemporaryDirectory(dir=PROJECT, prefix=".bench-") as folder:
        yield Path(folder)


def _pin(core: int) -> None:
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {core})


def _figure(name: str, value: float, unit: str, goal: str | None, met: bool, baseline: str, how: str) -> Figure:
    return {"name": name, "value": value, "unit": unit, "goal": goal, "met": met, "baseline": baseline, "how": how}


if __name__ == "__main__":
    for figure in measure():
        mark = "met   " if figure["met"] else "MISSED"
        print(f"{mark} {figure['name']}: {figure['value']} {figure['unit']} (goal {figure['goal']}; "
              f"{figure['baseline']}; {figure['how']})")
