"""Fingerprints: the same picture after what people do to pictures, and different pictures, at the distances the radar relies on."""
import random
from collections.abc import Callable
from functools import cache
from itertools import combinations

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from gateways.media.fingerprints import ORDER, WINDOWS, print_of

from .pictures import encoded, reopened, scene

PICTURES = 6
BANDS, BAND_BITS = 4, 16
ALIKE = 72                     # of 256: at most this far apart is a likeness
ANY = 256

Prints = list[tuple[int, int]]


@cache
def prints(image_key: int) -> Prints:
    return prints_of(scene(image_key))


def prints_of(image: Image.Image) -> Prints:
    """(mark, detail) of every window, as the darkroom takes them."""
    small = image.copy()
    small.thumbnail((512, 512))
    grey = small.convert("L")
    boxes = [(left * grey.width, top * grey.height, right * grey.width, bottom * grey.height) for left, top, right, bottom in WINDOWS]
    found = [print_of(grey.resize((32, 32), Image.Resampling.BOX, box=box).tobytes(), 32, 32) for box in boxes]
    return [(int(one[0], 16), int(one[1], 16)) for one in found if one]


def distance(mine: Prints, theirs: Prints) -> int:
    """The nearest `detail` among windows that a look-up by bands would find: a band of 16 bits apart in one bit at most."""
    return min(((a[1] ^ b[1]).bit_count() for a in mine for b in theirs if found(a[0], b[0])), default=ANY)


def found(mine: int, theirs: int) -> bool:
    apart = mine ^ theirs
    return any((apart >> BAND_BITS * band & 0xFFFF).bit_count() <= 1 for band in range(BANDS))


def cut(share: float, left: float = 0.5, top: float = 0.5) -> Callable[[Image.Image], Image.Image]:
    def change(image: Image.Image) -> Image.Image:
        width, height = round(image.width * (1 - share)), round(image.height * (1 - share))
        x, y = round((image.width - width) * left), round((image.height - height) * top)
        return reopened(encoded(image.crop((x, y, x + width, y + height)), quality=80)).convert("RGB")
    return change


def marked(image: Image.Image) -> Image.Image:
    copy = image.copy()
    draw = ImageDraw.Draw(copy)
    draw.text((8, copy.height - 34), "WANGJU 2022", fill="white", font_size=26)
    draw.rectangle((copy.width - 56, 8, copy.width - 8, 36), fill=(200, 20, 20))
    return copy


UNCUT: dict[str, Callable[[Image.Image], Image.Image]] = {
    "re-encoded": lambda image: reopened(encoded(image, quality=40)).convert("RGB"),
    "a quarter the size": lambda image: image.resize((image.width // 4, image.height // 4)),
    "brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.25),
    "darker": lambda image: ImageEnhance.Brightness(image).enhance(0.75),
    "more contrast": lambda image: ImageEnhance.Contrast(image).enhance(1.4),
    "grey": lambda image: image.convert("L").convert("RGB"),
    "marked": marked,
    "a border": lambda image: ImageOps.expand(image, 2, "white"),
}


@pytest.mark.parametrize("change", UNCUT.values(), ids=UNCUT)
def test_what_is_not_cut_is_always_found(change: Callable[[Image.Image], Image.Image]) -> None:
    assert [distance(prints_of(change(scene(number))), prints(number)) <= ALIKE for number in range(PICTURES)] == [True] * PICTURES


@pytest.mark.parametrize("change", [cut(0.1), cut(0.1, 0, 1), cut(0.19, 1, 0), cut(0.19), cut(0.27, 0, 0), cut(0.27), cut(0.05, 0.2, 0.7)])
def test_a_cut_near_a_window_of_the_grid_is_found(change: Callable[[Image.Image], Image.Image]) -> None:
    near = [distance(prints_of(change(scene(number))), prints(number)) <= ALIKE for number in range(PICTURES)]
    assert near.count(True) >= PICTURES - 1


def test_cuts_anywhere_of_up_to_15_percent_are_mostly_found() -> None:
    chance = random.Random(5)
    cuts = [cut(chance.uniform(0.05, 0.15), chance.random(), chance.random()) for _ in range(PICTURES)]
    near = [distance(prints_of(cuts[number](scene(number))), prints(number)) <= ALIKE for number in range(PICTURES)]
    assert near.count(True) >= PICTURES * 0.8


def test_different_pictures_are_not_alike() -> None:
    assert [pair for pair in combinations(range(PICTURES), 2) if distance(prints(pair[0]), prints(pair[1])) <= ALIKE] == []


def test_a_mirrored_picture_has_the_bits_of_odd_columns_turned() -> None:
    image = scene(3).convert("L").resize((32, 32), Image.Resampling.BOX)
    straight, mirrored = print_of(image.tobytes(), 32, 32), print_of(ImageOps.mirror(image).tobytes(), 32, 32)
    assert straight is not None
    assert mirrored is not None
    odd = int("".join(str(across % 2) for _, across in ORDER), 2)
    assert (int(straight[1], 16) ^ int(mirrored[1], 16) ^ odd).bit_count() <= 2
    assert (odd >> 192, f"{odd >> 192:016x}") == (0xA2B86573126E5A28, "a2b86573126e5a28")


def test_the_mark_is_the_beginning_of_the_detail() -> None:
    image = scene(4).convert("L").resize((32, 32))
    said = print_of(image.tobytes(), 32, 32)
    assert said is not None
    assert (len(said[0]), len(said[1]), said[1][:16]) == (16, 64, said[0])


@pytest.mark.parametrize("grey", [bytes(32 * 32), bytes([255]) * 32 * 32, bytes([90, 91] * 16 * 32)], ids=["black", "white", "nearly flat"])
def test_a_picture_without_contours_has_no_print(grey: bytes) -> None:
    assert print_of(grey, 32, 32) is None


@pytest.mark.parametrize(("width", "height"), [(320, 180), (33, 32), (16, 9), (1, 1), (180, 320)])
def test_a_picture_of_any_size_is_taken(width: int, height: int) -> None:
    grey = scene(6).convert("L").resize((width, height), Image.Resampling.BOX)
    assert (print_of(grey.tobytes(), width, height) is None) == ((width, height) == (1, 1))


def test_a_frame_has_nearly_the_same_print_at_any_size() -> None:
    grey = scene(7, 640, 360).convert("L")
    sizes = [(640, 360), (320, 180), (64, 36), (32, 32)]
    made = [print_of(grey.resize(size, Image.Resampling.BOX).tobytes(), *size) for size in sizes]
    details = [int(one[1], 16) for one in made if one]
    assert len(details) == 4
    assert max((details[0] ^ other).bit_count() for other in details) <= 40


def test_the_windows_are_parts_of_the_picture_and_the_first_is_the_whole() -> None:
    assert WINDOWS[0] == (0.0, 0.0, 1.0, 1.0)
    assert len(set(WINDOWS)) == len(WINDOWS) == 40
    assert all(0 <= left < right <= 1.000001 and 0 <= top < bottom <= 1.000001 for left, top, right, bottom in WINDOWS)
