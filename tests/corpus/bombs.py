"""Photographs that claim to be huge, unpack to far too much, or send a decoder in circles."""
import struct
import zlib
from collections.abc import Iterable

from PIL import Image

from tests.corpus.lures import Hostile, Lure, each, patched
from tests.corpus.workshop import small
from tests.gateways.media import pictures

MAGIC = b"\x89PNG\r\n\x1a\n"
CLAIMS = ((50_000, 50_000), (2**31 - 1, 2**31 - 1), (0, 0), (1, 2**31 - 1), (65_535, 65_535), (100_000, 1), (12_200, 12_200), (5000, 5000))
ZEROS = zlib.compress(bytes(64 << 20), 9)
LOOP = b"Exif\0\0II*\0\x08\0\0\0" + b"\x02\0" + b"\x69\x87\x04\0\x01\0\0\0\x08\0\0\0" + b"\x25\x88\x04\0\x01\0\0\0\x08\0\0\0" + bytes(4)
WIDE = b"Exif\0\0II*\0\x08\0\0\0" + b"\xff\xff" + b"\x12\x01\x03\0\xff\xff\xff\xff\xff\xff\xff\xff" * 5000
CIRCLES = b"MPF\0II*\0\x08\0\0\0\x01\0\x02\xb0\x07\0\xff\xff\xff\x7f\x08\0\0\0\x08\0\0\0"
ENTITIES = b"http://ns.adobe.com/xap/1.0/\0<!DOCTYPE x [" + b"<!ENTITY a 'aaaa'>" * 900 + b"]>"
FAR = b"Exif\0\0MM\0*\xff\xff\xff\xff"


def bombs(_: Lure) -> Iterable[Hostile]:
    yield from each("photo", {f"png-claims-{width}x{height}": pictures.png_claiming(width, height) for width, height in CLAIMS})
    yield from each("photo", pngs())
    yield from each("photo", jpegs())
    yield from each("photo", webps())
    yield from each("photo", heics())


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(*before: bytes, width: int = 8, height: int = 8, depth: int = 8, colour: int = 2, interlaced: int = 0,
        rows: bytes | None = None) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    data = zlib.compress(bytes((1 + 3 * width) * height)) if rows is None else rows
    return MAGIC + chunk(b"IHDR", header) + b"".join(before) + chunk(b"IDAT", data) + chunk(b"IEND")


def pngs() -> dict[str, bytes]:
    return {
        "png-of-nothing": pictures.png_of_nothing(11_000), "png-words-unpack": png(chunk(b"zTXt", b"words\0\0" + ZEROS)),
        "png-profile-unpacks": png(chunk(b"iCCP", b"profile\0\0" + ZEROS)),
        "png-xmp-unpacks": png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\x01\0\0\0" + ZEROS)),
        "png-rows-unpack": png(rows=ZEROS), "png-camera-in-circles": png(chunk(b"eXIf", LOOP[6:])),
        "png-camera-far-away": png(chunk(b"eXIf", FAR[6:])), "png-many-chunks": png(chunk(b"teSt") * 20_000),
        "png-many-words": png(chunk(b"tEXt", b"key\0" + b"word" * 1000) * 2000), "png-empty-rows": png(rows=b""),
        "png-no-rows": MAGIC + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)),
        "png-two-heads": png(chunk(b"IHDR", bytes(13))),
        "png-long-palette": png(chunk(b"PLTE", bytes(3 * 5000)), colour=3), "png-long-transparency": png(chunk(b"tRNS", bytes(60_000))),
        "png-endless-animation": png(chunk(b"acTL", b"\x7f\xff\xff\xff\0\0\0\0"), chunk(b"fcTL", bytes(26))),
        "png-deep-claim": png(width=12_000, height=12_000, depth=16, colour=6, rows=zlib.compress(bytes(9000))),
        "png-interlaced": png(width=30_000, height=1, interlaced=1), "png-odd-depth": png(depth=255), "png-odd-colour": png(colour=77),
        "png-chunk-of-4-gigabytes": MAGIC + chunk(b"IHDR", bytes(13)) + b"\xff\xff\xff\xffIDAT" + bytes(100),
        "png-wrong-sums": png()[:29] + b"\0\0\0\0" + png()[33:],
    }


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def within(jpeg: bytes, *segments: bytes) -> bytes:
    """With these segments in front of its own."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def part_of_profile(number: int) -> bytes:
    return segment(0xE2, b"ICC_PROFILE\0" + bytes([number, 255]) + bytes(9000))


def scans(times: int) -> bytes:
    """A progressive JPEG whose last scan comes so many times."""
    jpeg = pictures.encoded(pictures.scene(2, 640, 480), progressive=True)
    last = jpeg.rindex(b"\xff\xda")
    return jpeg[:-2] + jpeg[last:-2] * times + jpeg[-2:]


def jpegs() -> dict[str, bytes]:
    plain = pictures.encoded(pictures.scene(2, 96, 64))
    sof = plain.index(b"\xff\xc0")
    head, tail = plain[:sof], plain[sof:]
    as_is = {f"jpeg-claims-{width}x{height}": patched(plain, b"\xff\xc0", 3, struct.pack(">HH", height, width))
             for width, height in ((65_535, 65_535), (12_000, 12_000), (65_500, 1), (0, 0), (0, 100))}
    marked = {f"jpeg-marker-{marker:x}": head + bytes([0xFF, marker]) + tail[2:] for marker in (0xC1, 0xC3, 0xC9, 0xCB, 0xCF, 0xF7)}
    return as_is | marked | {
        "jpeg-many-scans": scans(400), "jpeg-many-notes": within(plain, segment(0xFE, bytes(60_000)) * 100),
        "jpeg-many-segments": within(plain, segment(0xE5, b"") * 20_000), "jpeg-camera-in-circles": within(plain, segment(0xE1, LOOP)),
        "jpeg-camera-wide": within(plain, segment(0xE1, WIDE)), "jpeg-camera-far-away": within(plain, segment(0xE1, FAR)),
        "jpeg-pictures-in-circles": within(plain, segment(0xE2, CIRCLES)),
        "jpeg-profile-in-255-parts": within(plain, *map(part_of_profile, range(1, 256))),
        "jpeg-restarts": within(plain, segment(0xDD, b"\0\x01")), "jpeg-twelve-bits": patched(plain, b"\xff\xc0", 2, b"\x0c"),
        "jpeg-no-tables": plain.replace(b"\xff\xdb", b"\xff\xfe"), "jpeg-no-trees": plain.replace(b"\xff\xc4", b"\xff\xfe"),
        "jpeg-255-colours": patched(plain, b"\xff\xc0", 7, b"\xff"), "jpeg-fills": plain[:-2] + b"\xff" * 2_000_000,
        "jpeg-xmp-of-entities": within(plain, segment(0xE1, ENTITIES)),
        "jpeg-photoshop": within(plain, segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\xff\xff\xff\xff" + bytes(99))),
    }


def webps() -> dict[str, bytes]:
    lossless = pictures.encoded(pictures.corners(), "WEBP", lossless=True)
    plain, many = small("webp"), [Image.new("RGB", (8, 8), (number % 256, 0, number % 7)) for number in range(600)]
    huge = b"VP8X\x0a\0\0\0\x10\0\0\0\xff\xff\xff\xff\xff\xff"
    return {
        "webp-canvas": b"RIFF" + struct.pack("<I", 4 + len(huge) + len(lossless) - 12) + b"WEBP" + huge + lossless[12:],
        "webp-size-0": plain[:4] + bytes(4) + plain[8:], "webp-size-4-gigabytes": plain[:4] + b"\xff" * 4 + plain[8:],
        "webp-lossless-claim": patched(lossless, b"VP8L", 5, b"\xff\xff\xff\x0f"),
        "webp-many-pictures": pictures.encoded(many[0], "WEBP", save_all=True, append_images=many[1:], lossless=True, method=0),
        "webp-nothing-else": b"RIFF\x04\0\0\0WEBP", "webp-chunk-size": patched(plain, b"VP8X", 0, b"\xff\xff\xff\x7f"),
    }


def heics() -> dict[str, bytes]:
    plain = small("heic")
    sides = (0, 20_000, 65_535, 2**32 - 1)
    claims = {f"heic-claims-{side:x}": patched(plain, b"ispe", 4, struct.pack(">II", side, side)) for side in sides}
    return claims | {
        "heic-places": patched(plain, b"iloc", 8, b"\xff" * 12), "heic-no-primary": patched(plain, b"pitm", 4, b"\xff\xff"),
        "heic-list": patched(plain, b"iinf", 4, b"\xff\xff"), "heic-references": patched(plain, b"iprp", 0, b"\xff\xff\xff\xff"),
        "heic-nested": plain[:plain.index(b"meta") - 4] + b"".join(struct.pack(">I4sI", 40_000 - 12 * n, b"meta", 0) for n in range(3000)),
        "heic-coding": patched(plain, b"hvcC", 0, b"\xff" * 20), "heic-mdat": patched(plain, b"mdat", 0, b"\xff" * 100),
        "heic-brands": struct.pack(">I4s", 8 + 400_000, b"ftyp") + b"heic" * 100_000,
    }
