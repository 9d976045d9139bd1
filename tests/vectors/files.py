"""Files of every kind, around every limit, with what the service says of each; and heaps of files with what is lacking."""
from collections.abc import Iterator
from typing import Any

from models.campaign.plan import Plan
from models.campaign.tracks import Media
from models.entries import completeness
from models.entries.tables import Entry
from models.media.formats import ACCEPTED, EXTENSIONS
from models.media.specification import called, verdicts
from models.media.tables import File
from models.problems import FilesMissing

MEBIBYTE = 1 << 20
USUAL = {"photo": "林措.jpg", "song": "追光.mp3", "video": "追光.mp4", "document": "歌谱.pdf"}
FIGURES = {"duration_at_most_s": "duration_s", "duration_at_least_s": "duration_s", "long_side_at_least_px": "width",
           "short_side_at_least_px": "height"}
MADE: list[tuple[str, dict[str, Any], list[tuple[str, Any, str | None]]]] = [    # kind, measured, rules as (rule, limit, required_at)
    ("video", {"duration_s": 12.4}, [("duration_at_least_s", 30, None)]),
    ("video", {"duration_s": 29.6}, [("duration_at_least_s", 30, None)]),
    ("video", {"duration_s": 0}, [("duration_at_least_s", 30, None)]), ("song", {"duration_s": 61}, [("duration_at_most_s", 60, None)]),
    ("song", {"duration_s": 60.4}, [("duration_at_most_s", 60, None)]), ("song", {"duration_s": 59}, [("duration_at_least_s", 90, None)]),
    ("video", {"width": 1080, "height": 1920}, [("aspect_ratio", "16:9", "recommend")]),
    ("video", {"width": 1920, "height": 1088}, [("aspect_ratio", "16:9", "recommend")]),
    ("video", {"width": 1366, "height": 768}, [("aspect_ratio", "16:9", None)]),
    ("video", {"width": 1440, "height": 1080}, [("aspect_ratio", "16:9", None)]),
    ("video", {"width": 1920, "height": 1080}, [("aspect_ratio", "9:16", None)]),
    ("video", {"width": 1920, "height": 1080}, [("aspect_ratio", "宽屏", None)]),
    ("video", {"width": 720, "height": 1280}, [("short_side_at_least_px", 1080, "submit")]),
    ("video", {"name": "片.mov"}, [("container", "mp4", "submit")]), ("video", {"name": "片"}, [("container", "mp4", None)]),
    ("photo", {"size": 15}, [("bytes_at_least", 100, None)]), ("photo", {"size": 2047}, [("bytes_at_least", 2048, None)]),
    ("photo", {"size": 300 * 1024}, [("bytes_at_least", MEBIBYTE * 3 // 2, None)]),
    ("photo", {"size": 1310720}, [("bytes_at_least", 2 * MEBIBYTE, None)]),
    ("photo", {"size": 1468006}, [("bytes_at_least", 2 * MEBIBYTE, None)]),
    ("photo", {"width": 0, "height": 0}, [("long_side_at_least_px", 9, None)]),
    ("photo", {"name": "林措.png", "type": "image/jpeg; charset=binary"}, []), ("photo", {"name": "wxfile_1", "type": "HEIC"}, []),
    ("photo", {"name": "wxfile_1", "type": "image"}, []), ("photo", {"name": "林措.jpg", "type": "application/octet-stream"}, []),
    ("song", {"width": 100, "height": 100}, [("a_rule_of_a_newer_plan", 9, None)]),
    ("video", {"duration_s": 9, "width": 1920, "height": 1080}, [    # none of these can a phone judge
        ("video_codec", ["h264", "hevc"], None), ("audio_codec", "aac", None), ("bitrate_at_least_kbps", 2000, "submit"),
        ("bitrate_at_most_kbps", 9000, "submit"), ("frame_rate_at_least", 24, "submit"), ("sample_rate_at_least_hz", 44100, "submit"),
        ("has_sound", None, "submit"), ("not_silent", None, "submit"), ("count", "4-8", "submit"), ("count_at_least", 2, "submit")]),
    ("photo", {"size": 90_000, "width": 1280, "height": 960}, [("not_recompressed", None, None)]),
]
HARD: list[tuple[str, dict[str, Any], dict[str, int]]] = [       # kind, measured, hard limits beside a rule that is not met
    *(("photo", {"width": width, "height": 10_000}, {"max_pixels": 10**8}) for width in (10_000, 10_001, 12_000, 14_500)),
    ("video", {"width": 4096, "height": 2304}, {"max_pixels": 9_437_184, "max_side": 4096}),
    ("video", {"width": 4097, "height": 2304}, {"max_pixels": 9_437_184, "max_side": 4096}),
    ("video", {"width": 2304, "height": 4098}, {"max_pixels": 9_437_184, "max_side": 4096}),
    ("video", {"width": 7680, "height": 4320}, {"max_pixels": 9_437_184, "max_side": 4096}),
    ("video", {"width": 5120, "height": 720}, {"max_pixels": 9_437_184, "max_side": 4096}),
    ("photo", {"width": 101, "height": 99}, {"max_pixels": 9_000}), ("photo", {"width": 3, "height": 5_000}, {"max_pixels": 10_000}),
    ("photo", {"width": 31_000, "height": 900}, {"max_side": 30_000}), ("photo", {"width": 0, "height": 900}, {"max_side": 800}),
    ("video", {"duration_s": 3600.4}, {"max_seconds": 3600}), ("video", {"duration_s": 3600.5}, {"max_seconds": 3600}),
    ("song", {"duration_s": 7_325}, {"max_seconds": 3600, "max_bytes": 1000}),
]
HEAPS: list[tuple[str, str | None, list[str]]] = [
    ("photo", "single", []), ("photo", "single", ["photo"]), ("photo", "single", ["photo"] * 2), ("photo", "group", ["photo"] * 3),
    ("photo", "group", ["photo"] * 9), ("photo", None, ["photo"] * 2), ("photo", "single", ["photo", "video", "song"]),
    ("recitation", "classic", []), ("recitation", "classic", ["song"]), ("recitation", "classic", ["video", "song"]),
    ("recitation", "classic", ["document"]), ("recitation", "classic", ["video"] * 2), ("song", "original", []),
    ("song", "original", ["song", "document"]), ("micro_video", "drama", ["photo"]), ("service_platform", "county", ["photo"] * 2),
    ("service_case", "legal", ["document"])]


def document(plan: Plan) -> dict[str, list[Any]]:
    """`of` names a specification of the plan, `media` is one made for the case."""
    cases = [*_of_the_plan(plan), *_by_format(), *_made()]
    return {"files": [case | {"verdicts": said(plan, case)} for case in cases], "counts": [_heap(plan, *heap) for heap in HEAPS]}


def said(plan: Plan, case: dict[str, Any]) -> list[Any]:
    media = case["media"] if "media" in case else specification(plan, case["of"][0], case["of"][1], case["kind"])
    return list(verdicts(case["kind"], case["measured"], media, case.get("step", "submit")))


def specification(plan: Plan, track: str, type_id: str | None, kind: str) -> dict[str, Any]:
    """As a File keeps it, with the type's name where the type has rules of its own."""
    media = next(one for one in plan.media(track, type_id) if one.kind == kind)
    own = next((one for one in plan.track(track).types if one.id == type_id and one.media), None)
    return media.model_dump(mode="json") | ({"called": called(own.label)} if own else {})


def _of_the_plan(plan: Plan) -> Iterator[dict[str, Any]]:
    for track in plan.tracks:
        for type_id in [one.id for one in track.types if one.media] or [track.types[0].id]:
            for media in plan.media(track.id, type_id):
                whole = {"name": USUAL[media.kind], "size": 3_000_000}
                yield from ({"kind": media.kind, "of": [track.id, type_id], "measured": whole | measured} for measured in _around(media))


def _around(media: Media) -> Iterator[dict[str, Any]]:
    most = media.max_bytes or 0
    yield from ({"size": 0}, {"size": most + 1, "duration_s": 10**4}, {"size": most})
    for rule in media.rules:
        if rule.rule in FIGURES and isinstance(rule.limit, int):
            other = {"width": 4000, "height": 2250} if FIGURES[rule.rule] in ("width", "height") else {}
            yield from (other | {FIGURES[rule.rule]: figure} for figure in (rule.limit - 1, rule.limit, rule.limit + 72))
        if rule.rule == "bytes_at_least" and isinstance(rule.limit, int):
            yield from ({"size": size, "width": 1280, "height": 960} for size in (rule.limit // 2, rule.limit - 1, rule.limit))
        if rule.rule == "container":
            yield from ({"name": name, "width": 1080, "height": 1920, "duration_s": 551.6} for name in ("片.MOV", "片.mp4", "片.avi"))


def _by_format() -> Iterator[dict[str, Any]]:
    for kind in ACCEPTED:
        for ending in (*EXTENSIONS, "xyz"):
            yield {"kind": kind, "media": {"types": ["image/jpeg", "image/heic"]}, "measured": {"name": f"文件.{ending}", "size": 9}}
        for mime in sorted({one for accepted in ACCEPTED.values() for one in accepted}):
            yield {"kind": kind, "media": {}, "measured": {"name": "文件", "size": 9, "type": mime}}


def _made() -> Iterator[dict[str, Any]]:
    for kind, measured, rules in MADE:
        media = {"types": ["image/jpeg"], "rules": [{"rule": rule, "limit": limit, "required_at": at} for rule, limit, at in rules]}
        for step in ("submit", "recommend"):
            yield {"kind": kind, "media": media, "step": step, "measured": {"name": USUAL[kind], "size": 3_000_000} | measured}
    for kind, measured, limits in HARD:
        media = {**limits, "rules": [{"rule": "bytes_at_least", "limit": 10**7}]}
        yield {"kind": kind, "media": media, "measured": {"name": USUAL[kind], "size": 3_000_000} | measured}
    strict = {"rules": [{"rule": "duration_at_most_s", "limit": 480, "severity": "refuse", "required_at": "recommend"}]}
    yield from ({"kind": "video", "media": strict, "measured": {"name": "a.mp4", "size": 8, "duration_s": s}} for s in (480, 481))
    late = {"rules": [{"rule": "bytes_at_least", "limit": 9, "applies_at": "recommend", "required_at": "recommend"}]}
    for step in ("submit", "recommend"):
        yield {"kind": "photo", "media": late, "step": step, "measured": {"name": "a.jpg", "size": 8}}


def _heap(plan: Plan, track: str, type_id: str | None, kinds: list[str]) -> dict[str, Any]:
    case = {"track": track, "type": type_id, "files": kinds}
    try:
        completeness.require_files(Entry(track=track, type=type_id), plan, [File(kind=kind) for kind in kinds])
    except FilesMissing as missing:
        return case | {"gaps": missing.context["fields"]}
    return case | {"gaps": []}
