"""What is said of a file, in words, and that the phone's cases are the service's."""
import json
from typing import Any

import pytest

from models.campaign.plan import Plan
from models.media import rules
from models.media.figures import duration_words, pixel_words, size_words
from models.media.specification import called, report, summary, verdicts
from models.media.tables import File
from tests import vectors
from tests.vectors import files

DRAMA = {"called": "故事情景剧", "rules": [{"rule": "duration_at_most_s", "limit": 480, "required_at": "recommend"}]}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return vectors.the_plan()


def test_the_shared_cases_are_what_the_service_says_today(plan: Plan) -> None:
    assert vectors.text_of(files.document(plan)) == vectors.written("specification.json"), vectors.REFRESH


def test_the_shared_cases_reach_every_rule_and_both_outcomes() -> None:
    cases = json.loads(vectors.written("specification.json"))["files"]
    found = {(one["rule"], one["outcome"]) for case in cases for one in case["verdicts"]}
    soft = {"type", "duration_at_most_s", "duration_at_least_s", "long_side_at_least_px", "short_side_at_least_px", "bytes_at_least",
            "aspect_ratio", "container"}
    hard = {"empty", "max_bytes", "kind", "max_pixels", "max_side", "max_seconds", "container", "aspect_ratio", "short_side_at_least_px",
            "bytes_at_least", "duration_at_most_s"}
    assert found == {(rule, "warn") for rule in soft} | {(rule, "refuse") for rule in hard}
    assert len(cases) >= 60


def test_a_film_that_is_too_long_is_told_by_how_much_and_may_still_be_sent() -> None:
    film = {"name": "片.mp4", "size": 9, "duration_s": 552}
    assert verdicts("video", film, DRAMA) == [
        {"rule": "duration_at_most_s", "outcome": "warn", "measured": 552, "limit": 480,
         "words": "提示：时长 9 分 12 秒，故事情景剧不超过 8 分钟，请剪短后重选（推荐全国时必须符合）"}]
    refused = verdicts("video", film, DRAMA, "recommend")
    assert [(one["outcome"], one["words"]) for one in refused] == [("refuse", "时长 9 分 12 秒，故事情景剧不超过 8 分钟，请剪短后重选")]


def test_what_nobody_measured_is_judged_by_nobody() -> None:
    whole = {"max_bytes": 10, "rules": [{"rule": rule, "limit": limit} for rule, limit in (
        ("duration_at_most_s", 1), ("duration_at_least_s", 10**6), ("long_side_at_least_px", 10**6), ("short_side_at_least_px", 10**6),
        ("bytes_at_least", 10**6), ("aspect_ratio", "16:9"), ("container", "mp4"))]}
    unmeasured: list[dict[str, Any]] = [{}, {"name": "文件"}, {"width": 0, "height": 0, "duration_s": 0}, {"duration_s": float("nan")},
                                        {"width": True, "height": "1080", "duration_s": None}]
    assert [verdicts("video", measured, whole) for measured in unmeasured] == [[]] * len(unmeasured)


def test_a_figure_that_would_round_to_its_limit_is_told_to_the_byte() -> None:
    photo = {"rules": [{"rule": "bytes_at_least", "limit": 2097152}]}
    assert [one["words"] for one in verdicts("photo", {"size": 2097151}, photo)] == [
        "提示：文件只有 2097151 字节，建议不小于 2097152 字节，请尽量选原图"]
    assert [one["words"] for one in verdicts("photo", {"size": 52428801}, {"max_bytes": 52428800})] == [
        "文件有 52428801 字节，这里最多 52428800 字节，请压缩后重选"]


@pytest.mark.parametrize(("size", "words"), [
    (0, "0 字节"), (1023, "1023 字节"), (1024, "1 KB"), (1535, "1 KB"), (1536, "2 KB"), (1 << 20, "1 MB"), (1310720, "1.3 MB"),
    (1468006, "1.4 MB"), (2097151, "2 MB"), (50 << 20, "50 MB"), (1 << 30, "1 GB"), (1288490189, "1.2 GB")])
def test_sizes_are_said_short(size: int, words: str) -> None:
    assert size_words(size) == words


@pytest.mark.parametrize(("pixels", "words"), [
    (9_999, "9999 像素"), (10_000, "1 万像素"), (9_437_184, "944 万像素"), (99_999_999, "10000 万像素"), (10**8, "1 亿像素"),
    (145_000_000, "1.5 亿像素"), (209_000_000, "2.1 亿像素")])
def test_pixels_are_said_short(pixels: int, words: str) -> None:
    assert pixel_words(pixels) == words


def test_the_report_says_of_every_rule_whether_it_is_met_in_the_plans_order() -> None:
    film = {"name": "片.mp4", "size": 9, "duration_s": 125, "width": 1920, "height": 1080, "video_codec": "hevc"}
    media = {"called": "创意微视频", "rules": [
        {"rule": "video_codec", "limit": "h264"}, {"rule": "duration_at_most_s", "limit": 180, "required_at": "recommend"},
        {"rule": "frame_rate_at_least", "limit": 24}, {"rule": "bytes_at_least", "limit": 9, "applies_at": "recommend"}]}
    said = [(one["rule"], one["outcome"], one["measured"], one["limit"]) for one in report("video", film, media)]
    assert said == [("video_codec", "warn", "hevc", "h264"), ("duration_at_most_s", "pass", 125, 180)]
    assert [one["rule"] for one in report("video", film, media, "recommend")] == ["video_codec", "duration_at_most_s", "bytes_at_least"]
    assert [one["rule"] for one in verdicts("video", film, media)] == ["video_codec"]


def test_a_picture_of_the_usual_type_is_told_so() -> None:
    heic = report("photo", {"name": "a.HEIC"}, {"types": ["image/jpeg", "image/heic"]})
    assert [(one["rule"], one["outcome"], one["words"]) for one in heic] == [("type", "pass", "HEIC 格式，符合要求")]


@pytest.mark.parametrize(("kind", "measured", "limits", "words"), [
    ("photo", {"width": 12_000, "height": 10_000}, {"max_pixels": 10**8},
     "画面是 12000×10000（1.2 亿像素），这里最多 1 亿像素，请缩小后重选"),
    ("photo", {"width": 10_001, "height": 10_000}, {"max_pixels": 10**8},
     "画面是 10001×10000（100010000 像素），这里最多 100000000 像素，请缩小后重选"),
    ("photo", {"width": 900, "height": 31_000}, {"max_side": 30_000}, "画面是 900×31000，这里每边最多 30000 像素，请缩小后重选"),
    ("video", {"width": 7680, "height": 4320}, {"max_pixels": 9_437_184},
     "画面是 7680×4320（3318 万像素），这里最多 944 万像素，请用较低的清晰度重新导出"),
    ("song", {"duration_s": 3600.5}, {"max_seconds": 3600}, "时长 60 分 1 秒，这里最多 60 分钟，请剪短后重选")])
def test_past_a_hard_limit_a_file_is_refused_before_any_specification_is_read(
        kind: str, measured: dict[str, Any], limits: dict[str, int], words: str) -> None:
    media = limits | {"rules": [{"rule": "bytes_at_least", "limit": 99}]}
    found = report(kind, {"size": 9, **measured}, media)
    assert [one["outcome"] for one in found] == ["refuse", "warn"]
    assert (found[0]["rule"], found[0]["words"]) == (next(iter(limits)), words)
    assert verdicts(kind, {"size": 9, **measured}, media) == found[:1]
    at_the_limit = {"width": 1000, "height": 1000, "duration_s": 1000}
    assert verdicts(kind, at_the_limit, {"max_pixels": 10**6, "max_side": 1000, "max_seconds": 1000}) == []


def test_nothing_is_said_of_what_is_no_such_file() -> None:
    for measured, rule in (({"size": 0}, "empty"), ({"size": 9, "type": "text/html"}, "kind")):
        assert [one["rule"] for one in report("photo", measured, {"rules": [{"rule": "bytes_at_least", "limit": 99}]})] == [rule]


def test_an_organiser_may_want_a_rule_to_refuse() -> None:
    strict = {"rules": [{"rule": "duration_at_most_s", "limit": 480, "severity": "refuse"}]}
    assert [(one["outcome"], one["words"]) for one in verdicts("video", {"duration_s": 481}, strict)] == [
        ("refuse", "时长 8 分 1 秒，这里不超过 8 分钟，请剪短后重选")]
    assert [one["outcome"] for one in report("video", {"duration_s": 480}, strict)] == ["pass"]


@pytest.mark.parametrize(("state", "outcomes", "outcome", "label"), [
    ("waiting", [], "pending", "检查中"), ("stored", ["warn"], "pending", "检查中"), ("ready", [], "pass", "合格"),
    ("ready", ["pass", "pass"], "pass", "合格"), ("ready", ["pass", "warn"], "warn", "提示"),
    ("refused", ["pass", "refuse"], "refuse", "不合格"),
    ("refused", [], "refuse", "不合格")])
def test_a_file_comes_to_one_word(state: str, outcomes: list[str], outcome: str, label: str) -> None:
    assert summary(state, [{"outcome": one} for one in outcomes]) == {"outcome": outcome, "label": label}


def test_what_was_said_at_first_look_is_said_once_in_the_better_words() -> None:
    kept = {"types": ["image/jpeg"], "rules": [{"rule": "bytes_at_least", "limit": 99}, {"rule": "long_side_at_least_px", "limit": 2000}]}
    first = [{"rule": "type", "outcome": "warn", "measured": "image/png", "limit": [], "words": "旧"},
             {"rule": "bytes_at_least", "outcome": "warn", "measured": 9, "limit": 99, "words": "旧"},
             {"rule": "sha256", "outcome": "warn", "measured": "", "limit": "", "words": "留"}]
    file = File(kind="photo", name="a.png", size=9, mime="image/png", rules=kept, verdicts=first)
    said = rules.inside(file, {"type": "image/jpeg", "width": 4000, "height": 3000})
    assert [(one["rule"], one["outcome"]) for one in said] == [
        ("sha256", "warn"), ("type", "pass"), ("bytes_at_least", "warn"), ("long_side_at_least_px", "pass")]
    assert "旧" not in [one["words"] for one in said]


def test_what_nobody_could_tell_inside_is_judged_by_the_stores_word_not_by_the_name() -> None:
    file = File(kind="photo", name="a.jpg", size=9, mime=None, rules={}, verdicts=[])
    assert [(one["rule"], one["outcome"]) for one in rules.inside(file, {})] == [("kind", "refuse")]


def test_times_and_types_are_said_short() -> None:
    assert [duration_words(seconds) for seconds in (45, 60, 90, 480)] == ["45 秒", "1 分钟", "1 分 30 秒", "8 分钟"]
    assert [called(label) for label in ("故事情景剧（≤ 8 分钟）", "单幅")] == ["故事情景剧", "单幅"]
