"""The kinds of rule a plan may make of files, as data: the figure each reads, when it is met, and what is said then.

Limits, severity and source stand in the plan (models.campaign.tracks.Rule). What nobody measured is judged by nobody:
`figure` is None then. Figures of one file are those of models.ports.Measured with its name and size; {"count": n} are
those of all files of one kind together.
"""
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from models.campaign.tracks import CODECS
from models.media.figures import duration_words, sides, sizes_apart, whole
from models.media.formats import CONTAINERS, mime_of

Measured = Mapping[str, Any]
Said = tuple[str, str]

ASPECT_TOLERANCE_PERCENT = 2          # encoders pad to whole blocks: 1920×1088 is meant to be 16:9
RATIO = re.compile(r"([0-9]+):([0-9]+)")
FROM_TO = re.compile(r"([0-9]+)(?:-([0-9]+))?")

# A picture that went through a WeChat chat or its “compressed” choice: JPEG without the camera's data, 100 to 400 KB, long side
# 1,280 or 1,440. An original of 12 million pixels has about 0.3 bytes a pixel and ten times the size.
SHRUNK_BYTES = 500 << 10
SHRUNK_SIDE_PX = 1600
SHRUNK_BYTES_A_PIXEL = 0.3


@dataclass(frozen=True, slots=True)
class RuleKind:
    """`met` is None when the limit cannot be read. `fits` and `fails` are filled with {figure} and {limit} as `said` has them,
    {whose} (the type whose own rule it is, or 这里) and {unit} (幅, 部 …)."""
    figure: Callable[[Measured], Any]
    met: Callable[[Any, Any], bool | None]
    fits: str
    fails: str | Callable[[Any, Any], str]
    said: Callable[[Any, Any], Said] = lambda figure, limit: (str(figure), str(limit))


def _seconds(measured: Measured) -> int | None:
    return whole(measured.get("duration_s"))


def _long_side(measured: Measured) -> int | None:
    found = sides(measured)
    return max(found) if found else None


def _short_side(measured: Measured) -> int | None:
    found = sides(measured)
    return min(found) if found else None


def _size(measured: Measured) -> int | None:
    return measured.get("size")


def _across_and_up(measured: Measured) -> str | None:
    found = sides(measured)
    return f"{found[0]}×{found[1]}" if found else None


def _has_ratio(size: str, limit: str) -> bool | None:
    asked = RATIO.fullmatch(limit)
    if asked is None:
        return None
    width, height = map(int, size.split("×"))
    across, up = int(asked[1]), int(asked[2])
    return abs(width * up - height * across) * 100 <= ASPECT_TOLERANCE_PERCENT * height * across


def _wrong_ratio(size: str, limit: str) -> str:
    (width, height), (across, up) = map(int, size.split("×")), map(int, limit.split(":"))
    if width < height and across > up:
        return "画面是竖的（{figure}），这里要横屏 {limit}，请横过来重拍或重新导出"
    return "画面是 {figure}，这里要 {limit}，请按 {limit} 重新导出"


def _container(measured: Measured) -> str | None:
    return measured.get("container") or CONTAINERS.get(mime_of(measured) or "")


def _upper(figure: str, limit: str) -> Said:
    return figure.upper(), limit.upper()


def _named(key: str) -> Callable[[Measured], str | None]:
    """A codec by the name the plan has for it; pcm_s16le is pcm."""
    return lambda measured: str(measured.get(key) or "").lower().partition("_")[0] or None


def _among(codec: str, limit: object) -> bool:
    return codec in _names(limit)


def _names(limit: object) -> list[str]:
    return [limit] if isinstance(limit, str) else list(limit) if isinstance(limit, Iterable) else []


def _codecs_said(codec: str, limit: object) -> Said:
    return CODECS.get(codec, codec.upper()), " 或 ".join(CODECS.get(one, one.upper()) for one in _names(limit))


def _number(key: str) -> Callable[[Measured], int | None]:
    return lambda measured: whole(measured.get(key))


def _yes_or_no(key: str) -> Callable[[Measured], bool | None]:
    return lambda measured: measured[key] if isinstance(measured.get(key), bool) else None


def _can_be_heard(measured: Measured) -> bool | None:
    """A film without a sound track is not silent: has_sound speaks of it."""
    silent = _yes_or_no("is_silent")(measured)
    return None if silent is None or measured.get("has_sound") is False else not silent


def _is_as_taken(measured: Measured) -> bool | None:
    """False for a picture that looks as if WeChat had shrunk it: a guess."""
    has_camera_data, found, size = _yes_or_no("has_camera_data")(measured), sides(measured), measured.get("size")
    if has_camera_data is None or found is None or not size or mime_of(measured) is None:
        return None
    thin = max(found) <= SHRUNK_SIDE_PX and size < SHRUNK_BYTES_A_PIXEL * found[0] * found[1]
    return has_camera_data or mime_of(measured) != "image/jpeg" or not (size < SHRUNK_BYTES or thin)


def _is_so(figure: bool, _: object) -> bool:
    return figure


def _count(measured: Measured) -> int | None:
    return measured.get("count")


def _from_to(limit: str) -> tuple[int, int] | None:
    found = FROM_TO.fullmatch(limit)
    return (int(found[1]), int(found[2] or found[1])) if found else None


def _is_within(count: int, limit: str) -> bool | None:
    asked = _from_to(limit)
    return asked[0] <= count <= asked[1] if asked else None


def _wrong_count(count: int, limit: str) -> str:
    asked = _from_to(limit)
    return "{whose}要 {limit} {unit}，现有 {figure} {unit}，" + ("请补齐" if asked and count < asked[0] else "请删去多余的")


def _count_said(count: int, limit: str) -> Said:
    return str(count), limit.replace("-", "–")


def _times_said(seconds: int, limit: int) -> Said:
    return duration_words(seconds), duration_words(limit)


RULES: dict[str, RuleKind] = {
    "duration_at_most_s": RuleKind(_seconds, operator.le, "时长 {figure}，符合要求（不超过 {limit}）",
                                   "时长 {figure}，{whose}不超过 {limit}，请剪短后重选", _times_said),
    "duration_at_least_s": RuleKind(_seconds, operator.ge, "时长 {figure}，符合要求（不少于 {limit}）",
                                    "时长 {figure}，{whose}不少于 {limit}，请补足后重选", _times_said),
    "long_side_at_least_px": RuleKind(_long_side, operator.ge, "长边 {figure} 像素，符合要求（不少于 {limit} 像素）",
                                      "长边只有 {figure} 像素，建议不少于 {limit} 像素，请尽量选原图"),
    "short_side_at_least_px": RuleKind(_short_side, operator.ge, "短边 {figure} 像素，符合要求（不少于 {limit} 像素）",
                                       "短边只有 {figure} 像素，建议不少于 {limit} 像素，请用更高的清晰度重新导出"),
    "bytes_at_least": RuleKind(_size, operator.ge, "大小 {figure}，符合要求（不小于 {limit}）",
                               "文件只有 {figure}，建议不小于 {limit}，请尽量选原图", sizes_apart),
    "aspect_ratio": RuleKind(_across_and_up, _has_ratio, "画面 {figure}，符合要求（{limit}）", _wrong_ratio),
    "container": RuleKind(_container, operator.eq, "{figure} 格式，符合要求",
                          "这是 {figure} 文件，这里要 {limit} 格式，请转换后重选", _upper),
    "video_codec": RuleKind(_named("video_codec"), _among, "视频编码 {figure}，符合要求",
                            "视频编码是 {figure}，这里要 {limit}，请重新导出为 {limit}", _codecs_said),
    "audio_codec": RuleKind(_named("audio_codec"), _among, "声音编码 {figure}，符合要求",
                            "声音编码是 {figure}，这里要 {limit}，请重新导出为 {limit}", _codecs_said),
    "bitrate_at_least_kbps": RuleKind(_number("bitrate_kbps"), operator.ge, "码率 {figure} kbps，符合要求（不低于 {limit} kbps）",
                                      "码率只有 {figure} kbps，建议不低于 {limit} kbps，请用更高的码率重新导出"),
    "bitrate_at_most_kbps": RuleKind(_number("bitrate_kbps"), operator.le, "码率 {figure} kbps，符合要求（不超过 {limit} kbps）",
                                     "码率 {figure} kbps，{whose}不超过 {limit} kbps，请用较低的码率重新导出"),
    "frame_rate_at_least": RuleKind(_number("frame_rate"), operator.ge, "每秒 {figure} 帧，符合要求（不少于 {limit} 帧）",
                                    "每秒只有 {figure} 帧，建议不少于 {limit} 帧，请用更高的帧率重拍或重新导出"),
    "sample_rate_at_least_hz": RuleKind(_number("sample_rate_hz"), operator.ge, "采样率 {figure} Hz，符合要求（不低于 {limit} Hz）",
                                        "采样率只有 {figure} Hz，建议不低于 {limit} Hz，请用更好的音质重新录制或导出"),
    "has_sound": RuleKind(_yes_or_no("has_sound"), _is_so, "有声音，符合要求",
                          "视频没有声音，请配上声音重新导出；本来就没有声音的，可以不改"),
    "not_silent": RuleKind(_can_be_heard, _is_so, "声音听得见，符合要求", "从头到尾几乎听不到声音，请检查话筒和导出设置，重新录制或导出"),
    "not_recompressed": RuleKind(_is_as_taken, _is_so, "没有看出被压缩过", "可能被微信压缩过，请选“原图”重传"),
    "count_at_least": RuleKind(_count, operator.ge, "有 {figure} {unit}，符合要求（至少 {limit} {unit}）",
                               "至少要 {limit} {unit}，现有 {figure} {unit}，请补齐"),
    "count": RuleKind(_count, _is_within, "有 {figure} {unit}，符合要求（{limit} {unit}）", _wrong_count, _count_said),
}
