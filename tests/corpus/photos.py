"""Photographs of the corpus: originals and what chats and editors leave of them, and what is no photograph at all."""
import random
import struct
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from tests.corpus.casting import Called, Case
from tests.corpus.workshop import Cut, Written, small
from tests.gateways.media import pictures
from tests.gateways.media.pictures import CAMERA, SECRET, XMP

WORK = Called("photo", "photo", "single", "jpg")
CASE = Called("service_case", "photo", "legal", "png")
WHO = CAMERA.encode()
MOTION = b"\0\0\0\x18ftypmp42" + SECRET.encode() * 50
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
SHOWN = (80, 60)


def saved(draw: Callable[[], Image.Image], kind: str = "JPEG", **options: Any) -> Written:
    return Written(lambda: pictures.encoded(draw(), kind, **options))


def shot(draw: Callable[[], Image.Image], kind: str = "JPEG", **options: Any) -> Written:
    """As a camera saves it: with its name and the place."""
    return saved(draw, kind, exif=pictures.camera_data(), **options)


def scene(width: int, height: int) -> Callable[[], Image.Image]:
    return lambda: pictures.scene(5, width, height)


def grain(width: int, height: int) -> Callable[[], Image.Image]:
    """Noise, which no coding makes small."""
    return lambda: Image.frombytes("RGB", (width, height), random.Random(7).randbytes(3 * width * height))


def corners_as(mode: str) -> Callable[[], Image.Image]:
    return lambda: pictures.corners().convert(mode)


def held(orientation: int) -> Written:
    """Stored as the phone was held, with the word how."""
    return Written(lambda: pictures.encoded(pictures.stored_as(pictures.corners(), orientation), quality=95, subsampling=0,
                                            exif=pictures.camera_data(orientation)))


@cache
def heic(orientation: int) -> bytes:
    return pictures.heic(pictures.stored_as(pictures.corners(), orientation), exif=pictures.camera_data(orientation).tobytes())


def sixteen_bits() -> Image.Image:
    ramp = struct.pack("<8000H", *(number * 8 for number in range(8000)))
    return Image.frombytes("I;16", (100, 80), ramp)


def several(kind: str, **options: Any) -> Written:
    """More than one picture in a file; the first is the one."""
    return Written(lambda: pictures.encoded(pictures.corners(), kind, save_all=True, append_images=[pictures.scene(1, 80, 60)], **options))


def padded(target: Path, size: int) -> None:
    """A good photograph followed by nothing, up to this size, that takes no room on the disk."""
    target.write_bytes(small("jpg"))
    with target.open("r+b") as file:
        file.truncate(size)


def tiff() -> bytes:
    buffer = BytesIO()
    pictures.corners().save(buffer, "TIFF")
    return buffer.getvalue()


def raw() -> bytes:
    """The beginning of a Canon CR2, which is a TIFF of another kind."""
    return b"II*\0\x10\0\0\0CR\x02\0" + tiff()[8:]


TAKEN = (
    WORK.good("相机原图", shot(grain(2100, 1500), quality=80), "++++", shown=(2100, 1500), secret=WHO),
    WORK.good("竖幅原图", shot(grain(1500, 2100), quality=80), "++++", shown=(1500, 2100), secret=WHO),
    WORK.good("全景", shot(grain(6000, 500), quality=85), "++++", shown=(6000, 500), secret=WHO),
    WORK.good("不到两兆", shot(scene(2400, 1600)), "+~++", shown=(2400, 1600), secret=WHO),
    WORK.good("刚好两千像素", shot(scene(2000, 300)), "+~++", shown=(2000, 300)),
    WORK.good("差一个像素", shot(scene(1999, 300)), "+~~+", shown=(1999, 300)),
    WORK.good("像素太少", shot(grain(1800, 1300), quality=95), "++~+", shown=(1800, 1300)),
    WORK.good("微信压缩过", saved(scene(1280, 960), quality=60), "+~~~", shown=(1280, 960)),
    WORK.good("微信压缩过的竖图", saved(scene(960, 1280), quality=60, progressive=True), "+~~~", shown=(960, 1280)),
    *(WORK.good(f"方向{number}", held(number), "+~~+", shown=SHOWN, upright=True, secret=WHO) for number in range(1, 9)),
    WORK.good("苹果手机", Written(lambda: heic(1)), "+~~+", ending="heic", shown=SHOWN, upright=True, secret=WHO),
    WORK.good("苹果手机竖拍", Written(lambda: heic(6)), "+~~+", ending="heic", shown=SHOWN, upright=True, secret=WHO),
    WORK.good("名字是jpg的HEIC", Written(lambda: heic(1)), "+~~+", shown=SHOWN, upright=True),
    WORK.good("截图", saved(pictures.corners, "PNG"), "~~~+", ending="png", shown=SHOWN, upright=True),
    WORK.good("透明底", saved(corners_as("RGBA"), "PNG"), "~~~+", ending="png", shown=SHOWN, upright=True),
    WORK.good("十六位灰度", saved(sixteen_bits, "PNG"), "~~~+", ending="png", shown=(100, 80)),
    WORK.good("带说明的PNG", Written(lambda: pictures.png_with_words(pictures.corners())), "~~~+", ending="png", upright=True,
              secret=SECRET.encode()),
    WORK.good("动图PNG", several("PNG", duration=100), "~~~+", ending="png", shown=SHOWN, upright=True),
    WORK.good("网页图片", saved(pictures.corners, "WEBP", quality=90, exif=pictures.camera_data()), "~~~+", ending="webp", shown=SHOWN,
              upright=True, secret=WHO),
    WORK.good("无损WEBP", saved(pictures.corners, "WEBP", lossless=True), "~~~+", ending="webp", shown=SHOWN, upright=True),
    WORK.good("动图WEBP", several("WEBP", lossless=True), "~~~+", ending="webp", shown=SHOWN, upright=True),
    WORK.good("渐进式", shot(scene(300, 200), progressive=True), "+~~+", shown=(300, 200), secret=WHO),
    WORK.good("灰度", shot(corners_as("L")), "+~~+", shown=SHOWN),
    WORK.good("印刷四色", shot(corners_as("CMYK")), "+~~+", shown=SHOWN),
    WORK.good("别的色彩空间", shot(scene(300, 200), icc_profile=pictures.swapped_profile()), "+~~+", shown=(300, 200)),
    WORK.good("修图软件写了字", shot(pictures.corners, xmp=XMP, comment=SECRET.encode(), quality=95), "+~~+", upright=True,
              secret=SECRET.encode()),
    WORK.good("连拍两张", several("MPO", quality=95, subsampling=0, exif=pictures.camera_data()), "+~~+", shown=SHOWN, upright=True),
    WORK.good("动态照片", Written(lambda: pictures.encoded(pictures.corners(), quality=95, exif=pictures.camera_data()) + MOTION), "+~~+",
              shown=SHOWN, upright=True, secret=SECRET.encode()),
    WORK.good("一个像素", saved(lambda: Image.new("RGB", (1, 1), "red")), "+~~~", shown=(1, 1)),
    CASE.good("后台截图", saved(pictures.corners, "PNG"), "+", shown=SHOWN, upright=True),
)

REFUSED = (
    WORK.bad("位图", saved(pictures.corners, "BMP"), "kind"),
    WORK.bad("扫描件", Written(tiff), "kind"),
    WORK.bad("相机RAW", Written(raw), "kind"),
    WORK.bad("富士RAW", Written(lambda: b"FUJIFILMCCD-RAW 0201FF" + bytes(400)), "kind"),
    WORK.bad("动图", saved(corners_as("P"), "GIF"), "kind"),
    WORK.bad("矢量图", Written(lambda: SVG), "kind"),
    WORK.bad("AVIF", saved(pictures.corners, "AVIF"), "kind"),
    WORK.bad("网页", Written(lambda: b"<!doctype html><html><body>photo</body></html>"), "kind"),
    WORK.bad("其实是PDF", Written(lambda: b"%PDF-1.7\n" + bytes(300)), "kind"),
    WORK.bad("其实是视频", Written(lambda: small("mp4")), "kind"),
    WORK.bad("几个字", Written(lambda: "照片在邮箱里".encode()), "kind"),
    WORK.bad("只有文件头", Written(lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0"), "unreadable"),
    WORK.bad("没传完", Cut(shot(scene(600, 400)), 0.5), "unreadable"),
    WORK.bad("没传完的PNG", Cut(saved(scene(200, 100), "PNG"), 0.6), "unreadable", ending="png"),
    WORK.bad("没传完的HEIC", Cut(Written(lambda: small("heic")), 0.6), "unreadable", ending="heic"),
    WORK.bad("没传完的WEBP", Cut(saved(scene(200, 100), "WEBP"), 0.6), "unreadable", ending="webp"),
    WORK.bad("全是零", Written(lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(3 << 20)), "unreadable"),
    WORK.bad("像素太多", Written(lambda: pictures.png_claiming(12000, 9000)), "max_pixels", "~~++", ending="png"),
    WORK.bad("太长", Written(lambda: pictures.png_claiming(30001, 100)), "max_side", "~~++", ending="png"),
    WORK.bad("太大", lambda target: padded(target, (50 << 20) + 1), "max_bytes"),
)

CASES: tuple[Case, ...] = (*TAKEN, *REFUSED)
