"""The bits of a fingerprint: dealt to bands, by which near marks are found, and counted, by which likeness is told.

The bits are signs of a picture's frequencies, the coarsest first; `mark` is the first 64 of the 256 of `detail`. They are
dealt to four bands of 16 like cards, so that each band has coarse and fine ones.

Within 7 bits of a mark, one of its bands differs in at most one bit: if all four differed in two or more, the marks would
differ in eight. So whoever looks, band by band, for the 17 values within one bit finds every mark within `RADIUS`, and of
marks that are spread evenly reads no more than 4 · 17 / 65,536, about 0.1 %. Farther ones are found the less often.
"""
from collections.abc import Iterator

BANDS, WIDTH = 4, 16                     # of 16 bits each
RADIUS = 2 * BANDS - 1                   # surely found
DETAIL_BITS = 256
CLOSE_DETAIL, FAR_DETAIL = 64, 88        # bits, where pictures that have nothing to do with each other differ in 128, give or take 10
CLOSE_MARK = 12                          # bits of 64

Bands = tuple[int, ...]

_FREQUENCIES = sorted(((down, across) for down in range(20) for across in range(20) if down or across),
                      key=lambda place: (place[0] ** 2 + place[1] ** 2, place))[:DETAIL_BITS]      # as the studio has them
_ODD_ACROSS = sum(1 << (DETAIL_BITS - 1 - n) for n, (_, across) in enumerate(_FREQUENCIES) if across % 2)


def bands_of(mark: int) -> Bands:
    """The four bands of a 64-bit mark, each 0 to 65,535."""
    return tuple(sum((mark >> (BANDS * place + band) & 1) << place for place in range(WIDTH)) for band in range(BANDS))


def near(band: int) -> Iterator[int]:
    """A band's value and the 16 that differ from it in one bit."""
    yield band
    yield from (band ^ 1 << place for place in range(WIDTH))


def apart(one: Bands, other: Bands) -> int:
    """In how many of 64 bits two marks differ."""
    return sum((a ^ b).bit_count() for a, b in zip(one, other, strict=True))


def look_alike(mark_apart: int, detail_apart: int) -> bool:
    """Whether two fingerprints are of one picture. A crop moves the finer waves: its detail may be farther when the mark is close."""
    return detail_apart <= CLOSE_DETAIL or (detail_apart <= FAR_DETAIL and mark_apart <= CLOSE_MARK)


def similarity(detail_apart: int) -> int:
    """Percent of a detail's bits that agree, rounded down: pictures that have nothing to do with each other agree in about half."""
    return (DETAIL_BITS - detail_apart) * 100 // DETAIL_BITS


def mirrored_bands(bands: Bands) -> Bands:
    """The mark of the picture seen in a mirror: the waves that are odd across change their sign."""
    return tuple(band ^ flipped for band, flipped in zip(bands, _FLIPPED, strict=True))


def mirrored_detail(detail: int) -> int:
    return detail ^ _ODD_ACROSS


_FLIPPED = bands_of(_ODD_ACROSS >> (DETAIL_BITS - 64))
