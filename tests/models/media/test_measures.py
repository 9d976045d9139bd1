"""Every kind of rule at its edges: met, not met, and said how; and what nobody can judge."""
import re
from typing import Any, get_args

import pytest

from models.campaign.tracks import CODECS, RuleWord
from models.media.measures import RULES
from models.media.specification import report

JPEG: dict[str, Any] = {"name": "a.jpg", "type": "image/jpeg"}
CASES: list[tuple[str, Any, str, dict[str, Any], str, str]] = [       # rule, limit, kind, measured, outcome, words
    ("duration_at_most_s", 180, "video", {"duration_s": 125}, "pass", "时长 2 分 5 秒，符合要求（不超过 3 分钟）"),
    ("duration_at_most_s", 180, "video", {"duration_s": 180.4}, "pass", "时长 3 分钟，符合要求（不超过 3 分钟）"),
    ("duration_at_most_s", 180, "video", {"duration_s": 180.5}, "warn", "提示：时长 3 分 1 秒，这里不超过 3 分钟，请剪短后重选"),
    ("duration_at_least_s", 30, "song", {"duration_s": 29.5}, "pass", "时长 30 秒，符合要求（不少于 30 秒）"),
    ("duration_at_least_s", 30, "song", {"duration_s": 29.4}, "warn", "提示：时长 29 秒，这里不少于 30 秒，请补足后重选"),
    ("long_side_at_least_px", 2000, "photo", {"width": 1500, "height": 2000}, "pass", "长边 2000 像素，符合要求（不少于 2000 像素）"),
    ("long_side_at_least_px", 2000, "photo", {"width": 1500, "height": 1999}, "warn",
     "提示：长边只有 1999 像素，建议不少于 2000 像素，请尽量选原图"),
    ("short_side_at_least_px", 1080, "video", {"width": 1920, "height": 1080}, "pass", "短边 1080 像素，符合要求（不少于 1080 像素）"),
    ("short_side_at_least_px", 1080, "video", {"width": 1920, "height": 1079}, "warn",
     "提示：短边只有 1079 像素，建议不少于 1080 像素，请用更高的清晰度重新导出"),
    ("bytes_at_least", 2097152, "photo", {"size": 2097152}, "pass", "大小 2 MB，符合要求（不小于 2 MB）"),
    ("bytes_at_least", 2097152, "photo", {"size": 2097151}, "warn", "提示：文件只有 2097151 字节，建议不小于 2097152 字节，请尽量选原图"),
    ("aspect_ratio", "16:9", "video", {"width": 1920, "height": 1088}, "pass", "画面 1920×1088，符合要求（16:9）"),
    ("aspect_ratio", "16:9", "video", {"width": 1440, "height": 1080}, "warn", "提示：画面是 1440×1080，这里要 16:9，请按 16:9 重新导出"),
    ("aspect_ratio", "16:9", "video", {"width": 1080, "height": 1920}, "warn",
     "提示：画面是竖的（1080×1920），这里要横屏 16:9，请横过来重拍或重新导出"),
    ("container", "mp4", "video", {"container": "mp4", "name": "片.mov"}, "pass", "MP4 格式，符合要求"),
    ("container", "mp4", "video", {"type": "video/quicktime"}, "warn", "提示：这是 MOV 文件，这里要 MP4 格式，请转换后重选"),
    ("video_codec", "h264", "video", {"video_codec": "h264"}, "pass", "视频编码 H.264，符合要求"),
    ("video_codec", "h264", "video", {"video_codec": "hevc"}, "warn", "提示：视频编码是 H.265，这里要 H.264，请重新导出为 H.264"),
    ("video_codec", ["h264", "hevc"], "video", {"video_codec": "hevc"}, "pass", "视频编码 H.265，符合要求"),
    ("video_codec", ["h264", "hevc"], "video", {"video_codec": "wmv3"}, "warn",
     "提示：视频编码是 WMV3，这里要 H.264 或 H.265，请重新导出为 H.264 或 H.265"),
    ("audio_codec", "pcm", "song", {"audio_codec": "pcm_s16le"}, "pass", "声音编码 PCM，符合要求"),
    ("audio_codec", "aac", "video", {"audio_codec": "mp3"}, "warn", "提示：声音编码是 MP3，这里要 AAC，请重新导出为 AAC"),
    ("bitrate_at_least_kbps", 2000, "video", {"bitrate_kbps": 1999.5}, "pass", "码率 2000 kbps，符合要求（不低于 2000 kbps）"),
    ("bitrate_at_least_kbps", 2000, "video", {"bitrate_kbps": 1999}, "warn",
     "提示：码率只有 1999 kbps，建议不低于 2000 kbps，请用更高的码率重新导出"),
    ("bitrate_at_most_kbps", 20000, "video", {"bitrate_kbps": 20000}, "pass", "码率 20000 kbps，符合要求（不超过 20000 kbps）"),
    ("bitrate_at_most_kbps", 20000, "video", {"bitrate_kbps": 20001}, "warn",
     "提示：码率 20001 kbps，这里不超过 20000 kbps，请用较低的码率重新导出"),
    ("frame_rate_at_least", 24, "video", {"frame_rate": 23.976}, "pass", "每秒 24 帧，符合要求（不少于 24 帧）"),
    ("frame_rate_at_least", 24, "video", {"frame_rate": 15}, "warn",
     "提示：每秒只有 15 帧，建议不少于 24 帧，请用更高的帧率重拍或重新导出"),
    ("sample_rate_at_least_hz", 44100, "song", {"sample_rate_hz": 44100}, "pass", "采样率 44100 Hz，符合要求（不低于 44100 Hz）"),
    ("sample_rate_at_least_hz", 44100, "song", {"sample_rate_hz": 22050}, "warn",
     "提示：采样率只有 22050 Hz，建议不低于 44100 Hz，请用更好的音质重新录制或导出"),
    ("has_sound", None, "video", {"has_sound": True}, "pass", "有声音，符合要求"),
    ("has_sound", None, "video", {"has_sound": False}, "warn", "提示：视频没有声音，请配上声音重新导出；本来就没有声音的，可以不改"),
    ("not_silent", None, "song", {"is_silent": False}, "pass", "声音听得见，符合要求"),
    ("not_silent", None, "video", {"has_sound": True, "is_silent": True}, "warn",
     "提示：从头到尾几乎听不到声音，请检查话筒和导出设置，重新录制或导出"),
    ("not_recompressed", None, "photo", {**JPEG, "size": 90_000, "width": 1280, "height": 960, "has_camera_data": True}, "pass",
     "没有看出被压缩过"),
    ("not_recompressed", None, "photo", {**JPEG, "size": 511_999, "width": 4000, "height": 3000, "has_camera_data": False}, "warn",
     "提示：可能被微信压缩过，请选“原图”重传"),
    ("not_recompressed", None, "photo", {**JPEG, "size": 512_000, "width": 4000, "height": 3000, "has_camera_data": False}, "pass",
     "没有看出被压缩过"),
    ("not_recompressed", None, "photo", {**JPEG, "size": 575_999, "width": 1600, "height": 1200, "has_camera_data": False}, "warn",
     "提示：可能被微信压缩过，请选“原图”重传"),
    ("not_recompressed", None, "photo", {**JPEG, "size": 576_000, "width": 1600, "height": 1200, "has_camera_data": False}, "pass",
     "没有看出被压缩过"),
    ("not_recompressed", None, "photo", {"type": "image/heic", "size": 9, "width": 640, "height": 480, "has_camera_data": False}, "pass",
     "没有看出被压缩过"),
    ("count_at_least", 1, "document", {"count": 1}, "pass", "有 1 份，符合要求（至少 1 份）"),
    ("count_at_least", 1, "video", {"count": 0}, "warn", "提示：至少要 1 部，现有 0 部，请补齐"),
    ("count", "4-8", "photo", {"count": 8}, "pass", "有 8 幅，符合要求（4–8 幅）"),
    ("count", "4-8", "photo", {"count": 3}, "warn", "提示：这里要 4–8 幅，现有 3 幅，请补齐"),
    ("count", "4-8", "photo", {"count": 9}, "warn", "提示：这里要 4–8 幅，现有 9 幅，请删去多余的"),
    ("count", "1", "song", {"count": 1}, "pass", "有 1 首，符合要求（1 首）"),
]
UNKNOWN: list[tuple[str, Any, dict[str, Any]]] = [
    ("duration_at_most_s", 9, {"duration_s": 0}), ("aspect_ratio", "宽屏", {"width": 9, "height": 9}), ("count", "几幅", {"count": 3}),
    ("video_codec", "h264", {"video_codec": ""}), ("bitrate_at_least_kbps", 9, {"bitrate_kbps": float("nan")}),
    ("has_sound", None, {"has_sound": None}), ("not_silent", None, {"is_silent": True, "has_sound": False}),
    ("not_recompressed", None, {**JPEG, "size": 9, "width": 9, "height": 9}), ("count_at_least", 1, {}),
    ("container", "mp4", {"name": "片"}),
    ("not_recompressed", None, {"size": 9, "width": 9, "height": 9, "has_camera_data": False}), ("a_rule_of_a_newer_plan", 9, {"size": 1}),
]


@pytest.mark.parametrize(("rule", "limit", "kind", "measured", "outcome", "words"), CASES)
def test_a_rule_is_judged_and_said(rule: str, limit: Any, kind: str, measured: dict[str, Any], outcome: str, words: str) -> None:
    [found] = report(kind, measured, {"rules": [{"rule": rule, "limit": limit}]})
    assert (found["rule"], found["outcome"], found["limit"], found["words"]) == (rule, outcome, limit, words)
    assert not re.search(r"[{}！!]", found["words"])


@pytest.mark.parametrize(("rule", "limit", "measured"), UNKNOWN)
def test_what_cannot_be_told_is_judged_by_nobody(rule: str, limit: Any, measured: dict[str, Any]) -> None:
    kind = "photo" if rule == "not_recompressed" else "video"
    assert report(kind, measured, {"rules": [{"rule": rule, "limit": limit}]}) == []


def test_every_rule_a_plan_may_name_is_known_here_and_met_and_not_met_above() -> None:
    assert set(RULES) == set(get_args(RuleWord))
    assert {(rule, outcome) for rule, _, _, _, outcome, _ in CASES} == {(rule, outcome) for rule in RULES for outcome in ("pass", "warn")}


def test_a_codec_is_called_by_its_name_on_the_box() -> None:
    named = {codec: report("video", {"video_codec": codec}, {"rules": [{"rule": "video_codec", "limit": codec}]})[0]["words"]
             for codec in CODECS}
    assert named == {codec: f"视频编码 {name}，符合要求" for codec, name in CODECS.items()}
