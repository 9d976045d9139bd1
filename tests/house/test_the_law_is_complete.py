"""The law of entries (models/law.py) has no gaps: one step an act and state, guards that exist, words for everything."""
from itertools import product

from models.campaign.plan import read
from models.law import ACTS, LAW, ROLE_LABELS, SHOWN_LABELS, STATE_LABELS, Role, Shown, State, shown, step_for
from models.workflow import guards
from models.workflow.actions import PAST
from server.documents import DOCS, law_page
from tests.cast import PLAN


def test_from_every_state_an_act_is_at_most_one_step() -> None:
    several = [(act, state) for act, state in product(ACTS, State) if sum(step.act == act and state in step.source for step in LAW) > 1]
    assert several == []


def test_every_guard_that_is_named_exists() -> None:
    assert [need for step in LAW for need in step.needs if not callable(getattr(guards, need, None))] == []


def test_every_act_has_a_label_and_somebody_who_takes_it_from_somewhere() -> None:
    assert [step.act for step in LAW if not (step.label and step.by and step.source)] == []


def test_every_act_that_needs_a_window_is_a_permit_of_the_calendar() -> None:
    plan, _ = read(PLAN)
    permits = {permit for phase in plan.phases for permit in phase.permits}
    assert {step.act for step in LAW if step.window} - permits == set()


def test_the_journal_has_a_word_for_every_act() -> None:
    assert set(PAST) == set(ACTS)
    assert len(set(PAST.values())) == len(PAST)


def test_every_state_word_and_role_has_its_label() -> None:
    assert (set(STATE_LABELS), set(SHOWN_LABELS), set(ROLE_LABELS)) == (set(State), set(Shown), set(Role))


def test_every_state_but_the_first_is_reached_and_every_state_has_a_word_for_its_author() -> None:
    assert {step.target for step in LAW} - {None} == set(State) - {State.DRAFT}
    for state, supplement, published in product(State, (True, False), (True, False)):
        assert shown(state, supplement=supplement, published=published) in Shown


def test_an_act_the_law_does_not_know_is_no_step() -> None:
    assert step_for("approve", State.DRAFT) is None
    assert step_for("dance", State.SUBMITTED) is None


def test_the_page_of_the_law_is_fresh() -> None:
    assert (DOCS / "law.md").read_text(encoding="utf-8") == law_page(), "python -m server law > docs/law.md"
