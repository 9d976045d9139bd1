"""What of events and check-ins a person takes along, and what leaving empties: that somebody was there goes on to count."""
import pytest

from models.accounts.personal import sealed
from models.db import writing
from models.events import actions
from models.events.tables import Attendance, CheckIn, ClockSample, PersonalCode
from models.personal import actions as personal
from models.personal.queries import export
from models.rows import insert_row
from tests.cast import Cast
from tests.models.events.logged import AFTER, attended, move, row, saved


def walked_in(cast: Cast, event_id: str) -> str:
    """央金, written down by 才让 by name and phone: no account is known."""
    told = {**sealed("央金", "check_in", "name"), **sealed("13800001234", "check_in", "phone")}
    return attended(event_id, cast.cairang, subject=None, person="n:print", how="walk_in", evidence="by_hand", **told)


def test_an_export_has_my_events_and_my_check_ins_and_nobody_elses(cast: Cast) -> None:
    event_id = saved(cast, title="故事会")
    mine = attended(event_id, cast.lincuo, **sealed("林措", "check_in", "name"))
    walked_in(cast, event_id)
    told, staff = export(cast.lincuo), export(cast.cairang)
    assert (told["events"], [(one["id"], one["event"], one["name"]) for one in told["check_ins"]]) == ([], [(mine, event_id, "林措")])
    assert ([one["title"] for one in staff["events"]], staff["check_ins"]) == (["故事会"], [])


def test_a_check_in_that_a_coordinator_made_by_my_code_is_mine(cast: Cast) -> None:
    event_id = saved(cast)
    scanned = attended(event_id, cast.cairang, subject=cast.lincuo.account_id, person=cast.lincuo.account_id, how="personal")
    assert [one["id"] for one in export(cast.lincuo)["check_ins"]] == [scanned]
    assert export(cast.cairang)["check_ins"] == []


def test_leaving_empties_what_is_personal_and_goes_on_to_count(cast: Cast) -> None:
    event_id = saved(cast)
    mine, walk_in = attended(event_id, cast.lincuo, **sealed("林措", "check_in", "name")), walked_in(cast, event_id)
    with writing():
        for person in (cast.lincuo, cast.cairang):
            insert_row(PersonalCode, account=person.account_id, sealed=b"x", print=str(person.account_id), made_at=AFTER)
            ClockSample.create(device="d", account=person.account_id, sent_at=AFTER, received_at=AFTER)
    personal.forget(actor=cast.lincuo, at=AFTER)
    emptied, other = CheckIn.get_by_id(mine), CheckIn.get_by_id(walk_in)
    assert (emptied.name_sealed, emptied.name_print, emptied.phone_sealed, emptied.phone_print) == (None, None, None, None)
    assert None not in (other.name_sealed, other.name_print, other.phone_sealed, other.phone_print)
    assert [code.account_id for code in PersonalCode.select()] == [sample.account for sample in ClockSample.select()] == [
        cast.cairang.account_id]
    assert {one.person for one in Attendance.select()} == {cast.lincuo.account_id, "n:print"}


def test_a_coordinator_who_leaves_leaves_the_events(cast: Cast) -> None:
    event_id = saved(cast)
    personal.forget(actor=cast.cairang, at=AFTER)
    assert (row(event_id).created_by_id, row(event_id).state) == (cast.cairang.account_id, "draft")
    move(event_id, "report", cast.ma)


def test_forgetting_belongs_into_a_verb() -> None:
    with pytest.raises(RuntimeError):
        actions.forget("acc_0000000000000000")
