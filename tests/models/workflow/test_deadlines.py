"""Only submitting closes. Files whose upload had begun have 48 hours more; staff who are late are late, and it is written down."""
from datetime import datetime, timedelta

import pytest

from models import clock
from models.entries import actions as entries
from models.problems import FilesNotReady, PhaseClosed
from models.workflow.tables import Move
from tests.cast import Cast
from tests.models.works import (
    CLOSING,
    COLLECTING,
    INSTANT,
    arrive,
    brought_to,
    move,
    now,
    photo,
    place,
    ready,
    saved,
    submitted,
    written,
)

GRACE = timedelta(hours=48)


def test_an_upload_begun_before_closing_has_48_hours_more_and_not_an_instant(cast: Cast) -> None:
    for after, accepted in ((timedelta(0), True), (GRACE - INSTANT, True), (GRACE, False)):
        entry_id = saved(cast)
        file = place(entry_id, cast.lincuo, CLOSING - INSTANT)
        with pytest.raises(FilesNotReady if accepted else PhaseClosed):
            move(entry_id, "submit", cast.lincuo, CLOSING + after)
        arrive(file, CLOSING + after)
        if accepted:
            assert move(entry_id, "submit", cast.lincuo, CLOSING + after)
        else:
            with pytest.raises(PhaseClosed):
                move(entry_id, "submit", cast.lincuo, CLOSING + after)


def test_an_upload_begun_at_the_closing_instant_is_too_late(cast: Cast) -> None:
    entry_id = saved(cast)
    arrive(place(entry_id, cast.lincuo, CLOSING), CLOSING)
    with pytest.raises(PhaseClosed):
        move(entry_id, "submit", cast.lincuo, CLOSING)


def test_an_upload_finished_before_closing_opens_nothing(cast: Cast) -> None:
    entry_id = ready(cast, at=CLOSING - INSTANT)
    with pytest.raises(PhaseClosed):
        move(entry_id, "submit", cast.lincuo, CLOSING)


def test_a_file_added_after_closing_ends_the_grace(cast: Cast) -> None:
    entry_id = saved(cast, type="group", fields={**photo(cast).fields, "caption": "一、清晨；二、正午；三、黄昏；四、夜里"})
    begun = [place(entry_id, cast.lincuo, CLOSING - INSTANT) for _ in range(3)]
    for file in (*begun, place(entry_id, cast.lincuo, CLOSING)):
        arrive(file, CLOSING)
    with pytest.raises(PhaseClosed):
        move(entry_id, "submit", cast.lincuo, CLOSING + INSTANT)


def test_what_was_written_after_closing_has_no_grace(cast: Cast) -> None:
    entry_id = saved(cast)
    file = place(entry_id, cast.lincuo, CLOSING - INSTANT)
    entries.save(entry_id, photo(cast, title="截止以后改的"), revision=1, actor=cast.lincuo, at=CLOSING)
    arrive(file, CLOSING)
    with pytest.raises(PhaseClosed):
        move(entry_id, "submit", cast.lincuo, CLOSING)


@pytest.mark.parametrize(("state", "act", "who", "due"), [
    ("submitted", "preselect", "ma", "2022-08-31 18:00"), ("submitted", "decline", "ma", "2022-08-31 18:00"),
    ("submitted", "return", "ma", "2022-08-31 18:00"), ("preselected", "shortlist", "qilian", "2022-09-05 18:00"),
    ("preselected", "decline", "qilian", "2022-09-05 18:00"), ("shortlisted", "approve", "liqing", "2022-09-07 18:00"),
    ("shortlisted", "decline", "liqing", "2022-09-07 18:00"), ("approved", "recommend", "qilian", "2022-09-08 24:00")])
def test_each_roles_lateness_is_its_own_and_is_written_down_not_refused(cast: Cast, state: str, act: str, who: str, due: str) -> None:
    instant = clock.from_shanghai(due)
    assert late(brought_to(state, cast), act, who, cast, instant) == 0
    assert late(brought_to(state, cast), act, who, cast, instant + timedelta(hours=2)) == 7200


def late(entry_id: str, act: str, who: str, cast: Cast, at: datetime) -> int:
    """Seconds, as Move and journal both have them."""
    move(entry_id, act, getattr(cast, who), at)
    moved = Move.select().where(Move.entry == entry_id).order_by(Move.number.desc()).get()
    assert written(entry_id)[-1].details["late_s"] == moved.late_s
    return int(moved.late_s)


def test_the_organiser_standing_in_is_late_by_the_date_of_whom_he_stands_in_for(cast: Cast) -> None:
    assert late(submitted(cast), "preselect", "liqing", cast, clock.from_shanghai("2022-08-31 18:01")) == 60


def test_an_author_is_never_late(cast: Cast) -> None:
    entry_id = ready(cast)
    assert late(entry_id, "submit", "lincuo", cast, CLOSING - INSTANT) == 0
    assert late(entry_id, "withdraw", "lincuo", cast, clock.from_shanghai("2022-12-01 00:00")) == 0


def test_withdrawing_and_disqualifying_need_no_window(cast: Cast) -> None:
    for act, who in (("withdraw", cast.lincuo), ("disqualify", cast.liqing)):
        entry_id = submitted(cast, at=COLLECTING)
        assert move(entry_id, act, who, clock.from_shanghai("2023-06-01 00:00"))
        assert now(entry_id) in ("withdrawn", "disqualified")
