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
from models.originality.lookup import Own
from models.originality.tables import BANDS, KINDS, Fingerprint
from tests.cast import Cast
from tests.models.counting import count_queries

NEVER = 256
MARKS = st.integers(0, 2**64 - 1)
Stored = tuple[str, int, str, int, int]      # file, part, kind, mark, detail


def test_a_mark_is_dealt_with_every_bit_once() -> None:
    alone = [marks.dealt(1 << n) for n in range(64)]
    widths = (marks.WIDTH, marks.WIDTH, marks.FINE)
    assert sorted((place, value) for mark in alone for place, value in enumerate(mark) if value) == [
        (place, 1 << n) for place, width in enumerate(widths) for n in range(width)]
    assert all(mark[2] == 0 for mark in alone[marks.FINE:])


@settings(max_examples=60)
@given(MARKS, st.sets(st.integers(0, 63), max_size=64))
def test_two_marks_are_as_far_apart_dealt_as_in_their_bits(mark: int, flipped: set[int]) -> None:
    one, two = marks.dealt(mark), marks.dealt(mark ^ sum(1 << n for n in flipped))
    assert marks.apart(one, two) == len(flipped)
    meets = any(two[band] in set(marks.near(one[band])) for band in range(marks.BANDS))
    assert meets or len(flipped) > marks.RADIUS


def test_near_is_every_value_within_one_bit() -> None:
    for band in (0, 1, 0b10101010101010101010, (1 << marks.WIDTH) - 1):
        assert sorted(marks.near(band)) == sorted({band, *(band ^ 1 << n for n in range(marks.WIDTH))})


def test_a_picture_mirrored_twice_is_itself() -> None:
    own = Own("picture", 0, marks.dealt(0x0123_4567_89AB_CDEF), 12345)
    assert lookup.mirrored(own) != own
    assert lookup.mirrored(lookup.mirrored(own)) == own


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
             **dict(zip((*BANDS, "fine"), marks.dealt(mark), strict=True))} for file, part, kind, mark, detail in stored]
    with writing():
        insert_in_slices(Fingerprint, rows)


def crowd(cast: Cast, chance: random.Random, count: int = 60) -> list[Stored]:
    """Fingerprints in clusters: many near one of a few middles, at every distance up to 20 bits."""
    middles = [chance.getrandbits(64) for _ in range(5)]
    stored = []
    for file in files(cast, count):
        for part in range(4):
            mark = chance.choice(middles) ^ sum(1 << n for n in chance.sample(range(64), chance.randint(0, 20)))
            stored.append((file, part, "frame" if chance.random() < 0.2 else "picture", mark, chance.getrandbits(256)))
    return stored


def asked_for(mark: int, detail: int = 0) -> list[Own]:
    return [Own(kind, 0, marks.dealt(mark), detail) for kind in KINDS]


def by_force(stored: Sequence[Stored], own: Own, bits: int) -> set[tuple[str, int]]:
    return {(file, part) for file, part, kind, mark, _ in stored if kind == own.kind and marks.apart(own.mark, marks.dealt(mark)) <= bits}


@pytest.mark.parametrize("seed", range(2))
def test_within_the_radius_the_index_finds_exactly_what_brute_force_finds(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)
    stored = crowd(cast, chance)
    keep(stored)
    details = {(file, part): detail for file, part, _, _, detail in stored}
    asked = [own for _, _, _, mark, detail in chance.sample(stored, 5) for own in asked_for(mark ^ 1 << chance.randrange(64), detail)]
    everything = set()
    for own in asked:
        hits = lookup.look_up([own], NEVER).hits
        found = {(hit.file_id, hit.part) for hit in hits}
        assert {(hit.file_id, hit.part) for hit in hits if hit.mark_apart <= marks.RADIUS} == by_force(stored, own, marks.RADIUS)
        assert len(found) == len(hits)
        assert found <= by_force(stored, own, marks.FAR_MARK)
        assert [hit.detail_apart for hit in hits] == [(own.detail ^ details[hit.file_id, hit.part]).bit_count() for hit in hits]
        everything |= {(hit.file_id, hit.part, hit.mark_apart, hit.detail_apart) for hit in hits}
    together = lookup.look_up(asked, NEVER).hits
    assert {(hit.file_id, hit.part, hit.mark_apart, hit.detail_apart) for hit in together} == everything


def test_marks_too_far_apart_are_no_hit(cast: Cast) -> None:
    (one, two) = files(cast, 2)
    finer = [(1 << bits) - 1 for bits in (marks.FAR_MARK, marks.FAR_MARK + 1)]
    keep([(one, 0, "picture", finer[0], 0), (two, 0, "picture", finer[1], 0)])
    found = lookup.look_up([Own("picture", 0, (0, 0, 0), 0)], NEVER).hits
    assert [(hit.file_id, hit.mark_apart) for hit in found] == [(one, marks.FAR_MARK)]


def test_what_differs_too_much_in_detail_is_left_out(cast: Cast) -> None:
    (one, two) = files(cast, 2)
    keep([(one, 0, "picture", 5, 0b1111), (two, 0, "picture", 5, 0b11111)])
    own = Own("picture", 0, marks.dealt(5), 0)
    assert [(hit.file_id, hit.detail_apart) for hit in lookup.look_up([own], 4).hits] == [(one, 4)]
    assert lookup.look_up([own], 5, except_file=one).hits[0].file_id == two


def test_in_a_crowd_the_reading_stays_bounded_and_enough_is_found(cast: Cast) -> None:
    """A title card that hundreds of films share: what is read for one frame does not grow with them."""
    chance = random.Random(3)
    card = chance.getrandbits(64)
    ids = files(cast, lookup.CROWD + 60)
    far = [card ^ 1 << chance.randrange(64) for _ in ids]
    keep([(file, 0, "frame", mark, 0) for file, mark in zip(ids, far, strict=True)])
    own = Own("frame", 0, marks.dealt(card), 0)
    found = lookup.look_up([own], NEVER)
    assert found.examined <= marks.BANDS * (2 * lookup.CROWD + 1)
    assert len(found.hits) >= lookup.CROWD
    assert len(lookup.look_up([own] * 3, NEVER).hits) >= lookup.CROWD


def test_both_engines_read_marks_from_the_indexes_only(cast: Cast) -> None:
    keep(crowd(cast, random.Random(1)))
    for band in range(marks.BANDS):
        alone, both = lookup.near_in("picture", band, range(21), 100), lookup.near_in_both("picture", band, range(21), range(21), 100)
        assert f"fingerprint_kind_{BANDS[band]}_{BANDS[1 - band]}_fine" in explained(alone)
        for plan in (explained(alone), explained(both)):
            assert "COVERING INDEX" in plan or "Index Only Scan" in plan
            assert "Seq Scan" not in plan


def test_details_are_fetched_by_their_keys_on_both_engines(cast: Cast) -> None:
    stored = crowd(cast, random.Random(1))
    keep(stored)
    plan = explained(lookup.details_of(2), stored[0][0], 0, 0, stored[5][0], 0, 1)
    assert "SCAN f" not in plan
    assert "Seq Scan" not in plan
    assert "fingerprint" in plan


def explained(sql: str, *values: object) -> str:
    """The plan in words. PostgreSQL would read a table this small as a whole, so it is told not to."""
    if not is_postgres():
        return "\n".join(str(row[3]) for row in database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values or None).fetchall())
    with writing():
        database.execute_sql("ANALYZE fingerprint")
        database.execute_sql("SET LOCAL enable_seqscan = off")
        database.execute_sql("SET LOCAL enable_bitmapscan = off")
        return "\n".join(str(row[0]) for row in database.execute_sql(f"EXPLAIN {sql}", values or None).fetchall())


def test_a_film_costs_as_many_questions_as_a_photograph(cast: Cast) -> None:
    """Fetching details is a question more, when there are any near."""
    keep(crowd(cast, random.Random(2)))
    chance = random.Random(9)
    for count in (1, 200):
        frames = [Own("frame", n, marks.dealt(chance.getrandbits(64)), 0) for n in range(count)]
        with count_queries() as counted:
            found = lookup.look_up(frames, 50)
        assert (found.hits, counted.reads) == ([], marks.BANDS)
