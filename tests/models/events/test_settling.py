"""The judgement written down: right whatever came first, only what differs changed, and no check-in left unjudged."""
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from models import ids, seal
from models.accounts import actions as people
from models.accounts import personal
from models.accounts.tables import Account
from models.db import is_postgres, writing
from models.events import actions, arriving, by_hand, halls, moving, scanning, secrets, settling
from models.events.draft import EventDraft
from models.events.scans import milliseconds
from models.events.tables import Attendance, CheckIn, ClockSample, Event, Unsettled
from models.journal import Line
from tests.cast import Cast
from tests.models.counting import count_queries
from tests.models.events.arrived import BEGINS, SECRET, a_scan, a_token, an_event, code_at, one, together

SOON = BEGINS + timedelta(minutes=5)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def standing(event_id: str) -> dict[str, tuple[Any, ...]]:
    """Everything that judging decides about an event's check-ins, and who counts."""
    rows = CheckIn.select().where(CheckIn.event_id == event_id)
    counted = {row.check_in_id: row.person for row in Attendance.select().where(Attendance.event == event_id)}
    return {row.id: (row.state, row.reason, row.evidence, row.scan_at, row.person, counted.get(row.id)) for row in rows}


def counted(event_id: str) -> int:
    return Attendance.select().where(Attendance.event == event_id).count()


def unsettled(event_id: str) -> bool:
    return Unsettled.get_or_none(Unsettled.event_id == event_id) is not None


def written_down(cast: Cast, event_id: str, name: str, phone: str = "", actor: Any = None, at: Any = SOON) -> str:
    kept = by_hand.write_down(event_id, ids.mint("chk"), name=name, phone=phone, scanned_at=at, sent_at=at, device="coordinator-phone",
                              actor=actor or cast.cairang, at=at)
    return kept.id


def test_the_order_in_which_scans_arrive_makes_no_difference(cast: Cast) -> None:
    outcomes = set()
    for order in list(permutations(range(4)))[::5]:
        event = an_event(cast, claimed=1, event_id=ids.mint("evt"))
        scans = [a_scan(a_token("yangjin"), event.id, SOON, arrives=SOON + DAY, ahead=timedelta(hours=2), device="a-phone-of-yangjin"),
                 a_scan(a_token("lincuo"), event.id, SOON + MINUTE, arrives=SOON + DAY, ahead=timedelta(hours=-3)),
                 a_scan(a_token("ma"), event.id, SOON + MINUTE, device="a-phone-of-yangjin"),
                 a_scan(a_token("lincuo"), event.id, SOON + 2 * MINUTE)]
        for place in order:
            one(scans[place])
        found = standing(event.id)
        outcomes.add(tuple(found[scan.check_in_id] for scan in scans))
    assert len(outcomes) == 1
    assert [(state, reason) for state, reason, *_ in outcomes.pop()] == [
        ("accepted", None), ("suspicious", "over_head_count"), ("suspicious", "same_phone"), ("accepted", None)]


@pytest.mark.parametrize("batched", [True, False])
def test_check_ins_that_came_before_their_event_are_judged_when_it_comes(cast: Cast, batched: bool) -> None:
    event_id = ids.mint("evt")
    scans = [a_scan(a_token(who), event_id, SOON) for who in ("lincuo", "yangjin")]
    for kept in together(*scans) if batched else [one(scan) for scan in scans]:
        assert isinstance(kept, arriving.Kept)
        assert (kept.state, kept.counted) == ("waiting_for_event", False)
    an_event(cast, event_id=event_id)
    assert settling.due(10) == [event_id]
    settling.settle(event_id, SOON)
    assert [(state, reason) for state, reason, *_ in standing(event_id).values()] == [("accepted", None)] * 2
    assert (counted(event_id), unsettled(event_id)) == (2, False)
    lines = Line.select().where(Line.what == "check_in.judged")
    assert sorted((line.about, line.details["from"], line.details["to"], line.actor_id) for line in lines) == sorted(
        (scan.check_in_id, "waiting_for_event", "accepted", None) for scan in scans)


def test_a_secret_that_comes_last_makes_the_scans_of_its_codes_count(cast: Cast) -> None:
    event = an_event(cast, secret=None)
    kept = one(a_scan(a_token("lincuo"), event.id, SOON))
    assert (kept.state, kept.reason) == ("waiting_for_event", "no_secret")
    with writing():
        secrets.keep(event.id, bytes(32), device="", actor_id=None, at=SOON)
    settling.settle(event.id, SOON)
    assert standing(event.id)[kept.id][:2] == ("refused", "not_genuine")       # another phone's secret
    with writing():
        secrets.keep(event.id, SECRET, device="", actor_id=None, at=SOON)
    settling.settle(event.id, SOON)
    assert (standing(event.id)[kept.id][:2], counted(event.id)) == (("accepted", None), 1)


def test_settling_again_changes_nothing_and_asks_the_same_whatever_the_number(cast: Cast) -> None:
    event = an_event(cast)
    asked = []
    for number in (1, 2):
        together(*(a_scan(a_token(f"w{number}{n}"), event.id, SOON) for n in range(number)))
        settling.settle(event.id, SOON)
        before = standing(event.id)
        with count_queries() as counting:
            settling.settle(event.id, SOON + DAY)
        assert (standing(event.id), counting.writes) == (before, 0)
        asked.append(counting.reads)
    assert asked == [11 if is_postgres() else 10] * 2          # PostgreSQL is asked to hold the event


def test_a_head_count_that_is_put_right_lets_the_late_ones_in(cast: Cast) -> None:
    event = an_event(cast, claimed=1)
    for who in ("lincuo", "yangjin", "ma"):
        one(a_scan(a_token(who), event.id, SOON, arrives=SOON + DAY))
    assert counted(event.id) == 1
    draft = EventDraft(unit=cast.factory, kind="speech", starts_at=BEGINS, title="网络文明宣讲", place="大礼堂", claimed=3)
    actions.save(event.id, draft, revision=1, actor=cast.cairang, at=SOON + DAY)
    settling.settle(event.id, SOON + DAY)
    assert counted(event.id) == 3


def test_a_cancelled_event_takes_everybody_out(cast: Cast) -> None:
    event = an_event(cast)
    kept = one(a_scan(a_token("lincuo"), event.id, SOON))
    moving.move(event.id, "cancel", move_id=ids.mint("mov"), comment="因天气原因取消", actor=cast.cairang, at=SOON)
    settling.settle(event.id, SOON)
    assert (standing(event.id)[kept.id][:2], counted(event.id)) == (("refused", "event_cancelled"), 0)


def test_the_codes_clock_is_kept_for_scans_to_come(cast: Cast) -> None:
    event, ahead = an_event(cast), timedelta(hours=2)
    for number in range(3):
        shown = SOON + number * MINUTE
        one(a_scan(a_token(f"w{number}"), event.id, shown, code=code_at(event.id, shown + ahead)))
    assert Event.get_by_id(event.id).code_ahead_ms == pytest.approx(ahead.total_seconds() * 1000, abs=5000)
    assert counted(event.id) == 3
    fourth = one(a_scan(a_token("w4"), event.id, SOON, code=code_at(event.id, SOON + ahead)))
    assert (fourth.state, fourth.evidence) == ("accepted", "live")


def test_a_codes_clock_that_is_years_wrong_is_not_kept_and_still_judged_by(cast: Cast) -> None:
    event, ahead = an_event(cast), timedelta(days=1000)
    for number in range(3):
        one(a_scan(a_token(f"w{number}"), event.id, SOON, code=code_at(event.id, SOON + ahead)))
    assert (Event.get_by_id(event.id).code_ahead_ms, counted(event.id)) == (None, 3)


@pytest.mark.parametrize("named", [True, False])
def test_the_showing_phones_own_clock_corrects_the_first_scans(cast: Cast, named: bool) -> None:
    ahead, account = timedelta(hours=5), str(cast.cairang.account_id)
    event_id = ids.mint("evt")
    with writing():
        ClockSample.create(device="showing-phone-1234", account=account, sent_at=SOON + ahead, received_at=SOON)
        ClockSample.create(device="somebody-elses-123", account=str(cast.ma.account_id), sent_at=SOON - ahead, received_at=SOON)
    event = an_event(cast, event_id=event_id, secret=None)
    with writing():
        secrets.keep(event.id, SECRET, device="showing-phone-1234" if named else "", actor_id=account, at=SOON)
    kept = one(a_scan(a_token("lincuo"), event.id, SOON, code=code_at(event.id, SOON + ahead)))
    assert (kept.state, kept.evidence) == ("accepted", "live")
    heard = halls.facts([event.id])[event.id].code_samples
    assert [sample.ahead for sample in heard] == [milliseconds(SOON + ahead) - milliseconds(SOON)]


def test_a_clock_put_right_between_scan_and_sending_leaves_the_scan_in_doubt(cast: Cast) -> None:
    event, wrong, phone = an_event(cast), timedelta(hours=1), "a-phone-put-right-1"
    with writing():
        ClockSample.create(device=phone, account=None, sent_at=SOON - MINUTE + wrong, received_at=SOON - MINUTE)
    scan = a_scan(a_token("lincuo"), event.id, SOON, ahead=wrong, arrives=SOON + DAY, device=phone)
    kept = one(scanning.Arrival(**{**{name: getattr(scan, name) for name in scanning.Arrival.__slots__}, "sent_at": SOON + DAY}))
    assert (kept.state, kept.reason) == ("suspicious", "clock_changed")
    assert standing(event.id)[kept.id][3] == SOON


def test_the_window_is_the_plans_and_the_events_own(cast: Cast) -> None:
    event = an_event(cast)
    hall = halls.facts([event.id, ids.mint("evt")])
    assert list(hall) == [event.id]
    found = hall[event.id]
    hour = timedelta(hours=1)
    assert (found.opens, found.closes) == (milliseconds(event.starts_at - hour), milliseconds(event.ends_at + hour))
    assert found.arrival_until == milliseconds(BEGINS.replace(month=9, day=8, hour=16))
    last = an_event(cast, event_id=ids.mint("evt"), starts_at=BEGINS.replace(day=31, hour=14))
    assert halls.facts([last.id])[last.id].closes == milliseconds(BEGINS.replace(day=31, hour=16)) - 1
    with count_queries() as counting:
        halls.facts([event.id, last.id])
    assert (counting.reads, halls.facts([])) == (3, {})


# People

def test_a_walk_in_whose_phone_is_somebodys_is_that_person(cast: Cast) -> None:
    event = an_event(cast)
    people.verify_phone("13800001234", actor=cast.lincuo)
    by_name = written_down(cast, event.id, "林措", "138 0000 1234")
    assert standing(event.id)[by_name][4] == cast.lincuo.account_id
    scanned = one(a_scan(a_token("lincuo"), event.id, SOON + MINUTE))
    assert (scanned.state, scanned.reason, scanned.counted, counted(event.id)) == ("accepted", "again", False, 1)


def test_a_walk_in_with_the_name_of_somebody_present_is_in_doubt(cast: Cast) -> None:
    event = an_event(cast)
    bare, other = written_down(cast, event.id, "林 措"), written_down(cast, event.id, "才让")
    assert counted(event.id) == 2
    one(a_scan(a_token("lincuo"), event.id, SOON + MINUTE))
    found = standing(event.id)
    assert (found[bare][:2], found[other][:2], counted(event.id)) == (("suspicious", "same_name"), ("accepted", None), 2)
    print_of = personal.fingerprint("林措", "name")
    assert found[bare][4] == f"n:{print_of}" == f"n:{Account.get_by_id(cast.lincuo.account_id).name_print}"


def test_names_written_down_before_the_event_count_only_if_their_writer_looks_after_it(cast: Cast) -> None:
    event_id = ids.mint("evt")
    ours, theirs = written_down(cast, event_id, "央宗"), written_down(cast, event_id, "卓嘎", actor=cast.yangjin)
    an_event(cast, event_id=event_id)
    settling.settle(event_id, SOON)
    found = standing(event_id)
    assert (found[ours][:2], found[theirs][:2], counted(event_id)) == (("accepted", None), ("refused", "not_coordinator"), 1)
    settling.settle(event_id, SOON)
    assert standing(event_id) == found


# Waiting, and tickets

def test_what_waited_sixty_days_for_an_event_lapses_and_stays_so(cast: Cast) -> None:
    event_id = ids.mint("evt")
    kept = one(a_scan(a_token("lincuo"), event_id, SOON))
    assert settling.lapse(SOON + timedelta(days=60)) == 0
    assert (settling.lapse(SOON + timedelta(days=61)), settling.lapse(SOON + timedelta(days=61))) == (1, 0)
    assert CheckIn.get_by_id(kept.id).reason == "lapsed"
    an_event(cast, event_id=event_id)
    settling.settle(event_id, SOON + timedelta(days=62))
    assert (standing(event_id)[kept.id][:2], counted(event_id)) == (("refused", "lapsed"), 0)


def test_a_ticket_for_an_event_that_is_not_there_goes_and_changes_nothing(cast: Cast) -> None:
    event_id = ids.mint("evt")
    kept = one(a_scan(a_token("lincuo"), event_id, SOON))
    with writing():
        Unsettled.create(event_id=event_id, since=SOON)
    settling.settle(event_id, SOON)
    assert (unsettled(event_id), standing(event_id)[kept.id][0]) == (False, "waiting_for_event")


def test_no_name_or_phone_stands_in_the_journal(cast: Cast) -> None:
    event = an_event(cast)
    written_down(cast, event.id, "次仁卓玛", "13800000002")
    written = "".join(str(line.details) for line in Line.select())
    assert "次仁" not in written
    assert "1391111" not in written
    assert seal.current().fingerprint("13800000002", "phone") not in written
