"""The radar's look-up on SQLite beside a numpy scan of the same descriptors in memory, at 10,000 and 100,000 prints.

A look-up is a photograph's: all its windows and its mirror image against all windows. The scan compares the same pairs, 256
bits each, and keeps those near enough. The prints are of fractal landscapes, made with
the studio's own frequencies, whole and in parts; some pictures asked for are stored ones that were changed a little.
`python -m bench.radar` prints the figures.
"""
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gateways.media import fingerprints
from models.db import database, open_database, writing
from models.originality import lookup, marks
from models.originality.lookup import Own
from models.originality.tables import BANDS, Fingerprint
from tests.models.originality import pictures
from tests.models.originality.test_photographs import CERTAIN, are_alike

Figure = dict[str, Any]
Array = npt.NDArray[Any]
SIZES = (10_000, 100_000)
SIDE, TILE, AT_ONCE = 48, fingerprints.SIDE, 250
ASKED, ROUNDS = 30, 7
COPIES = 20
DOWN, ACROSS = (np.array(one) for one in zip(*fingerprints.ORDER, strict=True))
WAVES = np.array(fingerprints.COSINES)
COARSE = marks.BANDS * marks.WIDTH


class Scan:
    """Every stored print in memory, as numpy has it: marks and details."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self.marks = np.array([row[4:7] for row in rows], np.uint32)
        self.details = np.array([np.frombuffer(row[7], ">u8") for row in rows]).astype(np.uint64)

    def near(self, wanted: list[Own]) -> int:
        """How many stored prints come as near in detail as the radar's farthest."""
        found = 0
        for own in wanted:
            query = np.frombuffer(own.detail.to_bytes(32, "big"), ">u8").astype(np.uint64)
            found += int((np.bitwise_count(self.details ^ query).sum(1) <= marks.FAR_DETAIL).sum())
        return found

    def within_radius(self, own: Own) -> int:
        return int((np.bitwise_count(self.marks ^ np.array(own.mark, np.uint32)).sum(1) <= marks.RADIUS).sum())


def measure() -> list[Figure]:
    """The figures; the radar's cost in turn with the scan's, within each round."""
    with tempfile.TemporaryDirectory() as folder:
        rows = list(_rows(SIZES[-1]))
        stores = [Store(size, rows[:size], Path(folder)) for size in SIZES]
        rounds = [[store.costs() for store in stores] for _ in range(ROUNDS)]
        measured = {store.size: store.figures() | _medians(costs) for store, costs in zip(stores, zip(*rounds, strict=True), strict=True)}
    small, large = (measured[size] for size in SIZES)
    how = f"a photograph's look-up, {ASKED} pictures, CPU, median of {ROUNDS} rounds in turn; SQLite file against numpy in memory"
    figures = [_figure("radar look-up, 100,000 prints / 10,000", large["ours"] / small["ours"], "×", 1.5,
                       f"{small['ours'] * 1e3:.1f} ms (then {large['ours'] * 1e3:.1f} ms)", how)]
    figures += [_figure(f"radar look-up / numpy scan at {size:,}", one["ours"] / one["scan"], "×", None,
                        f"{one['scan'] * 1e3:.1f} ms (ours {one['ours'] * 1e3:.1f} ms)", how) for size, one in measured.items()]
    figures += [_figure(f"rows examined by a look-up at {size:,}", one["examined"], "%", 1.0, "", how) for size, one in measured.items()]
    figures += [_figure(f"recall within {marks.RADIUS} bits at {size:,}, beside brute force", one["recall"], "", 1.0, "", how, least=True)
                for size, one in measured.items()]
    figures.append(_figure("unlike pictures called alike, of 100,000 prints a look-up", large["wrong"], "", 0.0, "", how))
    return figures + _recall()


def _figure(name: str, value: float, unit: str, goal: float | None, baseline: str, how: str, *, least: bool = False) -> Figure:
    met = goal is None or (value >= goal if least else value <= goal)
    return {"name": name, "value": round(value, 3), "unit": unit, "goal": goal, "met": met, "baseline": baseline, "how": how}


class Store:
    """A database with so many prints, the same in memory, and the photographs that are asked for."""

    def __init__(self, size: int, rows: list[tuple[Any, ...]], folder: Path) -> None:
        self.size, self.scan, chance = size, Scan(rows), random.Random(size)
        self.opened = _filled(folder / f"{size}.sqlite", rows)
        files = chance.sample(sorted({row[0] for row in rows}), ASKED)
        self.asked = {file: [_changed(own, chance) for own in lookup.own_of(file)] for file in files}

    def costs(self) -> dict[str, float]:
        """CPU seconds of one look-up, by the radar and by the scan."""
        database.initialize(self.opened)
        return {"ours": _cpu(lambda: [lookup.look_up(wanted, marks.FAR_DETAIL) for wanted in self.asked.values()]) / ASKED,
                "scan": _cpu(lambda: [self.scan.near(wanted) for wanted in self.asked.values()]) / ASKED}

    def figures(self) -> dict[str, float]:
        database.initialize(self.opened)
        found = {file: lookup.look_up(wanted, marks.DETAIL_BITS) for file, wanted in self.asked.items()}
        database.close()
        wrong = {(file, hit.file_id) for file, one in found.items() for hit in one.hits
                 if hit.file_id != file and marks.look_alike(hit.mark_apart, hit.detail_apart)}
        ours = sum(hit.mark_apart <= marks.RADIUS for one in found.values() for hit in one.hits)
        certain = sum(self.scan.within_radius(own) for wanted in self.asked.values() for own in wanted)
        return {"examined": 100 * sum(one.examined for one in found.values()) / ASKED / self.size, "recall": ours / certain,
                "wrong": len(wrong) / ASKED}


def _medians(costs: Iterable[dict[str, float]]) -> dict[str, float]:
    rounds = list(costs)
    return {key: statistics.median(one[key] for one in rounds) for key in ("ours", "scan")}


def _changed(own: Own, chance: random.Random) -> Own:
    """The same print of a copy: up to nine bits of the mark are others, and four times as many of the detail."""
    many = chance.randint(0, 9)
    flips = marks.dealt(sum(1 << n for n in chance.sample(range(64), many)))
    mark = (own.mark[0] ^ flips[0], own.mark[1] ^ flips[1], own.mark[2] ^ flips[2])
    return Own(own.kind, 0, mark, own.detail ^ sum(1 << n for n in chance.sample(range(256), 4 * many)))


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _filled(path: Path, rows: list[tuple[Any, ...]]) -> Any:
    opened = open_database(f"sqlite:///{path}")
    database.connect()
    connection = database.connection()
    connection.execute("PRAGMA foreign_keys = 0")            # prints of files that are not there
    with writing():
        database.create_tables([Fingerprint])
    connection.executemany(f"INSERT INTO fingerprint (file_id, at_ms, part, kind, {', '.join(BANDS)}, fine, detail) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.commit()
    return opened


def _rows(count: int) -> Iterator[tuple[Any, ...]]:
    """Rows of prints, a whole picture and its parts after each other."""
    chance, windows, number = np.random.default_rng(7), fingerprints.windows(), 0
    while count > 0:
        taken = [_bits(_tile(whole, window)) for whole in [_landscapes(chance)] for window in windows]
        for picture in range(AT_ONCE):
            for part, (dealt, details) in enumerate(taken[:count]):
                yield f"fil_{number:016d}", 0, part, "picture", *map(int, dealt[picture]), details[picture].tobytes()
            count, number = count - len(taken), number + 1
            if count <= 0:
                return


def _landscapes(chance: np.random.Generator) -> Array:
    """Noise whose coarse waves are stronger, some under a lighter sky."""
    across = np.fft.fftfreq(SIDE) * SIDE
    fineness = np.sqrt(across[:, None] ** 2 + across[None] ** 2)
    fineness[0, 0] = 1
    waves = np.fft.fft2(chance.standard_normal((AT_ONCE, SIDE, SIDE))) / fineness ** chance.uniform(1.0, 1.8, (AT_ONCE, 1, 1))
    noise = np.real(np.fft.ifft2(waves))
    noise = (noise - noise.min((1, 2), keepdims=True)) / np.ptp(noise, axis=(1, 2), keepdims=True)
    return noise + np.linspace(1, 0, SIDE)[None, :, None] * chance.uniform(0, 0.8, (AT_ONCE, 1, 1))


def _tile(whole: Array, window: tuple[float, float, float, float]) -> Array:
    left, top, right, bottom = window
    steps = (np.arange(TILE) + 0.5) / TILE
    down, across = ((start + (end - start) * steps) * SIDE for start, end in ((top, bottom), (left, right)))
    return whole[:, down.astype(int)][:, :, across.astype(int)]


def _bits(tiles: Array) -> tuple[Array, Array]:
    """(every mark as it is dealt, 32 bytes of every detail)."""
    positive = (WAVES @ tiles @ WAVES.T)[:, DOWN, ACROSS] > 0
    coarse = positive[:, COARSE - 1::-1].reshape(-1, marks.WIDTH, marks.BANDS).astype(int)      # the last bit first, dealt like cards
    fine = positive[:, 63:COARSE - 1:-1] @ (1 << np.arange(marks.FINE))
    return np.column_stack([(coarse * (1 << np.arange(marks.WIDTH))[:, None]).sum(1), fine]), np.packbits(positive, axis=1)


def _recall() -> list[Figure]:
    """How many copies of drawn photographs are found, by what was done to them."""
    known = [pictures.prints(pictures.landscape(seed)) for seed in range(COPIES)]
    chance = random.Random(5)
    crops = {f"cropped by {share}% of each side": _crop(share / 100, chance) for share in (5, 10, 15, 20, 25, 30)}
    goals = dict(zip(crops, (1.0, 1.0, 0.9, 0.8), strict=False)) | dict.fromkeys(CERTAIN, 1.0)
    figures = []
    for change, made in {**CERTAIN, **crops}.items():
        found = sum(are_alike(pictures.prints(made(pictures.landscape(seed))), known[seed]) for seed in range(COPIES))
        figures.append(_figure(f"copies found: {change}", found / COPIES, "", goals.get(change), "",
                               f"{COPIES} drawn photographs, the index's bands and the rule", least=True))
    return figures


def _crop(share: float, chance: random.Random) -> Callable[[pictures.Picture], pictures.Picture]:
    return lambda picture: pictures.cropped(picture, share, chance)


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=1))
