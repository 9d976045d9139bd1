"""Photographs and their copies: found when re-encoded, resized, cropped, marked, lit or mirrored; and nothing else is."""
import random
from collections.abc import Callable
from functools import lru_cache

import pytest
from PIL import ImageOps

from models.originality import lookup, marks
from models.originality.lookup import Own
from models.ports import Print
from tests.cast import Cast
from tests.models.originality import pictures
from tests.models.originality.pictures import Picture, bordered, cropped, landscape, lit, re_encoded, watermarked
from tests.models.originality.works import entered, likenesses, pairs

MANY = 4
CERTAIN: dict[str, Callable[[Picture], Picture]] = {
    "the same": lambda picture: picture, "re-encoded": re_encoded, "a quarter of its size": lambda picture: picture.resize((100, 75)),
    "brighter": lit(1.15), "darker": lit(0.75), "watermarked": watermarked, "with a border": bordered, "mirrored": ImageOps.mirror,
    "all of it": lambda picture: re_encoded(watermarked(lit(0.85)(picture.resize((300, 225)))), 60)}


@lru_cache
def cut(seed: int) -> list[Print]:
    return pictures.prints(cropped(landscape(seed), 0.1, random.Random(1)))


@lru_cache
def known(seed: int) -> list[Print]:
    return pictures.prints(landscape(seed))


def own(prints: list[Print]) -> list[Own]:
    """As the room keeps them."""
    return [Own("picture", 0, marks.dealt(int(one.mark, 16)), int(one.detail, 16)) for one in prints]


def are_alike(copy: list[Print], kept: list[Print]) -> bool:
    """What the index and the rule say of two pictures, without a database."""
    asked, stored = own(copy), own(kept)
    return any(_meet(one, other) for one in [*asked, lookup.mirrored(asked[0])] for other in stored)


def _meet(one: Own, other: Own) -> bool:
    if all((one.mark[band] ^ other.mark[band]).bit_count() > 1 for band in range(marks.BANDS)):
        return False
    apart = marks.apart(one.mark, other.mark)
    return apart <= marks.FAR_MARK and marks.look_alike(apart, (one.detail ^ other.detail).bit_count())


@pytest.mark.parametrize("change", CERTAIN)
def test_a_copy_that_was_changed_is_always_found(change: str) -> None:
    found = [are_alike(pictures.prints(CERTAIN[change](landscape(seed))), known(seed)) for seed in range(MANY)]
    assert found == [True] * MANY


@pytest.mark.parametrize(("share", "fewest"), [(0.1, 6), (0.15, 6), (0.2, 5), (0.25, 3)])
def test_cuts_anywhere_are_found_so_often(share: float, fewest: int) -> None:
    """Of six pictures. What 120 of them show stands in models.originality.lookup."""
    chance = random.Random(1)
    found = [are_alike(pictures.prints(cropped(landscape(seed), share, chance)), known(seed)) for seed in range(6)]
    assert sum(found) >= fewest


def test_pictures_that_have_nothing_to_do_with_each_other_are_not_alike() -> None:
    seeds = range(9)
    assert [(one, other) for one in seeds for other in range(one) if are_alike(known(one), known(other))] == []


def test_the_room_finds_a_changed_copy_and_not_the_other_pictures(cast: Cast) -> None:
    kept = [entered(cast, cast.lincuo, known(seed)) for seed in range(3)]
    copy = entered(cast, cast.yangjin, pictures.prints(CERTAIN["all of it"](landscape(1))))
    (found,) = likenesses()
    assert {found.newer_id, found.older_id} == {copy.id, kept[1].id}
    assert found.how == "picture"
    assert 66 <= found.similarity <= 100


def test_a_cut_is_found_from_either_side(cast: Cast) -> None:
    """Part beside part: neither is a window of the other."""
    first, second = entered(cast, cast.lincuo, known(3)), entered(cast, cast.yangjin, cut(3))
    third, fourth = entered(cast, cast.lincuo, cut(4)), entered(cast, cast.yangjin, known(4))
    assert {frozenset(pair) for pair in pairs()} == {frozenset({first.id, second.id}), frozenset({third.id, fourth.id})}
