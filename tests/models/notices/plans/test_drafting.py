"""A notice as a document: saved, saved again, by two at a time, and what of it cannot be sent yet."""
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest

from models import ids
from models.notices.plans import content as judging
from models.notices.plans import drafting, queries
from models.notices.plans.tables import Notice, NoticeRevision
from models.problems import AudienceUnclear, Forbidden, IdReused, NotFound, NoticeStale, NoticeWrongState
from tests.cast import Cast
from tests.models.counting import count_queries
from tests.models.notices.ledger.told import TEMPLATES, VALUES, a_notice
from tests.models.notices.plans.writing import AT, content, move, row, save
from tests.models.works import lines

LATER = AT + timedelta(hours=1)


def test_a_new_notice_is_a_draft_with_everything_that_was_written(cast: Cast) -> None:
    due = AT + timedelta(days=1)
    notice = row(save(cast.liqing, due_at=due, expires_at=due + timedelta(days=1), forward="请转发", working_time=True,
                      page="/pages/inbox/inbox").id)
    kept = {name: getattr(notice, name) for name in asdict(content())} | {"campaign": notice.campaign_id}
    assert kept == asdict(content(due_at=due, expires_at=due + timedelta(days=1), forward="请转发", working_time=True,
                                  page="/pages/inbox/inbox"))
    assert (notice.state, notice.revision) == ("draft", 1)
    assert (notice.created_by_id, notice.saved_by) == (cast.liqing.account_id, cast.liqing.account_id)
    assert lines(notice.id) == ["notice.saved"]


def test_the_same_save_sent_again_is_the_same_save(cast: Cast) -> None:
    notice_id = ids.mint("ntc")
    first = drafting.save(notice_id, content(), revision=0, actor=cast.liqing, at=AT)
    again = drafting.save(notice_id, content(), revision=0, actor=cast.liqing, at=LATER)
    assert ([first[1], again[1]], row(notice_id).revision, row(notice_id).saved_at) == ([True, False], 1, AT)
    assert NoticeRevision.select().where(NoticeRevision.notice == notice_id).count() == 1


def test_two_who_write_one_notice_at_once_are_told_of_each_other(cast: Cast) -> None:
    notice = save(cast.liqing)
    save(cast.zhuoma, notice.id, 1, title="卓玛的标题", at=LATER)
    with pytest.raises(NoticeStale):
        save(cast.liqing, notice.id, 1, title="李青的标题", at=LATER)
    now = row(notice.id)
    assert (now.title, now.revision, now.saved_by) == ("卓玛的标题", 2, cast.zhuoma.account_id)


def test_an_old_save_that_comes_late_finds_what_it_became(cast: Cast) -> None:
    notice = save(cast.liqing)
    save(cast.liqing, notice.id, 1, title="第二稿")
    save(cast.liqing, notice.id, 2, title="第三稿")
    assert save(cast.liqing, notice.id, 1, title="第二稿").title == "第三稿"
    assert row(notice.id).revision == 3


def test_what_awaits_approval_is_a_draft_again_once_it_is_changed(cast: Cast) -> None:
    notice = save(cast.liqing)
    move(notice.id, "submit", cast.liqing)
    save(cast.zhuoma, notice.id, 1, title="改过")
    assert (row(notice.id).state, row(notice.id).revision) == ("draft", 2)


@pytest.mark.parametrize("act", ["send", "cancel"])
def test_what_was_let_go_or_cancelled_is_not_changed_any_more(cast: Cast, act: str) -> None:
    notice = save(cast.liqing)
    move(notice.id, act, cast.liqing)
    with pytest.raises(NoticeWrongState):
        save(cast.liqing, notice.id, 1, title="改过")
    assert row(notice.id).title == "还有 3 天截止"


def test_an_id_of_another_campaign_or_of_the_clock_is_not_taken_over(cast: Cast) -> None:
    notice = save(cast.liqing)
    with pytest.raises(NotFound):
        save(cast.liqing, campaign="somewhere-else")
    with pytest.raises(NotFound):
        save(cast.liqing, revision=3)
    with pytest.raises(IdReused):
        save(cast.liqing, notice.id, 1, campaign="somewhere-else", audience={})
    with pytest.raises(IdReused):
        save(cast.liqing, a_notice(origin="edge", state="draft").id, 1)


def test_only_organisers_and_administrators_write_and_see_notices(cast: Cast) -> None:
    notice = save(cast.liqing)
    for actor in (cast.lincuo, cast.ma, cast.qilian, cast.baima):
        with pytest.raises(Forbidden):
            save(actor)
        with pytest.raises(Forbidden):
            queries.find(notice.id, actor)
        with pytest.raises(Forbidden):
            queries.listed(actor)


def test_an_audience_that_nobody_understands_is_not_kept(cast: Cast) -> None:
    with pytest.raises(AudienceUnclear):
        save(cast.liqing, audience={"role": "king"})
    assert Notice.select().count() == 0


@pytest.mark.parametrize(("more", "found"), [
    ({}, []),
    ({"template": None, "values": []}, []),
    ({"template": "T9"}, [("template", "没有这个提醒模板，请换一个，或只发站内消息")]),
    ({"values": VALUES[:3]}, [("values", "“活动进度通知”要填 4 项")]),
    ({"values": ["", *VALUES[1:]]}, [("values.0", "第 1 项：事项不能为空")]),
    ({"values": [*VALUES[:2], "明天", VALUES[3]]}, [("values.2", "第 3 项：时间的格式不对：写成“2022年8月31日 23:59”，没有 24:00")]),
    ({"template": "T2", "values": ["《追光》", "好👍", VALUES[2], "无"]}, []),
    ({"template": "T2", "values": ["《追光》", "👍", VALUES[2], "无"]}, [("values.1", "第 2 项：词语不能为空")]),
    ({"title": " ", "words": ""}, [("title", "请填写标题"), ("words", "请填写正文")]),
    ({"page": "https://example.cn"}, [("page", "要是小程序自己的页面")]),
    ({"words": "{密码}"}, [("words", "没有“{密码}”这样的空格")]),
    ({"words": "《{作品}》仍是草稿", "values": ["{作品}", "还有{n}件", VALUES[2], "{单位}"]}, []),
    ({"audience": {}}, [("audience", "请选择对象")]),
    ({"due_at": AT, "expires_at": AT}, [("expires_at", "有效时间要在发送时间之后")])])
def test_what_is_still_wrong_is_named_field_by_field(more: dict[str, Any], found: list[tuple[str, str]]) -> None:
    faults = judging.faults(content(**more), TEMPLATES)
    assert [(one["field"], one["says"]) for one in faults] == found


@pytest.mark.parametrize(("value", "said"), [
    ("二" * 20, []), ("二" * 21, [f"第 4 项超过 20 个字，发出时写作“{'二' * 19}…”"]), ("一行\n两行", [])])
def test_a_thing_of_21_characters_is_cut_and_that_is_said(value: str, said: list[str]) -> None:
    assert judging.warnings(content(values=[*VALUES[:3], value]), TEMPLATES) == said


def test_the_list_takes_the_same_number_of_statements_for_one_and_for_three(cast: Cast) -> None:
    counted = []
    for count in (1, 2):
        for _ in range(count):
            save(cast.liqing)
        with count_queries() as seen:
            assert len(list(queries.listed(cast.liqing))) == (1 if count == 1 else 3)
        counted.append((seen.reads, seen.writes))
    assert counted[0] == counted[1]
