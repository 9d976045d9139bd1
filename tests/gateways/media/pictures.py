"""Pictures for the tests, made here: small, the same at every run, and as cameras, phones and enemies write them."""
import random
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, ImageDraw, ImageFilter, PngImagePlugin

from models.ports import Refused

ORIENTATION, MAKE, MODEL, GPS = 0x0112, 0x010F, 0x0110, 0x8825
HOME = {1: "N", 2: (36.0, 37.0, 12.0), 3: "E", 4: (101.0, 46.0, 30.0)}      # where nobody is to know she lives
CAMERA = "WANGJUCAM"
SECRET = "KEEP-THIS-AT-HOME"
CORNERS = ((220, 30, 30), (30, 200, 30), (30, 30, 220), (230, 220, 40))   # top left, top right, bottom left, bottom right
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description place="{SECRET}"/></rdf:RDF></x:xmpmeta>'.encode()


def corners(width: int = 80, height: int = 60) -> Image.Image:
    """Four colours, so that every way of turning it can be told apart."""
    image = Image.new("RGB", (width, height))
    for number, colour in enumerate(CORNERS):
        left, top = number % 2 * width // 2, number // 2 * height // 2
        image.paste(colour, (left, top, left + width // 2, top + height // 2))
    return image


def stored_as(image: Image.Image, orientation: int) -> Image.Image:
    """The pixels a camera writes, that a viewer who heeds the orientation shows as `image`."""
    turn = Image.Transpose
    back = {2: turn.FLIP_LEFT_RIGHT, 3: turn.ROTATE_180, 4: turn.FLIP_TOP_BOTTOM, 5: turn.TRANSPOSE, 6: turn.ROTATE_90,
            7: turn.TRANSVERSE, 8: turn.ROTATE_270}
    return image.transpose(back[orientation]) if orientation in back else image


def camera_data(orientation: int = 1) -> Image.Exif:
    """EXIF as a phone writes it: which camera, how it was held, where."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE], exif[MODEL] = orientation, CAMERA, CAMERA
    exif.get_ifd(GPS).update(HOME)
    exif[GPS] = HOME
    return exif


def scene(seed: int, width: int = 400, height: int = 300) -> Image.Image:
    """A picture with large and small contours: clouds of grey under drawn shapes."""
    chance = random.Random(seed)
    image = Image.new("L", (width, height), 128)
    for cells in (3, 6, 12, 24):
        noise = Image.frombytes("L", (cells, cells), chance.randbytes(cells * cells)).resize((width, height), Image.Resampling.BICUBIC)
        image = Image.blend(image, noise, 0.42)
    coloured = Image.merge("RGB", [image, image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), image])
    draw = ImageDraw.Draw(coloured)
    for _ in range(6):
        x, y, size = chance.randrange(width), chance.randrange(height), chance.randrange(15, 70)
        draw.ellipse((x - size, y - size // 2, x + size, y + size), fill=tuple(chance.randbytes(3)))
    return coloured.filter(ImageFilter.GaussianBlur(1))


def written(path: Path, image: Image.Image, kind: str = "JPEG", **options: Any) -> Path:
    image.save(path, kind, **options)
    return path


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def heic(image: Image.Image, **options: Any) -> bytes:
    """As an iPhone writes it. The encoder is slow: keep the picture small."""
    buffer = BytesIO()
    pillow_heif.from_pillow(image).save(buffer, quality=90, **options)
    return buffer.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(bytes(1000))) + _chunk(b"IEND", b"")


def png_of_nothing(side: int) -> bytes:
    """A few kilobytes that become side × side pixels of one colour."""
    header = struct.pack(">IIBBBBB", side, side, 1, 3, 0, 0, 0)
    rows = zlib.compress(bytes((1 + (side + 7) // 8) * side), 1)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"PLTE", bytes(3)) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def png_with_words(image: Image.Image) -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET)
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return encoded(image, "PNG", pnginfo=words, exif=camera_data())


def swapped_profile() -> bytes:
    """An ICC profile, as an editor might embed, of a space whose red is our blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    swapped = bytearray(profile)
    swapped[red:red + 4], swapped[blue:blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(swapped)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def reopened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def refusal(attempt: Callable[[], object]) -> str | None:
    """The code it is refused with, None when it is not."""
    try:
        attempt()
    except Refused as refused:
        return refused.code
    return None
