"""What is pushed beside a message: with whose values, at which hour, to whom not; and never a word of the jury."""
from datetime import datetime, timedelta
from typing import Any

import pytest

from models import clock, ids
from models.accounts import actions as accounts
from models.accounts import membership
from models.accounts import queries as people
from models.accounts.actor import Actor
from models.db import writing
from models.entries.tables import Entry
from models.notices.inbox import actions, occasions, wording
from models.notices.inbox.pushes import House
from models.notices.ledger.tables import Delivery
from models.notices.plans import drafting, moving, stepping, templates
from models.notices.plans.content import Content
from models.notices.plans.tables import Notice
from models.rows import find_row
from tests.cast import Cast
from tests.models.notices.inbox.reading import announce_all, forget_what_was, messages, told
from tests.models.notices.inbox.standing import STANDING, a_standing_notice
from tests.models.notices.ledger.told import T2, TEMPLATES, VALUES, grant
from tests.models.works import COLLECTING, PUBLISHING, brought_to, move, published, ready, submitted

LONG = "高原上的追光人——记一位电力老职工的三十年" * 10
HOUSE_OF_ORGANISERS = moving.House(TEMPLATES, approval_over=0)
PHONE = "13800001234"


@pytest.fixture(autouse=True)
def _empty_inboxes(cast: Cast) -> None:
    forget_what_was()


def at(text: str) -> datetime:
    return clock.from_shanghai(text)


def credited(*actors: Actor, count: int = 3) -> None:
    for actor in actors:
        grant(str(actor.account_id), T2.mini, count)


def pushed(actor: Actor, at: datetime = COLLECTING) -> list[Delivery]:
    """The person's pushes, once the journal was read to its end."""
    announce_all(at)
    return list(Delivery.select().where(Delivery.account == actor.account_id).order_by(Delivery.line, Delivery.id))


def everything_stands() -> None:
    for plan in STANDING:
        a_standing_notice(plan)


def test_a_return_is_pushed_with_the_title_the_instant_and_the_day_it_is_due(cast: Cast) -> None:
    credited(cast.lincuo)
    notice = a_standing_notice("S2")
    entry_id = submitted(cast)
    move(entry_id, "return", cast.ma)
    (push,) = pushed(cast.lincuo)
    (message,) = messages(cast.lincuo)
    assert push.values == ["高原上的追光人", "退回修改", "2022年8月25日 10:00", "请按意见修改，8月28日前重交"]
    assert (push.notice_id, push.state, push.channel, push.line) == (notice.id, "planned", "mini", message.line)
    assert (push.page, push.due_at) == (f"/pages/entry/entry?id={entry_id}", COLLECTING)


def test_who_granted_nothing_has_the_message_and_is_counted_as_without_a_credit(cast: Cast) -> None:
    a_standing_notice("S2")
    move(submitted(cast), "return", cast.ma)
    assert [row.state for row in pushed(cast.lincuo)] == ["no_credit"]
    assert told(cast.lincuo) == [["entry_returned"]]


@pytest.mark.parametrize("more", [{"state": "cancelled"}, {"template": "T4"}, {"template": None}, {"origin": "edge"}])
def test_without_a_notice_that_stands_the_message_is_all(cast: Cast, more: dict[str, Any]) -> None:
    credited(cast.lincuo)
    a_standing_notice("S2", **more)
    move(submitted(cast), "return", cast.ma)
    assert (pushed(cast.lincuo), told(cast.lincuo)) == ([], [["entry_returned"]])


def test_of_a_paused_notice_the_push_waits(cast: Cast) -> None:
    credited(cast.lincuo)
    a_standing_notice("S2", state="paused")
    move(submitted(cast), "return", cast.ma)
    assert [row.state for row in pushed(cast.lincuo)] == ["planned"]


@pytest.mark.parametrize(("returned", "goes"), [
    ("2022-08-25 07:59", "2022-08-25 08:00"), ("2022-08-25 08:00", "2022-08-25 08:00"), ("2022-08-25 19:59", "2022-08-25 19:59"),
    ("2022-08-25 20:00", "2022-08-26 08:00"), ("2022-08-25 24:00", "2022-08-26 08:00"), ("2022-08-27 12:00", "2022-08-27 12:00")])
def test_a_return_is_pushed_between_eight_and_twenty_any_day(cast: Cast, returned: str, goes: str) -> None:
    credited(cast.lincuo)
    a_standing_notice("S2")
    move(submitted(cast), "return", cast.ma, at(returned))
    assert [row.due_at for row in pushed(cast.lincuo)] == [at(goes)]


@pytest.mark.parametrize(("quiet", "more", "goes"), [
    (("18:00", "09:30"), {}, "2022-08-28 09:30"), (("00:00", "00:00"), {}, "2022-08-28 08:00"),
    (("22:00", "08:00"), {"working_time": True}, "2022-08-29 08:30"), (("11:30", "15:00"), {"working_time": True}, "2022-08-29 08:30")])
def test_quiet_hours_and_working_time_narrow_the_hours(cast: Cast, quiet: tuple[str, str], more: dict[str, bool], goes: str) -> None:
    """Returned in the night before a Sunday."""
    credited(cast.lincuo)
    a_standing_notice("S2", **more)
    move(submitted(cast), "return", cast.ma, at("2022-08-27 23:00"))
    while actions.announce(COLLECTING, House(TEMPLATES, quiet)) or not Delivery.select().exists():
        pass
    assert [row.due_at for row in pushed(cast.lincuo)] == [at(goes)]


def test_a_line_that_is_told_days_later_keeps_the_hour_it_should_have_gone_out(cast: Cast) -> None:
    """So that claiming finds it too old, and nobody is called to what was days ago."""
    credited(cast.lincuo)
    a_standing_notice("S2")
    move(submitted(cast), "return", cast.ma)
    assert [row.due_at for row in pushed(cast.lincuo, COLLECTING + timedelta(days=3))] == [COLLECTING]


def test_more_material_is_asked_for_by_another_notice(cast: Cast) -> None:
    credited(cast.lincuo)
    everything_stands()
    move(brought_to("shortlisted", cast), "return", cast.liqing)
    (push,) = pushed(cast.lincuo)
    assert push.values[1:] == ["请补材料", "2022年8月25日 10:00", "请补交高清原件，不影响名次"]


@pytest.mark.parametrize("state", ["preselected", "declined", "shortlisted", "approved", "recommended"])
def test_nothing_the_jury_does_is_pushed_before_publication(cast: Cast, state: str) -> None:
    credited(cast.lincuo, cast.ma, cast.qilian)
    everything_stands()
    brought_to(state, cast)
    announce_all()
    assert Delivery.select().count() == 0


def test_a_membership_confirmed_by_preselecting_is_not_pushed_and_one_by_a_liaison_is(cast: Cast) -> None:
    credited(cast.yangjin)
    everything_stands()
    membership.ask_for_unit(cast.factory, actor=cast.yangjin)
    author = people.actor_of(str(cast.yangjin.account_id))
    entry_id = submitted(cast, author)
    move(entry_id, "preselect", cast.ma)
    assert pushed(author) == []
    membership.ask_for_unit(cast.city, actor=author)
    membership.answer_membership(str(author.account_id), cast.city, "refuse", actor=cast.ma, at=COLLECTING)
    assert [row.values[:2] for row in pushed(author)] == [["加入西宁市总工会", "未通过"]]


def test_results_are_pushed_to_whom_they_select_at_ten_or_later_and_the_others_read_them(cast: Cast) -> None:
    membership.ask_for_unit(cast.factory, actor=cast.yangjin)
    membership.answer_membership(str(cast.yangjin.account_id), cast.factory, "confirm", actor=cast.cairang)
    second = people.actor_of(str(cast.yangjin.account_id))
    forget_what_was()
    credited(cast.lincuo, second)
    everything_stands()
    chosen = brought_to("approved", cast)
    brought_to("recommended", cast), brought_to("declined", cast), brought_to("preselected", cast, second, COLLECTING)
    published(cast, chosen, at("2022-09-10 08:30"))
    (push,) = pushed(cast.lincuo, PUBLISHING)
    assert push.values == ["高原上的追光人等2件", "已入选", "2022年9月10日 08:30", "入选优秀作品，点此查看名单"]
    assert push.due_at == at("2022-09-10 10:00")
    assert (pushed(second), told(cast.lincuo, second)) == ([], [["results_published"], ["results_published"]])


def test_a_recommendation_after_publication_calls_the_author_and_the_liaisons(cast: Cast) -> None:
    credited(cast.lincuo, cast.ma)
    entry_id = brought_to("approved", cast)
    published(cast, entry_id)
    announce_all(PUBLISHING)
    everything_stands()
    move(entry_id, "recommend", cast.qilian, PUBLISHING + timedelta(hours=1))
    assert [row.values[1] for who in (cast.lincuo, cast.ma) for row in pushed(who, PUBLISHING)] == ["推荐全国", "推荐全国"]


def test_whoever_entered_a_work_for_somebody_is_called_as_they_are(cast: Cast) -> None:
    accounts.verify_phone(PHONE, actor=cast.yangjin)
    credited(cast.yangjin, cast.ma)
    a_standing_notice("S2")
    entry_id = submitted(cast, cast.ma, on_behalf_of={"name": "白玛央金", "phone": PHONE})
    move(entry_id, "return", cast.liqing)
    assert [row.page for who in (cast.yangjin, cast.ma) for row in pushed(who)] == [
        f"/pages/entry/entry?id={entry_id}&claim=1", f"/pages/entry/entry?id={entry_id}"]


@pytest.mark.parametrize("title", [LONG, "", "𠮷" * 30, "第1234567890号\n🎉作品"])
def test_what_is_pushed_is_what_wechat_takes_whatever_the_title(cast: Cast, title: str) -> None:
    credited(cast.lincuo)
    a_standing_notice("S2")
    entry_id = ready(cast, title="晨光")
    move(entry_id, "submit", cast.lincuo)
    with writing():
        Entry.update(title=title).where(Entry.id == entry_id).execute()
    move(entry_id, "return", cast.ma)
    (push,) = pushed(cast.lincuo)
    assert set(templates.values_of(T2, push.values)) == set(T2.keywords)


def test_a_person_has_one_push_a_day_of_what_is_not_a_return(cast: Cast) -> None:
    credited(cast.yangjin)
    everything_stands()
    for unit, liaison in ((cast.factory, cast.cairang), (cast.city, cast.ma)):
        membership.ask_for_unit(unit, actor=cast.yangjin)
        membership.answer_membership(str(cast.yangjin.account_id), unit, "refuse", actor=liaison, at=COLLECTING)
    assert [(row.state, row.why) for row in pushed(cast.yangjin)] == [("planned", None), ("failed", "day")]
    assert told(cast.yangjin) == [["membership_refused", "membership_refused"]]


# Of notices themselves

def a_draft(cast: Cast) -> str:
    wanted = Content(campaign="qinghai-2022", title="还有 3 天截止", words="请及时提交。", template="T1", values=VALUES,
                     audience={"accounts": [str(cast.lincuo.account_id), str(cast.yangjin.account_id)]})
    notice_id = ids.mint("ntc")
    drafting.save(notice_id, wanted, revision=0, actor=cast.liqing, at=COLLECTING)
    return notice_id


def test_a_notice_that_waits_is_told_to_the_other_organisers(cast: Cast) -> None:
    notice_id = a_draft(cast)
    moving.move(notice_id, "submit", move_id=ids.mint("mov"), house=HOUSE_OF_ORGANISERS, actor=cast.liqing, at=COLLECTING)
    waiting = ["notice_awaiting_approval"]
    assert told(cast.liqing, cast.zhuoma, cast.hanmei, cast.lincuo) == [[], waiting, waiting, []]
    (message,) = messages(cast.zhuoma)
    assert message.words == "“还有 3 天截止”等您复核，要发给 2 人。请看预览、对象和人数后再点“同意发布”。"
    assert (message.about, message.page) == (notice_id, f"/staff/pages/notices/notice?id={notice_id}")


@pytest.mark.parametrize(("by_clock", "whom"), [(False, ["liqing"]), (True, ["liqing", "zhuoma", "hanmei"])])
def test_a_notice_that_stopped_is_told_to_who_wrote_it_or_to_every_organiser_of_one_that_nobody_wrote(
        cast: Cast, by_clock: bool, whom: list[str]) -> None:
    notice_id = a_standing_notice("S2").id if by_clock else a_draft(cast)
    with writing():
        Notice.update(state="sending").where(Notice.id == notice_id).execute()
        row = find_row(Notice, notice_id, hold=True)
        assert row is not None
        assert stepping.by_clock(row, "stop", COLLECTING, "43116")
    organisers = {name: getattr(cast, name) for name in ("liqing", "zhuoma", "hanmei")}
    assert {name for name, one in organisers.items() if told(one) == [["notice_stopped"]]} == set(whom)
    assert messages(cast.liqing)[0].words == (
        "“还有 3 天截止”已自动暂停，原因：微信限制了这个模板，请到公众平台查看原因。已发 0 人，其余未发；未达名单可导出给各单位联络员。")


def test_pausing_a_notice_oneself_is_told_to_nobody(cast: Cast) -> None:
    notice_id = a_draft(cast)
    with writing():
        Notice.update(state="sending").where(Notice.id == notice_id).execute()
    moving.move(notice_id, "pause", move_id=ids.mint("mov"), house=HOUSE_OF_ORGANISERS, actor=cast.zhuoma, at=COLLECTING)
    assert told(cast.liqing, cast.zhuoma, cast.hanmei) == [[], [], []]


def test_every_kind_of_message_names_people_and_conditions_there_are_and_no_two_tell_one_thing_alike() -> None:
    assert {who for telling in wording.TELLINGS for who in telling.to} == set(occasions.PEOPLE)
    assert {telling.when for telling in wording.TELLINGS} - {None} == set(occasions.CONDITIONS)
    assert len({(telling.what, telling.purpose) for telling in wording.TELLINGS}) == len(wording.TELLINGS)
