"""What is said of a file, in words, and that the phone's cases are the service's."""
import json
from typing import Any

import pytest

from models.campaign.plan import Plan
from models.media.specification import called, duration_words, size_words, verdicts
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
    hard = {"empty", "max_bytes", "kind", "container", "aspect_ratio", "short_side_at_least_px", "bytes_at_least"}
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


def test_times_and_types_are_said_short() -> None:
    assert [duration_words(seconds) for seconds in (45, 60, 90, 480)] == ["45 秒", "1 分钟", "1 分 30 秒", "8 分钟"]
    assert [called(label) for label in ("故事情景剧（≤ 8 分钟）", "单幅")] == ["故事情景剧", "单幅"]
