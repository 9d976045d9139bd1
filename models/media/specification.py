"""What is said of a file's kind, size and measures, before sending (the phone says the same) and after.

`measured` is {name, size, type?, width?, height?, duration_s?}: what is not known is left out and judged by nobody.
`media` is a specification as a File keeps it, or as the phone has it: {max_bytes, types, rules, called?}, where `called`
is the type whose own rules these are. The words stand a second time in miniprogram/src/domain/, and tests/vectors
holds both to the same cases.
"""
import re
from collections.abc import Callable, Mapping
from typing import Any, TypedDict

# What the store may accept for a kind, in the words of Kodo's mimeLimit. A first gate only: decoding is the real one.
ACCEPTED = {
    "photo": ("image/jpeg", "image/png", "image/heic", "image/heif", "image/webp"),
    "song": ("audio/mpeg", "audio/wav", "audio/x-wav", "audio/mp4", "audio/x-m4a", "audio/m4a", "audio/aac", "audio/flac",
             "audio/x-flac", "audio/ogg", "video/mp4"),
    "video": ("video/mp4", "video/quicktime"),
    "document": ("application/pdf", "image/jpeg", "image/png", "application/msword", "application/zip",
                 "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                 "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.ms-excel"),
}
KIND_LABELS = {"photo": "照片", "song": "歌曲", "video": "视频", "document": "文档"}
EXTENSIONS = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "heic": "image/heic", "heif": "image/heif", "webp": "image/webp",
    "gif": "image/gif", "bmp": "image/bmp", "tif": "image/tiff", "tiff": "image/tiff", "svg": "image/svg+xml", "avif": "image/avif",
    "mp3": "audio/mpeg", "wav": "audio/wav", "m4a": "audio/mp4", "aac": "audio/aac", "flac": "audio/flac", "ogg": "audio/ogg",
    "amr": "audio/amr", "wma": "audio/x-ms-wma", "mp4": "video/mp4", "mov": "video/quicktime", "avi": "video/x-msvideo",
    "mkv": "video/x-matroska", "wmv": "video/x-ms-wmv", "pdf": "application/pdf", "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip": "application/zip", "txt": "text/plain",
    "exe": "application/x-msdownload", "apk": "application/vnd.android.package-archive", "html": "text/html",
}
CONTAINERS = {"video/mp4": "mp4", "audio/mp4": "mp4", "video/quicktime": "mov", "video/x-msvideo": "avi", "video/x-matroska": "mkv",
              "video/x-ms-wmv": "wmv"}
STEPS = ("submit", "recommend")
HINT, CONDITION = "提示：", "（推荐全国时必须符合）"
SCALES = ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB"))
ASPECT_TOLERANCE_PERCENT = 2          # encoders pad to whole blocks: 1920×1088 is meant to be 16:9
RATIO = re.compile(r"([0-9]+):([0-9]+)")

Measured = Mapping[str, Any]


class Verdict(TypedDict):
    """One finding. Only "refuse" keeps a file out; `words` are ready to show."""
    rule: str
    outcome: str
    measured: Any
    limit: Any
    words: str


def verdicts(kind: str, measured: Measured, media: Mapping[str, Any], step: str = "submit") -> list[Verdict]:
    """Findings on one file at a step of its way: what refuses it, else the specifications it does not meet, in the plan's order."""
    hard = (_empty(measured), _too_large(measured, media), _wrong_kind(kind, measured))
    refusals = [verdict for verdict in hard if verdict]
    soft = [_unusual_type(kind, measured, media), *(_by_rule(rule, measured, media, step) for rule in media.get("rules", ()))]
    return refusals or [verdict for verdict in soft if verdict]


def mime_of(measured: Measured) -> str | None:
    """The type as told, else by the name's ending; None when neither says anything known."""
    told = str(measured.get("type") or "").lower().partition(";")[0].strip()
    ending = str(measured.get("name") or "").lower().rpartition(".")[2]
    return told if "/" in told else EXTENSIONS.get(told) or EXTENSIONS.get(ending)


def called(type_label: str) -> str:
    """A type's name as it stands in a sentence: 故事情景剧（≤ 8 分钟） is 故事情景剧."""
    return type_label.partition("（")[0]


def size_words(size: int) -> str:
    """2 MB, 1.4 MB, 812 KB, 15 字节: one decimal, rounded half up, and none when it is .0."""
    unit, name = next(((unit, name) for unit, name in SCALES if size >= unit), (0, ""))
    if not unit:
        return f"{size} 字节"
    if name == "KB":
        return f"{(size * 2 + unit) // (2 * unit)} KB"
    whole, tenth = divmod((size * 20 + unit) // (2 * unit), 10)
    return f"{whole}.{tenth} {name}" if tenth else f"{whole} {name}"


def duration_words(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} 分 {rest} 秒" if minutes and rest else f"{minutes} 分钟" if minutes else f"{rest} 秒"


def refusal(rule: str, measured: object, limit: object, words: str) -> Verdict:
    return {"rule": rule, "outcome": "refuse", "measured": measured, "limit": limit, "words": words}


def _empty(measured: Measured) -> Verdict | None:
    size = measured.get("size")
    return refusal("empty", size, 1, "文件是空的，请重新选择") if size is not None and size <= 0 else None


def _too_large(measured: Measured, media: Mapping[str, Any]) -> Verdict | None:
    size, most = measured.get("size"), media.get("max_bytes")
    if size is None or most is None or size <= most:
        return None
    is_said, most_said = _apart(size, most)
    return refusal("max_bytes", size, most, f"文件有 {is_said}，这里最多 {most_said}，请压缩后重选")


def _wrong_kind(kind: str, measured: Measured) -> Verdict | None:
    mime = mime_of(measured)
    return None if mime is None or mime in ACCEPTED[kind] else refusal("kind", mime, kind, f"这不是{KIND_LABELS[kind]}文件，请重新选择")


def _unusual_type(kind: str, measured: Measured, media: Mapping[str, Any]) -> Verdict | None:
    """Only pictures have one name for each type; sound and office files have several."""
    mime, types = mime_of(measured), media.get("types") or ()
    if kind != "photo" or mime is None or not types or mime in types:
        return None
    usual = "、".join(one.removeprefix("image/").upper() for one in types)
    return {"rule": "type", "outcome": "warn", "measured": mime, "limit": list(types),
            "words": f"{HINT}这里一般要 {usual} 格式，推荐全国时可能需要替换"}


def _by_rule(rule: Mapping[str, Any], measured: Measured, media: Mapping[str, Any], step: str) -> Verdict | None:
    judge, limit = RULES.get(rule["rule"]), rule["limit"]
    if judge is None or STEPS.index(rule.get("applies_at") or "submit") > STEPS.index(step):
        return None
    found = judge(measured, limit, media)
    if found is None:
        return None
    required_at = rule.get("required_at")
    refuses = required_at is not None and STEPS.index(required_at) <= STEPS.index(step)
    words = found[1] if refuses else HINT + found[1] + (CONDITION if required_at else "")
    return {"rule": rule["rule"], "outcome": "refuse" if refuses else "warn", "measured": found[0], "limit": limit, "words": words}


Finding = tuple[Any, str] | None


def _at_most_s(measured: Measured, limit: int, media: Mapping[str, Any]) -> Finding:
    seconds = _whole(measured.get("duration_s"))
    if seconds is None or seconds <= limit:
        return None
    return seconds, f"时长 {duration_words(seconds)}，{media.get('called') or '这里'}不超过 {duration_words(limit)}，请剪短后重选"


def _at_least_s(measured: Measured, limit: int, media: Mapping[str, Any]) -> Finding:
    seconds = _whole(measured.get("duration_s"))
    if seconds is None or seconds >= limit:
        return None
    return seconds, f"时长 {duration_words(seconds)}，{media.get('called') or '这里'}不少于 {duration_words(limit)}，请补足后重选"


def _long_side(measured: Measured, limit: int, _: Mapping[str, Any]) -> Finding:
    sides = _sides(measured)
    if sides is None or max(sides) >= limit:
        return None
    return max(sides), f"长边只有 {max(sides)} 像素，建议不少于 {limit} 像素，请尽量选原图"


def _short_side(measured: Measured, limit: int, _: Mapping[str, Any]) -> Finding:
    sides = _sides(measured)
    if sides is None or min(sides) >= limit:
        return None
    return min(sides), f"短边只有 {min(sides)} 像素，建议不少于 {limit} 像素，请用更高的清晰度重新导出"


def _bytes(measured: Measured, limit: int, _: Mapping[str, Any]) -> Finding:
    size = measured.get("size")
    if size is None or size >= limit:
        return None
    is_said, least_said = _apart(size, limit)
    return size, f"文件只有 {is_said}，建议不小于 {least_said}，请尽量选原图"


def _aspect(measured: Measured, limit: str, _: Mapping[str, Any]) -> Finding:
    sides, ratio = _sides(measured), RATIO.fullmatch(limit)
    if sides is None or ratio is None:
        return None
    across, up = int(ratio[1]), int(ratio[2])
    if abs(sides[0] * up - sides[1] * across) * 100 <= ASPECT_TOLERANCE_PERCENT * sides[1] * across:
        return None
    said = f"{sides[0]}×{sides[1]}"
    if sides[0] < sides[1] and across > up:
        return said, f"画面是竖的（{said}），这里要横屏 {limit}，请横过来重拍或重新导出"
    return said, f"画面是 {said}，这里要 {limit}，请按 {limit} 重新导出"


def _container(measured: Measured, limit: str, _: Mapping[str, Any]) -> Finding:
    container = CONTAINERS.get(mime_of(measured) or "")
    if container is None or container == limit:
        return None
    return container, f"这是 {container.upper()} 文件，这里要 {limit.upper()} 格式，请转换后重选"


RULES: dict[str, Callable[[Measured, Any, Mapping[str, Any]], Finding]] = {
    "duration_at_most_s": _at_most_s, "duration_at_least_s": _at_least_s, "long_side_at_least_px": _long_side,
    "short_side_at_least_px": _short_side, "bytes_at_least": _bytes, "aspect_ratio": _aspect, "container": _container,
}


def _apart(size: int, limit: int) -> tuple[str, str]:
    """Both in words; to the byte where rounding would make them the same."""
    said = size_words(size), size_words(limit)
    return said if said[0] != said[1] else (f"{size} 字节", f"{limit} 字节")


def _whole(measure: object) -> int | None:
    """A measure as whole seconds or pixels, rounded half up; None when the measurer did not know (0, absent, no number)."""
    if isinstance(measure, bool) or not isinstance(measure, int | float) or not 0 < measure < float("inf"):
        return None
    return int(measure + 0.5)


def _sides(measured: Measured) -> tuple[int, int] | None:
    width, height = _whole(measured.get("width")), _whole(measured.get("height"))
    return (width, height) if width and height else None
