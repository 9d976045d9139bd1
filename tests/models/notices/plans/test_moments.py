"""Quiet hours, working time and working days, at any instant: nothing goes out when it may not, and nothing waits longer than it must."""
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.clock import SHANGHAI
from models.notices.plans import moments

INSTANTS = st.datetimes(datetime(2022, 8, 1), datetime(2022, 10, 31), timezones=st.just(UTC))
HOURS = st.times().map(lambda one: one.strftime("%H:%M"))
NIGHT, NEVER = ("22:00", "08:00"), ("00:00", "00:00")
MINUTE = timedelta(minutes=1)


def hour(at: datetime) -> time:
    return at.astimezone(SHANGHAI).time()


def is_quiet(at: datetime, quiet: tuple[str, str]) -> bool:
    begins, ends = (time.fromisoformat(one) for one in quiet)
    now = hour(at)
    return begins <= now < ends if begins < ends else begins != ends and (now >= begins or now < ends)


def works(at: datetime) -> bool:
    local = at.astimezone(SHANGHAI)
    return moments.is_weekday(local.date()) and any(begins <= local.time() < ends for begins, ends in moments.WORKING_HOURS)


@given(INSTANTS, HOURS, HOURS)
def test_nothing_goes_out_in_quiet_hours_and_nothing_waits_past_their_end(at: datetime, begins: str, ends: str) -> None:
    found = moments.out_of_quiet(at, (begins, ends))
    assert not is_quiet(found, (begins, ends))
    assert found == at if not is_quiet(at, (begins, ends)) else hour(found).strftime("%H:%M") == ends
    assert at <= found < at + timedelta(days=1)


@given(INSTANTS)
def test_staff_are_called_in_their_working_time_only(at: datetime) -> None:
    found = moments.allowed(at, NIGHT, moments.is_weekday)
    assert works(found)
    assert found == at if works(at) else hour(found) in {begins for begins, _ in moments.WORKING_HOURS}
    assert moments.allowed(found, NIGHT, moments.is_weekday) == found
    assert not any(works(at + number * MINUTE * 30) for number in range(int((found - at) / MINUTE / 30)))


@given(INSTANTS)
def test_where_nothing_is_quiet_everything_goes_at_once(at: datetime) -> None:
    assert moments.allowed(at, NEVER, None) == at


@given(st.dates(date(2022, 8, 1), date(2022, 10, 31)), st.integers(0, 10))
def test_so_many_working_days_lie_between(day: date, count: int) -> None:
    before = moments.working_days_before(day, count, moments.is_weekday)
    between = [before + timedelta(days=number) for number in range((day - before).days)]
    assert sum(moments.is_weekday(one) for one in between) == count
    assert count == 0 or moments.is_weekday(before)
