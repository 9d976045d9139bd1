"""An event along its law: reported, confirmed, returned, cancelled; who may, from where, and what is told of it."""
from datetime import timedelta
from typing import Any

import pytest

from models import clock, ids
from models.accounts.actor import Actor
from models.events import actions, moving
from models.events.law import LAW, EventState
from models.events.standing import Reach
from models.events.tables import EventMove, Unsettled
from models.journal import Line
from models.problems import EventIncomplete, EventNotBegun, EventWrongState, Forbidden, IdReused, Incomplete, NotFound
from tests.cast import Cast
from tests.models.events.logged import AFTER, STARTS, brought_to, coordinator, hall, move, row, saved
from tests.models.notices.inbox.reading import forget_what_was, messages, told
from tests.models.works import lines, written

MS = timedelta(milliseconds=1)
STATES = [state.value for state in EventState]
USUAL = {"report": "cairang", "confirm": "ma", "return": "ma", "cancel": "cairang"}


def test_the_usual_way_is_written_down_with_its_times(cast: Cast) -> None:
    event_id = saved(cast)
    move(event_id, "report", cast.cairang, AFTER)
    assert (row(event_id).reported_at, row(event_id).confirmed_at) == (AFTER, None)
    move(event_id, "confirm", cast.ma, AFTER + MS)
    event = row(event_id)
    assert (event.state, event.reported_at, event.confirmed_at) == ("confirmed", AFTER, AFTER + MS)
    assert lines(event_id) == ["event.saved", "event.reported", "event.confirmed"]
    assert written(event_id)[-1].details["account"] == cast.cairang.account_id
    assert Unsettled.get_by_id(event_id).since == AFTER + MS
    assert [(one.number, one.act, one.source, one.target, one.as_role, one.late_s) for one in
            EventMove.select().where(EventMove.event == event_id).order_by(EventMove.number)] == [
        (1, "report", "draft", "reported", "coordinator", 0), (2, "confirm", "reported", "confirmed", "reporting", 0)]


def test_what_was_confirmed_may_be_returned_and_comes_back(cast: Cast) -> None:
    event_id = brought_to("confirmed", cast)
    move(event_id, "return", cast.ma)
    assert (row(event_id).state, row(event_id).confirmed_at) == ("returned", None)
    actions.save(event_id, hall(cast, claimed=80), revision=1, actor=cast.cairang, at=AFTER)
    move(event_id, "report", cast.cairang)
    move(event_id, "confirm", cast.ma)
    assert (row(event_id).state, row(event_id).claimed) == ("confirmed", 80)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", list(USUAL))
def test_every_act_from_every_state_is_as_the_law_says(cast: Cast, state: str, act: str) -> None:
    event_id = brought_to(state, cast)
    if any(step.act == act and state in step.source for step in LAW):
        assert move(event_id, act, getattr(cast, USUAL[act]))
        return
    with pytest.raises(EventWrongState):
        move(event_id, act, getattr(cast, USUAL[act]))
    assert row(event_id).state == state


@pytest.mark.parametrize(("who", "may"), [
    ("cairang", {"report", "cancel"}), ("ma", set(USUAL)), ("liqing", set(USUAL)), ("lincuo", set()), ("baima", set())])
def test_each_role_has_its_own_acts(cast: Cast, who: str, may: set[str]) -> None:
    for act in USUAL:
        event_id = brought_to("draft" if act == "report" else "reported", cast)
        if act in may:
            assert move(event_id, act, getattr(cast, who))
        else:
            with pytest.raises(Forbidden):
                move(event_id, act, getattr(cast, who))


def test_a_coordinator_of_this_event_alone_reports_and_does_not_confirm(cast: Cast) -> None:
    event_id = saved(cast)
    guest = coordinator(cast.yangjin, f"event:{event_id}")
    move(event_id, "report", guest)
    with pytest.raises(Forbidden):
        move(event_id, "confirm", guest)


def test_the_organiser_acts_on_behalf_and_it_is_said_so(cast: Cast) -> None:
    event_id = saved(cast)
    for act in ("report", "confirm"):
        move(event_id, act, cast.liqing)
    assert [(one.role, one.on_behalf_of, one.unit) for one in moving.history(row(event_id))] == [
        ("organiser", "coordinator", None), ("organiser", "reporting", None)]


def test_the_reporting_unit_may_confirm_its_own_event_and_the_history_says_so(cast: Cast) -> None:
    own, of_below = saved(cast, cast.ma), brought_to("confirmed", cast)
    for act in ("report", "confirm"):
        move(own, act, cast.ma)
    assert [one.own for one in moving.history(row(own))] == [False, True]
    assert [one.own for one in moving.history(row(of_below))] == [False, False]
    assert [line.details.get("own") for line in written(own) if line.what == "event.confirmed"] == [True]
    assert [line.details.get("own") for line in written(of_below) if line.what == "event.confirmed"] == [None]
    reported_only = saved(cast)
    for act in ("report", "confirm"):
        move(reported_only, act, cast.ma)
    assert [one.own for one in moving.history(row(reported_only))] == [False, True]


def test_a_move_sent_again_finds_itself_and_of_another_meaning_or_person_reveals_nothing(cast: Cast) -> None:
    event_id, other, move_id = saved(cast), saved(cast), ids.mint("mov")

    def report(about: str, actor: Actor, act: str = "report", **more: Any) -> tuple[EventMove, bool]:
        return moving.move(about, act, move_id=move_id, actor=actor, at=AFTER, **more)

    first, again = report(event_id, cast.cairang), report(event_id, cast.cairang)
    assert (first[0].id, first[1], again[0].id, again[1]) == (move_id, True, move_id, False)
    for wrong in (lambda: report(other, cast.cairang), lambda: report(event_id, cast.ma), lambda: report(event_id, cast.yangjin),
                  lambda: report(event_id, cast.cairang, "cancel", comment="下雨"), lambda: report(event_id, cast.cairang, comment="另说")):
        with pytest.raises(IdReused):
            wrong()
    assert lines(event_id) == ["event.saved", "event.reported"]


def test_a_move_on_what_one_cannot_know_is_not_found(cast: Cast) -> None:
    for event_id in (saved(cast), ids.mint("evt")):
        with pytest.raises(NotFound):
            move(event_id, "report", cast.yangjin)
    assert Line.select().where(Line.what == "event.reported").count() == 0


def test_an_act_that_does_not_exist_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        move(saved(cast), "celebrate", cast.cairang)


@pytest.mark.parametrize(("lacks", "fields"), [
    ({"place": ""}, ["place"]), ({"place": "  "}, ["place"]), ({"claimed": None}, ["claimed"]), ({"claimed": 0}, ["claimed"]),
    ({"place": "", "claimed": None}, ["place", "claimed"])])
def test_a_report_needs_place_and_head_count(cast: Cast, lacks: dict[str, Any], fields: list[str]) -> None:
    event_id = saved(cast, **lacks)
    with pytest.raises(EventIncomplete) as no:
        move(event_id, "report", cast.cairang)
    assert [gap["field"] for gap in no.value.context["fields"]] == fields
    labels = {"place": "活动地点", "claimed": "参加人数"}
    assert no.value.detail == f"上报前请补充：{'、'.join(labels[one] for one in fields)}"
    assert row(event_id).state == "draft"


def test_what_has_not_begun_cannot_be_reported_but_cancelled(cast: Cast) -> None:
    event_id = saved(cast, at=STARTS - timedelta(days=3))
    with pytest.raises(EventNotBegun) as no:
        move(event_id, "report", cast.cairang, STARTS - MS)
    assert no.value.detail == "活动将于 8 月 25 日（周四）14:00 开始，请在开始以后上报"
    move(saved(cast), "report", cast.cairang, STARTS)
    move(event_id, "cancel", cast.cairang, STARTS - MS)
    assert (row(event_id).state, Unsettled.get_by_id(event_id).since) == ("cancelled", STARTS - MS)


def test_a_late_report_is_taken_and_its_lateness_written_down(cast: Cast) -> None:
    due = clock.from_shanghai("2022-08-31 24:00")
    for at, late_s in ((due, 0), (due + timedelta(days=10, seconds=5), 864005)):
        event_id = saved(cast)
        move(event_id, "report", cast.cairang, at)
        assert moving.history(row(event_id))[0].late_s == written(event_id)[-1].details["late_s"] == late_s
        move(event_id, "confirm", cast.ma, at)
        assert moving.history(row(event_id))[1].late_s == 0


@pytest.mark.parametrize("act", ["return", "cancel"])
def test_returning_and_cancelling_ask_for_a_reason(cast: Cast, act: str) -> None:
    event_id = brought_to("reported", cast)
    with pytest.raises(Incomplete) as no:
        move(event_id, act, cast.ma, comment=" \n")
    assert (no.value.code, no.value.context["fields"]) == ("incomplete", [{"field": "comment", "says": "请写明原因"}])


def test_ways_on_say_of_each_step_whether_it_is_open_to_the_reader(cast: Cast) -> None:
    def ways(event_id: str, actor: Actor) -> list[tuple[str, str | None]]:
        return [(way.step.act, way.problem.code if way.problem else None)
                for way in moving.ways_on(row(event_id), Reach(actor), AFTER)]

    draft, reported = saved(cast, claimed=None), brought_to("reported", cast)
    assert ways(draft, cast.cairang) == [("report", "event.incomplete"), ("cancel", None)]
    assert ways(reported, cast.cairang) == [("confirm", "forbidden"), ("return", "forbidden"), ("cancel", None)]
    assert ways(reported, cast.ma) == [("confirm", None), ("return", None), ("cancel", None)]
    assert ways(reported, cast.baima) == [("confirm", "forbidden"), ("return", "forbidden"), ("cancel", "forbidden")]
    assert ways(brought_to("cancelled", cast), cast.liqing) == []


def test_a_history_tells_roles_units_and_reasons_and_no_name(cast: Cast) -> None:
    event_id = brought_to("returned", cast)
    assert [(one.label, one.source, one.target, one.role, one.unit, one.comment) for one in moving.history(row(event_id))] == [
        ("上报", "draft", "reported", "coordinator", "城东机械厂工会", ""),
        ("退回补充", "reported", "returned", "reporting", "西宁市总工会", "请补充签到表照片。")]
    assert moving.history(row(saved(cast))) == []


def test_who_wrote_it_down_is_told_of_a_return_and_of_a_confirmation(cast: Cast) -> None:
    forget_what_was()
    event_id = brought_to("returned", cast)
    assert told(cast.cairang, cast.ma, cast.lincuo) == [["event_returned"], [], []]
    (message,) = messages(cast.cairang)
    assert (message.title, message.words) == ("线下活动需要补充", (
        "“8 月 25 日宣讲演讲”：西宁市总工会说明“请补充签到表照片”。请补充后重新上报；内容已保留，只改需要改的地方。"))
    assert (message.about, message.page) == (event_id, f"/staff/pages/event/event?id={event_id}")
    actions.save(event_id, hall(cast, title="好网民故事会"), revision=1, actor=cast.cairang, at=AFTER)
    move(event_id, "report", cast.cairang)
    move(event_id, "confirm", cast.liqing)
    assert told(cast.cairang) == [["event_returned", "event_confirmed"]]
    assert messages(cast.cairang)[1].words == "“好网民故事会”已由主办单位确认，计入完成数。"


def test_nobody_is_told_what_he_did_himself(cast: Cast) -> None:
    forget_what_was()
    event_id = saved(cast, cast.ma)
    for act in ("report", "confirm"):
        move(event_id, act, cast.ma)
    assert told(cast.ma, cast.cairang) == [[], []]
