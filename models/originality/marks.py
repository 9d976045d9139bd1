"""The bits of a fingerprint: how near marks are found by, and counted, by which likeness is told.

The bits are signs of a picture's frequencies, the coarsest first; `mark` is the first 64 of the 256 of `detail`. A mark's 40
coarsest bits, which a cut moves least, are dealt to two bands of 20 like cards; the other 24 only help to compare.

Within 3 bits of a mark, one of its bands differs in at most one bit: if both differed in two or more, the marks would differ
in four. So whoever looks, in either band, for the 21 values within one bit finds every mark within `RADIUS`, and of marks
that are spread evenly reads no more than 2 · 21 / 1,048,576 of all, 0.004 %. Of marks four bits away he finds 94 in 100, of
those five bits away 83, of six 69, of eight 41; a photograph has forty windows to be found by, a film a fifth of its frames.
"""
from collections.abc import Iterator

BANDS, WIDTH, FINE = 2, 20, 24           # two of 20 bits each, and what is left of the 64
RADIUS = 2 * BANDS - 1                   # surely found
DETAIL_BITS = 256
CLOSE_DETAIL, FAR_DETAIL = 64, 88        # bits, where pictures that have nothing to do with each other differ in 128, give or take 10
CLOSE_MARK, FAR_MARK = 12, 16            # bits of 64; farther ones are not near in detail either

Mark = tuple[int, int, int]              # the two bands, the fine bits

_FREQUENCIES = sorted(((down, across) for down in range(20) for across in range(20) if down or across),
                      key=lambda place: (place[0] ** 2 + place[1] ** 2, place))[:DETAIL_BITS]      # as the studio has them
_ODD_ACROSS = sum(1 << (DETAIL_BITS - 1 - n) for n, (_, across) in enumerate(_FREQUENCIES) if across % 2)


def dealt(mark: int) -> Mark:
    """The two bands of a 64-bit mark, each 0 to 1,048,575, and its fine bits, 0 to 16,777,215."""
    one, other = (sum((mark >> (FINE + BANDS * place + band) & 1) << place for place in range(WIDTH)) for band in range(BANDS))
    return one, other, mark & ((1 << FINE) - 1)


def near(band: int) -> Iterator[int]:
    """A band's value and the 20 that differ from it in one bit."""
    yield band
    yield from (band ^ 1 << place for place in range(WIDTH))


def apart(one: Mark, other: Mark) -> int:
    """In how many of 64 bits two marks differ."""
    return (one[0] ^ other[0]).bit_count() + (one[1] ^ other[1]).bit_count() + (one[2] ^ other[2]).bit_count()


def look_alike(mark_apart: int, detail_apart: int) -> bool:
    """Whether two fingerprints are of one picture. A crop moves the finer waves: its detail may be farther when the mark is close."""
    return detail_apart <= CLOSE_DETAIL or (detail_apart <= FAR_DETAIL and mark_apart <= CLOSE_MARK)


def similarity(detail_apart: int) -> int:
    """Percent of a detail's bits that agree, rounded down: pictures that have nothing to do with each other agree in about half."""
    return (DETAIL_BITS - detail_apart) * 100 // DETAIL_BITS


def mirrored(mark: Mark) -> Mark:
    """The mark of the picture seen in a mirror: the waves that are odd across change their sign."""
    return mark[0] ^ _FLIPPED[0], mark[1] ^ _FLIPPED[1], mark[2] ^ _FLIPPED[2]


def mirrored_detail(detail: int) -> int:
    return detail ^ _ODD_ACROSS


_FLIPPED = dealt(_ODD_ACROSS >> (DETAIL_BITS - 64))
