"""When something may be pushed: never in quiet hours; to staff in their working time where a notice asks for it. Shanghai time, pure.

Source: 通知默认方案 §5.1.4: 工作日 08:30–12:00, 14:30–18:00 for staff, never 22:00–08:00 for anybody.
"""
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from models.clock import SHANGHAI

IsWorkingDay = Callable[[date], bool]
WORKING_HOURS = ((time(8, 30), time(12, 0)), (time(14, 30), time(18, 0)))
SATURDAY = 5
FARTHEST = 30                            # days: no holiday is longer
Quiet = tuple[str, str]


def out_of_quiet(at: datetime, quiet: Quiet) -> datetime:
    """The first instant at or after `at` that lies outside quiet hours, e.g. ("22:00", "08:00"); two equal hours are no quiet hours."""
    begins, ends = (time.fromisoformat(one) for one in quiet)
    local = at.astimezone(SHANGHAI)
    now, wakes = local.timetz().replace(tzinfo=None), _on(local.date(), ends)
    if begins == ends:
        return at
    is_quiet = begins <= now < ends if begins < ends else now >= begins or now < ends
    if not is_quiet:
        return at
    return wakes if wakes > local else _on(local.date() + timedelta(days=1), ends)


def in_working_time(at: datetime, is_working_day: IsWorkingDay) -> datetime:
    """The first instant at or after `at` in somebody's working hours."""
    local = at.astimezone(SHANGHAI)
    for number in range(FARTHEST):
        day = local.date() + timedelta(days=number)
        if is_working_day(day):
            for begins, ends in WORKING_HOURS:
                if local < _on(day, ends):
                    return max(at, _on(day, begins))
    return at


def allowed(at: datetime, quiet: Quiet, is_working_day: IsWorkingDay | None) -> datetime:
    """The first instant at or after `at` when it may go out; `is_working_day` None: to anybody at any day."""
    if is_working_day is None:
        return out_of_quiet(at, quiet)
    found = at
    for _ in range(FARTHEST):
        later = out_of_quiet(in_working_time(found, is_working_day), quiet)
        if later == found:
            return found
        found = later
    return found


def working_days_before(day: date, count: int, is_working_day: IsWorkingDay) -> date:
    """So many working days earlier; 0 is the day itself."""
    while count > 0:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


def is_weekday(day: date) -> bool:
    """Monday to Friday: where a campaign says nothing of holidays."""
    return day.weekday() < SATURDAY


def _on(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=SHANGHAI)
