"""What fills the gaps of a notice: each person's own, in a number of queries that does not grow with the people."""
from datetime import timedelta
from typing import Any

import pytest

from models import clock, ids
from models.accounts import membership
from models.accounts import queries as people
from models.accounts.actor import SYSTEM, Actor
from models.campaign import queries as campaigns
from models.db import writing
from models.entries.tables import Entry
from models.events.tables import CheckInState
from models.notices.audiences import terms
from models.notices.plans import gaps, keywords, templates, waiting
from models.notices.plans.tables import Notice
from models.units import actions as units
from models.units.queries import by_names
from models.units.rows import UnitRow
from tests.cast import CITY, FACTORY, Cast
from tests.models.counting import count_queries
from tests.models.events import logged
from tests.models.notices.ledger.told import T1, T2
from tests.models.promoters.people import confirmed, phone_owner
from tests.models.works import COLLECTING, brought_to, move, published, saved, submitted

AFTER = logged.AFTER


def said(notice: Notice, *whom: Actor, at: Any = COLLECTING) -> list[dict[str, str]]:
    account_ids = [str(one.account_id) for one in whom]
    found = gaps.for_people(notice, account_ids, at)
    return [found[one] for one in account_ids]


def a_notice(words: str, audience: dict[str, Any] | None = None, **more: Any) -> Notice:
    """One that nobody saved; its audience read as a saved one's is."""
    read = terms.read(audience, "qinghai-2022") if audience else {}
    return Notice(**{"campaign": "qinghai-2022", "title": "标题", "words": words, "audience": read, **more})


def second_member(cast: Cast) -> Actor:
    membership.ask_for_unit(cast.factory, actor=cast.yangjin)
    membership.answer_membership(str(cast.yangjin.account_id), cast.factory, "confirm", actor=SYSTEM)
    return people.actor_of(str(cast.yangjin.account_id))


def works(cast: Cast, author: Actor, count: int, title: str = "晨光") -> list[str]:
    """Submitted works, however many one may have."""
    first = Entry.get_by_id(submitted(cast, author, title=title))
    rows = [{**first.__data__, "id": ids.mint("ent"), "campaign_slot": 100 + n, "track_slot": 100 + n} for n in range(1, count)]
    with writing():
        for row in rows:
            Entry.insert(row).execute()
    return [first.id, *(row["id"] for row in rows)]


# Of works

def test_each_person_reads_of_their_own_works_and_several_stand_in_one_text(cast: Cast) -> None:
    second = second_member(cast)
    saved(cast), saved(cast, title="追光"), saved(cast, second, title="")
    mine, other = said(a_notice("《{作品}》仍是草稿", {"entry": "draft"}, values=["{作品}"]), cast.lincuo, second)
    assert (mine["《作品》"], mine["作品"]) == ("《高原上的追光人》、《追光》", "高原上的追光人等2件")
    assert (other["《作品》"], other["作品"]) == ("《未命名》", "未命名")
    assert gaps.filled("《{作品}》仍是草稿", mine) == "《高原上的追光人》、《追光》仍是草稿"


def test_nine_works_are_five_titles_and_a_number(cast: Cast) -> None:
    works(cast, cast.lincuo, 9)
    (mine,) = said(a_notice("您的《{作品}》正在评选", {"entry": "submitted"}, values=["{作品}"]), cast.lincuo)
    assert gaps.filled("您的《{作品}》正在评选", mine) == "您的《晨光》、《晨光》、《晨光》、《晨光》、《晨光》等 9 件正在评选"
    assert mine["作品"] == "晨光等9件"


def test_only_the_works_that_the_terms_mean_are_named(cast: Cast) -> None:
    saved(cast, title="草稿一"), move(submitted(cast, title="退回二"), "return", cast.ma)
    chosen, _ = brought_to("approved", cast), submitted(cast, title="在途三")
    named = {"draft": "《草稿一》", "returned": "《退回二》", "submitted": "《高原上的追光人》、《在途三》", "selected": "您的作品"}
    for word, wanted in named.items():
        assert said(a_notice("《{作品}》", {"entry": word}), cast.lincuo)[0]["《作品》"] == wanted
    both = a_notice("《{作品}》", {"any": [{"entry": "draft"}, {"all": [{"entry": "returned"}, {"track": "photo"}]}]})
    assert said(both, cast.lincuo)[0]["《作品》"] == "《草稿一》、《退回二》"
    published(cast, chosen)
    assert said(a_notice("《{作品}》", {"entry": "selected"}), cast.lincuo)[0]["《作品》"] == "《高原上的追光人》"
    assert said(a_notice("《{作品}》", {"entry": "draft", "track": "song"}), cast.lincuo)[0]["《作品》"] == "您的作品"


def test_before_publication_titles_do_not_tell_what_the_jury_took(cast: Cast) -> None:
    brought_to("approved", cast), brought_to("declined", cast)
    for word in ("selected", "not_selected", "recommended"):
        assert said(a_notice("《{作品}》", {"entry": word}), cast.lincuo)[0]["《作品》"] == "您的作品"


def test_who_entered_works_for_others_reads_of_these(cast: Cast) -> None:
    entry_id = submitted(cast, cast.ma, on_behalf_of={"name": "白玛央金"}, title="代报")
    move(entry_id, "return", cast.liqing)
    assert said(a_notice("《{作品}》", {"entry": "returned"}), cast.ma, cast.lincuo)[0]["《作品》"] == "《代报》"


@pytest.mark.parametrize(("titles", "wanted"), [
    (["晨光"], "晨光"), ([""], "未命名"), (["晨光", "追光"], "晨光等2件"), (["一" * 17, "二"], "一" * 17 + "等2件"),
    (["一" * 18, "二"], "一" * 16 + "…等2件"), (["晨\n光🎉"], "晨 光"), (["🎉", "二"], "未命名等2件")])
def test_a_title_in_a_keyword_is_cut_before_the_number_of_works_is(titles: list[str], wanted: str) -> None:
    assert gaps.brief(titles) == wanted
    assert keywords.length(gaps.brief([*titles, *["三"] * 10_000])) <= 20


# Of what waits

def test_a_coordinator_reads_how_much_waits_at_their_own_unit(cast: Cast) -> None:
    works(cast, cast.lincuo, 3)
    move(submitted(cast, title="歌"), "move_track", cast.liqing, facts={"track": "song"})
    move(submitted(cast), "return", cast.ma)
    notice = a_notice("共收到 {n} 件，分布在 {子项目数} 个子项目，退回 {退回} 件", {"waiting": "preselect"})
    mine, host = said(notice, cast.ma, cast.qilian)
    assert (mine, host) == ({"n": "4", "子项目数": "2", "退回": "1"}, dict.fromkeys(("n", "子项目数", "退回"), "若干"))


def test_a_role_alone_means_what_waits_for_that_role(cast: Cast) -> None:
    works(cast, cast.lincuo, 2)
    brought_to("preselected", cast), brought_to("shortlisted", cast), brought_to("shortlisted", cast)
    for role, whom, wanted in (("coordinator", cast.ma, "2"), ("host", cast.qilian, "1"), ("organiser", cast.liqing, "2")):
        assert said(a_notice("{n}", {"role": role}), whom) == [{"n": wanted}]
    assert said(a_notice("{n}", {"everybody": True}), cast.ma) == [{"n": "若干"}]


def test_a_host_reads_of_their_own_tracks_alone(cast: Cast) -> None:
    song_host = logged.coordinator(cast.baima, "track:qinghai-2022/song", "host")
    brought_to("preselected", cast)
    notice = a_notice("{n} {子项目数}", {"waiting": "shortlist"})
    assert said(notice, cast.qilian, song_host) == [{"n": "1", "子项目数": "1"}, {"n": "0", "子项目数": "0"}]


def test_what_waits_at_a_merged_unit_waits_for_the_coordinators_of_its_survivor_once(cast: Cast) -> None:
    units.adopt_units([UnitRow(name="旧厂工会", kind="grassroots", parent=CITY)], actor=SYSTEM)
    old = by_names(["旧厂工会"])["旧厂工会"].id
    membership.ask_for_unit(old, actor=cast.yangjin)
    both = logged.coordinator(cast.cairang, f"unit:{old}")
    units.merge_units(old, cast.factory, actor=SYSTEM)
    submitted(cast, people.actor_of(str(cast.yangjin.account_id)))
    notice = a_notice("{n} 人申请，其中 {已交} 人已提交作品", {"waiting": "confirm_members"})
    assert said(notice, both, cast.ma) == [{"n": "1", "已交": "1"}, {"n": "0", "已交": "0"}]


def test_events_that_are_over_are_named_to_who_wrote_them_down_and_to_the_unit(cast: Cast) -> None:
    logged.saved(cast, cast.ma, title="宣讲")
    notice, later = a_notice("{活动}已结束", {"waiting": "report_events"}, values=["{n}"]), AFTER + timedelta(hours=1)
    assert said(notice, cast.ma, cast.cairang, cast.lincuo, at=later) == [
        {"活动": "宣讲", "n": "1"}, {"活动": "宣讲", "n": "1"}, {"活动": "线下活动", "n": "0"}]
    logged.saved(cast, title="故事会")
    assert said(notice, cast.ma, cast.cairang, at=later) == [{"活动": "宣讲", "n": "1"}, {"活动": "宣讲等2场", "n": "2"}]


def test_check_ins_in_doubt_are_counted_for_those_who_look_after_the_event(cast: Cast) -> None:
    event_id = logged.saved(cast)
    for who in (cast.lincuo, cast.yangjin):
        logged.attended(event_id, who, state=CheckInState.SUSPICIOUS)
    logged.attended(event_id, cast.baima)
    assert said(a_notice("{n} 条签到", {"waiting": "check_ins"}), cast.cairang, cast.ma) == [{"n": "2"}, {"n": "0"}]


def test_events_done_and_allocated_are_the_units_own(cast: Cast) -> None:
    logged.brought_to("confirmed", cast), logged.brought_to("reported", cast)
    confirmed(cast)
    notice = a_notice("{做}/{应} 场，宣传员 {宣传员数} 人", {"role": "coordinator"}, values=["线下活动{做}/{应}场"])
    task = cast.plan.allocation.events_of(CITY)
    mine, grassroots, nobody = said(notice, cast.ma, cast.cairang, cast.lincuo)
    assert mine == {"做": "1", "应": str(task), "宣传员数": "1"}
    assert (grassroots["应"], nobody) == ("—", {"做": "0", "应": "—", "宣传员数": "0"})


def test_sub_projects_that_have_sent_nothing_are_named(cast: Cast) -> None:
    labels = [track.label for track in cast.plan.tracks if track.id != "photo"]
    brought_to("shortlisted", cast)
    (mine,) = said(a_notice("未到作品的子项目：{子项目}", {"waiting": "audit"}), cast.liqing)
    assert mine["子项目"] == "、".join(labels[:3]) + f"等 {len(labels)} 个"


# Of units, events and days

def test_a_unit_a_place_and_an_hour_are_the_persons_and_the_events(cast: Cast) -> None:
    event_id = logged.saved(cast, title="好网民故事会")
    notice = a_notice("{活动}，{地点}，{单位}", {"event": event_id}, values=["{时间}"])
    assert said(notice, cast.lincuo, cast.liqing) == [
        {"活动": "好网民故事会", "地点": "机械厂大礼堂", "单位": FACTORY, "时间": "2022年8月25日 14:00"},
        {"活动": "好网民故事会", "地点": "机械厂大礼堂", "单位": "本单位", "时间": "2022年8月25日 14:00"}]
    nowhere = logged.saved(cast, place="")
    assert said(a_notice("{活动}，{地点}", {"event": nowhere}), cast.lincuo) == [{"活动": "8 月 25 日宣讲演讲", "地点": "活动地点见页面"}]


def test_days_are_the_newest_plans(cast: Cast) -> None:
    (mine,) = said(a_notice("单位报送截止：{期}", {"entry": "draft"}, values=["{时间}"], due_at=clock.from_shanghai("2022-08-24 09:00")),
                   cast.lincuo)
    assert mine == {"期": "8 月 25 日（周四）24:00", "时间": "2022年8月24日 18:00"}


# What holds of all

def test_the_gaps_of_a_text_are_found_by_name() -> None:
    assert gaps.names(["《{作品}》和{作品}", "{n} 件 {n}", "没有", "{}{不知道}"]) == {"《作品》", "作品", "n", "不知道"}
    assert gaps.filled("《{作品}》{不知道}。", {"《作品》": "《甲》、《乙》"}) == "《甲》、《乙》。"


def test_every_gap_of_the_campaigns_document_is_known_and_every_known_one_reads_well(cast: Cast) -> None:
    told = [text for one in cast.plan.notices for text in (one.title, one.words, one.page or "", *one.values)]
    phases = {name for name in gaps.names(told) if "." in name}
    assert gaps.names(told) - phases <= set(gaps.KNOWN)
    assert all(gap.means and gap.longest and (gap.otherwise or name == "时间") for name, gap in gaps.KNOWN.items())


def test_values_fit_with_every_gap_at_its_longest_and_with_nothing_known(cast: Cast) -> None:
    for values in (["{作品}", "退回修改", "{时间}", "请按意见修改，{期}前重交"],
                   ["加入{单位}", "已确认", "{时间}", "您的作品将由该单位报送"], ["{活动}", "请看地点", "{时间}", "{地点}"]):
        assert set(templates.values_of(T2, [gaps.tried(value) for value in values])) == set(T2.keywords)
        empty = {**gaps.unsaid(), "时间": "2022年8月25日 10:00"}
        assert set(templates.values_of(T2, [gaps.filled(value, empty) for value in values])) == set(T2.keywords)
    for value in ("线下活动{做}/{应}场", "还有{n}件待初评", "预计可达{n}人", "已确认{做}/{应}场", "请按意见修改，{期}前重交"):
        assert keywords.fit("thing4", gaps.tried(value)) == gaps.tried(value)


def test_the_longest_of_units_titles_and_numbers_are_cut_and_never_refused(cast: Cast) -> None:
    works(cast, cast.lincuo, 2)
    with writing():
        Entry.update(title="题" * 200).execute()
    notice = a_notice("", {"entry": "submitted"}, values=["{作品}", "{n}", "加入{单位}"])
    (mine,) = said(notice, cast.lincuo)
    values = ("{作品}", "待初评{n}件", "2022年8月25日 10:00", "加入{单位}")
    fitted = templates.values_of(T1, [gaps.filled(value, {**mine, "n": "1234567890"}) for value in values])
    assert (fitted["thing1"], fitted["thing2"], fitted["thing4"]) == ("题" * 16 + "…等2件", "待初评1234567890件", f"加入{FACTORY}")


ASKED = {"{作品}《{作品}》": 2, "{n}": 3, "{子项目数}": 3, "{退回}": 3, "{已交}": 3, "{宣传员数}": 3, "{单位}": 2, "{期}": 1, "{做}": 3,
         "{应}": 5, "{子项目}": 2, "{事由}": 0, "{时间}": 0}
WAITS = {"preselect": 3, "shortlist": 4, "recommend": 4, "audit": 1, "confirm_members": 3, "confirm_events": 3, "report_events": 3,
         "check_ins": 3}


def members(count: int) -> list[str]:
    return [str(phone_owner(f"1390000000{n}", f"member-{n}").account_id) for n in range(count)]


@pytest.mark.parametrize(("words", "queries"), ASKED.items())
def test_a_gap_asks_as_often_for_three_people_as_for_one(cast: Cast, words: str, queries: int) -> None:
    reads, notice = [], a_notice(words, {"waiting": "preselect"})
    for account_ids in ([str(cast.lincuo.account_id)], [str(cast.lincuo.account_id), str(cast.ma.account_id), *members(1)]):
        with count_queries() as counted:
            assert set(gaps.for_people(notice, account_ids, COLLECTING)) == set(account_ids)
        reads.append((counted.reads, counted.writes))
    assert reads[0] == reads[1]
    assert reads[1] == (queries, 0)


@pytest.mark.parametrize(("kind", "queries"), WAITS.items())
def test_what_waits_asks_as_often_for_three_people_and_events_as_for_one(cast: Cast, kind: str, queries: int) -> None:
    assert set(WAITS) == set(waiting.WAITING)
    reads, plan = [], campaigns.newest_plan("qinghai-2022")
    assert plan == cast.plan
    for account_ids in ([str(cast.cairang.account_id)], [str(one.account_id) for one in (cast.cairang, cast.ma, cast.qilian)]):
        for _ in account_ids:
            logged.attended(logged.saved(cast), cast.lincuo, state=CheckInState.SUSPICIOUS)
        with count_queries() as counted:
            waiting.WAITING[kind]("qinghai-2022", account_ids, AFTER + timedelta(hours=1))
        reads.append((counted.reads, counted.writes))
    assert reads == [(queries, 0)] * 2


def test_nobody_who_left_or_never_was_is_in_the_way(cast: Cast) -> None:
    assert said(a_notice("{n}{单位}{做}", {"waiting": "preselect"}), cast.lincuo, Actor("acc_nobody"))[1] == {
        "n": "若干", "单位": "本单位", "做": "0"}
