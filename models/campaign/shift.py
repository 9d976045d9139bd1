"""The same campaign on other days: every date of a document moved by whole days, everything else byte for byte.

For `make run`, where collection has to be open today, and for rehearsals.
"""
import re
from datetime import date, timedelta

from models import clock
from models.campaign.plan import Plan

DEMO_DAY = "2022-08-25"      # collection and preliminary selection are under way
QUOTED = re.compile(r"""(?P<comment>(?<!\S)\#.*$)|(?P<quote>["'])(?P<day>\d{4}-\d\d-\d\d)(?P<hour>\ \d\d:\d\d)?(?P=quote)
                        |"[^"\n]*"|'[^'\n]*'""", re.MULTILINE | re.VERBOSE)


def shift_text(text: str, days: int) -> str:
    """The document with every quoted date or time moved; comments stay as they are. Raises ValueError for a day that is none."""
    return QUOTED.sub(lambda found: _moved(found, days), text)


def demo_days(plan: Plan, today: date | None = None, demo_day: str = DEMO_DAY) -> int:
    """How many days to shift so that `today` (in Shanghai, by default now) is the plan's `demo_day`.

    Raises ValueError for a demo day outside the campaign.
    """
    wanted = date.fromisoformat(demo_day)
    first, last = (instant.astimezone(clock.SHANGHAI).date() for instant in (plan.starts, plan.ends))
    if not first <= wanted <= last:
        raise ValueError(f"{demo_day} 不在主题活动期间（{first} 至 {last}）")
    return ((today or clock.now().astimezone(clock.SHANGHAI).date()) - wanted).days


def _moved(found: re.Match[str], days: int) -> str:
    if not found["day"]:
        return found[0]
    day = date.fromisoformat(found["day"]) + timedelta(days=days)
    return f"{found['quote']}{day}{found['hour'] or ''}{found['quote']}"
