"""campaigns/qinghai-2022.yaml says what the notice says: every date, number, host, form and consent."""
import json
import re
from pathlib import Path
from typing import Any

import pytest

from models.campaign import calendar
from models.campaign.plan import Plan, read
from models.campaign.tracks import Field
from models.clock import from_shanghai

FORMS = json.loads((Path(__file__).parent / "forms.json").read_text(encoding="utf-8"))

CALENDAR = [   # id, stage, opens, due, closes, permits
    ("launch", "launch", "2022-07-25 00:00", None, "2022-08-01 00:00", ()),
    ("collect", "conduct", "2022-07-25 00:00", "2022-08-25 24:00", "2022-09-01 00:00", ("submit",)),
    ("events", "conduct", "2022-07-25 00:00", "2022-08-31 24:00", "2022-09-06 24:00", ("log_event",)),
    ("check_ins", "conduct", "2022-07-25 00:00", "2022-08-31 24:00", "2022-09-08 24:00", ("check_in",)),
    ("promoters", "conduct", "2022-07-25 00:00", "2022-08-31 24:00", None, ("enrol",)),
    ("preselect", "conduct", "2022-07-25 00:00", "2022-08-31 18:00", None, ("endorse", "preselect", "decline", "return")),
    ("report", "summary", "2022-08-25 00:00", "2022-09-05 18:00", None, ("report",)),
    ("select", "summary", "2022-07-25 00:00", "2022-09-05 18:00", None, ("shortlist", "decline", "return")),
    ("audit", "summary", "2022-07-25 00:00", "2022-09-07 18:00", None, ("approve", "decline", "return")),
    ("recommend", "summary", "2022-07-25 00:00", "2022-09-08 24:00", None, ("recommend", "return")),
    ("exhibit", "exhibition", "2022-09-07 18:00", None, None, ("publish", "exhibit", "unexhibit")),
]
TRACKS = [     # id, label, kind, host, contact
    ("song", "“喜迎二十大”网络正能量歌曲征集", "work", "中国电信青海分公司工会", None),
    ("micro_video", "网络正能量微视频征集", "work", "国网青海省电力公司工会", None),
    ("photo", "网络正能量摄影作品征集", "work", "中国水利水电第四工程局有限公司工会", "0971-8088297"),
    ("recitation", "网络正能量诵读作品征集", "work", "黄南州总工会", None),
    ("influencer", "正能量职工网络达人征集", "person", "海东市总工会", "0972-8617040"),
    ("service_platform", "互联网+工会普惠服务优秀平台征集", "organisation", None, "0971-8210576"),
    ("media_account", "网络正能量新媒体账号征集", "organisation", None, "0971-8210576"),
    ("service_case", "互联网+工会维权服务案例征集", "organisation", "省总权益保障部", None),
    ("mini_program_case", "小程序应用优秀案例征集", "organisation", None, "0971-8210576"),
    ("innovation", "网络正能量创新活动征集", "organisation", None, "0971-8210576"),
]
ALLOCATION = [
    (1, "西宁市总工会", 10), (2, "海东市总工会", 5), (3, "黄南州总工会", 5), (4, "省能源化工机冶工会", 5),
    (5, "省教育科文卫体工会", 5), (6, "中国电信青海分公司工会", 5), (7, "国网青海省电力公司工会", 5), (8, "青海省建设工会", 5),
    (9, "中国水利水电第四工程局有限公司工会", 5), (10, "西部机场集团青海机场有限公司工会", 5), (11, "青海省邮政公司工会", 5),
    (12, "中国电信青海省分公司工会", 5), (13, "省总权益保障部", None),
]
TARGETS = [("grassroots", 50, "个", 1000), ("promoters", 200, "名", 20_000), ("events", 50, "家（场）", 3000),
           ("face_to_face", 500, "人", 500_000), ("coverage", 60, "%", 100_000_000)]
MEDIA = {      # kind: counts, by track
    "song": {"song": ((1, 1),), "document": ((0, 5),), "video": ((0, 1),)},
    "micro_video": {"video": ((1, 1),), "photo": ((0, 1),), "document": ((0, 3),)},
    "photo": {"photo": ((1, 1), (4, 8))},
    "recitation": {"video": ((0, 1),), "song": ((0, 1),), "document": ((0, 2),)},
    "influencer": {"photo": ((2, 5),), "document": ((0, 3),)},
    "service_platform": {"photo": ((3, 10),), "video": ((0, 1),), "document": ((1, 5),)},
    "media_account": {"photo": ((2, 6),), "document": ((0, 3),)},
    "service_case": {"photo": ((0, 10),), "video": ((0, 1),), "document": ((1, 3),)},
    "mini_program_case": {"photo": ((3, 10),), "video": ((0, 1),), "document": ((1, 3),)},
    "innovation": {"photo": ((2, 10),), "video": ((0, 1),), "document": ((1, 3),)},
}


def test_the_campaign_is_named_by_its_notice(plan: Plan) -> None:
    assert (plan.id, plan.name) == ("qinghai-2022", "网聚职工正能量 争做中国好网民")
    assert (plan.notice.number, plan.notice.dated.isoformat()) == ("青总发〔2022〕16号", "2022-08-01")
    assert [(one.label, one.line) for one in plan.contacts] == [("青海省总工会", "0971-8210576"), ("青海省网信办", "0971-8458096")]
    assert (plan.starts, plan.ends) == (from_shanghai("2022-07-25 00:00"), from_shanghai("2022-12-31 24:00"))


def test_the_calendar_is_that_of_the_notice(plan: Plan) -> None:
    def instant(words: str | None) -> Any:
        return from_shanghai(words) if words else None

    assert [(p.id, p.stage, p.opens, p.due, p.closes, p.permits) for p in plan.phases] == [
        (name, stage, instant(opens), instant(due), instant(closes), permits) for name, stage, opens, due, closes, permits in CALENDAR]


def test_late_arrivals_have_the_times_the_calendar_gives_them(plan: Plan) -> None:
    assert plan.phase("collect").grace_hours == 48
    assert plan.returns.latest == from_shanghai("2022-09-05 24:00")
    last_day = from_shanghai("2022-08-31 24:00")
    assert (plan.phase("events").covers_until, plan.phase("check_ins").covers_until) == (last_day, last_day)


def test_ten_tracks_stand_in_the_notices_order_with_host_and_office_line(plan: Plan) -> None:
    assert [(t.id, t.label, t.kind, t.host, t.contact) for t in plan.tracks] == TRACKS
    assert all(track.description for track in plan.tracks)


@pytest.mark.parametrize("track_id", [track[0] for track in TRACKS])
def test_a_tracks_form_is_complete(plan: Plan, track_id: str) -> None:
    track, wanted = plan.track(track_id), FORMS["tracks"][track_id]
    assert track.label == wanted["label"]
    assert [track.title.label, track.title.at_most] == wanted["title"]
    assert [kind.label for kind in track.types] == wanted["types"]
    assert list(track.consents) == wanted["consents"]
    assert track.block == wanted["block"]
    assert written(track.fields) == wanted["fields"]
    assert written(plan.form(track_id)) == wanted["fields"] + FORMS["blocks"].get(wanted["block"], [])


def test_what_the_reporting_unit_answers_is_complete(plan: Plan) -> None:
    assert written(plan.opinions.reporting_unit) == FORMS["opinion"]
    assert [field.label for field in plan.opinions.host] == ["评审等次", "得分", "次序", "评审意见"]
    assert [field.label for field in plan.opinions.province] == ["审核意见", "网信部门意见", "推荐类别", "全国填报编号", "报送日期"]
    assert {f.by for f in plan.opinions.reporting_unit} | {f.by for f in plan.opinions.host} | {f.by for f in plan.opinions.province} == {
        "unit", "host", "province"}


def test_seven_answers_of_a_photograph_come_filled_in(plan: Plan) -> None:
    filled = {field.id: field.default for field in plan.form("photo") if field.default}
    assert filled == {
        "author_kind": "个人", "contact_name": "me.name", "contact_phone": "me.phone", "finished_on": "today", "published": "未公开发表",
        "shot_on": "today", "processing": "没有处理"}


def test_what_is_asked_only_sometimes(plan: Plan) -> None:
    fields = {field.id: field for field in plan.form("recitation")}
    classic, tibetan = {"language": "普通话"}, {"language": "藏语"}

    def asked(field: str, type_id: str, answers: dict[str, str]) -> bool:
        return any(condition.holds(type_id, answers) for condition in fields[field].required_when)

    assert [asked("text_author", kind, classic) for kind in ("thought", "classic", "own")] == [False, True, False]
    assert [asked("text_source", kind, classic) for kind in ("thought", "classic", "own")] == [True, True, False]
    assert [asked("text", kind, classic) for kind in ("thought", "classic", "own")] == [False, False, True]
    assert asked("text", "thought", tibetan)


def test_personal_answers_are_marked(plan: Plan) -> None:
    personal = {field.id for track in plan.tracks for field in plan.form(track.id) if field.personal}
    assert personal == {"contact_name", "contact_phone", "gender", "ethnic", "born", "politics"}


@pytest.mark.parametrize("track_id", list(MEDIA))
def test_a_tracks_files_are_counted(plan: Plan, track_id: str) -> None:
    assert {media.kind: media.counts for media in plan.media(track_id)} == MEDIA[track_id]


def test_a_type_changes_the_counts_and_adds_its_rules(plan: Plan) -> None:
    assert [plan.media("photo", kind)[0].counts for kind in ("single", "group", None)] == [((1, 1),), ((4, 8),), ((1, 1), (4, 8))]
    longest = [[r.limit for r in plan.media("micro_video", kind)[0].rules if r.rule == "duration_at_most_s"]
               for kind in ("drama", "documentary", "creative", "unsure")]
    assert longest == [[480], [360], [180], []]
    assert plan.track("recitation").media_any_of == ("video", "song")


def test_hard_limits_protect_the_service_and_every_rule_only_warns_and_names_its_source(plan: Plan) -> None:
    mebibytes = {kind: limits.max_bytes / (1 << 20) for kind, limits in plan.media_kinds.items()}
    assert mebibytes == {"photo": 50, "song": 100, "video": 1024, "document": 50}
    assert {kind: (limits.max_pixels, limits.max_side, limits.max_seconds) for kind, limits in plan.media_kinds.items()} == {
        "photo": (100_000_000, 30_000, None), "song": (None, None, 3600), "video": (4096 * 2304, 4096, 3600),
        "document": (None, None, None)}
    assert {(media.kind, media.max_pixels, media.max_seconds) for track in plan.tracks for media in plan.media(track.id)} == {
        ("photo", 100_000_000, None), ("song", None, 3600), ("video", 4096 * 2304, 3600), ("document", None, None)}
    rules = [rule for track in plan.tracks for kind in (None, *(t.id for t in track.types)) for media in plan.media(track.id, kind)
             for rule in media.rules]
    assert {rule.severity for rule in rules} == {"warn"}
    assert all(rule.source for rule in rules)
    assert all(media.max_bytes and media.types for track in plan.tracks for media in plan.media(track.id))


def test_the_national_film_specification_is_a_condition_of_recommendation_only(plan: Plan) -> None:
    rules = plan.media("micro_video", "drama")[0].rules
    assert {(r.rule, r.limit, r.source, r.required_at) for r in rules if r.required_at} == {
        ("container", "mp4", "全国征集 2022", "recommend"), ("aspect_ratio", "16:9", "全国征集 2022", "recommend"),
        ("short_side_at_least_px", 1080, "全国征集 2022", "recommend"), ("duration_at_most_s", 480, "全国征集 2022", "recommend")}
    assert [(r.rule, r.limit) for r in rules if r.required_at is None] == [
        ("video_codec", "h264"), ("bitrate_at_least_kbps", 2000), ("frame_rate_at_least", 24), ("has_sound", None), ("not_silent", None)]


def test_a_hint_of_this_systems_own_names_itself(plan: Plan) -> None:
    own = {(track.id, rule.rule) for track in plan.tracks for media in track.media for rule in media.rules
           if rule.source.startswith("本系统")}
    assert own == {
        ("song", "sample_rate_at_least_hz"), ("song", "bitrate_at_least_kbps"), ("song", "not_silent"), ("song", "count_at_least"),
        ("micro_video", "video_codec"), ("micro_video", "bitrate_at_least_kbps"), ("micro_video", "frame_rate_at_least"),
        ("micro_video", "has_sound"), ("micro_video", "not_silent"), ("photo", "not_recompressed"), ("recitation", "has_sound"),
        ("recitation", "not_silent"), ("service_platform", "duration_at_most_s"), ("mini_program_case", "duration_at_most_s"),
        ("innovation", "duration_at_most_s")}


def test_a_plan_without_the_newer_hard_limits_still_reads(text: str) -> None:
    older = re.sub(r"\n    max_(pixels|side|seconds): \d+", "", text)
    assert "max_seconds" not in older
    film = read(older)[0].media("micro_video")[0]
    assert (film.max_bytes, film.max_pixels, film.max_side, film.max_seconds) == (1 << 30, None, None, None)


def test_units_are_two_cities_six_prefectures_and_the_rows_of_the_allocation(plan: Plan) -> None:
    names = {kind: [unit.name for unit in plan.units if unit.kind == kind] for kind in ("city", "prefecture")}
    assert names == {"city": ["西宁市总工会", "海东市总工会"],
                     "prefecture": ["海北州总工会", "黄南州总工会", "海南州总工会", "果洛州总工会", "玉树州总工会", "海西州总工会"]}
    assert {row.unit for row in plan.allocation.rows} <= {unit.name for unit in plan.units if unit.reports}
    assert [(unit.name, unit.kind) for unit in plan.units if not unit.members] == [
        ("青海省总工会", "province"), ("省总权益保障部", "department")]


def test_thirteen_rows_allocate_sixty_five_events(plan: Plan) -> None:
    assert [(row.no, row.unit, row.events) for row in plan.allocation.rows] == ALLOCATION
    assert plan.allocation.total_events == sum(events or 0 for _, _, events in ALLOCATION) == 65
    assert [plan.allocation.events_of(unit) for unit in ("西宁市总工会", "省总权益保障部", "海西州总工会")] == [10, None, None]


def test_the_organiser_is_asked_about_the_two_rows_that_look_alike(plan: Plan) -> None:
    alike = next(question for question in plan.questions if question.id == "near_identical_rows")
    assert (alike.allocation_rows, alike.answers) == ((6, 12), ("更名", "合并", "保留"))


def test_the_five_targets(plan: Plan) -> None:
    assert [(t.id, t.at_least, t.measure, t.national) for t in plan.targets.rows] == TARGETS
    assert [t.id for t in plan.targets.rows if t.allocated] == ["events"]
    assert plan.targets.rows[2].figures == ("events", "enterprises")
    assert (plan.targets.verified, plan.targets.claimed) == ("已核实", "单位填报（附佐证）")
    assert all(target.counted for target in plan.targets.rows)


def test_twelve_consents_with_a_body_and_a_version(plan: Plan) -> None:
    asked = {"author": [], "enterer": [], "unit": [], "promoter": [], "attendee": []}  # type: dict[str, list[str]]
    for consent in plan.consents:
        asked[consent.asked_of].append(consent.id)
    assert asked == {"author": ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8"], "enterer": ["C9"], "unit": ["C10"],
                     "promoter": ["C11"], "attendee": ["C12"]}
    assert all(consent.version == 1 and len(consent.text) > 50 for consent in plan.consents)
    assert [consent.id for consent in plan.consents if consent.separate] == ["C3", "C5", "C8"]


def test_consents_of_a_case_are_asked_in_that_case_only(plan: Plan) -> None:
    def ids(**case: bool) -> list[str]:
        return [consent.id for consent in plan.consents_asked("photo", **case)]

    assert ids() == ["C1", "C2", "C3", "C4"]
    assert ids(minors=True) == ["C1", "C2", "C3", "C4", "C5"]
    assert ids(on_behalf=True) == ["C1", "C2", "C3", "C4", "C9"]


def test_no_text_claims_the_copyright_or_the_last_word(text: str) -> None:
    assert [words for words in ("版权归主办方", "版权归组委会", "最终解释权", "解释权归") if words in text] == []


def test_the_welcome_of_the_congress_ends_when_it_opens(plan: Plan) -> None:
    opening = from_shanghai("2022-10-15 24:00")
    song = plan.track("song")
    assert song.label_at(opening) == "网络正能量歌曲征集" != song.label_at(from_shanghai("2022-10-15 23:59"))
    assert [banner.until for banner in plan.banners] == [None, opening]


def test_every_phase_lies_within_the_campaign(plan: Plan) -> None:
    assert all(plan.starts <= edge.instant <= plan.ends for edge in calendar.edges(plan))


def written(fields: tuple[Field, ...]) -> list[list[Any]]:
    """As forms.json has them; a number's bounds are not characters."""
    def characters(field: Field) -> tuple[int | None, int | None]:
        return (None, None) if field.kind == "number" else (field.at_least, field.at_most)

    return [[f.id, f.label, f.kind, f.required, *characters(f), list(f.options)] for f in fields]
