"""Finding near fingerprints through the two bands' indexes, in few statements whatever is stored.

All windows of a photograph, and the mirror image of the whole, are compared with all windows of the others, so that a cut is
found from either side; a film's frames with other films' frames. Marks are read from the index alone; only where they are
near is `detail` fetched. Of 120 drawn pictures, cut anywhere by so much of both sides, are found

    off the sides     5 %    10 %   15 %   20 %   25 %   30 %
    found             100    100    100     96     81     29 of 100

and all that were re-encoded, resized, lit, marked, bordered or mirrored; of 2,556 pairs of different ones none is alike. A
photograph's look-up reads about 0.3 % of the index's rows (bench/radar.py).

What `marks.RADIUS` promises holds as long as a band has no crowd. Where it brings more than `CROWD` rows a mark, as a title
card does that a hundred films share, rows must be near in the other band as well, and no more than `CROWD` of those are taken.
"""
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from models.db import database
from models.originality import marks
from models.originality.marks import Mark
from models.originality.tables import BANDS, KINDS, Fingerprint

CROWD = 250          # rows of one band's index, for one mark
SLICE = 240          # marks in one statement
FETCHED = 400        # details in one statement

Key = tuple[str, int, int]           # file, instant, part
Row = tuple[Any, ...]                # the band asked for, the other, the fine bits, then the key


@dataclass(frozen=True, slots=True)
class Own:
    """A fingerprint to look for."""
    kind: str
    at_ms: int
    mark: Mark
    detail: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A stored fingerprint beside one of ours, and in how many bits their marks and details differ."""
    file_id: str
    part: int
    at_ms: int
    own_at_ms: int
    mark_apart: int
    detail_apart: int


@dataclass(frozen=True, slots=True)
class Found:
    """Every hit, and how many rows of the index were read for them."""
    hits: list[Hit]
    examined: int


def own_of(file_id: str) -> list[Own]:
    """A file's fingerprints, and a whole photograph's mirror image."""
    rows = list(Fingerprint.select().where(Fingerprint.file == file_id).order_by(Fingerprint.at_ms, Fingerprint.part))
    own = [Own(row.kind, row.at_ms, (row.band_0, row.band_1, row.fine), int.from_bytes(row.detail, "big")) for row in rows]
    return own + [mirrored(one) for one, row in zip(own, rows, strict=True) if row.kind == "picture" and row.part == 0]


def mirrored(own: Own) -> Own:
    return Own(own.kind, own.at_ms, marks.mirrored(own.mark), marks.mirrored_detail(own.detail))


def look_up(wanted: Sequence[Own], farthest: int, except_file: str = "") -> Found:
    """Stored fingerprints whose detail differs from one of these in at most `farthest` bits, marks being within `marks.FAR_MARK`."""
    near: dict[Key, dict[Own, int]] = {}
    examined = 0
    for kind in KINDS:
        of_kind = [own for own in wanted if own.kind == kind]
        for start in range(0, len(of_kind), SLICE):
            for band in range(marks.BANDS):
                asked = of_kind[start:start + SLICE]
                rows, read = _rows_near(asked, kind, band)
                examined += read
                _compare_marks(rows, asked, band, near)
    others = {key: found for key, found in near.items() if key[0] != except_file}
    return Found(list(_hits(others, farthest)), examined)


def _compare_marks(rows: Iterable[Row], wanted: Sequence[Own], band: int, near: dict[Key, dict[Own, int]]) -> None:
    """Add whose marks are near enough, each pair once whichever band found it."""
    asking: dict[int, list[tuple[int, int, int, Own]]] = {}
    for own in wanted:
        here, there, fine = own.mark[band], own.mark[1 - band], own.mark[2]
        for value in marks.near(here):
            asking.setdefault(value, []).append((int(value != here), there, fine, own))
    for value, other, finest, *key in rows:
        for turned, there, fine, own in asking[value]:
            apart = turned + (other ^ there).bit_count() + (finest ^ fine).bit_count()
            if apart <= marks.FAR_MARK:
                near.setdefault(tuple(key), {})[own] = apart


def _hits(near: dict[Key, dict[Own, int]], farthest: int) -> Iterator[Hit]:
    """Those that are near in detail too."""
    keys = sorted(near)
    for start in range(0, len(keys), FETCHED):
        asked = keys[start:start + FETCHED]
        for file_id, at_ms, part, kept in _rows(details_of(len(asked)), *chain.from_iterable(asked)):
            detail = int.from_bytes(kept, "big")
            for own, mark_apart in near[file_id, at_ms, part].items():
                apart = (own.detail ^ detail).bit_count()
                if apart <= farthest:
                    yield Hit(file_id, part, at_ms, own.at_ms, mark_apart, apart)


def _rows_near(wanted: Sequence[Own], kind: str, band: int) -> tuple[list[Row], int]:
    """(rows near one of these in a band, how many were read). In a crowd the marks are asked for in halves, at last one by one."""
    limit = CROWD * len(wanted)
    rows = _rows(near_in(kind, band, _values(wanted, band), limit + 1))
    if len(rows) <= limit:
        return rows, len(rows)
    if len(wanted) == 1:
        fewer = _rows(near_in_both(kind, band, _values(wanted, band), _values(wanted, 1 - band), limit))
        return fewer, len(rows) + len(fewer)
    middle = len(wanted) // 2
    (left, first), (right, second) = (_rows_near(half, kind, band) for half in (wanted[:middle], wanted[middle:]))
    return left + right, len(rows) + first + second


def _values(wanted: Sequence[Own], band: int) -> list[int]:
    return sorted({value for own in wanted for value in marks.near(own.mark[band])})


def near_in(kind: str, band: int, values: Sequence[int], limit: int) -> str:
    """Marks and keys of the rows that have one of these values in a band."""
    return (f"SELECT {BANDS[band]}, {BANDS[1 - band]}, fine, file_id, at_ms, part FROM fingerprint "  # noqa: S608 - our own numbers
            f"WHERE kind = '{kind}' AND {BANDS[band]} IN ({_listed(values)}) LIMIT {limit}")


def near_in_both(kind: str, band: int, values: Sequence[int], others: Sequence[int], limit: int) -> str:
    """The same, with one of these values in the other band as well."""
    return near_in(kind, band, values, limit).replace(" LIMIT", f" AND {BANDS[1 - band]} IN ({_listed(others)}) LIMIT")


def details_of(count: int) -> str:
    """Keys and details of so many rows, whose keys are its parameters."""
    row = f"({', '.join([database.param] * 3)})"
    return (f"WITH asked (file_id, at_ms, part) AS (VALUES {', '.join([row] * count)}) "  # noqa: S608 - placeholders
            "SELECT f.file_id, f.at_ms, f.part, f.detail FROM asked JOIN fingerprint AS f "
            "ON f.file_id = asked.file_id AND f.at_ms = asked.at_ms AND f.part = asked.part")


def _listed(values: Iterable[int]) -> str:
    return ", ".join(map(str, values))


def _rows(sql: str, *values: object) -> list[Row]:
    return list(database.execute_sql(sql, values or None).fetchall())
