"""Photographs and their copies: found when re-encoded, resized, cropped, marked, lit or mirrored; and nothing else is."""
import random
from collections.abc import Callable
from functools import lru_cache

import pytest
from PIL import ImageOps

from models.originality import marks
from models.originality.lookup import Own
from models.ports import Print
from tests.cast import Cast
from tests.models.originality import pictures
from tests.models.originality.pictures import Picture, bordered, cropped, landscape, lit, re_encoded, watermarked
from tests.models.originality.works import entered, likenesses, pairs

MANY = 12
CERTAIN: dict[str, Callable[[Picture], Picture]] = {
    "the same": lambda picture: picture, "re-encoded": re_encoded, "a quarter of its size": lambda picture: picture.resize((100, 75)),
    "brighter": lit(1.15), "darker": lit(0.75), "watermarked": watermarked, "with a border": bordered, "mirrored": ImageOps.mirror,
    "all of it": lambda picture: re_encoded(watermarked(lit(0.85)(picture.resize((300, 225)))), 60)}


@lru_cache
def known(seed: int) -> list[Print]:
    return pictures.prints(landscape(seed))


def own(prints: list[Print]) -> list[Own]:
    """As the room keeps them, the mirror image beside the whole."""
    kept = [Own("part" if one.window else "whole", 0, marks.bands_of(int(one.mark, 16)), int(one.detail, 16)) for one in prints]
    whole = kept[0]
    return [*kept, Own("part", 0, marks.mirrored_bands(whole.bands), marks.mirrored_detail(whole.detail))]


def are_alike(copy: list[Print], kept: list[Print]) -> bool:
    """What the index and the rule say of two pictures, without a database."""
    stored = own(kept)[:len(kept)]
    return any(_meet(one, other) for one in own(copy) for other in stored if "whole" in (one.kind, other.kind))


def _meet(one: Own, other: Own) -> bool:
    apart = (one.detail ^ other.detail).bit_count()
    return any((a ^ b).bit_count() <= 1 for a, b in zip(one.bands, other.bands, strict=True)) and marks.look_alike(
        marks.apart(one.bands, other.bands), apart)


@pytest.mark.parametrize("change", CERTAIN)
def test_a_copy_that_was_changed_is_always_found(change: str) -> None:
    found = [are_alike(pictures.prints(CERTAIN[change](landscape(seed))), known(seed)) for seed in range(MANY)]
    assert found == [True] * (MANY)


def test_pictures_that_have_nothing_to_do_with_each_other_are_not_alike() -> None:
    assert [(one, other) for one in range(MANY) for other in range(one) if are_alike(known(one), known(other))] == []


def test_the_room_finds_a_changed_copy_and_not_the_other_pictures(cast: Cast) -> None:
    kept = [entered(cast, cast.lincuo, known(seed)) for seed in range(3)]
    copy = entered(cast, cast.yangjin, pictures.prints(CERTAIN["all of it"](landscape(1))))
    (found,) = likenesses()
    assert {found.newer_id, found.older_id} == {copy.id, kept[1].id}
    assert found.how == "picture"
    assert 66 <= found.similarity <= 100


def test_a_crop_is_found_from_either_side(cast: Cast) -> None:
    whole, part = known(3), pictures.prints(cropped(landscape(3), 0.05, random.Random(1)))
    first, second = entered(cast, cast.lincuo, whole), entered(cast, cast.yangjin, part)
    assert {frozenset(pair) for pair in pairs()} == {frozenset({first.id, second.id})}
    third, fourth = entered(cast, cast.lincuo, pictures.prints(cropped(landscape(4), 0.05, random.Random(1)))), entered(
        cast, cast.yangjin, known(4))
    assert frozenset({third.id, fourth.id}) in {frozenset(pair) for pair in pairs()}
