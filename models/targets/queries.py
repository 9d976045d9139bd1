from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from models import clock
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.campaign.plan import Plan, Question
from models.targets import rules, standing
from models.targets.counting import Asked, sums
from models.targets.figures import FIGURES
from models.targets.roll import Roll, roll
from models.targets.tables import ANSWERS, Denominator, Settlement, Statement
from models.units.tables import Unit


def standing_of(campaign_id: str, unit_id: str | None, *, actor: Actor, at: datetime | None = None) -> dict[str, Any]:
    """Every target with its figures, and the units' lines: of the province, or of one unit.

    {campaign, unit, unit_name, at, rows, units, shared, shared_claimed, questions}; as many queries whatever there is.
    Raises Forbidden, NotFound (a campaign, a unit that is not this person's).
    """
    at = at or clock.now()
    sight = rules.sight_of(actor)
    plan = campaigns.newest_plan(campaign_id)
    unit, part = rules.unit_within(unit_id, sight) if unit_id else (None, None)
    found = sums(Asked(plan.id, part))
    frame = frame_of(plan, unit, columns_of(plan.id, unit))
    told = {"campaign": plan.id, "unit": unit and unit.id, "unit_name": unit and unit.name, "at": at, "rows": standing.rows(frame, found)}
    if unit:
        return {**told, "units": [], "shared": {}, "shared_claimed": {}, "questions": []}
    return {**told, "units": standing.lines(frame, found, sight), "shared": standing.shared(found, "verified"),
            "shared_claimed": standing.shared(found, "claimed"),
            "questions": questions(plan, frame.roll) if sight.is_whole else []}


def frame_of(plan: Plan, unit: Unit | None, columns: Mapping[str, str]) -> standing.Frame:
    """Two queries."""
    people = {row.over: row.people for row in Denominator.select().where(Denominator.campaign == plan.id)}
    return standing.Frame(plan, roll(plan), people, columns, unit)


def columns_of(campaign_id: str, unit: Unit | None) -> dict[str, str]:
    """{figure: side}: as the newest statement printed them, else as the figures say. One query."""
    of = Statement.unit == unit.id if unit else Statement.unit.is_null()
    newest = (Statement.select(Statement.columns).where(Statement.campaign == campaign_id, of)
              .order_by(Statement.received_at.desc(), Statement.id.desc()).first())
    return {figure.id: figure.printed for figure in FIGURES} | (newest.columns if newest else {})


def questions(plan: Plan, known: Roll | None = None) -> list[dict[str, Any]]:
    """What the notice leaves open, each with the units it concerns, the answers there are and the one given."""
    given = {row.question: row for row in Settlement.select().where(Settlement.campaign == plan.id)}
    roll_ = known or roll(plan)
    names = {unit.id: unit.name for unit in roll_.lines}
    return [_question(one, roll_, names, given.get(one.id)) for one in plan.questions]


def _question(one: Question, known: Roll, names: Mapping[str, str], given: Settlement | None) -> dict[str, Any]:
    concerned = concerned_by(one, known)
    return {"id": one.id, "says": one.says, "units": [{"unit": unit, "unit_name": names.get(unit, "")} for unit in concerned],
            "answers": [{"answer": answer, "label": label} for answer, label in answers_to(one).items()],
            "answer": given.answer if given else None, "label": answers_to(one).get(given.answer) if given else None,
            "at": given.at if given else None}


def concerned_by(one: Question, known: Roll) -> list[str]:
    """The units behind a question's allocation rows, in the rows' order; one where both are one body by now."""
    return list(dict.fromkeys(known.of_row[no] for no in one.allocation_rows if no in known.of_row))


def answers_to(one: Question) -> dict[str, str]:
    """The answers a question takes here: all three about two rows, else to leave things as they are."""
    return ANSWERS if one.allocation_rows else {"leave": one.answers[0] if one.answers else ANSWERS["leave"]}


def unsettled() -> list[tuple[str, str]]:
    """(campaign, question) of every published plan that nobody answered yet."""
    answered = {(row.campaign_id, row.question) for row in Settlement.select()}
    plans: Iterable[Plan] = (campaigns.newest_plan(one.id) for one in campaigns.campaigns())
    return [(plan.id, one.id) for plan in plans for one in plan.questions if (plan.id, one.id) not in answered]
