"""The verbs that settle what numbers are held against: denominators, and the questions that the notice leaves open."""
from datetime import datetime
from typing import Any

from models import clock, journal
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.campaign.answers import text_fault
from models.campaign.plan import Plan, Question
from models.db import locked, writing
from models.problems import NotFound, QuestionMerged
from models.targets import queries, rules
from models.targets.roll import roll
from models.targets.tables import PROVINCE, Denominator, Settlement
from models.units import actions as units
from models.units import queries as bodies

SOURCE_AT_MOST, NAME_AT_MOST = 200, 60
PEOPLE_AT_MOST = 100_000_000


def set_denominator(over: str, *, people: int, source: str, campaign_id: str, actor: Actor, at: datetime | None = None) -> Denominator:
    """How many worker netizens coverage is a percentage of; `over` is "province" or a unit. A later word replaces it.

    The same again changes nothing. Raises Forbidden (the province is the organiser's, a unit its coordinators'),
    NotFound (campaign, unit), Incomplete.
    """
    at = at or clock.now()
    unit = rules.require_speaker(None if over == PROVINCE else over, actor, "填写覆盖率的分母")
    rules.refuse({name: says for name, says in {
        "people": None if 0 < people <= PEOPLE_AT_MOST else "要是大于 0 的整数",
        "source": text_fault(source, SOURCE_AT_MOST) or (None if source.strip() else "请填写")}.items() if says})
    campaign = campaigns.newest_plan(campaign_id).id
    facts: dict[str, Any] = {"people": people, "taken_from": source.strip()}
    key = {"campaign": campaign, "over": unit.id if unit else PROVINCE}
    with writing():
        known = Denominator.get_or_none(Denominator.campaign == campaign, Denominator.over == key["over"])
        if known and (known.people, known.taken_from) == (people, facts["taken_from"]):
            return known
        rest = {**facts, "set_by": str(actor.account_id), "at": at}
        Denominator.insert({**key, **rest}).on_conflict(conflict_target=[Denominator.campaign, Denominator.over], update=rest).execute()
        journal.write("denominator.set", key["over"], actor_id=actor.account_id, at=at, campaign=campaign, people=people)
    return Denominator.get(Denominator.campaign == campaign, Denominator.over == key["over"])


def settle(question_id: str, answer: str, *, campaign_id: str, into: str | None = None, unit: str | None = None, name: str | None = None,
           actor: Actor, at: datetime | None = None) -> Settlement:
    """Answer a question of the plan: rename one of its units (the last, unless `unit` says which), merge the others into
    one of them (the first, unless `into` says which), or leave things as they are. The same again changes nothing.

    A merge is for good. A renamed unit keeps its former name as an alias, by which the plan's table still means it;
    a survivor of a merge has the tasks of both. Raises Forbidden, NotFound (campaign, question, unit), Incomplete,
    QuestionMerged, UnitNameTaken, UnitMerged.
    """
    at = at or clock.now()
    rules.require_organiser(actor, "答复方案里的问题")
    plan = campaigns.newest_plan(campaign_id)
    question = _question(plan, question_id)
    if answer not in queries.answers_to(question):
        rules.refuse({"answer": "不在可选范围内"})
    concerned = queries.concerned_by(question, roll(plan))
    details = _details(question, answer, concerned, into or concerned[0] if concerned else into, unit, name)
    _carry_out(answer, concerned, details, actor, at)
    return _write(plan.id, question.id, answer, details, actor, at)


def _question(plan: Plan, question_id: str) -> Question:
    found = next((one for one in plan.questions if one.id == question_id), None)
    if found is None:
        raise NotFound(what="这个问题")
    return found


def _details(question: Question, answer: str, concerned: list[str], into: str | None, unit: str | None, name: str | None) -> dict[str, Any]:
    """The answer's facts, checked. Raises NotFound, Incomplete, QuestionMerged."""
    is_merged = bool(question.allocation_rows) and len(concerned) == 1
    if is_merged and (answer != "merge" or into != concerned[0]):
        raise QuestionMerged()
    if answer == "merge":
        return {"into": _one_of(into, concerned)}
    if answer == "rename":
        says = text_fault(name or "", NAME_AT_MOST) or (None if (name or "").strip() else "请填写")
        rules.refuse({"name": says} if says else {})
        return {"unit": _one_of(unit or (concerned[-1] if concerned else None), concerned), "name": str(name).strip()}
    return {}


def _one_of(unit_id: str | None, concerned: list[str]) -> str:
    found = bodies.find(unit_id).id if unit_id else None
    if found not in concerned:
        raise NotFound(what="这个单位")
    return str(found)


def _carry_out(answer: str, concerned: list[str], details: dict[str, Any], actor: Actor, at: datetime) -> None:
    """Through the units' own verbs, each changing nothing when repeated: what a crash left half done is taken up again."""
    if answer == "merge":
        for gone in concerned:
            if gone != details["into"]:
                units.merge_units(gone, details["into"], actor=actor, at=at)
    elif answer == "rename":
        renamed = bodies.find(details["unit"])
        if renamed.name != details["name"]:
            aliases = list(dict.fromkeys([*renamed.aliases, renamed.name]))
            units.save_unit(renamed.id, {"name": details["name"], "aliases": aliases}, actor=actor, at=at)


def _write(campaign_id: str, question_id: str, answer: str, details: dict[str, Any], actor: Actor, at: datetime) -> Settlement:
    rest: dict[str, Any] = {"answer": answer, "details": details, "settled_by": str(actor.account_id), "at": at}
    with writing():
        known = locked(Settlement.select().where(Settlement.campaign == campaign_id, Settlement.question == question_id)).first()
        if known and (known.answer, known.details) == (answer, details):
            return known
        if known and known.answer == "merge":
            raise QuestionMerged()
        Settlement.insert({"campaign": campaign_id, "question": question_id, **rest}).on_conflict(
            conflict_target=[Settlement.campaign, Settlement.question], update=rest).execute()
        journal.write("question.settled", question_id, actor_id=actor.account_id, at=at, campaign=campaign_id, answer=answer, **details)
    return Settlement.get(Settlement.campaign == campaign_id, Settlement.question == question_id)
