"""What a check-in is worth: the same whatever the order, believable whatever the clocks, never silently refused."""
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.events import judging, reasons
from models.events.scans import STEP_MS, Hall, Scan, Verdict
from models.events.tables import CheckInState
from tests.models.events.scanned import BEGINS, EVENT, HOUR, SECOND, hall, heard, scan, walk_in

OTHER = "evt_0000000000000000"
DAY = 24 * HOUR


def judged(one: Scan, code_ahead: int | None = 0, **changes: Any) -> tuple[str, str | None, str]:
    """State, reason and evidence of one scan alone."""
    verdict = judging.judge_one(hall(**changes), one, code_ahead)
    return verdict.state, verdict.reason, verdict.evidence


def together(*scans: Scan, **changes: Any) -> list[tuple[str, str | None, bool]]:
    """State, reason and whether it counts, of each in the order given."""
    verdicts = judging.judge(hall(**changes), scans)
    return [(verdicts[one.id].state, verdicts[one.id].reason, verdicts[one.id].counts) for one in scans]


COUNTS = ("accepted", None, True)
AGAIN = ("accepted", "again", False)


def doubt(reason: str) -> tuple[str, str, bool]:
    return "suspicious", reason, False


# One scan alone

def test_an_honest_scan_is_accepted_live() -> None:
    verdict = judging.judge_one(hall(), scan(), 0)
    assert verdict == Verdict("accepted", None, "live", BEGINS, "acc_0000000000000000", True)


@pytest.mark.parametrize(("after", "evidence"), [(90 * SECOND, "live"), (90 * SECOND + 1, "late"), (9 * DAY, "late")])
def test_evidence_is_live_up_to_ninety_seconds_after_the_step(after: int, evidence: str) -> None:
    assert judged(scan(sent_after=after)) == ("accepted", None, evidence)


@pytest.mark.parametrize(("lag", "reason"), [(60 * SECOND, None), (60 * SECOND + 1, "scanned_late"), (DAY, "scanned_late"),
                                             (-60 * SECOND, None), (-60 * SECOND - 1, "scanned_early")])
def test_a_scan_may_be_a_minute_from_its_step(lag: int, reason: str | None) -> None:
    code_ahead = -lag                                           # the step began at BEGINS − lag by our clock
    state, why, _ = judged(scan(sent_after=0, step=BEGINS // STEP_MS), code_ahead=-code_ahead, opens=0, closes=10**15)
    assert (state, why) == ("suspicious" if reason else "accepted", reason)


@pytest.mark.parametrize(("at", "reason"), [(BEGINS - HOUR, None), (BEGINS - HOUR - STEP_MS, "outside_event"), (BEGINS + 3 * HOUR, None),
                                            (BEGINS + 3 * HOUR + STEP_MS, "outside_event"), (BEGINS - DAY, "outside_event")])
def test_a_step_counts_within_the_events_window(at: int, reason: str | None) -> None:
    assert judged(scan(at=at))[1] == reason


def test_what_arrives_after_the_plans_last_day_is_in_doubt_by_hand_too() -> None:
    until = BEGINS + DAY
    assert judged(scan(sent_after=DAY), arrival_until=until) == ("accepted", None, "late")
    assert judged(scan(sent_after=DAY + 1), arrival_until=until) == ("suspicious", "arrived_late", "late")
    assert judged(walk_in(1, sent_after=DAY + 1), arrival_until=until) == ("suspicious", "arrived_late", "by_hand")


def test_a_clock_that_changed_leaves_the_scan_in_doubt() -> None:
    assert judged(scan(scanned_phone=BEGINS + HOUR, sent_phone=BEGINS))[:2] == ("suspicious", "clock_changed")


def test_codes_that_are_not_this_events_are_refused() -> None:
    assert judged(scan(code_event=OTHER, genuine=None)) == ("refused", "wrong_event", "late")
    assert judged(scan(genuine=False)) == ("refused", "not_genuine", "late")
    assert judged(scan(how="printed", step=None, code_event=OTHER, genuine=None))[:2] == ("refused", "wrong_event")
    assert judged(scan(how="printed", step=None, genuine=False))[:2] == ("refused", "not_genuine")


def test_without_a_secret_a_code_waits_and_everything_else_is_judged() -> None:
    assert judged(scan(genuine=False), has_secret=False)[:2] == ("waiting_for_event", "no_secret")
    assert judged(scan(genuine=False, code_event=OTHER), has_secret=False)[:2] == ("refused", "wrong_event")
    assert judged(walk_in(1), has_secret=False) == ("accepted", None, "by_hand")
    assert judged(scan(how="printed", step=None), has_secret=False) == ("suspicious", "printed_code", "by_hand")


def test_by_hand_it_is_accepted_unless_whoever_brought_it_has_no_say() -> None:
    personal = scan(account="acc_coordinator0000", how="personal", code_event=None, step=None, genuine=None)
    assert judged(personal) == ("accepted", None, "by_hand")
    assert judged(replace(personal, genuine=False)) == ("refused", "not_coordinator", "by_hand")
    assert judged(walk_in(1, genuine=False))[:2] == ("refused", "not_coordinator")


@pytest.mark.parametrize("one", [scan(), scan(genuine=False), scan(code_event=OTHER), walk_in(1), scan(how="printed", step=None)])
def test_a_cancelled_event_takes_nobody_not_even_by_a_coordinators_word(one: Scan) -> None:
    assert judged(one, cancelled=True)[:2] == ("refused", "event_cancelled")
    assert judged(replace(one, decision="accept"), cancelled=True)[:2] == ("refused", "event_cancelled")


@pytest.mark.parametrize("one", [scan(), scan(genuine=False), scan(code_event=OTHER), scan(at=BEGINS - DAY), walk_in(1),
                                 scan(how="printed", step=None), scan(scanned_phone=BEGINS + HOUR, sent_phone=BEGINS)])
def test_a_coordinators_word_goes_before_every_doubt(one: Scan) -> None:
    accepted = judging.judge_one(hall(), replace(one, decision="accept"), 0)
    undone = judging.judge_one(hall(), replace(one, decision="undo"), 0)
    assert (accepted.state, accepted.reason, accepted.counts) == COUNTS
    assert (undone.state, undone.reason, undone.counts) == ("refused", "undone", False)


def test_a_code_nobody_vouches_for_is_no_evidence_once_it_is_accepted() -> None:
    assert judged(scan(genuine=False, decision="accept")) == ("accepted", None, "by_hand")
    assert judged(scan(code_event=OTHER, decision="accept")) == ("accepted", None, "by_hand")
    assert judged(scan(at=BEGINS - DAY, decision="accept")) == ("accepted", None, "live")


def test_before_its_event_is_known_a_check_in_waits() -> None:
    assert judging.waiting(scan(ahead=HOUR)) == Verdict("waiting_for_event", "no_event", "late", BEGINS, "acc_0000000000000000", False)
    assert judging.waiting(walk_in(1)).evidence == "by_hand"


# All of them together

def test_one_person_counts_once_by_the_earliest_accepted_scan() -> None:
    late_one = scan(1, id="chk_b", at=BEGINS + HOUR)
    first = scan(1, id="chk_a", sent_after=DAY)
    doubtful = scan(1, id="chk_c", at=BEGINS - DAY)
    by_hand = walk_in(9, person=scan(1).person, at=BEGINS + 2 * HOUR)
    assert together(late_one, first, doubtful, by_hand) == [AGAIN, COUNTS, doubt("outside_event"), AGAIN]
    assert together(late_one, replace(first, decision="undo"), doubtful, by_hand) == [
        COUNTS, ("refused", "undone", False), doubt("outside_event"), AGAIN]


def test_at_one_instant_the_scan_that_came_first_counts() -> None:
    assert together(scan(1, id="chk_a", sent_after=3000), scan(1, id="chk_b", sent_after=2000), scan(1, id="chk_c", sent_after=2000)) == [
        AGAIN, COUNTS, AGAIN]


def test_one_phone_for_two_people_leaves_the_second_in_doubt() -> None:
    lent = scan(2, at=BEGINS + 60 * SECOND, device="phone-1")
    assert together(lent, scan(1)) == [doubt("same_phone"), COUNTS]
    assert together(lent, scan(1, decision="undo"))[0] == doubt("same_phone")
    assert together(replace(lent, decision="accept"), scan(1)) == [COUNTS, COUNTS]
    assert together(lent, scan(1, genuine=False))[0] == COUNTS
    assert together(lent, scan(1), scan(2, id="chk_own")) == [AGAIN, COUNTS, COUNTS]
    assert together(replace(lent, device=""), scan(1, device="")) == [COUNTS, COUNTS]


def test_a_coordinator_may_write_down_many_with_one_phone() -> None:
    assert together(*(walk_in(number, name=f"n:{number}") for number in range(3)), scan(7, device="coordinator")) == [COUNTS] * 4


def test_walk_ins_of_one_name_without_a_phone_are_one_until_a_coordinator_says_otherwise() -> None:
    first, second = walk_in(1), walk_in(2, at=BEGINS + HOUR)
    assert together(first, second, walk_in(3, name="n:cai")) == [COUNTS, doubt("same_name"), COUNTS]
    assert together(first, replace(second, decision="accept")) == [COUNTS, COUNTS]
    assert judging.judge(hall(), [first, replace(second, decision="accept")])[second.id].person == second.id
    assert together(replace(first, decision="undo"), second) == [("refused", "undone", False), COUNTS]


def test_a_name_alone_gives_way_to_the_same_name_with_a_phone_or_an_account() -> None:
    bare, phoned, known = walk_in(1), walk_in(2, phone="1", at=BEGINS + HOUR), scan(3, at=BEGINS + 2 * HOUR, also="n:ma")
    assert together(bare, phoned) == [doubt("same_name"), COUNTS]
    assert together(bare, known) == [doubt("same_name"), COUNTS]
    assert together(phoned, known) == [doubt("same_name"), COUNTS]
    assert together(phoned, bare, replace(known, decision="undo")) == [doubt("same_name"), doubt("same_name"), ("refused", "undone", False)]
    assert together(phoned, walk_in(4, phone="2")) == [COUNTS, COUNTS]          # two phones are two people
    assert together(phoned, walk_in(4, phone="1", at=BEGINS)) == [AGAIN, COUNTS]
    assert together(bare, replace(known, genuine=False)) == [COUNTS, ("refused", "not_genuine", False)]


def test_late_ones_beyond_the_head_count_are_in_doubt_the_latest_first() -> None:
    late = [scan(number, at=BEGINS + number * STEP_MS, sent_after=DAY) for number in range(4)]
    here = [scan(10 + number, at=BEGINS + number * STEP_MS) for number in range(3)]
    over = doubt("over_head_count")
    assert together(*late, *here, claimed=2) == [COUNTS, COUNTS, over, over, COUNTS, COUNTS, COUNTS]
    assert together(*late, claimed=None) == [COUNTS] * 4
    assert together(late[0], claimed=0) == [over]
    assert together(replace(late[0], decision="undo"), *late[1:], claimed=2)[1:] == [COUNTS, COUNTS, over]
    assert together(replace(late[0], decision="accept"), *late[1:], claimed=2) == [COUNTS, COUNTS, COUNTS, over]     # it takes no place
    assert together(*late[:3], replace(late[3], decision="accept"), claimed=2) == [COUNTS, COUNTS, over, COUNTS]
    again = replace(late[0], id="chk_again", scanned_phone=late[0].scanned_phone + 1)
    assert together(again, *late[:2], claimed=2) == [AGAIN, COUNTS, COUNTS]     # who is there already takes no place


def test_a_photograph_of_the_code_sent_to_a_friend_is_found_once_the_codes_clock_is_known() -> None:
    honest = [scan(number, at=BEGINS + number * 1000, code_ahead=3 * HOUR) for number in range(5)]
    friend = scan(9, at=BEGINS + 10 * 60 * SECOND, step=(BEGINS + 3 * HOUR) // STEP_MS)
    assert together(*honest, friend) == [COUNTS] * 5 + [doubt("scanned_late")]


# Properties

moments = some.integers(0, 2 * HOUR)
skews = some.integers(-8 * HOUR, 8 * HOUR)
decisions = some.sampled_from([None, None, None, "accept", "undo"])


@some.composite
def anything(draw: Any) -> list[Scan]:
    """Check-ins of a few people by every way in, honest or not, with few phones and few names between them."""
    return [draw(one_of_them(number)) for number in range(draw(some.integers(1, 8)))]


@some.composite
def one_of_them(draw: Any, number: int) -> Scan:
    person = draw(some.integers(0, 4))
    facts: dict[str, Any] = {"id": f"chk_{number}", "at": BEGINS + draw(moments), "ahead": draw(skews),
                             "sent_after": draw(some.integers(0, 2 * HOUR)), "decision": draw(decisions)}
    if draw(some.booleans()):
        facts["samples"] = (heard(facts["at"] - 1000, draw(some.sampled_from([facts["ahead"], 0]))),)
    if draw(some.integers(0, 3)) == 0:
        return walk_in(number, draw(some.sampled_from(["n:0", "n:1"])), phone=draw(some.sampled_from([None, None, "1", "2"])), **facts)
    facts["how"] = draw(some.sampled_from(["code", "code", "code", "printed", "personal"]))
    if facts["how"] != "code":
        facts["step"] = None
    facts["genuine"] = draw(some.sampled_from([True, True, True, False]))
    facts["code_event"] = draw(some.sampled_from([EVENT, EVENT, EVENT, OTHER]))
    return scan(person, **facts, device=draw(some.sampled_from(["", "a", "b", "c"])), also=f"n:{person}")


halls = some.builds(hall, claimed=some.sampled_from([None, 0, 1, 2, 5]), has_secret=some.booleans(), cancelled=some.sampled_from(
    [False, False, False, True]), code_samples=some.sampled_from([(), (heard(BEGINS, 0),), (heard(BEGINS, HOUR), heard(BEGINS + DAY, 0))]))


def attendance(verdicts: dict[str, Verdict]) -> dict[str, str]:
    return {verdict.person: check_in for check_in, verdict in verdicts.items() if verdict.counts}


@given(halls, anything(), some.randoms())
def test_order_and_repetition_make_no_difference(where: Hall, scans: list[Scan], chance: Any) -> None:
    shuffled = [*scans, *chance.choices(scans, k=len(scans))]
    chance.shuffle(shuffled)
    assert judging.judge(where, shuffled) == judging.judge(where, scans)


@given(halls, anything(), some.integers(-HOUR, HOUR))
def test_what_an_earlier_judgement_found_makes_no_difference(where: Hall, scans: list[Scan], found: int) -> None:
    assert judging.judge(replace(where, code_ahead=found), scans) == judging.judge(where, scans)


@given(halls, anything())
def test_a_lone_scan_is_judged_as_it_is_among_others(where: Hall, scans: list[Scan]) -> None:
    for one in scans:
        assert judging.judge(where, [one]) == {one.id: judging.judge_one(where, one, None)}


@given(halls, anything())
def test_each_person_counts_at_most_once_and_only_by_an_accepted_scan(where: Hall, scans: list[Scan]) -> None:
    verdicts = judging.judge(where, scans)
    counting = [verdict for verdict in verdicts.values() if verdict.counts]
    assert max(Counter(verdict.person for verdict in counting).values(), default=0) <= 1
    assert {(verdict.state, verdict.reason) for verdict in counting} <= {("accepted", None)}
    for verdict in verdicts.values():
        if verdict.reason == "again":
            counted = next(other for other in counting if other.person == verdict.person)
            assert counted.scan_at <= verdict.scan_at
    assert verdicts.keys() == {one.id for one in scans}


@given(halls, anything())
def test_every_verdict_has_words_for_both_readers(where: Hall, scans: list[Scan]) -> None:
    for verdict in judging.judge(where, scans).values():
        assert verdict.reason is None or verdict.reason in judging.REASONS
        said = judging.words(verdict.state, verdict.reason)
        assert said.worker.endswith("。")
        assert said.coordinator.endswith("。")
        assert said.worker.startswith("待核实") == (verdict.state == "suspicious")


@given(halls, anything(), some.data())
def test_an_undo_takes_its_own_away_and_lets_in_one_other_at_most(where: Hall, scans: list[Scan], data: Any) -> None:
    place = data.draw(some.integers(0, len(scans) - 1))
    before = judging.judge(where, scans)
    after = judging.judge(where, [replace(one, decision="undo") if at == place else one for at, one in enumerate(scans)])
    new = attendance(after).keys() - attendance(before).keys()
    assert not after[scans[place].id].counts
    assert len(attendance(after)) <= len(attendance(before)) + 1
    assert len(new) <= 2                                       # a place of the head-count, or a name, that became free
    assert {verdict.scan_at for verdict in after.values()} == {verdict.scan_at for verdict in before.values()}


@given(some.lists(moments, min_size=1, max_size=10), some.lists(skews, min_size=10, max_size=10), skews,
       some.lists(some.integers(0, 3 * DAY), min_size=10, max_size=10))
def test_honest_scans_count_whatever_the_clocks_and_however_late_they_come(
        moments: list[int], skewed: list[int], code_ahead: int, delays: list[int]) -> None:
    scans = [scan(number, at=BEGINS + at, ahead=skewed[number], code_ahead=code_ahead, sent_after=delays[number])
             for number, at in enumerate(moments)]
    verdicts = judging.judge(hall(code_samples=(heard(BEGINS, code_ahead),)), scans)
    assert {(verdict.state, verdict.counts) for verdict in verdicts.values()} == {("accepted", True)}
    for one in scans:
        since_step = one.received - BEGINS - moments[scans.index(one)]
        assert verdicts[one.id].evidence == ("live" if since_step <= 70 * SECOND else "late") or 70 * SECOND < since_step < 100 * SECOND


def test_a_reason_nobody_knows_is_said_by_its_state() -> None:
    assert {state: judging.words(state, "unheard_of") for state in CheckInState} == reasons.PLAIN
    assert all("可疑" not in text and "打卡" not in text and "！" not in text for said in judging.REASONS.values() for text in said)
