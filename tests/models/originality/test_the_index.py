"""The index of fingerprints: exactly what brute force finds within the radius, from indexes only, a small share of the rows."""
import random
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import clock
from models.db import database, insert_in_slices, is_postgres, writing
from models.media.tables import File
from models.originality import lookup, marks
from models.originality.lookup import Hit, Own
from models.originality.tables import BANDS, Fingerprint
from tests.cast import Cast
from tests.models.counting import count_queries

NEVER = 256
MARKS = st.integers(0, 2**64 - 1)
KINDS = ("whole", "part", "frame")
Stored = tuple[str, int, str, int, int]      # file, part, kind, mark, detail


def test_bands_keep_every_bit_once() -> None:
    alone = [marks.bands_of(1 << n) for n in range(64)]
    assert sorted((band, value) for bands in alone for band, value in enumerate(bands) if value) == [
        (band, 1 << place) for band in range(4) for place in range(16)]


@settings(max_examples=60)
@given(MARKS, st.sets(st.integers(0, 63), max_size=64))
def test_two_marks_are_as_far_apart_in_their_bands_as_in_their_bits(mark: int, flipped: set[int]) -> None:
    other = mark ^ sum(1 << n for n in flipped)
    one, two = marks.bands_of(mark), marks.bands_of(other)
    assert marks.apart(one, two) == len(flipped)
    meets = any(b in set(marks.near(a)) for a, b in zip(one, two, strict=True))
    assert meets or len(flipped) > marks.RADIUS


def test_near_is_seventeen_values_within_one_bit() -> None:
    for band in (0, 1, 0b1010101010101010, 65535):
        assert sorted(marks.near(band)) == sorted(other for other in range(65536) if (band ^ other).bit_count() <= 1)


def test_a_picture_mirrored_twice_is_itself() -> None:
    bands = marks.bands_of(0x0123_4567_89AB_CDEF)
    assert marks.mirrored_bands(bands) != bands
    assert marks.mirrored_bands(marks.mirrored_bands(bands)) == bands
    assert marks.mirrored_detail(marks.mirrored_detail(12345)) == 12345


def files(cast: Cast, count: int) -> list[str]:
    """Rows of files, for fingerprints to belong to."""
    ids = [f"fil_{n:016d}" for n in range(count)]
    rows = [{"id": one, "about": f"ent_{one[4:]}", "owner": cast.lincuo.account_id, "kind": "photo", "name": "a.jpg", "size": 1, "key": one,
             "ticket": one, "state": "stored", "opened_at": clock.now()} for one in ids]
    with writing():
        insert_in_slices(File, rows)
    return ids


def keep(stored: Iterable[Stored]) -> None:
    rows = [{"file": file, "at_ms": 0, "part": part, "kind": kind, "detail": detail.to_bytes(32, "big"),
             **dict(zip(BANDS, marks.bands_of(mark), strict=True))} for file, part, kind, mark, detail in stored]
    with writing():
        insert_in_slices(Fingerprint, rows)


def crowd(cast: Cast, chance: random.Random, count: int = 60) -> list[Stored]:
    """Fingerprints in clusters: many near one of a few middles, at every distance up to 20 bits."""
    middles = [chance.getrandbits(64) for _ in range(5)]
    stored = []
    for file in files(cast, count):
        for part in range(4):
            mark = chance.choice(middles) ^ sum(1 << n for n in chance.sample(range(64), chance.randint(0, 20)))
            stored.append((file, part, "frame" if chance.random() < 0.2 else KINDS[min(part, 1)], mark, chance.getrandbits(256)))
    return stored


def asked_for(mark: int, detail: int = 0) -> list[Own]:
    return [Own(kind, 0, marks.bands_of(mark), detail) for kind in KINDS]


def by_force(stored: Sequence[Stored], wanted: Sequence[Own]) -> set[tuple[str, int, str]]:
    return {(file, part, own.kind) for own in wanted for file, part, kind, mark, _ in stored
            if kind in lookup.AGAINST[own.kind] and marks.apart(own.bands, marks.bands_of(mark)) <= marks.RADIUS}


def by_index(wanted: Sequence[Own]) -> list[tuple[Hit, str]]:
    return [(hit, own.kind) for own in wanted for hit in lookup.look_up([own], NEVER).hits]


@pytest.mark.parametrize("seed", range(2))
def test_within_the_radius_the_index_finds_exactly_what_brute_force_finds(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)
    stored = crowd(cast, chance)
    keep(stored)
    wanted = [own for _, _, _, mark, detail in chance.sample(stored, 5) for own in asked_for(mark ^ 1 << chance.randrange(64), detail)]
    details = {(file, part): detail for file, part, _, _, detail in stored}
    for own in wanted:
        found = [hit for hit, _ in by_index([own])]
        assert {(hit.file_id, hit.part, own.kind) for hit in found if hit.mark_apart <= marks.RADIUS} == by_force(stored, [own])
        assert len(found) == len({(hit.file_id, hit.part) for hit in found})
        assert [hit.detail_apart for hit in found] == [(own.detail ^ details[hit.file_id, hit.part]).bit_count() for hit in found]
    together = lookup.look_up(wanted, NEVER).hits
    assert {(hit.file_id, hit.part) for hit in together} == {(hit.file_id, hit.part) for hit, _ in by_index(wanted)}


def test_what_differs_too_much_in_detail_is_left_out(cast: Cast) -> None:
    (one, two) = files(cast, 2)
    keep([(one, 0, "whole", 5, 0b1111), (two, 0, "whole", 5, 0b11111)])
    own = Own("whole", 0, marks.bands_of(5), 0)
    assert [(hit.file_id, hit.detail_apart) for hit in lookup.look_up([own], 4).hits] == [(one, 4)]
    assert lookup.look_up([own], 5, except_file=one).hits[0].file_id == two


def test_in_a_crowd_the_reading_stays_bounded_and_enough_is_found(cast: Cast) -> None:
    """A title card that hundreds of films share: what is read for one frame does not grow with them."""
    chance = random.Random(3)
    card = chance.getrandbits(64)
    ids = files(cast, lookup.CROWD + 60)
    far = [card ^ sum(1 << n for n in chance.sample(range(64), 3)) for _ in ids]
    keep([(file, 0, "frame", mark, 0) for file, mark in zip(ids, far, strict=True)])
    own = Own("frame", 0, marks.bands_of(card), 0)
    found = lookup.look_up([own], NEVER)
    assert found.examined <= 4 * (2 * lookup.CROWD + 1)
    assert len(found.hits) >= lookup.CROWD
    assert len(lookup.look_up([own] * 3, NEVER).hits) >= lookup.CROWD


@pytest.mark.parametrize("kind", KINDS)
def test_both_engines_answer_from_the_indexes_only(cast: Cast, kind: str) -> None:
    keep(crowd(cast, random.Random(1)))
    for band in range(marks.BANDS):
        following = f"fingerprint_kind_{BANDS[band]}_{BANDS[(band + 1) % 4]}"
        for sql in (lookup.near_in(kind, band, range(17), 100), lookup.near_in_two(kind, band, range(17), range(17), 100)):
            plan = explained(sql)
            assert following in plan
            assert "SCAN fingerprint" not in plan
            assert "Seq Scan" not in plan


def explained(sql: str) -> str:
    """The plan in words. PostgreSQL would read a table this small as a whole, so it is told not to."""
    if not is_postgres():
        return "\n".join(str(row[3]) for row in database.execute_sql(f"EXPLAIN QUERY PLAN {sql}").fetchall())
    with writing():
        database.execute_sql("ANALYZE fingerprint")
        database.execute_sql("SET LOCAL enable_seqscan = off")
        return "\n".join(str(row[0]) for row in database.execute_sql(f"EXPLAIN {sql}").fetchall())


def test_a_film_costs_as_many_questions_as_a_photograph(cast: Cast) -> None:
    keep(crowd(cast, random.Random(2)))
    chance = random.Random(9)
    for count in (1, 200):
        frames = [Own("frame", n, marks.bands_of(chance.getrandbits(64)), 0) for n in range(count)]
        with count_queries() as counted:
            lookup.look_up(frames, 50)
        assert counted.reads == marks.BANDS
