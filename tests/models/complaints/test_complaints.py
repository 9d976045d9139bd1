"""投诉建议: said once, ten a day at most, answered by the organiser, and left behind without a name."""
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from models import clock, ids
from models.accounts import queries as people
from models.accounts.actor import SYSTEM
from models.accounts.grants import grant_role
from models.complaints import actions, queries
from models.complaints.tables import Complaint
from models.db import database
from models.personal.actions import forget
from models.personal.queries import export
from models.problems import ComplaintsOfADay, Forbidden, IdReused, Incomplete, NotFound
from tests.cast import Cast
from tests.models.accounts.together import at_once
from tests.models.counting import count_queries
from tests.models.notices.inbox.reading import announce_all, forget_what_was, messages, told
from tests.models.works import COLLECTING, written

WORDS = "展厅的灯太暗，看不清说明牌。"


def said(actor: Any, complaint_id: str | None = None, at: datetime = COLLECTING, **more: Any) -> tuple[Complaint, bool]:
    asked: dict[str, Any] = {"kind": "complaint", "words": WORDS, **more}
    return actions.complain(complaint_id or ids.mint("cmp"), **asked, actor=actor, at=at)


def test_the_same_again_is_the_first_and_another_meaning_or_another_persons_is_refused(cast: Cast) -> None:
    complaint_id = ids.mint("cmp")
    first, again = (said(cast.lincuo, complaint_id, phone="138 0000 1234") for _ in range(2))
    assert (first[1], again[1], again[0].received_at) == (True, False, COLLECTING)
    assert queries.phone_of(first[0]) == "13800001234"
    for other in ({"words": WORDS + "了"}, {"kind": "suggestion"}, {"phone": None}, {"phone": "13800001235"}):
        with pytest.raises(IdReused):
            said(cast.lincuo, complaint_id, **dict[str, Any]({"phone": "13800001234", **other}))
    with pytest.raises(IdReused):
        said(cast.yangjin, complaint_id, phone="13800001234")
    assert [line.what for line in written(complaint_id)] == ["complaint.received"]
    assert Complaint.select().count() == 1


@pytest.mark.parametrize("more", [
    {"words": "太暗"}, {"words": "  四个字 \n "}, {"words": "长" * 1001}, {"words": "灯太暗\x00看不清"}, {"kind": "praise"},
    {"phone": "1234"}, {"phone": "没有电话号码"}])
def test_what_cannot_be_used_is_refused_and_nothing_is_kept(cast: Cast, more: dict[str, Any]) -> None:
    with pytest.raises(Incomplete) as wrong:
        said(cast.lincuo, **more)
    assert [one["field"] for one in wrong.value.context["fields"]] == [*more]
    assert Complaint.select().count() == 0


def test_the_phone_is_not_readable_in_the_database(cast: Cast) -> None:
    said(cast.lincuo, phone="13800001234")
    assert b"13800001234" not in bytes(database.execute_sql("SELECT phone FROM complaint").fetchone()[0])


def test_ten_a_day_and_tomorrow_again(cast: Cast) -> None:
    late = clock.from_shanghai("2022-08-25 23:59")
    for _ in range(10):
        said(cast.lincuo, at=late)
    with pytest.raises(ComplaintsOfADay) as full:
        said(cast.lincuo, at=late)
    assert (full.value.status, full.value.retry_after_s) == (429, 60)
    assert said(cast.yangjin, at=late)[1]
    assert said(cast.lincuo, at=late + timedelta(minutes=1))[1]


def test_a_retry_is_answered_on_a_full_day_too(cast: Cast) -> None:
    first = ids.mint("cmp")
    for complaint_id in (first, *(ids.mint("cmp") for _ in range(9))):
        said(cast.lincuo, complaint_id)
    assert said(cast.lincuo, first)[1] is False


def test_twelve_at_the_same_moment_are_ten(cast: Cast) -> None:
    answers = at_once([partial(said, cast.lincuo) for _ in range(12)])
    assert sum(isinstance(one, ComplaintsOfADay) for one in answers) == 2
    assert Complaint.select().count() == 10


def test_the_person_is_told_of_an_answer_and_of_another_one_in_its_place(cast: Cast) -> None:
    complaint_id = said(cast.lincuo)[0].id
    forget_what_was()
    for hours, words in enumerate(("已换灯泡。", "已换灯泡。", "已换为射灯。")):
        answered = actions.answer(complaint_id, words, actor=cast.liqing, at=COLLECTING + timedelta(hours=hours))
    assert (answered.answer, answered.answered_at, answered.answered_by_id) == (
        "已换为射灯。", COLLECTING + timedelta(hours=2), cast.liqing.account_id)
    lines = written(complaint_id)
    assert [(line.what, line.details.get("again")) for line in lines] == [
        ("complaint.received", None), ("complaint.answered", False), ("complaint.answered", True)]
    assert told(cast.lincuo, cast.liqing) == [["complaint_answered"] * 2, []]
    assert (messages(cast.lincuo)[0].words, messages(cast.lincuo)[0].about) == ("您提交的投诉有了答复，点开查看。", complaint_id)


def test_only_organisers_answer(cast: Cast) -> None:
    complaint_id = said(cast.lincuo)[0].id
    for person in (cast.lincuo, cast.ma, cast.qilian, cast.baima, cast.yangjin):
        with pytest.raises(Forbidden):
            actions.answer(complaint_id, "好的", actor=person)
    with pytest.raises(NotFound):
        actions.answer(ids.mint("cmp"), "好的", actor=cast.liqing)
    for words in ("", "  ", "长" * 1001):
        with pytest.raises(Incomplete):
            actions.answer(complaint_id, words, actor=cast.liqing)
    assert Complaint.get().answer is None


def test_all_are_read_by_organisers_administrators_and_observers_only_and_observers_see_no_phone(cast: Cast) -> None:
    complaint = said(cast.lincuo, phone="13800001234")[0]
    grant_role(str(cast.yangjin.account_id), "administrator", "*", actor=SYSTEM)
    administrator = people.actor_of(str(cast.yangjin.account_id))
    for reader, phone in ((cast.liqing, "13800001234"), (administrator, "13800001234"), (cast.baima, None)):
        assert list(queries.every(reader)) == [complaint]
        assert queries.phone_for(complaint, reader) == phone
    for person in (cast.lincuo, cast.ma, cast.cairang, cast.qilian):
        with pytest.raises(Forbidden):
            queries.every(person)
        assert list(queries.mine(person)) == ([complaint] if person is cast.lincuo else [])


def test_who_leaves_takes_the_name_and_the_phone_and_the_words_stay(cast: Cast) -> None:
    mine, other = said(cast.lincuo, phone="13800001234")[0].id, said(cast.yangjin, phone="13800001235")[0].id
    forget(actor=cast.lincuo, at=COLLECTING)
    left, kept = Complaint.get_by_id(mine), Complaint.get_by_id(other)
    assert (left.account_id, left.phone, left.words) == (None, None, WORDS)
    assert (kept.account_id, queries.phone_of(kept)) == (cast.yangjin.account_id, "13800001235")
    forget_what_was()
    actions.answer(mine, "已换灯泡。", actor=cast.liqing)
    assert announce_all() == 0


def test_an_export_has_what_was_said_and_what_was_told(cast: Cast) -> None:
    complaint_id = said(cast.lincuo, phone="13800001234")[0].id
    forget_what_was()
    actions.answer(complaint_id, "已换灯泡。", actor=cast.liqing, at=COLLECTING)
    announce_all()
    mine, theirs = export(cast.lincuo), export(cast.yangjin)
    assert [(one["words"], one["phone"], one["answer"]) for one in mine["complaints"]] == [(WORDS, "13800001234", "已换灯泡。")]
    assert [(one["purpose"], one["read_at"]) for one in mine["messages"]] == [("complaint_answered", None)]
    assert (theirs["complaints"], theirs["messages"]) == ([], [])


def test_a_page_asks_as_often_for_three_as_for_one(cast: Cast) -> None:
    for number in (1, 3):
        while Complaint.select().count() < number:
            said(cast.lincuo, phone="13800001234")
        with count_queries() as counted:
            page = [queries.phone_for(row, cast.liqing) for row in queries.every(cast.liqing).order_by(Complaint.received_at)]
        assert (len(page), counted.reads) == (number, 1)
