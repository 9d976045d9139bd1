"""Whatever order questions, answers, their copies and sweeps come in, a check ends the same."""
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import ids
from models.accounts.holding import delete_rows
from models.db import is_postgres, writing
from models.journal import Line
from models.safety import actions
from models.safety.tables import ContentCheck, HeardEarly
from tests.cast import Cast
from tests.models.works import COLLECTING, saved

STEP = timedelta(minutes=5)
ANSWERS = {"pass": ("passed", "pass"), "review": ("human", "review"), "risky": ("human", "risky")}


def fresh(cast: Cast, entry_id: str) -> str:
    """A picture to be asked about; nothing else is there."""
    with writing():
        delete_rows(ContentCheck, ContentCheck.entry == entry_id)
        delete_rows(HeardEarly, HeardEarly.trace_id != "")
        made = ContentCheck.create(id=ids.mint("cks"), about=ids.mint("fil"), entry=entry_id, account=cast.lincuo.account_id,
                                   part="picture/display", kind="picture", digest="rnd/1", opened_at=COLLECTING, due_at=COLLECTING)
    return str(made.id)


def happen(check_id: str, what: str, trace_id: str, answer: str, step: int) -> None:
    at = COLLECTING + step * STEP
    if what == "asked":
        actions.asked(check_id, trace_id, at)
    elif what == "heard":
        actions.hear(trace_id, suggest=answer, label=100 if answer == "pass" else 20002, errcode=0, at=at)
    else:
        actions.sweep(at)


def test_questions_answers_copies_and_sweeps_in_any_order(cast: Cast) -> None:
    entry_id = saved(cast)

    @settings(max_examples=15 if is_postgres() else 60, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))
    @given(order=st.permutations(("asked", "heard", "heard", "sweep", "sweep", "sweep")), answer=st.sampled_from(sorted(ANSWERS)),
           gap=st.sampled_from((1, 9, 30)))
    def in_this_order(order: list[str], answer: str, gap: int) -> None:
        check_id, before = fresh(cast, entry_id), Line.select().count()
        for number, what in enumerate(order):
            happen(check_id, what, f"trace-{check_id}", answer, number * gap)
        row: Any = ContentCheck.get_by_id(check_id)
        assert (row.state, row.suggest) == ANSWERS[answer]
        outcomes = [line.what for line in Line.select().where(Line.about == check_id).order_by(Line.id)]
        assert (outcomes[-1], outcomes.count(outcomes[-1]) <= 2) == (f"content.{ANSWERS[answer][0]}", True)
        assert Line.select().count() - before == len(outcomes)
        left = HeardEarly.select().count()
        actions.sweep(COLLECTING + timedelta(days=9))
        assert (ContentCheck.get_by_id(check_id).state, left <= 1, HeardEarly.select().count()) == (ANSWERS[answer][0], True, 0)

    in_this_order()
