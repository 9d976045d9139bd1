"""Photographs: whatever camera wrote them, people are shown the picture the right way up and nothing but the picture."""
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from gateways.media import photos
from gateways.media.darkroom import Darkroom
from gateways.media.developing import CEILING
from gateways.media.fingerprints import WINDOWS
from models.ports import Made, Measured

from . import pictures
from .pictures import refusal

PURPOSES = ["display", "display_webp", "thumb", "thumb_webp"]
JPEG, PNG, WEBP, HEIC = "image/jpeg", "image/png", "image/webp", "image/heic"


@pytest.fixture(scope="module")
def darkroom() -> Iterator[Darkroom]:
    opened = Darkroom()
    yield opened
    opened.close()


def rendered(darkroom: Darkroom, original: Path, mime: str, into: Path) -> dict[str, Made]:
    return {made.purpose: made for made in photos.render(darkroom, original, mime, into)}


def shown(darkroom: Darkroom, original: Path, mime: str, into: Path) -> Image.Image:
    """The larger JPEG, as people see it."""
    with Image.open(rendered(darkroom, original, mime, into)["display"].path) as image:
        image.load()
        return image.copy()


def test_a_photograph_is_shown_in_four_ways(darkroom: Darkroom, original: Path, into: Path) -> None:
    pictures.written(original, pictures.scene(1, 2000, 1500))
    made = rendered(darkroom, original, JPEG, into)
    assert {name: (one.mime, one.width, one.height) for name, one in made.items()} == {
        "display": (JPEG, 1280, 960), "display_webp": (WEBP, 1280, 960), "thumb": (JPEG, 480, 360), "thumb_webp": (WEBP, 480, 360)}
    for one in made.values():
        with Image.open(one.path) as image:
            assert (Image.MIME[image.format or ""], image.size, image.mode) == (one.mime, (one.width, one.height), "RGB")
    with Image.open(made["thumb"].path) as image:
        assert image.info["progressive"] == 1


def test_a_small_photograph_is_never_enlarged(darkroom: Darkroom, original: Path, into: Path) -> None:
    pictures.written(original, pictures.scene(1, 300, 200))
    assert [(one.width, one.height) for one in rendered(darkroom, original, JPEG, into).values()] == [(300, 200)] * 4


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_held_any_way_is_shown_upright(darkroom: Darkroom, original: Path, into: Path, orientation: int) -> None:
    stored = pictures.stored_as(pictures.corners(), orientation)
    pictures.written(original, stored, quality=95, exif=pictures.camera_data(orientation))
    measured = photos.measure(darkroom, original, JPEG)
    image = shown(darkroom, original, JPEG, into)
    assert (measured["width"], measured["height"], image.size) == (80, 60, (80, 60))
    assert measured["rotation"] == {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}.get(orientation, 0)
    assert quarters(image) == [pytest.approx(colour, abs=25) for colour in pictures.CORNERS]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_nothing_the_camera_wrote_is_left(darkroom: Darkroom, original: Path, into: Path, kind: str) -> None:
    image, exif = pictures.scene(2, 160, 120), pictures.camera_data()
    profile = pictures.swapped_profile()
    original.write_bytes({
        "JPEG": lambda: pictures.encoded(image, exif=exif, xmp=pictures.XMP, comment=pictures.SECRET, icc_profile=profile),
        "PNG": lambda: pictures.png_with_words(image),
        "WEBP": lambda: pictures.encoded(image, "WEBP", exif=exif, xmp=pictures.XMP, icc_profile=profile),
        "HEIC": lambda: pictures.heic(image, exif=exif.tobytes(), xmp=pictures.XMP),
    }[kind]())
    assert pictures.CAMERA.encode() in original.read_bytes()
    made = rendered(darkroom, original, {"JPEG": JPEG, "PNG": PNG, "WEBP": WEBP, "HEIC": HEIC}[kind], into)
    assert sorted(made) == PURPOSES
    for one in made.values():
        content = one.path.read_bytes()
        for trace in (pictures.CAMERA.encode(), pictures.SECRET.encode(), b"Exif", b"EXIF", b"xmp", b"XMP", b"ICC_PROFILE", b"ICCP"):
            assert trace not in content
        with Image.open(one.path) as shown_one:
            assert (dict(shown_one.getexif()), dict(shown_one.getexif().get_ifd(pictures.GPS))) == ({}, {})
            assert set(shown_one.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
                                           "loop", "background", "timestamp", "duration"}


def test_the_position_was_there_before(original: Path) -> None:
    pictures.written(original, pictures.scene(2), exif=pictures.camera_data())
    with Image.open(original) as image:
        assert dict(image.getexif().get_ifd(pictures.GPS)) == pictures.HOME


def test_measuring_tells_the_size_and_whether_the_camera_speaks(darkroom: Darkroom, original: Path) -> None:
    pictures.written(original, pictures.scene(3, 400, 300), exif=pictures.camera_data())
    assert photos.measure(darkroom, original, JPEG) == measured(JPEG, 400, 300, has_camera_data=True)
    pictures.written(original, pictures.scene(3, 400, 300), "PNG")
    assert photos.measure(darkroom, original, PNG) == measured(PNG, 400, 300)


def test_heic_is_read(darkroom: Darkroom, original: Path, into: Path) -> None:
    original.write_bytes(pictures.heic(pictures.corners(160, 120), exif=pictures.camera_data().tobytes()))
    assert photos.measure(darkroom, original, HEIC) == measured(HEIC, 160, 120, has_camera_data=True)
    assert quarters(shown(darkroom, original, HEIC, into)) == [pytest.approx(colour, abs=30) for colour in pictures.CORNERS]


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_heic_turned_by_its_container_is_turned_once(darkroom: Darkroom, original: Path, into: Path, orientation: int) -> None:
    stored = pictures.stored_as(pictures.corners(160, 120), orientation)
    original.write_bytes(pictures.heic(stored, exif=pictures.camera_data(orientation).tobytes()))
    found = photos.measure(darkroom, original, HEIC)
    image = shown(darkroom, original, HEIC, into)
    assert (found["width"], found["height"], image.size) == (160, 120, (160, 120))
    assert quarters(image) == [pytest.approx(colour, abs=30) for colour in pictures.CORNERS]


@pytest.mark.parametrize(("kind", "mime"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)])
def test_colours_of_another_space_are_converted_before_its_profile_goes(
        darkroom: Darkroom, original: Path, into: Path, kind: str, mime: str) -> None:
    pictures.written(original, Image.new("RGB", (60, 40), (230, 20, 20)), kind, icc_profile=pictures.swapped_profile())
    red, _, blue = at(shown(darkroom, original, mime, into), 30, 20)
    assert blue > 200
    assert red < 60


def test_a_profile_that_is_none_is_passed_over(darkroom: Darkroom, original: Path, into: Path) -> None:
    pictures.written(original, Image.new("RGB", (60, 40), (230, 20, 20)), icc_profile=b"no profile at all")
    assert at(shown(darkroom, original, JPEG, into), 30, 20) == pytest.approx((230, 20, 20), abs=6)


def test_only_the_first_picture_of_an_animation_is_shown(darkroom: Darkroom, original: Path, into: Path) -> None:
    red, blue = Image.new("RGB", (60, 40), (230, 20, 20)), Image.new("RGB", (60, 40), (20, 20, 230))
    for kind, mime in (("WEBP", WEBP), ("PNG", PNG)):
        pictures.written(original, red, kind, save_all=True, append_images=[blue], duration=100)
        made = rendered(darkroom, original, mime, into)
        for one in made.values():
            with Image.open(one.path) as image:
                assert getattr(image, "n_frames", 1) == 1
                assert at(image.convert("RGB"), 30, 20) == pytest.approx((230, 20, 20), abs=10)


@pytest.mark.parametrize(("image", "expected"), [
    (Image.new("LA", (60, 40), (0, 0)), (255, 255, 255)),
    (Image.new("RGBA", (60, 40), (0, 0, 0, 0)), (255, 255, 255)),
    (Image.new("RGBA", (60, 40), (200, 0, 0, 255)), (200, 0, 0)),
    (Image.new("RGB", (60, 40), (200, 0, 0)).quantize(4), (200, 0, 0)),
    (Image.new("1", (60, 40), 1), (255, 255, 255)),
    (Image.new("L", (60, 40), 90), (90, 90, 90)),
    (Image.new("I;16", (60, 40), 90 * 256), (90, 90, 90)),
], ids=lambda value: value.mode if isinstance(value, Image.Image) else "")
def test_every_way_of_keeping_colours_becomes_rgb_on_white(
        darkroom: Darkroom, original: Path, into: Path, image: Image.Image, expected: tuple[int, int, int]) -> None:
    pictures.written(original, image, "PNG")
    assert at(shown(darkroom, original, PNG, into), 30, 20) == pytest.approx(expected, abs=4)


def test_printers_colours_become_rgb(darkroom: Darkroom, original: Path, into: Path) -> None:
    pictures.written(original, Image.new("RGB", (60, 40), (40, 160, 60)).convert("CMYK"))
    assert at(shown(darkroom, original, JPEG, into), 30, 20) == pytest.approx((40, 160, 60), abs=12)


def test_a_claim_to_be_huge_is_measured_and_never_decoded(darkroom: Darkroom, original: Path, into: Path) -> None:
    original.write_bytes(pictures.png_claiming(50_000, 50_000))
    assert photos.measure(darkroom, original, PNG) == measured(PNG, 50_000, 50_000)
    assert refusal(lambda: photos.render(darkroom, original, PNG, into)) == "too_heavy"
    assert refusal(lambda: photos.prints(darkroom, original, PNG)) == "too_heavy"


def test_a_bomb_under_the_ceiling_ends_in_its_own_process(darkroom: Darkroom, original: Path, into: Path) -> None:
    """A few kilobytes that would become a gigabyte."""
    original.write_bytes(pictures.png_of_nothing(12_000))
    assert CEILING > 12_000 ** 2
    assert refusal(lambda: photos.render(darkroom, original, PNG, into)) == "too_heavy"
    pictures.written(original, pictures.scene(4))
    assert sorted(rendered(darkroom, original, JPEG, into)) == PURPOSES


@pytest.mark.parametrize(("kind", "mime"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP), ("HEIC", HEIC)])
@pytest.mark.parametrize("share", [0.5, 0.05])
def test_a_photograph_that_breaks_off_is_unreadable(
        darkroom: Darkroom, original: Path, into: Path, kind: str, mime: str, share: float) -> None:
    whole = pictures.heic(pictures.scene(5, 120, 90)) if kind == "HEIC" else pictures.encoded(pictures.scene(5), kind)
    original.write_bytes(whole[:int(len(whole) * share)])
    assert refusal(lambda: photos.render(darkroom, original, mime, into)) == "unreadable"


@pytest.mark.parametrize("content", [
    b"", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1<html><script>alert(1)</script>", b"\x89PNG\r\n\x1a\n" + bytes(100), b"RIFF\x10\0\0\0WEBPVP8 ",
    b"\0\0\0\x18ftypheic" + bytes(100),
], ids=repr)
def test_a_few_right_bytes_make_no_photograph(darkroom: Darkroom, original: Path, into: Path, content: bytes) -> None:
    original.write_bytes(content)
    for mime in (JPEG, PNG, WEBP, HEIC):
        assert refusal(partial(photos.render, darkroom, original, mime, into)) == "unreadable"


@pytest.mark.parametrize("foreign", [b"<html><script>alert(1)</script></html>", b"PK\x03\x04" + b"evil.exe" * 9, b"#EXTM3U\nfile:///etc/passwd"])
def test_what_hangs_on_a_photograph_is_not_in_what_is_shown(darkroom: Darkroom, original: Path, into: Path, foreign: bytes) -> None:
    original.write_bytes(pictures.encoded(pictures.scene(6), comment=foreign) + foreign)
    for one in rendered(darkroom, original, JPEG, into).values():
        assert foreign[:8] not in one.path.read_bytes()


def test_only_the_sniffed_type_is_tried(darkroom: Darkroom, original: Path, into: Path) -> None:
    pictures.written(original, pictures.scene(7), "PNG")
    assert refusal(lambda: photos.render(darkroom, original, JPEG, into)) == "unreadable"
    pictures.written(original, pictures.scene(7), "BMP")
    assert refusal(lambda: photos.render(darkroom, original, PNG, into)) == "unreadable"


def test_prints_are_made_of_the_whole_and_of_its_parts(darkroom: Darkroom, original: Path) -> None:
    pictures.written(original, pictures.scene(8), quality=92)
    found = photos.prints(darkroom, original, JPEG)
    assert [one.window for one in found] == list(range(len(WINDOWS)))
    assert {(len(one.mark), len(one.detail), one.at_s) for one in found} == {(16, 64, 0.0)}


def test_a_picture_without_contours_has_no_print(darkroom: Darkroom, original: Path) -> None:
    pictures.written(original, Image.new("RGB", (400, 300), (90, 90, 90)))
    assert photos.prints(darkroom, original, JPEG) == []


def test_the_same_photograph_always_gives_the_same_bytes(darkroom: Darkroom, original: Path, into: Path) -> None:
    pictures.written(original, pictures.scene(9))
    first = {name: one.path.read_bytes() for name, one in rendered(darkroom, original, JPEG, into).items()}
    second = {name: one.path.read_bytes() for name, one in rendered(darkroom, original, JPEG, into).items()}
    assert first == second


def measured(mime: str, width: int, height: int, *, has_camera_data: bool = False) -> Measured:
    return {"type": mime, "width": width, "height": height, "rotation": 0, "has_camera_data": has_camera_data}


def at(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    colour = image.getpixel((x, y))
    assert isinstance(colour, tuple)
    return tuple(int(value) for value in colour)


def quarters(image: Image.Image) -> list[tuple[int, ...]]:
    """The colours in the middle of the four quarters."""
    return [at(image, x * image.width // 4, y * image.height // 4) for y in (1, 3) for x in (1, 3)]

