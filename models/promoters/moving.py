"""Steps of a promoter: the law applied. A step is a fact: the same move id again changes nothing."""
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from models import clock, journal
from models.accounts.actor import Actor
from models.accounts.queries import find as find_account
from models.campaign import queries as campaigns
from models.db import writing
from models.problems import (
    Forbidden,
    IdReused,
    Incomplete,
    NotFound,
    PromoterNotAgreed,
    PromoterOwn,
    PromoterWrongState,
)
from models.promoters import queries, rules
from models.promoters.law import LAW, PAST, STATE_LABELS, PromoterRole, PromoterState, PromoterStep, step_for, steps_from
from models.promoters.standing import Reach, verified_print
from models.promoters.tables import Promoter, PromoterMove
from models.rows import find_row, insert_row, update_row


@dataclass(frozen=True)
class Attempt:
    """A step somebody wants to take, with what guards look at."""
    promoter: Promoter
    step: PromoterStep
    reach: Reach
    role: PromoterRole
    consent: dict[str, Any] | None
    at: datetime


def move(promoter_id: str, act: str, *, move_id: str, comment: str = "", consent: dict[str, Any] | None = None, actor: Actor,
         at: datetime | None = None) -> tuple[PromoterMove, bool]:
    """Take one step; (PromoterMove, first time). `consent` goes with accept.

    Raises NotFound, IdReused, Forbidden, PromoterOwn, PromoterWrongState, PromoterNotAgreed, PromoterExists, ConsentMissing,
    ConsentOutdated, Incomplete (a reason is asked for).
    """
    at = at or clock.now()
    asked = {"promoter": promoter_id, "act": act, "comment": comment, "consent": consent}
    with writing():
        promoter = find_row(Promoter, promoter_id, hold=True)
        if taken := find_row(PromoterMove, move_id):
            return _replayed(taken, asked, actor), False
        reach = Reach(actor)
        if promoter is None or not queries.sees(promoter, reach):
            raise NotFound(what="这位宣传员")
        tried = attempt(promoter, act, reach, at, consent)
        if "comment" in tried.step.asks and not comment.strip():
            raise Incomplete(summary="请写明原因", fields=[{"field": "comment", "says": "请写明原因"}])
        for need in tried.step.needs:
            GUARDS[need](tried)
        return _take(tried, move_id, comment, asked), True


def ways_on(promoter: Promoter, reach: Reach) -> list[PromoterStep]:
    """The steps this person might take now, in the law's order; a guard may still refuse one."""
    held = reach.roles_over(promoter)
    return [step for step in steps_from(promoter.state) if _role(step, held) and not _is_own_case(step, promoter, reach)
            and not ("on_paper" in step.needs and not promoter.paper)]


def _replayed(taken: PromoterMove, asked: dict[str, Any], actor: Actor) -> PromoterMove:
    if taken.actor_id != actor.account_id or taken.asked != asked:
        raise IdReused()
    return taken


def attempt(promoter: Promoter, act: str, reach: Reach, at: datetime, consent: dict[str, Any] | None = None) -> Attempt:
    """Raises NotFound for an act that does not exist, Forbidden, PromoterWrongState."""
    rows, held = [step for step in LAW if step.act == act], reach.roles_over(promoter)
    if not rows:
        raise NotFound(what="这种操作")
    if not any(_role(step, held) for step in rows):
        raise Forbidden(act=rows[0].label)
    step = step_for(act, promoter.state)
    role = _role(step, held) if step else None
    if step is None or role is None:
        raise PromoterWrongState(state=STATE_LABELS[PromoterState(promoter.state)], act=rows[0].label)
    return Attempt(promoter, step, reach, role, consent, at)


def _role(step: PromoterStep, held: set[PromoterRole]) -> PromoterRole | None:
    """The role the step is taken in; the organiser last, for whoever speaks for the unit."""
    fitting = next((role for role in step.by if role in held), None)
    if fitting is None and PromoterRole.COORDINATOR in step.by and PromoterRole.ORGANISER in held:
        return PromoterRole.ORGANISER
    return fitting


def _take(tried: Attempt, move_id: str, comment: str, asked: dict[str, Any]) -> PromoterMove:
    promoter, step, source = tried.promoter, tried.step, tried.promoter.state
    promoter.state = step.target
    if step.target == PromoterState.CONFIRMED:
        promoter.confirmed_at = tried.at
    if step.target == PromoterState.LEFT:
        promoter.left_at = tried.at
    update_row(promoter)
    number = 1 + (PromoterMove.select(fn.MAX(PromoterMove.number)).where(PromoterMove.promoter == promoter.id).scalar() or 0)
    actor_id = tried.reach.actor.account_id
    moved = PromoterMove(id=move_id, promoter=promoter, number=number, act=step.act, source=source, target=step.target, actor=actor_id,
                         as_role=tried.role, comment=comment, asked=asked, at=tried.at)
    insert_row(PromoterMove, **moved.__data__)
    journal.write(f"promoter.{PAST[step.act]}", promoter.id, actor_id=actor_id, at=tried.at, step=move_id, unit=promoter.unit_id,
                  account=queries.owner_of(promoter), as_role=tried.role)
    return moved


# Guards, by the names the law uses

def _consented(tried: Attempt) -> None:
    """Whoever accepts agrees, now or in what they saved before, unless the unit keeps their consent on paper."""
    promoter = tried.promoter
    if tried.consent is not None or not (promoter.consent or promoter.paper):
        promoter.consent = rules.dated_consent(tried.consent, promoter.consent, campaigns.newest_plan(promoter.campaign_id), tried.at)


def _only_one(tried: Attempt) -> None:
    """The account takes the place of the phone it was nominated by; what the account says of name and phone holds from now on."""
    promoter, account = tried.promoter, find_account(str(tried.reach.actor.account_id))
    if promoter.account_id is None:
        rules.require_only_one(promoter.campaign_id, account.id, verified_print(account), but=promoter.id)
        promoter.account_id = account.id
        promoter.name_sealed = promoter.name_print = promoter.phone_sealed = None


def _not_own(tried: Attempt) -> None:
    if tried.reach.is_person(tried.promoter):
        raise PromoterOwn(act=tried.step.label)


def _on_paper(tried: Attempt) -> None:
    if not tried.promoter.paper:
        raise PromoterNotAgreed()


def _is_own_case(step: PromoterStep, promoter: Promoter, reach: Reach) -> bool:
    return "not_own" in step.needs and reach.is_person(promoter)


GUARDS = {"consented": _consented, "only_one": _only_one, "not_own": _not_own, "on_paper": _on_paper}
