"""The campaign on other days: every date moved, every other byte kept."""
from datetime import date, timedelta

import pytest

from models.campaign import calendar
from models.campaign.plan import Plan, read
from models.campaign.shift import demo_days, shift_text
from models.clock import SHANGHAI


def test_every_instant_moves_by_whole_days_of_shanghai(text: str, plan: Plan) -> None:
    moved = read(shift_text(text, 400))[0]
    days = timedelta(days=400)
    assert [edge.instant - days for edge in calendar.edges(moved)] == [edge.instant for edge in calendar.edges(plan)]
    assert (moved.starts - plan.starts, moved.ends - plan.ends, moved.returns.latest - plan.returns.latest) == (days, days, days)
    assert moved.tracks[0].dated is not None
    assert plan.tracks[0].dated is not None
    assert moved.tracks[0].dated.until - plan.tracks[0].dated.until == days


def test_shifting_back_gives_the_same_bytes(text: str) -> None:
    assert shift_text(shift_text(text, 1234), -1234) == text
    assert shift_text(text, 0) == text


def test_only_quoted_dates_move() -> None:
    kept = 'b: 2022-08-31\nc: "seen 2022-08-31"\n'
    before = f'a: "2022-08-31 24:00"   # until "2022-08-31"\n{kept}d: \'2022-12-31\'\ne: "#"\nf: "2022-01-01"\n'
    after = f'a: "2022-09-01 24:00"   # until "2022-08-31"\n{kept}d: \'2023-01-01\'\ne: "#"\nf: "2022-01-02"\n'
    assert shift_text(before, 1) == after


def test_on_the_demo_day_collection_and_preselection_are_under_way(text: str, plan: Plan) -> None:
    today = date(2026, 11, 23)
    moved = read(shift_text(text, demo_days(plan, today)))[0]
    noon = moved.phase("report").opens.astimezone(SHANGHAI).replace(hour=12)
    assert noon.date() == today
    assert [calendar.permits(moved, act, noon) for act in ("submit", "preselect", "publish")] == [True, True, False]


def test_another_demo_day_walks_the_later_steps(plan: Plan) -> None:
    assert demo_days(plan, date(2022, 9, 7), "2022-09-06") == 1
    with pytest.raises(ValueError, match="不在主题活动期间"):
        demo_days(plan, date(2022, 9, 7), "2021-09-06")
