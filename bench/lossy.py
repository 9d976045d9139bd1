"""How many bytes the phone sends to get a film through a line that breaks: bytes over the line ÷ size of the film.

The uploader of miniprogram/src/upload runs as it is, in Node, against the service and its store, through the proxy of
tests/miniprogram/upload/network: one part request in ten broken at a random byte, all connections cut every 30 s. Time is compressed: line
and phone's clock run `speed_up` times as fast, which leaves lengths, chances and cuts per byte as they are.
Run alone with `python -m bench lossy`.
"""
import json
import os
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.running import House, running

MEASURE = Path(__file__).parents[1] / "tests" / "miniprogram" / "upload" / "network" / "measure.js"
MIB = 1 << 20
SEEDS = (1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class Line:
    """`rate` in bytes a second of the phone's time, which passes `speed_up` times as fast as ours."""
    rate: int
    speed_up: int
    size: int
    goal: float


LINES = (Line(1_000_000, 8, 64 * MIB, 1.10), Line(500_000, 16, 64 * MIB, 1.15), Line(300_000, 20, 48 * MIB, 1.15),
         Line(100_000, 30, 32 * MIB, 1.15))


def measure() -> list[dict[str, Any]]:
    """One figure a speed of the line: the mean over the seeds, with the worst and the arithmetic floor beside it."""
    with tempfile.TemporaryDirectory(prefix="bench-lossy-") as folder, running(Path(folder) / "var") as house:
        return [_figure(line, [_one(house, line, seed) for seed in SEEDS]) for line in LINES]


def _one(house: House, line: Line, seed: int) -> dict[str, float]:
    asked = json.dumps({"rate": line.rate, "speed_up": line.speed_up, "size": line.size, "seed": seed})
    ran = subprocess.run(["node", str(MEASURE), asked], env=os.environ | {"WANGJU_HOUSE": house.url}, capture_output=True, text=True,
                         timeout=300, check=False)
    if ran.returncode:
        raise RuntimeError(ran.stderr[-2000:])
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def _figure(line: Line, runs: list[dict[str, float]]) -> dict[str, Any]:
    ratios, floor = [run["ratio"] for run in runs], statistics.mean(run["floor"] for run in runs)
    mean = statistics.mean(ratios)
    cuts, broken = sum(run["cuts"] for run in runs), sum(run["broken"] for run in runs)
    return {"name": f"upload over a lossy line at {line.rate / 1e6:g} MB/s: bytes sent ÷ size", "value": round(mean, 3), "unit": "×",
            "goal": line.goal, "met": mean <= line.goal, "baseline": f"arithmetic floor {floor:.3f}, worst {max(ratios):.3f}",
            "how": f"{line.size // MIB} MiB in parts of 1 MiB, {len(runs)} seeds, {broken:g} parts broken at a random byte, {cuts:g} cuts, "
                   f"one every 30 s; time compressed {line.speed_up} ×; floor: one part at a time, no headers, no foresight"}
