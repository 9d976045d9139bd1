"""Finding near fingerprints through the four bands' indexes, in few statements whatever is stored.

A whole photograph is compared with whole photographs and parts of them; its parts and its mirror image with whole ones, so
that a crop is found from either side; a film's frames with other films' frames. What `marks.RADIUS` promises holds as long
as a band has no crowd. Where it brings more than `CROWD` rows a mark, as a title card does that a hundred films share, rows
must be near in the next band as well (all within 3 bits still are), and no more than `CROWD` of those are taken.
"""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from models.db import database
from models.originality import marks
from models.originality.tables import BANDS, Fingerprint

CROWD = 250          # rows of one band's index, for one mark
SLICE = 240          # marks in one statement
COLUMNS = 'file_id, at_ms, part, band_0, band_1, band_2, band_3, detail'
FIRST_BAND = 3       # of the columns
AGAINST = {"whole": ("whole", "part"), "part": ("whole",), "frame": ("frame",)}

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """A fingerprint to look for."""
    kind: str
    at_ms: int
    bands: marks.Bands
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
    """A file's fingerprints; and a whole photograph's mirror image, to be compared, like a part, with whole ones."""
    rows = [_own(row) for row in Fingerprint.select().where(Fingerprint.file == file_id).order_by(Fingerprint.at_ms, Fingerprint.part)]
    return rows + [Own("part", row.at_ms, marks.mirrored_bands(row.bands), marks.mirrored_detail(row.detail))
                   for row in rows if row.kind == "whole"]


def _own(row: Fingerprint) -> Own:
    return Own(row.kind, row.at_ms, (row.band_0, row.band_1, row.band_2, row.band_3), int.from_bytes(row.detail, "big"))


def look_up(wanted: Sequence[Own], farthest: int, except_file: str = "") -> Found:
    """Stored fingerprints whose detail differs from one of these in at most `farthest` bits."""
    hits: dict[tuple[Any, ...], Hit] = {}
    examined = 0
    for kind in AGAINST:
        of_kind = [own for own in wanted if own.kind == kind]
        for start in range(0, len(of_kind), SLICE):
            for band in range(marks.BANDS):
                rows, read = _rows_near(of_kind[start:start + SLICE], kind, band)
                examined += read
                _compare(rows, of_kind[start:start + SLICE], band, farthest, hits)
    return Found([hit for hit in hits.values() if hit.file_id != except_file], examined)


def _compare(rows: Iterable[Row], wanted: Sequence[Own], band: int, farthest: int, hits: dict[tuple[Any, ...], Hit]) -> None:
    """Add what is near enough, each pair once whichever band found it."""
    asking: dict[int, list[Own]] = {}
    for own in wanted:
        for value in marks.near(own.bands[band]):
            asking.setdefault(value, []).append(own)
    for row in rows:
        detail = int.from_bytes(row[-1], "big")
        for own in asking[row[FIRST_BAND + band]]:
            apart = (own.detail ^ detail).bit_count()
            if apart <= farthest:
                hits[(*row[:3], own.detail, own.at_ms)] = _hit(row, own, apart)


def _hit(row: Row, own: Own, apart: int) -> Hit:
    file_id, at_ms, part, *bands, _ = row
    return Hit(file_id, part, at_ms, own.at_ms, marks.apart(own.bands, tuple(bands)), apart)


def _rows_near(wanted: Sequence[Own], kind: str, band: int) -> tuple[list[Row], int]:
    """(rows near one of these in a band, how many were read). In a crowd the marks are asked for in halves, at last one by one."""
    limit = CROWD * len(wanted)
    rows = _rows(near_in(kind, band, _values(wanted, band), limit + 1))
    if len(rows) <= limit:
        return rows, len(rows)
    if len(wanted) == 1:
        following = (band + 1) % marks.BANDS
        fewer = _rows(near_in_two(kind, band, _values(wanted, band), _values(wanted, following), limit))
        return fewer, len(rows) + len(fewer)
    middle = len(wanted) // 2
    (left, first), (right, second) = (_rows_near(half, kind, band) for half in (wanted[:middle], wanted[middle:]))
    return left + right, len(rows) + first + second


def _values(wanted: Sequence[Own], band: int) -> list[int]:
    return sorted({value for own in wanted for value in marks.near(own.bands[band])})


def near_in(kind: str, band: int, values: Sequence[int], limit: int) -> str:
    """Rows that have one of these values in a band."""
    return (f"SELECT {COLUMNS} FROM fingerprint WHERE kind IN ({_quoted(AGAINST[kind])}) "  # noqa: S608 - our own words and numbers
            f"AND {BANDS[band]} IN ({_listed(values)}) LIMIT {limit}")


def near_in_two(kind: str, band: int, values: Sequence[int], following: Sequence[int], limit: int) -> str:
    """The same, with one of these values in the next band as well."""
    return near_in(kind, band, values, limit).replace(
        " LIMIT", f" AND {BANDS[(band + 1) % marks.BANDS]} IN ({_listed(following)}) LIMIT")


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _listed(values: Iterable[int]) -> str:
    return ", ".join(map(str, values))


def _rows(sql: str) -> list[Row]:
    return list(database.execute_sql(sql).fetchall())
