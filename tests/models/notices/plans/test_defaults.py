"""What the calendar asks for becomes rows: once, however late and however many look."""
from datetime import timedelta

import pytest

from models import clock
from models.campaign import queries as campaigns
from models.db import writing
from models.entries.tables import Entry
from models.notices.inbox.tables import Message
from models.notices.ledger import fan_out
from models.notices.plans import defaults, due
from models.notices.plans.tables import Notice
from tests.cast import Cast
from tests.models.accounts.together import at_once
from tests.models.notices.ledger.told import TEMPLATES, grant
from tests.models.works import move, saved, submitted

NEVER = ("00:00", "00:00")
SUNDAY_NOON = clock.from_shanghai("2022-08-28 12:30")


def rows(plan: str) -> list[Notice]:
    return list(Notice.select().where(Notice.plan == plan))


def test_an_edge_is_written_at_its_moment_and_once(cast: Cast) -> None:
    defaults.write_due(SUNDAY_NOON - timedelta(minutes=1))
    assert rows("A4") == []
    defaults.write_due(SUNDAY_NOON)
    assert defaults.write_due(SUNDAY_NOON + timedelta(hours=3)) == 0
    (notice,) = rows("A4")
    assert (notice.state, notice.due_at, notice.values[2]) == ("scheduled", SUNDAY_NOON, "2022年8月31日 23:59")
    assert notice.forward.startswith("作品征集还有 3 天，8 月 31 日（周三）24:00 截止")


def test_what_was_missed_by_a_day_is_seen_and_not_sent(cast: Cast) -> None:
    defaults.write_due(SUNDAY_NOON + timedelta(hours=25))
    assert [(one.state, one.why) for one in rows("A4")] == [("cancelled", "late")]
    defaults.write_due(SUNDAY_NOON + timedelta(hours=23))
    assert len(rows("A4")) == 1


def test_several_processes_write_each_once(cast: Cast) -> None:
    at_once([lambda: defaults.write_due(SUNDAY_NOON)] * 4)
    assert len(rows("A4")) == 1


def test_a_kind_of_line_has_one_that_stands(cast: Cast) -> None:
    defaults.write_due(SUNDAY_NOON)
    defaults.write_due(SUNDAY_NOON + timedelta(days=3))
    (notice,) = rows("S2")
    assert (notice.origin, notice.state, notice.once_a_day, notice.template) == ("line", "sending", False, "T2")


def test_what_a_newer_document_switches_off_pauses_and_goes_on_when_it_is_on_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    defaults.write_due(SUNDAY_NOON)
    plan = campaigns.newest_plan("qinghai-2022")
    without = plan.model_copy(update={"notices": tuple(one for one in plan.notices if one.id != "S2")})
    seen = []
    for newest in (without, without, plan, plan):
        monkeypatch.setattr(campaigns, "newest_plan", lambda _, newest=newest: newest)
        switched = defaults.write_due(SUNDAY_NOON)
        seen.append((switched, rows("S2")[0].state, rows("S2")[0].why))
    assert seen == [(1, "paused", "switched_off"), (0, "paused", "switched_off"), (1, "sending", None), (0, "sending", None)]
    assert {one.state for one in Notice.select().where(Notice.origin == "line", Notice.plan != "S2")} == {"sending"}


def test_the_evening_before_a_returned_work_is_due_its_author_is_told_and_no_other_evening(cast: Cast) -> None:
    entry = submitted(cast)
    move(entry, "return", cast.ma, comment="请补充拍摄时间")
    with writing():
        Entry.update(editable_until=clock.from_shanghai("2022-08-29 24:00")).where(Entry.id == entry).execute()
    for day in (27, 28, 29):
        defaults.write_due(clock.from_shanghai(f"2022-08-{day} 19:30"))
    assert [clock.shanghai_day(one.due_at) for one in rows("S3") if one.due_at] == ["2022-08-28"]


def test_a_repeated_one_comes_only_when_somebody_has_something_waiting(cast: Cast) -> None:
    morning = clock.from_shanghai("2022-08-26 09:00")
    defaults.write_due(morning)
    assert rows("V2") == []


def test_a_phase_notice_goes_from_the_edge_to_who_has_a_draft(cast: Cast) -> None:
    saved(cast)
    grant(str(cast.lincuo.account_id), at=SUNDAY_NOON - timedelta(days=1))
    defaults.write_due(SUNDAY_NOON)
    assert due.start_due(NEVER, SUNDAY_NOON) >= 1
    while fan_out.plan_next(TEMPLATES, SUNDAY_NOON):
        pass
    notice = rows("A4")[0]
    told = [(row.account_id, row.words) for row in Message.select().where(Message.purpose == notice.id)]
    assert told == [(cast.lincuo.account_id, "《高原上的追光人》仍是草稿，未进入评选。点开即可继续，缺什么会逐项写明。")]
