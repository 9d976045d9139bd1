"""What a phone is told of a plan: the contract's shape, in the words and states of the instant."""
import json
from typing import Any

import pytest

from models.campaign import wire
from models.campaign.plan import Plan
from models.clock import from_shanghai

NOON = from_shanghai("2022-08-25 12:00")


@pytest.fixture
def told(plan: Plan) -> dict[str, Any]:
    return wire.for_phone(plan, 3, NOON, {"result": "tpl_1"})


def track(told: dict[str, Any], track_id: str) -> dict[str, Any]:
    return next(one for one in told["tracks"] if one["id"] == track_id)


def test_the_contracts_shape_is_there(told: dict[str, Any]) -> None:
    assert (told["id"], told["name"], told["version"], told["templates"]) == (
        "qinghai-2022", "网聚职工正能量 争做中国好网民", 3, {"result": "tpl_1"})
    assert all({"id", "label", "opens", "closes", "state", "permits"} <= set(phase) for phase in told["phases"])
    assert all({"id", "label", "host", "description", "contact", "types", "form", "media", "consents"} <= set(one)
               for one in told["tracks"])
    assert all({"id", "label", "kind", "required", "by"} <= set(field) for one in told["tracks"] for field in one["form"]["fields"])
    assert all({"kind", "counts", "max_bytes", "rules"} <= set(media) for one in told["tracks"] for media in one["media"])
    assert all({"id", "version", "label", "text", "required"} <= set(consent) for one in told["tracks"] for consent in one["consents"])


def test_it_is_plain_json(told: dict[str, Any]) -> None:
    assert json.loads(json.dumps(told)) == told


def test_phases_carry_their_state_at_the_instant(plan: Plan, told: dict[str, Any]) -> None:
    states = {phase["id"]: phase["state"] for phase in told["phases"]}
    assert (states["launch"], states["collect"], states["report"], states["exhibit"]) == ("past", "open", "open", "future")
    closing = wire.for_phone(plan, 3, from_shanghai("2022-08-31 24:00"))
    assert {phase["id"]: phase["state"] for phase in closing["phases"]}["collect"] == "past"
    collect = next(phase for phase in told["phases"] if phase["id"] == "collect")
    assert (collect["opens"], collect["due"], collect["closes"]) == (
        "2022-07-24T16:00:00.000Z", "2022-08-25T16:00:00.000Z", "2022-08-31T16:00:00.000Z")


def test_a_phase_without_an_end_closes_with_the_campaign(told: dict[str, Any]) -> None:
    assert {phase["id"]: phase["closes"] for phase in told["phases"]}["exhibit"] == told["ends"] == "2022-12-31T16:00:00.000Z"


def test_photographs_are_counted_as_the_contract_has_it(told: dict[str, Any]) -> None:
    photo = track(told, "photo")
    assert [(media["kind"], media["counts"], media["max_bytes"]) for media in photo["media"]] == [("photo", [[1, 1], [4, 8]], 52_428_800)]
    assert [(kind["id"], kind["media"][0]["counts"]) for kind in photo["types"]] == [("single", [[1, 1]]), ("group", [[4, 8]])]
    assert [(rule["words"], rule["severity"]) for rule in photo["media"][0]["rules"]] == [
        ("每个文件不小于 2 MB", "warn"), ("长边不少于 2000 像素", "warn")]


def test_a_type_carries_media_only_where_it_changes_them(told: dict[str, Any]) -> None:
    kinds = {kind["id"]: kind for kind in track(told, "micro_video")["types"]}
    assert "media" not in kinds["unsure"]
    assert [rule["words"] for rule in kinds["drama"]["media"][0]["rules"]] == [
        "MP4 格式", "画面比例 16:9", "短边不少于 1080 像素", "视频编码 H.264", "要有声音", "时长不超过 8 分钟"]
    assert track(told, "song")["types"] == [{"id": "original", "label": "原创歌曲"}]


def test_a_recitation_may_be_sound_or_film(told: dict[str, Any]) -> None:
    assert track(told, "recitation")["media_any_of"] == ["video", "song"]
    assert track(told, "song")["media_any_of"] == []


def test_a_fields_absent_keys_mean_nothing_is_asked(told: dict[str, Any]) -> None:
    fields = {field["id"]: field for field in track(told, "recitation")["form"]["fields"]}
    assert fields["text_author"] == {"id": "text_author", "label": "原作者", "kind": "line", "required": False, "by": "author",
                                     "required_when": [{"type": ["classic"]}], "help": "经典类必填", "at_most": 50}
    assert fields["text"]["required_when"] == [{"type": ["own"]}, {"field": "language", "is": ["藏语", "其他民族语言"]}]


def test_consents_come_with_their_words(plan: Plan, told: dict[str, Any]) -> None:
    consents = {consent["id"]: consent for consent in track(told, "photo")["consents"]}
    assert {name: consent["required"] for name, consent in consents.items()} == {
        "C1": True, "C2": True, "C3": True, "C4": True, "C5": False}
    assert (consents["C5"]["when"], consents["C5"]["when_label"], consents["C3"]["separate"]) == ("minors", "有未成年人出镜", True)
    assert consents["C1"]["text"] == plan.consent("C1").text
    assert [consent["id"] for consent in told["consents"]] == ["C9", "C11", "C12"]


def test_buttons_and_names_fit_who_enters(told: dict[str, Any]) -> None:
    words = {one["kind"]: (one["enter_label"], one["called"]) for one in told["tracks"]}
    assert words == {"work": ("提交作品", "作品"), "person": ("推荐·自荐", "推荐人选"), "organisation": ("申报", "申报材料")}


def test_wording_that_dates_goes_with_its_day(plan: Plan, told: dict[str, Any]) -> None:
    later = wire.for_phone(plan, 3, from_shanghai("2022-10-16 00:00"))
    assert [one["tracks"][0]["label"] for one in (told, later)] == ["“喜迎二十大”网络正能量歌曲征集", "网络正能量歌曲征集"]
    assert [one["banners"] for one in (told, later)] == [["网聚职工正能量 争做中国好网民", "喜迎二十大"], ["网聚职工正能量 争做中国好网民"]]


@pytest.mark.parametrize(("rule", "limit", "words"), [
    ("duration_at_most_s", 480, "时长不超过 8 分钟"), ("duration_at_most_s", 90, "时长不超过 1 分钟 30 秒"),
    ("duration_at_least_s", 30, "时长不少于 30 秒"),
    ("bytes_at_least", 1572864, "每个文件不小于 1.5 MB"), ("aspect_ratio", "16:9", "画面比例 16:9"), ("count_at_least", 1, "至少 1 个"),
    ("count", "4-8", "4–8 个"), ("video_codec", "h264", "视频编码 H.264"), ("video_codec", ("h264", "hevc"), "视频编码 H.264 或 H.265"),
    ("audio_codec", "aac", "声音编码 AAC"), ("bitrate_at_least_kbps", 2000, "码率不低于 2000 kbps"),
    ("bitrate_at_most_kbps", 9000, "码率不超过 9000 kbps"), ("frame_rate_at_least", 24, "每秒不少于 24 帧"),
    ("sample_rate_at_least_hz", 44100, "采样率不低于 44100 Hz"), ("has_sound", None, "要有声音"), ("not_silent", None, "声音要听得清"),
    ("not_recompressed", None, "选“原图”，不要经微信压缩")])
def test_a_rule_is_told_in_words(plan: Plan, rule: str, limit: object, words: str) -> None:
    made = plan.media("song")[0].rules[0].model_copy(update={"rule": rule, "limit": limit})
    assert wire.rule_words(made)["words"] == words


def test_what_is_not_worth_a_workers_line_is_not_listed_unless_it_refuses(plan: Plan) -> None:
    media = plan.media("song")[0]
    listed = [rule["rule"] for rule in wire.media_words(media)["rules"]]
    assert (listed, len(media.rules)) == (["duration_at_most_s"], 4)
    strict = media.model_copy(update={"rules": tuple(rule.model_copy(update={"severity": "refuse"}) for rule in media.rules)})
    assert [rule["words"] for rule in wire.media_words(strict)["rules"]] == [
        "时长不超过 6 分钟", "采样率不低于 44100 Hz", "码率不低于 96 kbps", "声音要听得清"]


def test_a_phone_is_told_the_hard_limits(plan: Plan) -> None:
    [film] = [one for one in plan.media("micro_video", "drama") if one.kind == "video"]
    assert {name: wire.media_words(film)[name] for name in ("max_bytes", "max_pixels", "max_side", "max_seconds")} == {
        "max_bytes": 1 << 30, "max_pixels": 4096 * 2304, "max_side": 4096, "max_seconds": 3600}
