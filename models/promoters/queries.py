from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from peewee import JOIN, Case, ModelSelect

from models import clock
from models.accounts import personal
from models.accounts.tables import Account
from models.promoters.law import LIVE, PromoterState
from models.promoters.standing import Reach
from models.promoters.tables import Promoter, PromoterMove
from models.rows import find_row
from models.units import queries as units


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One promoter who counts. `person`: acc_…, or p:<print> of the phone of somebody on paper without an account."""
    id: str
    unit_id: str
    reporting_unit_id: str | None
    person: str
    at: datetime


def visible_to(reach: Reach) -> "ModelSelect[Promoter]":
    """Every promoter this person may see, with their accounts, as a query: oneself, one's units', everybody's."""
    rows = Promoter.select(Promoter, Account).join(Account, JOIN.LEFT_OUTER, on=(Promoter.account == Account.id))
    if reach.sees_everybody:
        return rows
    mine = [Promoter.account == reach.actor.account_id]
    if reach.phone_print:
        mine.append(Promoter.account.is_null() & (Promoter.phone_print == reach.phone_print))
    if below := reach.coordinated | reach.watched:
        mine.append(Promoter.unit.in_(sorted(below)))
    return rows.where(reduce(or_, mine))


def below_unit(query: "ModelSelect[Promoter]", unit_id: str) -> "ModelSelect[Promoter]":
    """Only those of a unit and the units under it."""
    return query.where(Promoter.unit.in_(sorted(units.subtree_ids(unit_id))))


def sees(promoter: Promoter, reach: Reach) -> bool:
    """`visible_to`, said of one row."""
    return (reach.sees_everybody or reach.is_person(promoter) or promoter.unit_id in reach.coordinated
            or promoter.unit_id in reach.watched)


def find(promoter_id: str, reach: Reach) -> Promoter | None:
    """The promoter, or None for one this person may not see."""
    promoter = find_row(Promoter, promoter_id)
    return promoter if promoter and sees(promoter, reach) else None


def mine(campaign_id: str, reach: Reach) -> Promoter | None:
    """Myself as a promoter of a campaign: what stands now, else what was last."""
    own = Promoter.account == reach.actor.account_id
    if reach.phone_print:
        own |= Promoter.account.is_null() & (Promoter.phone_print == reach.phone_print)
    rank = Case(None, ((Promoter.state.in_(LIVE), 0),), 1)
    return Promoter.select().where(Promoter.campaign == campaign_id, own).order_by(
        rank, Promoter.received_at.desc(), Promoter.id.desc()).first()


def confirmed(campaign_id: str) -> list[Confirmed]:
    """Every promoter who counts for the targets: confirmed, and a confirmed member or nominated on paper. One query."""
    rows = (Promoter.select(Promoter, Account).join(Account, JOIN.LEFT_OUTER, on=(Promoter.account == Account.id))
            .where(Promoter.campaign == campaign_id, Promoter.state == PromoterState.CONFIRMED,
                   Promoter.paper | Account.unit_confirmed_at.is_null(False)))
    return [Confirmed(row.id, row.unit_id, row.reporting_unit_id, row.account_id or f"p:{row.phone_print}", row.confirmed_at)
            for row in rows.order_by(Promoter.confirmed_at, Promoter.id)]


def owner_of(promoter: Promoter) -> str | None:
    """Whoever verified the phone a nomination names, seen last; None for nobody."""
    if promoter.account_id or not promoter.phone_print:
        return promoter.account_id
    same = (Account.phone_print == promoter.phone_print) & Account.phone_verified_at.is_null(False)
    found = Account.select(Account.id).where(same, Account.deleted_at.is_null()).order_by(Account.last_seen_at.desc()).first()
    return found.id if found else None


def name_of(promoter: Promoter) -> str | None:
    """As the account says, else as nominated; opened. Only for who may see it (`Reach.sees_name`)."""
    if account := promoter.account:
        return personal.opened(account.name_sealed, "account", "name") or account.nickname or None
    return personal.opened(promoter.name_sealed, "promoter", "name")


def last_word(promoter: Promoter) -> str:
    """What was said with the last step, e.g. why somebody was refused."""
    steps = list(_steps(promoter))
    return steps[-1].comment if steps else ""


def exported(account_id: str) -> list[dict[str, Any]]:
    """A person as a promoter, oldest first, with every step, as plain JSON."""
    rows = Promoter.select().where(Promoter.account == account_id).order_by(Promoter.received_at, Promoter.id)
    return [{"id": row.id, "campaign": row.campaign_id, "unit": row.unit_id, "state": row.state, "statement": row.statement,
             "consent": row.consent, "paper": row.paper, "slug": row.slug, "enrolled_at": clock.to_wire(row.received_at),
             "steps": [{"act": step.act, "at": clock.to_wire(step.at), "by": step.as_role, "comment": step.comment}
                       for step in _steps(row)]} for row in rows]


def _steps(promoter: Promoter) -> "ModelSelect[PromoterMove]":
    return PromoterMove.select().where(PromoterMove.promoter == promoter.id).order_by(PromoterMove.number)
