"""Photographs that nobody took: fractal landscapes with things in them, the same at every run; and what is done to copies.

Their fingerprints are made as the studio makes them, from the same windows by the same function.
"""
import io
import random
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageDraw, ImageOps

from gateways.media.fingerprints import print_of, windows
from models.ports import Print

SIZE = (400, 300)
TILE = 32
Picture = Image.Image


@lru_cache(64)
def landscape(seed: int) -> Picture:
    """Noise of five octaves under a sky that is lighter, with a few houses, suns and roads."""
    chance = random.Random(seed)
    whole = Image.new("L", SIZE, 0)
    for octave in range(5):
        cells = (4 << octave, 3 << octave)
        noise = Image.frombytes("L", cells, chance.randbytes(cells[0] * cells[1])).resize(SIZE, Image.Resampling.BICUBIC)
        whole = Image.blend(whole, noise, 1 / (octave + 1.6))
    sky = Image.linear_gradient("L").resize(SIZE).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    picture = Image.merge("RGB", [Image.blend(whole, sky, chance.uniform(0.05, 0.3))] * 3)
    _draw_things(ImageDraw.Draw(picture), chance)
    return picture


def _draw_things(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for _ in range(chance.randint(2, 8)):
        x, y, across, down = chance.randint(0, 360), chance.randint(0, 260), chance.randint(20, 130), chance.randint(20, 130)
        draw = chance.choice((pen.ellipse, pen.rectangle))
        draw((x, y, x + across, y + down), fill=(chance.randint(0, 255), chance.randint(0, 255), chance.randint(0, 255)))


def prints(picture: Picture) -> list[Print]:
    """As LocalStudio gives them for a photograph."""
    grey, found = picture.convert("L"), []
    for window, (left, top, right, bottom) in enumerate(windows()):
        box = (left * grey.width, top * grey.height, right * grey.width, bottom * grey.height)
        tile = grey.resize((TILE, TILE), Image.Resampling.BOX, box=box)
        if said := print_of(tile.tobytes(), TILE, TILE):
            found.append(Print(*said, window=window))
    return found


def re_encoded(picture: Picture, quality: int = 40) -> Picture:
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=quality)
    return Image.open(kept).convert("RGB")


def cropped(picture: Picture, share: float, chance: random.Random) -> Picture:
    """`share` of each side is gone, somewhere."""
    left, top = chance.uniform(0, share), chance.uniform(0, share)
    width, height = picture.size
    return picture.crop((round(left * width), round(top * height), round((left + 1 - share) * width), round((top + 1 - share) * height)))


def watermarked(picture: Picture) -> Picture:
    """A line of half-transparent words in the lower corner, as phones and agencies write it."""
    over = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    ImageDraw.Draw(over).text((picture.width * 0.55, picture.height * 0.9), "PHOTO 2026 WANGJU", fill=(255, 255, 255, 150), font_size=18)
    return Image.alpha_composite(picture.convert("RGBA"), over).convert("RGB")


def bordered(picture: Picture, width: int = 2) -> Picture:
    return ImageOps.expand(picture, width, fill=(255, 255, 255))


def lit(factor: float) -> Callable[[Picture], Picture]:
    """The same, brighter or darker."""
    return lambda picture: picture.point(lambda value: min(255, round(value * factor)))
