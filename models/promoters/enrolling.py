"""A new promoter: somebody enrols himself, or a coordinator nominates a member, or a person by name and phone."""
import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import orjson

from models import ids, seal
from models.accounts import personal
from models.accounts.actor import Actor
from models.accounts.holding import hold
from models.accounts.rules import require_coordinator
from models.accounts.tables import Account
from models.campaign.plan import Plan
from models.problems import Forbidden, NotFound
from models.promoters import rules
from models.promoters.law import PromoterState
from models.promoters.standing import Reach, verified_print
from models.promoters.tables import Promoter
from models.units import queries as units
from models.units.tables import Unit

SLUG_LENGTH = 10
NOMINATE = "推荐宣传员"


@dataclass(frozen=True, slots=True)
class Form:
    """One save. Without account, name and phone, or with one's own account, somebody enrols himself.

    `consent`: {"id", "version"}, given by the person only. `paper`: the unit keeps the consent signed on paper.
    """
    campaign: str | None = None
    unit: str | None = None
    account: str | None = None
    name: str | None = None
    phone: str | None = None
    statement: str = ""
    consent: dict[str, Any] | None = None
    paper: bool = False

    def digest(self) -> str:
        """Keyed, since a phone may be in it; of a hash, since the keyed one takes capitals for small letters."""
        plain = hashlib.sha256(orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS)).hexdigest()
        return seal.current().fingerprint(plain, "promoter.digest")

    def is_of(self, actor: Actor) -> bool:
        """Whether somebody enrols himself with it."""
        return self.account == actor.account_id if self.account else not (self.name or self.phone or self.paper)


def enrolled(promoter_id: str, form: Form, plan: Plan, actor: Actor, at: datetime) -> Promoter:
    """A row of somebody who enrols himself, not yet written. Raises Incomplete (no unit, another's unit), ConsentMissing,
    ConsentOutdated, PromoterExists.
    """
    account = hold(actor.account_id)
    if account.unit_id is None:
        raise rules.incomplete("unit", "所在单位", "请先在“我的”里选择所在单位，再报名")
    if form.unit and form.unit not in units.same_body(account.unit_id):
        raise rules.incomplete("unit", "所在单位", "要是您自己的单位，更换单位请到“我的”")
    consent = rules.dated_consent(form.consent, None, plan, at)
    made = _row(promoter_id, plan, units.find(account.unit_id), PromoterState.ENROLLED, form, at)
    made.account_id, made.phone_print, made.consent = account.id, verified_print(account), consent
    return _only(made)


def nominated(promoter_id: str, form: Form, plan: Plan, actor: Actor, at: datetime) -> Promoter:
    """A row of somebody a coordinator nominates, not yet written.

    Raises Forbidden (not a coordinator there), NotFound (the member, the unit), Incomplete, PromoterExists.
    """
    if not (actor.is_organiser or actor.overs("coordinator")):
        raise Forbidden(act=NOMINATE)
    if form.consent is not None:
        raise rules.incomplete("consent", "承诺书", "要由本人确认，已签纸质承诺书的请勾选“已签纸质承诺书”")
    account = _member(form, Reach(actor)) if form.account else None
    unit = units.find(str(account.unit_id)) if account else _unit(form, actor)
    made = _row(promoter_id, plan, unit, PromoterState.NOMINATED, form, at)
    made.nominated_by_id, made.paper = actor.account_id, form.paper
    if account:
        made.account_id, made.phone_print = account.id, verified_print(account)
    else:
        name_person(made, form)
    return _only(made)


def name_person(promoter: Promoter, form: Form) -> None:
    """Write down whom a nomination names, sealed. Raises Incomplete."""
    rules.require_named(form.name, form.phone)
    columns = {**personal.sealed(str(form.name), "promoter", "name"), **personal.sealed(str(form.phone), "promoter", "phone")}
    for column, value in columns.items():
        setattr(promoter, column, value)


def _member(form: Form, reach: Reach) -> Account:
    """A member of a unit the nominator speaks for. Who is not one is not found: nobody can try ids here. Raises NotFound."""
    account = Account.get_or_none(Account.id == form.account, Account.deleted_at.is_null())
    below = units.subtree_ids(form.unit) if form.unit else None
    if account is None or account.unit_id is None or (below is not None and account.unit_id not in below):
        raise NotFound(what="这个人")
    if not (reach.actor.is_organiser or account.unit_id in reach.coordinated):
        raise NotFound(what="这个人")
    return account


def _unit(form: Form, actor: Actor) -> Unit:
    """The unit a person is nominated for: the one given, else the one the nominator coordinates."""
    own = sorted(over.removeprefix("unit:") for over in actor.overs("coordinator") if over.startswith("unit:"))
    unit_id = form.unit or (own[0] if own else None)
    if unit_id is None:
        raise rules.incomplete("unit", "所在单位", "请选择被推荐人的单位")
    unit = units.find(unit_id)
    require_coordinator(unit.id, actor, NOMINATE)
    return unit


def _row(promoter_id: str, plan: Plan, unit: Unit, state: PromoterState, form: Form, at: datetime) -> Promoter:
    rules.require_statement(form.statement)
    reporting = units.reporting_unit_of(unit.id)
    return Promoter(id=promoter_id, campaign=plan.id, unit=unit.id, reporting_unit=reporting.id if reporting else None, state=state,
                    statement=form.statement, slug="".join(secrets.choice(ids.ALPHABET) for _ in range(SLUG_LENGTH)),
                    revision=1, saved_at=at, received_at=at)


def _only(made: Promoter) -> Promoter:
    rules.require_only_one(made.campaign_id, made.account_id, made.phone_print)
    return made
