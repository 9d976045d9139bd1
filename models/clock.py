"""What time it is, and how to say it in Shanghai.

Inside the house every instant is an aware UTC datetime, to the millisecond.
Shanghai wall time exists at the edges only: campaign files, screens, message texts.
Intervals are half-open: [opens, closes).
"""
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

__all__ = ["SHANGHAI", "UTC", "from_shanghai", "from_wire", "now", "run_ahead", "shanghai_day", "to_shanghai", "to_wire"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"
WALL = re.compile(r"(\d{4})-(\d\d)-(\d\d) ([01]\d|2[0-4]):([0-5]\d)")

_ahead = timedelta(0)


def now() -> datetime:
    """The current instant, to the millisecond. Tests move it with `run_ahead`."""
    t = datetime.now(UTC) + _ahead
    return t.replace(microsecond=t.microsecond // 1000 * 1000)


def run_ahead(by: timedelta) -> None:
    """Let this process live `by` in the future (or the past). For tests and rehearsals only."""
    global _ahead
    _ahead = by


def from_shanghai(text: object) -> datetime:
    """Read "2022-08-31 24:00" as organisers write it; 24:00 is the next midnight.

    Raises ValueError, in Chinese, for anything but "YYYY-MM-DD HH:MM" in quotes.
    """
    found = WALL.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise ValueError(f'时间要写成带引号的 "2022-08-31 24:00"，读到的是 {text!r}')
    year, month, day, hour, minute = map(int, found.groups())
    if hour == 24 and minute:
        raise ValueError(f"24 点之后没有分钟：{text}")
    try:
        wall = datetime(year, month, day, hour % 24, minute, tzinfo=SHANGHAI)
    except ValueError as why:
        raise ValueError(f"没有这一天：{text}") from why
    return (wall + timedelta(days=hour // 24)).astimezone(UTC)


def to_shanghai(instant: datetime) -> str:
    """Say an instant to a person: "8 月 31 日（周三）18:00"; midnight is said as 24:00 of the day before."""
    t = instant.astimezone(SHANGHAI)
    hour = f"{t:%H:%M}"
    if hour == "00:00":
        t, hour = t - timedelta(days=1), "24:00"
    return f"{t.month} 月 {t.day} 日（周{WEEKDAYS[t.weekday()]}）{hour}"


def shanghai_day(instant: datetime) -> str:
    """The day an instant falls on there, "2022-08-31"."""
    return instant.astimezone(SHANGHAI).date().isoformat()


def to_wire(instant: datetime) -> str:
    """RFC 3339 UTC with milliseconds and Z: how instants stand on the wire and in the database."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_ms(instant: datetime) -> datetime:
    """The same instant in UTC without what `to_wire` does not say."""
    utc = instant.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


def from_wire(text: str) -> datetime:
    """The reverse of `to_wire`. Raises ValueError for a text without an offset."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("a naive datetime has no place here")
    return instant.astimezone(UTC)
