"""Clocks that are wrong are corrected by what they said; clocks that were changed are told from them."""
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.events import clocks
from models.events.clocks import Corrected
from models.events.scans import STEP_MS, Sample
from tests.models.events.scanned import BEGINS, HOUR, SECOND, hall, heard, scan, walk_in

skews = some.integers(-12 * HOUR, 12 * HOUR)


@given(skews, some.integers(0, 30 * 24 * HOUR))
def test_a_scan_is_corrected_by_its_own_sending_however_wrong_the_clock_and_late_the_sending(ahead: int, later: int) -> None:
    assert clocks.corrected(scan(ahead=ahead, sent_after=later)) == Corrected(BEGINS, True)


def test_the_sample_nearest_to_the_scan_corrects_it() -> None:
    drifting = scan(ahead=10 * SECOND, sent_after=HOUR, sent_phone=BEGINS + HOUR + 40 * SECOND)
    assert clocks.corrected(drifting).at == BEGINS - 30 * SECOND
    for samples in permutations((heard(BEGINS - 60 * SECOND, 10 * SECOND), heard(BEGINS + 1800 * SECOND, 25 * SECOND),
                                 heard(BEGINS - HOUR, 5 * SECOND))):
        assert clocks.corrected(scan(ahead=10 * SECOND, sent_after=HOUR, sent_phone=drifting.sent_phone, samples=samples)) == (BEGINS, True)


def test_of_two_samples_equally_near_the_later_corrects_it() -> None:
    both = (Sample(BEGINS - 5000, BEGINS - 5100), Sample(BEGINS + 5000, BEGINS + 4800))
    assert clocks.corrected(scan(sent_after=HOUR, samples=both)).at == BEGINS - 200


def test_of_two_samples_at_one_reading_the_one_that_came_sooner_counts() -> None:
    twice = (Sample(BEGINS - 5000, BEGINS - 5000), Sample(BEGINS - 5000, BEGINS + 20_000))
    assert {clocks.corrected(scan(sent_after=HOUR, samples=both)).at for both in permutations(twice)} == {BEGINS}


@pytest.mark.parametrize(("change", "steady"), [
    (60 * SECOND, True), (60 * SECOND + 1, False), (-60 * SECOND - 1, False), (2 * HOUR, False)])
def test_a_clock_that_was_changed_between_scan_and_sending_is_found(change: int, steady: bool) -> None:
    known = scan(sent_after=5 * HOUR, sent_phone=BEGINS + 5 * HOUR + change, samples=(heard(BEGINS - 300 * SECOND, 0),))
    assert clocks.corrected(known) == Corrected(BEGINS, steady)


def test_a_sample_of_days_ago_says_nothing_of_a_clock_that_was_put_right_since() -> None:
    assert clocks.corrected(scan(samples=(heard(BEGINS - 49 * HOUR, -HOUR),))) == Corrected(BEGINS, True)
    assert not clocks.corrected(scan(samples=(heard(BEGINS - 46 * HOUR, -HOUR),))).steady


@pytest.mark.parametrize(("later", "steady"), [(0, True), (5 * SECOND, True), (5 * SECOND + 1, False), (HOUR, False)])
def test_a_scan_later_than_its_own_sending_comes_of_a_changed_clock(later: int, steady: bool) -> None:
    forged = scan(scanned_phone=BEGINS + later, sent_phone=BEGINS, received=BEGINS)
    assert clocks.corrected(forged) == Corrected(BEGINS, steady)


@pytest.mark.parametrize(("delay", "steady"), [(50 * SECOND, True), (61 * SECOND, False)])
def test_a_scan_is_never_later_than_its_arrival_and_the_networks_delay_is_no_changed_clock(delay: int, steady: bool) -> None:
    slow = (Sample(BEGINS - 100, BEGINS - 100 + delay + SECOND),)
    assert clocks.corrected(scan(sent_after=SECOND, samples=slow)) == Corrected(BEGINS + SECOND, steady)


def test_instants_no_calendar_holds_are_cut_off() -> None:
    assert clocks.corrected(scan(scanned_phone=-62_135_596_800_000, sent_phone=253_402_300_799_999)).at == 0


# The showing phone's clock

@given(skews, some.lists(some.integers(0, 2 * HOUR), min_size=3, max_size=12, unique=True), some.lists(skews, min_size=12, max_size=12))
def test_three_scanners_tell_the_codes_clock_to_half_a_step(code_ahead: int, moments: list[int], skewed: list[int]) -> None:
    scans = [scan(number, at=BEGINS + at, ahead=skewed[number], code_ahead=code_ahead) for number, at in enumerate(moments)]
    told = clocks.code_clock(hall(), scans)
    assert told is not None
    assert abs(told - code_ahead) <= STEP_MS // 2


def test_the_codes_clock_is_half_a_step_less_the_median_lag() -> None:
    scans = [scan(number, at=BEGINS + number * HOUR // 4 + lag) for number, lag in enumerate((1000, 4000, 9000))]
    assert clocks.code_clock(hall(), scans) == 5000 - 4000
    assert clocks.code_clock(hall(), [*scans, scan(3, at=BEGINS + 9999)]) == 5000 - 4000        # the lower middle of four
    assert clocks.shown_at(hall(), scans[0].step or 0, 1000) == BEGINS - 1000


def test_a_scanner_has_one_voice_their_earliest_scan() -> None:
    same = [scan(number, at=BEGINS + number * STEP_MS, account="acc_1") for number in range(5)]
    assert clocks.code_clock(hall(), same) is None
    assert clocks.code_clock(hall(), [*same, scan(5, account="acc_2")]) is None
    late = [scan(9, at=BEGINS + HOUR, account="acc_1", step=0), scan(10, account="acc_2"), scan(11, account="acc_3")]
    assert clocks.code_clock(hall(), [*same, *late]) == 5000


def test_only_genuine_codes_of_this_event_by_steady_clocks_have_a_voice() -> None:
    two, odd = [scan(1), scan(2)], {"step": 0}
    mute = [scan(3, genuine=False, **odd), scan(4, code_event="evt_0000000000000000", **odd), scan(5, how="printed", **odd),
            scan(6, scanned_phone=BEGINS + HOUR, sent_phone=BEGINS, **odd), walk_in(7)]
    assert clocks.code_clock(hall(), [*two, *mute]) is None
    assert clocks.code_clock(hall(), [*two, *mute, scan(8)]) == 5000


def test_no_decision_moves_the_codes_clock() -> None:
    scans = [scan(number, at=BEGINS + number * 3000) for number in range(3)]
    undone = [scan(number, at=BEGINS + number * 3000, decision="undo") for number in range(3)]
    assert clocks.code_clock(hall(), scans) == clocks.code_clock(hall(), undone) == 2000


def test_with_fewer_scanners_the_showing_phones_sample_nearest_to_the_step_tells() -> None:
    step = (BEGINS + HOUR) // STEP_MS
    samples = (heard(BEGINS - 24 * HOUR, 3 * HOUR), heard(BEGINS - 60 * SECOND, HOUR), heard(BEGINS + 5 * HOUR, HOUR + 20 * SECOND))
    assert {clocks.shown_at(hall(code_samples=known), step, None) for known in permutations(samples)} == {BEGINS}
    assert clocks.shown_at(hall(code_samples=samples), step, 0) == BEGINS + HOUR
    assert clocks.shown_at(hall(), step, None) == BEGINS + HOUR
