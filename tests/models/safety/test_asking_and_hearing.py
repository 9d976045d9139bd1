"""WeChat is asked by one process at a time, answers early, late, twice or never; what it does not look at, a person does."""
from datetime import datetime, timedelta

import pytest

from models.db import writing
from models.journal import Line
from models.safety import actions, asking
from models.safety.tables import ContentCheck, HeardEarly
from tests.cast import Cast
from tests.models.safety.checked import TRACE, again, checks, picture_check, says, text_check
from tests.models.works import COLLECTING, lines, saved, submitted, with_file

MINUTE, INSTANT = timedelta(minutes=1), timedelta(milliseconds=1)


@pytest.fixture
def picture(cast: Cast) -> ContentCheck:
    """A draft's photograph, to be checked since COLLECTING."""
    return picture_check(with_file(saved(cast), cast.lincuo))


def hear(suggest: str = "pass", label: int = 100, errcode: int = 0, trace_id: str = TRACE, at: datetime = COLLECTING) -> None:
    actions.hear(trace_id, suggest=suggest, label=label, errcode=errcode, at=at)


def stands(check: ContentCheck) -> tuple[str, str | None, str | None]:
    row = again(check)
    return row.state, row.suggest, row.why


def test_a_check_is_claimed_by_one_process_until_its_lease_is_over(picture: ContentCheck) -> None:
    first = actions.claim(COLLECTING)
    assert (first and first.id) == picture.id
    assert actions.claim(COLLECTING + asking.LEASE - INSTANT) is None
    second = actions.claim(COLLECTING + asking.LEASE)
    assert (second and second.id) == picture.id
    assert actions.claim(COLLECTING - INSTANT) is None


def test_the_one_due_longest_is_first(cast: Cast, picture: ContentCheck) -> None:
    earlier = picture_check(with_file(saved(cast), cast.lincuo), COLLECTING - MINUTE)
    assert [found.id for found in (actions.claim(COLLECTING), actions.claim(COLLECTING)) if found] == [earlier.id, picture.id]


@pytest.mark.parametrize(("suggest", "state", "why"), [
    ("pass", "passed", None), ("review", "human", "review"), ("risky", "human", "risky")])
def test_an_opinion_passes_or_asks_a_person_and_refuses_nothing(cast: Cast, suggest: str, state: str, why: str | None) -> None:
    entry_id = submitted(cast)
    text, picture = text_check(entry_id), picture_check(with_file(saved(cast), cast.lincuo))
    for check in (text, picture):
        row = says(check, suggest, 20002)
        assert (row.state, row.suggest, row.label, row.why, row.answered_at) == (state, suggest, 20002, why, COLLECTING)
        assert lines(check.id) == [f"content.{state}"]


def test_an_answer_that_came_before_the_question_was_written_down_is_found(picture: ContentCheck) -> None:
    hear("risky", 20002)
    assert (stands(picture), HeardEarly.select().count()) == (("due", None, None), 1)
    actions.asked(picture.id, TRACE, COLLECTING)
    assert (stands(picture), again(picture).label, HeardEarly.select().count()) == (("human", "risky", "risky"), 20002, 0)


def test_an_answer_that_crossed_its_question_is_found_by_the_sweep(picture: ContentCheck) -> None:
    actions.asked(picture.id, TRACE, COLLECTING)
    with writing():
        HeardEarly.create(trace_id=TRACE, suggest="pass", label=100, errcode=0, heard_at=COLLECTING)
    assert actions.sweep(COLLECTING) == 1
    assert (stands(picture), HeardEarly.select().count()) == (("passed", "pass", None), 0)


def test_an_answer_that_comes_twice_counts_once(picture: ContentCheck) -> None:
    actions.asked(picture.id, TRACE, COLLECTING)
    for _ in range(3):
        hear()
    assert (stands(picture), lines(picture.id), HeardEarly.select().count()) == (("passed", "pass", None), ["content.passed"], 0)


def test_answers_about_nothing_of_ours_are_forgotten_after_two_days(db: str) -> None:
    hear()
    hear()
    hear(trace_id="")
    hear(trace_id="x" * 101)
    assert HeardEarly.select().count() == 1
    actions.sweep(COLLECTING + asking.EARLY_KEPT - INSTANT)
    assert HeardEarly.select().count() == 1
    actions.sweep(COLLECTING + asking.EARLY_KEPT)
    assert HeardEarly.select().count() == 0


def test_words_wechat_does_not_document_are_a_doubt(picture: ContentCheck) -> None:
    actions.asked(picture.id, TRACE, COLLECTING)
    hear("maybe", 77)
    assert stands(picture) == ("human", "review", "review")


def test_a_file_wechat_could_not_fetch_is_offered_twice_more_and_then_a_person_looks(picture: ContentCheck) -> None:
    for number in (1, 2, 3):
        actions.asked(picture.id, f"{TRACE}-{number}", COLLECTING)
        assert again(picture).state == "asked"
        for _ in range(2):
            hear(errcode=-1008, trace_id=f"{TRACE}-{number}")
        assert stands(picture) == (("due", None, "-1008") if number < 3 else ("human", None, "-1008"))


def test_another_trouble_of_wechats_is_for_a_person_at_once(picture: ContentCheck) -> None:
    actions.asked(picture.id, TRACE, COLLECTING)
    hear(errcode=-1)
    assert stands(picture) == ("human", None, "-1")


def test_silence_is_asked_once_more_and_then_a_person_looks_and_a_late_answer_still_counts(picture: ContentCheck) -> None:
    actions.asked(picture.id, TRACE, COLLECTING)
    overdue = COLLECTING + asking.ANSWER_WITHIN
    assert (actions.sweep(overdue - INSTANT), again(picture).state) == (0, "asked")
    assert (actions.sweep(overdue), stands(picture)) == (1, ("due", None, "timeout"))
    actions.asked(picture.id, f"{TRACE}-2", overdue)
    assert (actions.sweep(overdue + asking.ANSWER_WITHIN), stands(picture)) == (1, ("human", None, "timeout"))
    hear(trace_id=f"{TRACE}-2", at=overdue + 50 * MINUTE)
    assert stands(picture) == ("passed", "pass", None)


def test_after_two_hours_without_wechat_a_person_looks(picture: ContentCheck) -> None:
    actions.failed(picture.id, None, COLLECTING)
    late = COLLECTING + asking.HERE_WITHIN
    assert (actions.sweep(late - INSTANT), again(picture).state) == (0, "due")
    assert (actions.sweep(late), stands(picture), actions.claim(late)) == (1, ("human", None, "away"), None)
    actions.asked(picture.id, TRACE, late)                      # a process that was slow had asked it nevertheless
    hear(at=late)
    assert stands(picture) == ("passed", "pass", None)


@pytest.mark.parametrize("code", ["61010", "43104", "40003", "87020", "no_openid"])
def test_what_asking_again_cannot_mend_is_for_a_person_at_once(picture: ContentCheck, code: str) -> None:
    actions.failed(picture.id, code, COLLECTING)
    assert (stands(picture), lines(picture.id)) == (("human", None, code), ["content.human"])


@pytest.mark.parametrize("code", [None, "40001", "48001"])
def test_what_we_or_wechat_can_mend_is_tried_again_with_patience(picture: ContentCheck, code: str | None) -> None:
    waits = []
    for _ in range(8):
        actions.failed(picture.id, code, COLLECTING)
        waits.append(int((again(picture).due_at - COLLECTING).total_seconds()))
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]
    assert (again(picture).state, lines(picture.id)) == ("due", [])


def test_without_quota_everything_that_is_due_waits(cast: Cast, picture: ContentCheck) -> None:
    actions.put_off(COLLECTING + 60 * MINUTE)
    assert actions.claim(COLLECTING + 60 * MINUTE - INSTANT) is None
    assert actions.claim(COLLECTING + 60 * MINUTE) is not None


def test_an_answer_to_a_check_that_is_there_no_more_does_no_harm(picture: ContentCheck) -> None:
    with writing():
        ContentCheck.delete_by_id(picture.id)
    actions.asked(picture.id, TRACE, COLLECTING)
    actions.failed(picture.id, None, COLLECTING)
    actions.drop(picture, COLLECTING)
    assert (checks(picture.about), Line.select().where(Line.about == picture.id).count()) == ([], 0)
