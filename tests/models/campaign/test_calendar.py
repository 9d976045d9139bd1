"""What time permits, at the very instants: windows are half-open, staff acts are late but never locked."""
from datetime import timedelta

import pytest

from models.campaign import calendar
from models.campaign.plan import Plan, read
from models.clock import from_shanghai
from models.problems import PhaseClosed
from tests.models.campaign.small import SMALL

MS = timedelta(milliseconds=1)
OPENS, CLOSES = from_shanghai("2022-07-25 00:00"), from_shanghai("2022-08-31 24:00")


@pytest.mark.parametrize(("at", "state", "may"), [(OPENS - MS, "future", False), (OPENS, "open", True), (CLOSES - MS, "open", True),
                                                  (CLOSES, "past", False)])
def test_a_window_opens_at_its_instant_and_is_closed_at_its_end(plan: Plan, at: object, state: str, may: bool) -> None:
    assert calendar.state(plan, plan.phase("collect"), at) == state  # type: ignore[arg-type]
    assert calendar.permits(plan, "submit", at) is may  # type: ignore[arg-type]


def test_before_it_opens_a_person_reads_when_it_will(plan: Plan) -> None:
    with pytest.raises(PhaseClosed) as refused:
        calendar.require(plan, "submit", OPENS - MS)
    assert str(refused.value) == "作品征集从 7 月 25 日（周一）00:00 开始，请届时再办"
    assert refused.value.context["opens"] == "2022-07-24T16:00:00.000Z"


def test_after_it_closed_a_person_reads_when_it_did_and_whom_to_ask(plan: Plan) -> None:
    with pytest.raises(PhaseClosed) as refused:
        calendar.require(plan, "submit", CLOSES)
    assert str(refused.value) == "作品征集已于 8 月 31 日（周三）24:00 截止。如有特殊情况，请联系本单位联络员"
    assert (refused.value.code, refused.value.status, refused.value.context["phase"]) == ("phase.closed", 409, "collect")


def test_while_it_is_open_nothing_is_refused(plan: Plan) -> None:
    calendar.require(plan, "submit", CLOSES - MS)


def test_an_act_of_no_phase_is_never_permitted_by_the_calendar(plan: Plan) -> None:
    assert calendar.window(plan, "withdraw") == ()
    with pytest.raises(PhaseClosed, match="没有这项办理"):
        calendar.require(plan, "withdraw", OPENS)


@pytest.mark.parametrize("act", ["preselect", "decline", "return", "shortlist", "approve", "recommend", "report"])
def test_staff_acts_are_late_after_their_due_date_and_stay_open(plan: Plan, act: str) -> None:
    due = calendar.due(plan, act)
    assert due is not None
    assert calendar.late_by(plan, act, due) == timedelta(0)
    assert calendar.late_by(plan, act, due + MS) == MS
    assert calendar.permits(plan, act, due + timedelta(days=30))


def test_an_act_of_several_phases_is_due_with_the_phase_of_its_role(plan: Plan) -> None:
    due = {role: calendar.due(plan, "decline", by=role) for role in ("coordinator", "host", "organiser")}
    assert due == {"coordinator": from_shanghai("2022-08-31 18:00"), "host": from_shanghai("2022-09-05 18:00"),
                   "organiser": from_shanghai("2022-09-07 18:00")}
    assert calendar.due(plan, "publish") is None
    assert calendar.late_by(plan, "publish", plan.ends) == timedelta(0)


def test_a_track_may_be_recommended_on_its_own_date() -> None:
    own = read(SMALL.replace("block: common", 'recommend_due: "2023-04-15 24:00"\n    block: common'))[0]
    assert calendar.due(own, "recommend", "poem") == from_shanghai("2023-04-15 24:00")
    assert calendar.due(own, "recommend") == from_shanghai("2023-04-10 24:00")


def test_an_upload_begun_before_closing_has_two_days_more(plan: Plan) -> None:
    grace = timedelta(hours=48)
    assert calendar.takes_upload(plan, CLOSES - MS, CLOSES + grace - MS)
    assert not calendar.takes_upload(plan, CLOSES - MS, CLOSES + grace)
    assert not calendar.takes_upload(plan, CLOSES, CLOSES)


def test_what_happened_in_time_counts_though_it_arrives_later(plan: Plan) -> None:
    last = from_shanghai("2022-08-31 24:00")
    assert [calendar.covers(plan, act, last - MS) for act in ("check_in", "log_event")] == [True, True]
    assert [calendar.covers(plan, act, last) for act in ("check_in", "log_event")] == [False, False]
    assert calendar.permits(plan, "check_in", from_shanghai("2022-09-08 23:59"))
    assert not calendar.permits(plan, "check_in", from_shanghai("2022-09-08 24:00"))
    assert not calendar.permits(plan, "log_event", from_shanghai("2022-09-06 24:00"))


def test_a_returned_work_is_due_back_in_days_but_not_after_the_last_date(plan: Plan) -> None:
    returned = from_shanghai("2022-08-20 10:00")
    assert calendar.return_due(plan, returned) == from_shanghai("2022-08-23 10:00")
    assert calendar.return_due(plan, returned, from_shanghai("2022-08-21 10:00")) == from_shanghai("2022-08-21 10:00")
    assert calendar.return_due(plan, returned, from_shanghai("2022-10-01 00:00")) == from_shanghai("2022-09-05 24:00")


def test_the_last_closing_is_known_from_its_instant_on(plan: Plan) -> None:
    assert calendar.last_closing(plan, "submit", CLOSES - MS) is None
    assert calendar.last_closing(plan, "submit", CLOSES) == CLOSES


def test_at_one_instant_a_closing_comes_before_an_opening() -> None:
    joined = read(SMALL.replace('by: [host], opens: "2023-03-01 00:00"', 'by: [host], opens: "2023-03-31 24:00"'))[0]
    assert [(edge.phase, edge.edge) for edge in calendar.edges(joined)] == [
        ("collect", "opened"), ("collect", "due"), ("collect", "closed"),
        ("recommend", "opened"), ("recommend", "due"), ("recommend", "closed")]


def test_publishing_and_exhibiting_begin_when_the_audit_is_due(plan: Plan) -> None:
    due = calendar.due(plan, "approve")
    assert due is not None
    assert [calendar.permits(plan, act, due) for act in ("publish", "exhibit", "unexhibit")] == [True, True, True]
    assert [calendar.permits(plan, act, due - MS) for act in ("publish", "exhibit", "unexhibit")] == [False, False, False]
