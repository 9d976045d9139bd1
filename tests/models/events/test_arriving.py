"""Check-ins as they arrive: kept before anything else, answered the same when they come again, one person once an event."""
from dataclasses import replace
from datetime import timedelta

import pytest

from models import ids
from models.events import arriving, moving, settling
from models.events.tables import Attendance, CheckIn, Unsettled
from models.journal import Line
from models.problems import IdReused, SessionExpired, Unauthenticated
from tests.cast import Cast
from tests.models.counting import count_queries
from tests.models.events.arrived import BEGINS, a_scan, a_token, an_event, code_at, one, together

SOON = BEGINS + timedelta(minutes=5)


def attended(event_id: str) -> int:
    return Attendance.select().where(Attendance.event == event_id).count()


def test_a_scan_in_the_hall_is_accepted_and_counts_once(cast: Cast) -> None:
    event = an_event(cast)
    kept = one(a_scan(a_token("lincuo"), event.id, SOON))
    assert (kept.state, kept.reason, kept.evidence, kept.counted, kept.first) == ("accepted", None, "live", True, True)
    assert attended(event.id) == 1
    assert Line.select().where(Line.what == "check_in.kept", Line.about == kept.id).count() == 1


def test_the_same_scan_sent_again_has_the_same_answer_and_changes_nothing(cast: Cast) -> None:
    event, token = an_event(cast), a_token("lincuo")
    scan = a_scan(token, event.id, SOON)
    first = one(scan)
    again = one(replace(scan, sent_at=scan.sent_at + timedelta(hours=3), received_at=scan.received_at + timedelta(hours=3)))
    assert again == replace(first, first=False)
    assert CheckIn.select().count() == 1
    assert Line.select().where(Line.what == "check_in.kept").count() == 1


def test_the_same_scan_twice_in_one_batch_is_kept_once(cast: Cast) -> None:
    event = an_event(cast)
    scan = a_scan(a_token("lincuo"), event.id, SOON)
    first, second = together(scan, scan)
    assert isinstance(first, arriving.Kept)
    assert first.first
    assert second == replace(first, first=False)


@pytest.mark.parametrize("other", ["person", "meaning"])
def test_an_id_used_by_somebody_else_or_for_something_else_is_refused_and_nothing_is_told(cast: Cast, other: str) -> None:
    event, token = an_event(cast), a_token("lincuo")
    kept = one(a_scan(token, event.id, SOON))
    another = a_scan(a_token("yangjin"), event.id, SOON, check_in_id=kept.id) if other == "person" else \
        a_scan(token, event.id, SOON + timedelta(minutes=1), check_in_id=kept.id)
    assert isinstance(together(another)[0], IdReused)
    assert CheckIn.get_by_id(kept.id).account_id == str(cast.lincuo.account_id)


def test_two_phones_of_one_person_count_once_and_the_earlier_scan_holds_the_place(cast: Cast) -> None:
    event = an_event(cast)
    later = one(a_scan(a_token("lincuo"), event.id, SOON + timedelta(seconds=40), device="phone-of-one-kind-0"))
    earlier = one(a_scan(a_token("lincuo"), event.id, SOON, arrives=SOON + timedelta(minutes=3), device="phone-of-other-kind"))
    assert (later.counted, earlier.counted) == (True, True)
    assert Attendance.get().check_in_id == earlier.id
    now = CheckIn.get_by_id(later.id)
    assert (now.state, now.reason) == ("accepted", "again")


def test_strangers_are_told_so_and_take_nobody_with_them(cast: Cast) -> None:
    event = an_event(cast)
    kept, stranger = together(a_scan(a_token("lincuo"), event.id, SOON), a_scan("no-such-token", event.id, SOON))
    assert isinstance(kept, arriving.Kept)
    assert isinstance(stranger, Unauthenticated)
    assert not isinstance(stranger, SessionExpired)
    assert CheckIn.select().count() == 1


def test_a_session_that_is_over_is_told_so(cast: Cast) -> None:
    event = an_event(cast)
    scan = a_scan(a_token("lincuo"), event.id, SOON)
    over = replace(scan, received_at=scan.received_at + timedelta(days=20 * 366))
    assert isinstance(together(over)[0], SessionExpired)


def test_a_check_in_before_its_event_waits_and_is_judged_when_it_comes(cast: Cast) -> None:
    event_id = ids.mint("evt")
    kept = one(a_scan(a_token("lincuo"), event_id, SOON))
    assert (kept.state, kept.counted) == ("waiting_for_event", False)
    an_event(cast, event_id=event_id, at=SOON + timedelta(hours=2))
    settling.settle(event_id, SOON + timedelta(hours=2))
    assert CheckIn.get_by_id(kept.id).state == "accepted"
    assert attended(event_id) == 1


def test_past_twenty_waiting_one_is_refused_and_counts_all_the_same_when_its_event_comes(cast: Cast) -> None:
    token, events = a_token("lincuo"), [ids.mint("evt") for _ in range(22)]
    states = [one(a_scan(token, event_id, SOON)).state for event_id in events]
    assert states == ["waiting_for_event"] * 20 + ["refused"] * 2
    assert CheckIn.get(CheckIn.event_id == events[-1]).reason == "too_many_waiting"
    an_event(cast, event_id=events[-1])
    settling.settle(events[-1], SOON)
    assert CheckIn.get(CheckIn.event_id == events[-1]).state == "accepted"


def test_the_limit_of_waiting_holds_within_one_batch(cast: Cast) -> None:
    token = a_token("lincuo")
    answers = together(*[a_scan(token, ids.mint("evt"), SOON) for _ in range(25)])
    states = [kept.state for kept in answers if isinstance(kept, arriving.Kept)]
    assert states.count("waiting_for_event") == 20
    assert states.count("refused") == 5


def test_a_code_of_another_event_is_kept_and_refused(cast: Cast) -> None:
    event, other = an_event(cast), an_event(cast, title="另一场")
    kept = one(a_scan(a_token("lincuo"), event.id, SOON, code=code_at(other.id, SOON)))
    assert (kept.state, kept.reason, kept.counted) == ("refused", "wrong_event", False)


def test_a_photograph_of_the_code_scanned_later_is_in_doubt(cast: Cast) -> None:
    event = an_event(cast)
    kept = one(a_scan(a_token("lincuo"), event.id, SOON + timedelta(minutes=9), code=code_at(event.id, SOON)))
    assert (kept.state, kept.reason, kept.counted) == ("suspicious", "scanned_late", False)


def test_how_somebody_wants_to_be_called_is_sealed(cast: Cast) -> None:
    event = an_event(cast)
    kept = one(a_scan(a_token("lincuo"), event.id, SOON, name="林措（二车间）"))
    row = CheckIn.get_by_id(kept.id)
    assert row.name_sealed
    assert row.name_print
    assert "林措".encode() not in bytes(row.name_sealed)


def test_a_large_event_gets_a_ticket_instead_of_being_judged_at_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "SETTLED_AT_ONCE", 1)
    event, tokens = an_event(cast), [a_token(name) for name in ("lincuo", "yangjin", "baima")]
    settling.settle(event.id, SOON)
    one(a_scan(tokens[0], event.id, SOON))
    assert Unsettled.select().count() == 0
    one(a_scan(tokens[1], event.id, SOON))
    assert Unsettled.get().event_id == event.id
    assert attended(event.id) == 2


def test_what_a_large_event_is_judged_by_is_asked_once_a_second_and_put_right_by_settling(
        cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "SETTLED_AT_ONCE", 0)
    event, tokens = an_event(cast), [a_token(name) for name in ("lincuo", "yangjin", "baima")]
    for _ in range(2):
        one(a_scan(tokens[0], event.id, SOON))
    moving.move(event.id, "cancel", move_id=ids.mint("mov"), comment="因天气原因取消", actor=cast.cairang, at=SOON)
    with count_queries() as counted:
        kept = one(a_scan(tokens[1], event.id, SOON))
    assert (counted.reads, kept.state) == (1, "accepted")              # who they are; of the event nothing
    settling.settle(event.id, SOON)
    assert {row.state for row in CheckIn.select()} == {"refused"}
    monkeypatch.setattr(arriving, "_remembered", {})                   # a second later
    assert one(a_scan(tokens[2], event.id, SOON)).reason == "event_cancelled"


def test_a_batch_of_forty_takes_as_many_statements_as_one(cast: Cast) -> None:
    event, tokens = an_event(cast), [a_token(f"somebody-{number}") for number in range(41)]
    settling.settle(event.id, SOON)
    sent = []
    for some in (tokens[:1], tokens[1:]):
        with count_queries() as counted:
            together(*[a_scan(token, event.id, SOON) for token in some])
        sent.append((counted.reads, counted.writes))
    (reads, writes), (reads_of_forty, writes_of_forty) = sent
    assert reads == reads_of_forty <= 17
    assert writes_of_forty <= writes + 1 <= 5           # the first three scanners tell the code's clock
