"""An event as a document: saved, sent again, edited by two, closed once it is reported; and its secrets."""
from datetime import datetime, timedelta
from typing import Any

import pytest

from models import clock, ids
from models.accounts.actor import SYSTEM
from models.events import actions, secrets
from models.events.tables import Event, EventRevision, Unsettled
from models.journal import Line
from models.problems import (
    EventFaulty,
    EventOutsideCampaign,
    EventStale,
    EventWrongState,
    Forbidden,
    IdReused,
    Malformed,
    NotFound,
    PhaseClosed,
    Problem,
)
from models.units import actions as units
from models.units.tables import Unit
from tests.cast import Cast
from tests.models.events.logged import (
    AFTER,
    OTHER_SECRET,
    SECRET,
    STARTS,
    brought_to,
    coordinator,
    hall,
    row,
    saved,
)
from tests.models.works import lines, written

WINDOW_ENDS, LAST_DAY_ENDS = clock.from_shanghai("2022-09-06 24:00"), clock.from_shanghai("2022-08-31 24:00")
MS = timedelta(milliseconds=1)


def unsettled_since(event_id: str) -> datetime | None:
    found = Unsettled.get_or_none(Unsettled.event_id == event_id)
    return found.since if found else None


def test_a_first_save_stamps_unit_and_reporting_unit_and_asks_to_be_settled(cast: Cast) -> None:
    event = row(saved(cast, title=" 好网民故事会 ", enterprise="青海 盐湖工业股份有限公司"))
    assert (event.unit_id, event.reporting_unit_id, event.created_by_id) == (cast.factory, cast.city, cast.cairang.account_id)
    assert (event.state, event.revision, event.claimed, event.received_at, event.saved_at) == ("draft", 1, 86, AFTER, AFTER)
    assert (event.title, event.enterprise, event.enterprise_key) == ("好网民故事会", "青海 盐湖工业股份有限公司", "青海盐湖工业股份公司")
    assert (event.starts_at, event.ends_at) == (STARTS, STARTS + timedelta(hours=2))
    assert (lines(event.id), unsettled_since(event.id)) == (["event.saved"], AFTER)
    kept = EventRevision.get(EventRevision.event == event.id)
    assert (kept.number, kept.saved_by, kept.document["place"], kept.document["starts_at"]) == (
        1, cast.cairang.account_id, "机械厂大礼堂", "2022-08-25T06:00:00.000Z")


def test_only_unit_kind_and_time_are_needed_to_save(cast: Cast) -> None:
    event = row(saved(cast, place="", claimed=None, campaign=None))
    assert (event.campaign_id, event.place, event.claimed) == ("qinghai-2022", "", None)


def test_the_same_save_again_changes_nothing(cast: Cast) -> None:
    event_id = ids.mint("evt")
    for at in (AFTER, AFTER + MS):
        saved(cast, at=at, event_id=event_id, secret=SECRET)
    assert (row(event_id).revision, lines(event_id)) == (1, ["event.saved", "event.secret_added"])
    assert unsettled_since(event_id) == AFTER


def test_an_end_left_out_means_the_same_as_the_usual_one_said(cast: Cast) -> None:
    event_id = saved(cast)
    saved(cast, event_id=event_id, ends_at=STARTS + timedelta(hours=2))
    assert row(event_id).revision == 1


def test_of_two_coordinators_the_second_is_told_that_his_copy_is_old(cast: Cast) -> None:
    event_id = saved(cast)
    actions.save(event_id, hall(cast, claimed=90), revision=1, actor=cast.ma, at=AFTER)
    with pytest.raises(EventStale) as stale:
        actions.save(event_id, hall(cast, claimed=91), revision=1, actor=cast.cairang, at=AFTER)
    assert stale.value.context == {"current": event_id}
    actions.save(event_id, hall(cast, claimed=90), revision=1, actor=cast.cairang, at=AFTER)          # the same words are no quarrel
    assert (row(event_id).claimed, row(event_id).revision) == (90, 2)
    actions.save(event_id, hall(cast, claimed=91), revision=2, actor=cast.cairang, at=AFTER)
    assert [one.saved_by for one in EventRevision.select().where(EventRevision.event == event_id).order_by(EventRevision.number)] == [
        cast.cairang.account_id, cast.ma.account_id, cast.cairang.account_id]


def test_a_revision_of_an_event_that_is_not_there_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        actions.save(ids.mint("evt"), hall(cast), revision=1, actor=cast.cairang, at=AFTER)
    assert Event.select().count() == 0


def test_an_id_of_somebody_who_cannot_know_it_reveals_nothing_and_a_member_is_told_no(cast: Cast) -> None:
    event_id, before = saved(cast), Line.select().count()
    for person, problem in ((cast.yangjin, IdReused), (coordinator(cast.qilian, f"unit:{other_city(cast)}"), IdReused),
                            (cast.lincuo, Forbidden), (cast.baima, Forbidden)):
        with pytest.raises(problem):
            actions.save(event_id, hall(cast, claimed=1), revision=1, actor=person, at=AFTER)
    assert (row(event_id).claimed, Line.select().where(Line.about == event_id).count(), before > 0) == (86, 1, True)


def other_city(cast: Cast) -> str:
    return str(Unit.get(Unit.name == "海东市总工会").id)


@pytest.mark.parametrize("who", ["lincuo", "yangjin", "baima", "qilian"])
def test_nobody_else_may_write_an_event_down(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden) as no:
        saved(cast, getattr(cast, who))
    assert no.value.detail == "您没有「登记这个单位的线下活动」的权限"
    assert Event.select().count() == 0


@pytest.mark.parametrize("who", ["cairang", "ma", "liqing"])
def test_its_coordinator_one_above_and_the_organiser_may(cast: Cast, who: str) -> None:
    assert row(saved(cast, getattr(cast, who))).reporting_unit_id == cast.city


def test_a_coordinator_of_this_event_alone_edits_it_but_gives_it_to_no_other_unit(cast: Cast) -> None:
    event_id = saved(cast)
    guest = coordinator(cast.yangjin, f"event:{event_id}")
    actions.save(event_id, hall(cast, claimed=88), revision=1, actor=guest, at=AFTER)
    assert row(event_id).claimed == 88
    with pytest.raises(Forbidden):
        actions.save(event_id, hall(cast, unit=other_city(cast)), revision=2, actor=guest, at=AFTER)
    with pytest.raises(Forbidden):
        saved(cast, guest)


def test_a_draft_may_go_to_another_unit_and_is_reported_there(cast: Cast) -> None:
    event_id, other = saved(cast, cast.liqing), other_city(cast)
    actions.save(event_id, hall(cast, unit=other), revision=1, actor=cast.liqing, at=AFTER)
    assert (row(event_id).unit_id, row(event_id).reporting_unit_id) == (other, other)


def test_a_returned_event_keeps_its_unit_and_no_event_changes_its_campaign(cast: Cast) -> None:
    event_id = brought_to("returned", cast)
    with pytest.raises(EventWrongState) as no:
        actions.save(event_id, hall(cast, unit=other_city(cast)), revision=1, actor=cast.liqing, at=AFTER)
    assert no.value.detail == "活动当前为「退回补充」，不能「更换单位」"
    with pytest.raises(EventWrongState) as other:
        actions.save(event_id, hall(cast, campaign="qinghai-2021"), revision=1, actor=cast.liqing, at=AFTER)
    assert other.value.detail == "活动当前为「退回补充」，不能「更换主题活动」"


def test_a_returned_event_of_a_unit_since_merged_is_still_of_the_same_unit(cast: Cast) -> None:
    event_id, other = brought_to("returned", cast), other_city(cast)
    units.merge_units(cast.factory, other, actor=SYSTEM)
    actions.save(event_id, hall(cast, unit=other, claimed=87), revision=1, actor=cast.liqing, at=AFTER)
    assert (row(event_id).unit_id, row(event_id).reporting_unit_id, row(event_id).claimed) == (cast.factory, cast.city, 87)


@pytest.mark.parametrize("state", ["reported", "confirmed", "cancelled"])
def test_what_is_reported_is_closed_until_it_is_returned(cast: Cast, state: str) -> None:
    event_id = brought_to(state, cast)
    with pytest.raises(EventWrongState) as no:
        actions.save(event_id, hall(cast, claimed=87), revision=1, actor=cast.cairang, at=AFTER)
    assert no.value.status == 409
    assert row(event_id).claimed == 86


def test_logging_ends_with_its_window_but_a_returned_event_may_be_put_right_later(cast: Cast) -> None:
    returned, draft = brought_to("returned", cast), saved(cast)
    saved(cast, at=WINDOW_ENDS - MS)
    actions.save(returned, hall(cast, claimed=87), revision=1, actor=cast.cairang, at=WINDOW_ENDS)
    assert row(returned).claimed == 87
    for late in (lambda: saved(cast, at=WINDOW_ENDS),
                 lambda: actions.save(draft, hall(cast, claimed=87), revision=1, actor=cast.cairang, at=WINDOW_ENDS)):
        with pytest.raises(PhaseClosed) as closed:
            late()
        assert closed.value.detail == "线下活动已于 9 月 6 日（周二）24:00 截止。如有特殊情况，请联系本单位联络员"
    actions.save(draft, hall(cast), revision=0, actor=cast.cairang, at=WINDOW_ENDS)                   # sent again: it stands


def test_an_event_counts_when_it_begins_on_a_day_of_the_campaign(cast: Cast) -> None:
    saved(cast, starts_at=LAST_DAY_ENDS - MS)
    for outside in (LAST_DAY_ENDS, clock.from_shanghai("2022-07-24 23:59")):
        with pytest.raises(EventOutsideCampaign) as no:
            saved(cast, starts_at=outside)
        assert no.value.detail == "活动时间要在 7 月 25 日至 8 月 31 日之间，请核对日期"
        assert [gap["field"] for gap in no.value.context["fields"]] == ["starts_at"]


@pytest.mark.parametrize(("length", "words"), [
    (timedelta(0), "结束时间要晚于开始时间，请修改后再保存"), (-timedelta(hours=1), "结束时间要晚于开始时间，请修改后再保存"),
    (timedelta(days=31, milliseconds=1), "结束时间离开始时间至多 31 天，请修改后再保存")])
def test_an_end_must_come_after_the_beginning_and_not_too_late(cast: Cast, length: timedelta, words: str) -> None:
    with pytest.raises(EventFaulty) as no:
        saved(cast, ends_at=STARTS + length)
    assert (no.value.detail, no.value.context["fields"][0]["field"]) == (words, "ends_at")


@pytest.mark.parametrize(("changes", "problem"), [
    ({"unit": "unt_0000000000000000"}, NotFound), ({"campaign": "nowhere-1999"}, NotFound)])
def test_a_unit_or_campaign_that_is_not_there_is_not_found(cast: Cast, changes: dict[str, Any], problem: type[Problem]) -> None:
    with pytest.raises(problem):
        saved(cast, cast.liqing, **changes)


# Secrets

def test_a_secret_is_kept_once_and_another_is_added_beside_it_newest_first(cast: Cast) -> None:
    event_id = saved(cast, secret=SECRET)
    actions.save(event_id, hall(cast), revision=1, secret=OTHER_SECRET, actor=cast.ma, at=AFTER)
    actions.save(event_id, hall(cast), revision=1, secret=SECRET, actor=cast.ma, at=AFTER)
    assert [secrets.to_wire(one) for one in secrets.all_of(event_id)] == [OTHER_SECRET, SECRET]
    assert row(event_id).revision == 1


def test_a_secret_that_comes_last_is_taken_whatever_the_state_and_asks_to_be_settled(cast: Cast) -> None:
    event_id, later = brought_to("confirmed", cast), WINDOW_ENDS + MS
    assert actions.save(event_id, hall(cast), revision=1, secret=SECRET, actor=cast.cairang, at=later).state == "confirmed"
    assert [secrets.to_wire(one) for one in secrets.all_of(event_id)] == [SECRET]
    assert unsettled_since(event_id) == later


def test_a_stale_save_leaves_no_secret_behind(cast: Cast) -> None:
    event_id = saved(cast)
    actions.save(event_id, hall(cast, claimed=90), revision=1, actor=cast.ma, at=AFTER)
    with pytest.raises(EventStale):
        actions.save(event_id, hall(cast, claimed=91), revision=1, secret=SECRET, actor=cast.cairang, at=AFTER)
    assert secrets.all_of(event_id) == []


@pytest.mark.parametrize("text", ["A" * 42, "A" * 44, "A" * 42 + "B", "=" * 43, "密" * 43])
def test_what_is_no_secret_is_refused_and_nothing_is_saved(cast: Cast, text: str) -> None:
    with pytest.raises(Malformed):
        saved(cast, secret=text)
    assert Event.select().count() == 0


def test_no_secret_stands_in_the_journal_or_in_a_revision(cast: Cast) -> None:
    event_id = saved(cast, secret=SECRET)
    told = [str(line.details) for line in written(event_id)] + [str(one.document) for one in EventRevision.select()]
    assert not [one for one in told if SECRET in one]
