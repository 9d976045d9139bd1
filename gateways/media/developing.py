"""What is done to a photograph inside the darkroom: headers read, the picture decoded, shown sizes written, greys taken.

Runs only in a locked-in process (darkroom_inside.py). Every task reads `original` and prints its answer; pictures go to `out`.
"""
import json
import warnings
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, JpegImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401 readers register themselves

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
Image.preinit()
warnings.simplefilter("error", Image.DecompressionBombWarning)

ORIGINAL = "original"
CEILING = 150_000_000                     # pixels: nothing larger is ever decoded
READERS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF", "image/heif": "HEIF"}
ORIENTATION, MAKE, MODEL = 0x0112, 0x010F, 0x0110
ROTATION = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}
SIDEWAYS = (5, 6, 7, 8)
TURN = Image.Transpose
TURNS = {2: TURN.FLIP_LEFT_RIGHT, 3: TURN.ROTATE_180, 4: TURN.FLIP_TOP_BOTTOM, 5: TURN.TRANSPOSE, 6: TURN.ROTATE_270,
         7: TURN.TRANSVERSE, 8: TURN.ROTATE_90}
SIZES = (("display", 1280, 85), ("thumb", 480, 80))        # purpose, most pixels a side, JPEG quality; each made from the one before
WEBP_QUALITY, WEBP_EFFORT = 78, 2
GREY_SIDE = 512                           # the greys of all windows are taken from a picture of this size
TILE = 32
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def measure(mime: str) -> str:
    """{width, height, rotation, has_camera_data} by the headers alone, however large they claim the picture to be."""
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(ORIGINAL, formats=(READERS[mime],)) as image:
        (width, height), turned = image.size, _tag(image, ORIENTATION)
        has_camera_data = bool(_tag(image, MAKE) or _tag(image, MODEL))
    if turned in SIDEWAYS:
        width, height = height, width
    return json.dumps({"width": width, "height": height, "rotation": ROTATION.get(turned, 0), "has_camera_data": has_camera_data})


def look(mime: str) -> str:
    """Decode it once, to see that it can be."""
    _decoded(mime, SIZES[-1][1])
    return "{}"


def render(mime: str) -> str:
    """[[purpose, file, type, width, height] …] of what now lies in `out`: from one decoding, never enlarged."""
    picture, made = _decoded(mime, SIZES[0][1]), []
    for purpose, side, quality in SIZES:
        picture = _within(picture, side)
        picture.save(f"out/{purpose}.jpg", "JPEG", quality=quality, progressive=True, optimize=True)
        picture.save(f"out/{purpose}.webp", "WEBP", quality=WEBP_QUALITY, method=WEBP_EFFORT)
        made += [[purpose, f"{purpose}.jpg", "image/jpeg", *picture.size],
                 [f"{purpose}_webp", f"{purpose}.webp", "image/webp", *picture.size]]
    return json.dumps(made)


def greys(mime: str, windows: list[list[float]]) -> str:
    """For every window (left, top, right, bottom as shares of the sides) TILE × TILE greys as hexadecimal digits, one after the other."""
    small = _decoded(mime, GREY_SIDE).convert("L")
    return "".join(small.resize((TILE, TILE), Image.Resampling.BOX, box=_part(small, window)).tobytes().hex() for window in windows)


TASKS: dict[str, Callable[..., str]] = {"measure": measure, "look": look, "render": render, "greys": greys}


def _decoded(mime: str, side: int) -> Image.Image:
    """The first frame as shown, sRGB on white, at most `side` pixels a side, and nothing but pixels."""
    Image.MAX_IMAGE_PIXELS = CEILING
    with Image.open(ORIGINAL, formats=(READERS[mime],)) as opened:
        image: Image.Image = opened
        if opened.mode in ("1", "P", "PA") or opened.mode.startswith("I"):
            image = _plain(opened)
        image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        turn, profile = TURNS.get(_tag(opened, ORIENTATION)), opened.info.get("icc_profile")
        upright = image.transpose(turn) if turn is not None else image
        return _only_pixels(_in_srgb(_on_white(upright), profile))


def _plain(image: Image.Image) -> Image.Image:
    """Modes that cannot be made smaller smoothly, as one that can. Greys of 16 bits keep their upper eight."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("L" if image.mode == "1" else "RGBA")


def _tag(image: Image.Image, tag: int) -> Any:
    """A camera's word about the picture; None when it said nothing, or nothing that can be read.

    Image.getexif would decode a whole PNG in search of it.
    """
    words = Image.Exif()
    try:
        words.load(image.info.get("exif") or b"")
        return words.get(tag)
    except Exception:                     # whatever is wrong with the words, the picture may be shown
        return None


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    clear = image.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """A profile that does not fit the picture, or is none, is passed over as viewers do."""
    if profile:
        try:
            converted = ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(BytesIO(profile)), SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB")


def _only_pixels(image: Image.Image) -> Image.Image:
    """Comments, profiles and positions hang on the object, and some writers write them down unasked: a new object has none."""
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    return clean


def _within(image: Image.Image, side: int) -> Image.Image:
    if max(image.size) <= side:
        return image
    smaller = image.copy()
    smaller.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return smaller


def _part(image: Image.Image, window: list[float]) -> tuple[float, float, float, float]:
    left, top, right, bottom = window
    return left * image.width, top * image.height, right * image.width, bottom * image.height
