"""When two films are the same one: enough of their frames match at a constant shift in time.

A copy that was trimmed at its beginning is shifted, one that was re-encoded is not; two films that share a title card match
in it only. A copy a little faster drifts, and what lies within the tolerance of one shift is enough to be found.
"""
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

TOLERANCE_MS = 4_000     # either way
FEWEST = 3               # frames
SHARE = 5                # one frame in five of the shorter film


@dataclass(frozen=True, slots=True)
class Stretch:
    """How many different frames of either film match, and where they begin in each."""
    matched: int
    own_ms: int
    other_ms: int


def needed(frames: int) -> int:
    """How many frames of the shorter film have to match."""
    return max(FEWEST, -(-frames // SHARE))


def longest_stretch(pairs: Iterable[tuple[int, int]]) -> Stretch:
    """Of (own, other) instants in milliseconds, the most frames that match at one shift, give or take the tolerance.

    A frame counts once on each side, so that a still picture in one film that matches all of another's proves nothing.
    """
    ordered = sorted(set(pairs), key=lambda pair: pair[1] - pair[0])
    own, other = Counter[int](), Counter[int]()
    best, first, last, start = 0, 0, 0, 0
    for end, (here, there) in enumerate(ordered):
        own[here] += 1
        other[there] += 1
        while there - here - (ordered[start][1] - ordered[start][0]) > 2 * TOLERANCE_MS:
            _drop(own, ordered[start][0])
            _drop(other, ordered[start][1])
            start += 1
        if min(len(own), len(other)) > best:
            best, first, last = min(len(own), len(other)), start, end
    begins = min(ordered[first:last + 1], default=(0, 0))
    return Stretch(best, *begins)


def _drop(counted: Counter[int], key: int) -> None:
    counted[key] -= 1
    if not counted[key]:
        del counted[key]
