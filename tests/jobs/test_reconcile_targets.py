"""The nightly recount: once a night, by one process, with its row and its line; a difference is said aloud."""
from dataclasses import replace
from datetime import timedelta

import pytest

from models import clock
from models.journal import Line
from models.targets import checks
from models.targets.figures import BY_ID
from models.targets.tables import TargetCheck
from tests.cast import assemble
from tests.models.targets.made import event

EVENING = clock.from_shanghai("2022-08-25 22:00")
CAMPAIGN = "qinghai-2022"


@pytest.mark.usefixtures("db")
def test_it_is_due_once_a_night_from_two_in_the_morning() -> None:
    assemble()
    nights = []
    for hours in (0, 1, 3, 4, 5, 27, 29):
        at = EVENING + timedelta(hours=hours)
        nights += [checks.recount(*one, at=at) for one in checks.due(at)]
    assert [one.night for one in nights if one] == ["2022-08-25", "2022-08-26", "2022-08-27"]
    assert checks.recount(CAMPAIGN, "2022-08-25", at=EVENING) is None
    assert [line.what for line in Line.select().where(Line.about == CAMPAIGN, Line.what.startswith("targets."))] == ["targets.checked"] * 3
    assert TargetCheck.select().where(TargetCheck.differs).count() == 0


@pytest.mark.usefixtures("db")
def test_a_campaign_that_is_long_over_or_not_begun_is_left_alone() -> None:
    assemble()
    assert checks.due(clock.from_shanghai("2022-07-01 10:00")) == []
    assert checks.due(clock.from_shanghai("2023-06-01 10:00")) == []


@pytest.mark.usefixtures("db")
def test_a_number_that_comes_out_differently_is_named() -> None:
    event(assemble(), sheet=True)
    told_twice = BY_ID["face_to_face"].claimed
    wrong = replace(BY_ID["face_to_face"], claimed=f"{told_twice} UNION ALL {told_twice}")      # adds one head-count twice
    check = checks.recount(CAMPAIGN, "2022-08-25", figures=(BY_ID["events"], wrong), at=EVENING)
    assert check is not None
    assert (check.differs, check.numbers["face_to_face"]["claimed"]["total"], check.numbers["face_to_face"]["claimed"]["recount"]) == (
        True, 80, 40)
    (line,) = Line.select().where(Line.what == "targets.differ")
    assert line.details["figures"] == ["face_to_face.claimed"]
    assert Line.select().where(Line.what == "targets.checked").count() == 0
