"""Sizes, times and pixels of a file: read from what was measured, and said short. The words stand a second time on the phone."""
from collections.abc import Callable, Mapping
from typing import Any

SCALES = ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB"))
WAN, YI = 10**4, 10**8


def whole(measure: object) -> int | None:
    """A measure as whole seconds, pixels or frames, rounded half up; None when the measurer did not know (0, absent, no number)."""
    if isinstance(measure, bool) or not isinstance(measure, int | float) or not 0 < measure < float("inf"):
        return None
    return int(measure + 0.5)


def sides(measured: Mapping[str, Any]) -> tuple[int, int] | None:
    """(width, height) in pixels."""
    width, height = whole(measured.get("width")), whole(measured.get("height"))
    return (width, height) if width and height else None


def size_words(size: int) -> str:
    """2 MB, 1.4 MB, 812 KB, 15 字节: one decimal, rounded half up, and none when it is .0."""
    unit, name = next(((unit, name) for unit, name in SCALES if size >= unit), (0, ""))
    if not unit:
        return f"{size} 字节"
    return f"{(size * 2 + unit) // (2 * unit)} KB" if name == "KB" else f"{_tenths(size, unit)} {name}"


def pixel_words(pixels: int) -> str:
    """1.2 亿像素, 944 万像素, 300 像素."""
    if pixels >= YI:
        return f"{_tenths(pixels, YI)} 亿像素"
    return f"{(pixels * 2 + WAN) // (2 * WAN)} 万像素" if pixels >= WAN else f"{pixels} 像素"


def duration_words(seconds: int) -> str:
    """9 分 12 秒, 8 分钟, 45 秒."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} 分 {rest} 秒" if minutes and rest else f"{minutes} 分钟" if minutes else f"{rest} 秒"


def apart(figure: int, limit: int, words: Callable[[int], str], one: str) -> tuple[str, str]:
    """Both in words; to the last `one` where rounding would make two that differ the same."""
    said = words(figure), words(limit)
    return said if said[0] != said[1] or figure == limit else (f"{figure} {one}", f"{limit} {one}")


def sizes_apart(size: int, limit: int) -> tuple[str, str]:
    return apart(size, limit, size_words, "字节")


def pixels_apart(pixels: int, limit: int) -> tuple[str, str]:
    return apart(pixels, limit, pixel_words, "像素")


def _tenths(amount: int, unit: int) -> str:
    full, tenth = divmod((amount * 20 + unit) // (2 * unit), 10)
    return f"{full}.{tenth}" if tenth else str(full)
